"""An archive is checked on a machine without the system: whatever is changed in it is named."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from tests.evidence.conftest import Copies
from tests.makers import Stage
from web.commands import main
from workflow.accident.model import Accident
from workflow.archiving import signed
from workflow.archiving.gathering import of_accident, of_round
from workflow.archiving.package import CHECK, archive
from workflow.chain import canonical, digest
from workflow.consultation.model import Round
from workflow.signatures.revoking import Reason, revoke
from workflow.signatures.rows import SignedStatement, SigningKey

pytestmark = pytest.mark.xdist_group("played")


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory, round_played: Path, case_played: Path) -> dict[str, Path]:
    """The archives of what was played."""
    from tests.makers import a_stage

    made = {}
    for which, folder in (("round", round_played), ("case", case_played)):
        stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", settled=False)
        path = tmp_path_factory.mktemp("archive") / f"{which}.zip"
        with stage.office.desk(write=False) as desk:
            of = (
                of_round(desk.session.get_one(Round, 1))
                if which == "round"
                else of_accident(desk.session.get_one(Accident, 1))
            )
            path.write_bytes(archive(desk, of))
        stage.close()
        made[which] = path
    return made


@pytest.fixture
def unpacked(archives: dict[str, Path], tmp_path: Path) -> Path:
    with zipfile.ZipFile(archives["round"]) as packed:
        packed.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def checked(*arguments: Path | str) -> tuple[int, str]:
    """By a bare Python: isolated, without our packages."""
    command = [sys.executable, "-I", "-S", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/")
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def flip(path: Path, at: int | None = None) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


def repack(folder: Path) -> None:
    """What a careful forger does: the manifest is made anew over what he has changed."""
    import hashlib

    from workflow.archiving.package import _listed

    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = [_listed(file["path"], (folder / file["path"]).read_bytes()) for file in manifest["files"]]
    data = canonical(manifest)
    (folder / "manifest.json").write_bytes(data)
    (folder / "manifest.sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  manifest.json\n")


@pytest.mark.parametrize("which", ["round", "case"])
def test_it_checks_itself_with_nothing_but_python(archives: dict[str, Path], which: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(archives[which]) as packed:
        packed.extractall(tmp_path)
    code, said = checked(tmp_path / "check.py")
    assert (code, said.count("\n")) == (0, 1), said
    assert said.startswith("核验通过：")
    assert checked(tmp_path / "check.py", archives[which]) == (code, said)


def test_it_holds_papers_scans_records_journal_and_metadata(archives: dict[str, Path]) -> None:
    with zipfile.ZipFile(archives["round"]) as packed:
        names = packed.namelist()
        described = json.loads(packed.read("metadata.json"))
    assert {"check.py", "journal.jsonl", "manifest.json", "manifest.sha256", "metadata.json", "records.jsonl"} <= set(
        names
    )
    assert any("扫描件" in name for name in names)
    assert any("意见汇总表" in name for name in names)
    assert {"题名", "责任者", "形成部门", "文号", "成文日期", "密级", "保管期限"} <= set(described["案卷"])


def test_chinese_names_come_out_of_every_unzip(archives: dict[str, Path]) -> None:
    """Packed as on FAT, Info-ZIP's unzip takes them for code page 850 and check.py then misses the files."""
    with zipfile.ZipFile(archives["round"]) as packed:
        assert {entry.create_system for entry in packed.infolist()} == {3}
        assert any("通知" in name for name in packed.namelist())


def test_packing_again_gives_the_same_bytes(copy_of: Copies, archives: dict[str, Path]) -> None:
    with copy_of("round").office.desk(write=False) as desk:
        assert archive(desk, of_round(desk.session.get_one(Round, 1))) == archives["round"].read_bytes()


def test_the_journal_tells_nothing_of_other_cases(archives: dict[str, Path]) -> None:
    with zipfile.ZipFile(archives["round"]) as packed:
        lines = [json.loads(line) for line in packed.read("journal.jsonl").splitlines()]
    assert {line["content"]["case"] for line in lines if "content" in line} <= {"round:1", ""}


def test_one_changed_byte_in_any_member_is_found_and_named(unpacked: Path) -> None:
    check = unpacked.parent / "check.py"  # the examiner brings his own
    check.write_bytes((unpacked / "check.py").read_bytes())
    archive_ = unpacked.parent / "changed.zip"
    names = sorted(path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file())
    assert len(names) > 20
    kinds = {Path(name).parent.name + Path(name).suffix: name for name in names}
    for name in {*kinds.values(), "check.py", "journal.jsonl", "manifest.json", "manifest.sha256", "records.jsonl"}:
        flip(unpacked / name)
        _pack(unpacked, archive_)
        code, said = checked(check, archive_)
        assert code == 1, name
        assert name in said or "manifest" in said, (name, said)
        flip(unpacked / name)


@pytest.mark.parametrize("name", ["manifest.sig", "keys"])
def test_a_number_that_is_none_is_named_by_its_file(unpacked: Path, name: str) -> None:
    """A changed byte may leave good JSON: g is no hexadecimal digit."""
    path = unpacked / name if name.endswith(".sig") else next((unpacked / name).iterdir())
    said = json.loads(path.read_bytes())
    field = "signature" if "signature" in said else "public"
    path.write_bytes(canonical({**said, field: "g" + said[field][1:]}))
    if name == "keys":
        repack(unpacked)
    code, told = checked(unpacked / "check.py")
    assert code == 1
    assert path.relative_to(unpacked).as_posix() in told


def revoked(stage: Stage, since: timedelta) -> Path:
    """The archive of the round after the key of a leader who signed a reply was revoked, so long after that."""
    with stage.office.desk() as desk:
        leaders = SigningKey.owner.startswith("officer:"), SignedStatement.document == "reply"
        signed_with = select(SigningKey).join(SignedStatement, SignedStatement.key_id == SigningKey.key_id)
        key = desk.session.scalars(signed_with.where(*leaders)).first()
        assert key is not None
        revoke(desk.session, key, Reason.COMPROMISED, key.made_at + since, desk.now)
    path = stage.office.files.place.path.parent / "revoked.zip"
    with stage.office.desk(write=False) as desk:
        path.write_bytes(archive(desk, of_round(desk.session.get_one(Round, 1))))
    return path


def test_signatures_from_before_a_revocation_hold_and_that_is_said(copy_of: Copies) -> None:
    code, said = checked(CHECK, revoked(copy_of("round"), timedelta(days=300)))
    assert (code, said.count("\n")) == (0, 1), said
    assert "个证书后来撤销" in said
    assert "签名时均有效" in said


def test_a_signature_from_after_a_revocation_is_refused_by_name(copy_of: Copies) -> None:
    code, said = checked(CHECK, revoked(copy_of("round"), timedelta(0)))
    assert code == 1
    assert re.search(r"signatures/\d+\.json：签名时证书已经撤销，这个签名不作数", said), said


def test_a_list_of_contents_signed_with_a_revoked_key_is_refused(copy_of: Copies, unpacked: Path) -> None:
    """Whoever has the lost key signs his own list with it; it says no time."""
    signature = json.loads((unpacked / "manifest.sig").read_bytes())
    path = unpacked / "keys" / f"{signature['key_id']}.json"
    key = json.loads(path.read_bytes())
    path.write_bytes(canonical({**key, "revoked": ["2099-01-01T00:00:00.000000Z"]}))
    repack(unpacked)
    with copy_of("round").office.desk(write=False) as desk:
        assert desk.signing
        under = desk.session.scalars(select(SigningKey).where(SigningKey.key_id == signature["key_id"])).one()
        manifest = (unpacked / "manifest.json").read_bytes()
        (unpacked / "manifest.sig").write_bytes(signed.under(desk.signing, under, manifest))
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert "manifest.sig：签名所用的证书已经撤销" in said


def _pack(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder).as_posix())


def test_a_missing_and_an_added_file_are_named(unpacked: Path) -> None:
    paper = next((unpacked / "files").iterdir())
    data = paper.read_bytes()
    paper.unlink()
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert paper.name in said
    paper.write_bytes(data)
    (unpacked / "files" / "补充.txt").write_text("后来加的")
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert "补充.txt" in said


@pytest.mark.parametrize(
    ("said", "other", "told"),
    [
        ("size", 1, "内容与归档时不同"),
        ("sha256", "0" * 64, "内容与归档时不同"),
        ("sm3", "0" * 64, "SM3摘要与清单不符"),
    ],
)
def test_size_and_both_digests_of_a_file_are_compared_each_by_itself(
    unpacked: Path, said: str, other: object, told: str
) -> None:
    manifest = json.loads((unpacked / "manifest.json").read_bytes())
    manifest["files"][0][said] = other
    data = canonical(manifest)
    (unpacked / "manifest.json").write_bytes(data)
    (unpacked / "manifest.sha256").write_text(f"{sha256(data).hexdigest()}  manifest.json\n")
    _refused(unpacked, manifest["files"][0]["path"], told)


def test_one_name_twice_is_refused_even_with_the_same_bytes(unpacked: Path) -> None:
    """Two readers of one zip might see different files."""
    out = unpacked.parent / "twice.zip"
    _pack(unpacked, out)
    with zipfile.ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("metadata.json", packed.read("metadata.json"))
    code, said = checked(unpacked / "check.py", out)
    assert (code, "有两份" in said) == (1, True), said


def test_what_is_no_archive_at_all_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    code, said = checked(CHECK, tmp_path / "a.zip")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("核验未通过。档案的结构已损坏")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def test_a_line_of_the_journal_changed_with_its_own_digest_does_not_fit_its_hash(unpacked: Path) -> None:
    journal = unpacked / "journal.jsonl"
    lines = [json.loads(line) for line in _lines(journal)]
    line = next(each for each in reversed(lines) if each.get("content"))
    line["content"]["verb"] = "nothing"
    line["digest"] = digest(line["content"])
    journal.write_bytes(b"".join(canonical(each) + b"\n" for each in lines))
    repack(unpacked)
    _refused(unpacked, f"日志第{line['id']}条：摘要不符")


def test_a_forger_who_makes_the_manifest_anew_is_found_by_the_journal(unpacked: Path) -> None:
    paper = next(path for path in (unpacked / "files").iterdir() if path.suffix == ".docx")
    flip(paper)
    repack(unpacked)
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert "登记在案，档案中没有" in said


def test_a_forger_who_changes_the_journal_is_found_by_the_chain(unpacked: Path) -> None:
    journal = unpacked / "journal.jsonl"
    lines = _lines(journal)
    number = next(n for n, line in enumerate(lines) if '"verb":"submit"' in line)
    journal.write_text("".join([*lines[:number], lines[number].replace("submit", "receive"), *lines[number + 1 :]]))
    repack(unpacked)
    assert checked(unpacked / "check.py") == (1, f"核验未通过。日志第{number + 1}条：内容与归档时不同。\n")
    journal.write_text("".join([*lines[:number], *lines[number + 1 :]]))
    repack(unpacked)
    assert checked(unpacked / "check.py") == (1, f"核验未通过。日志第{number + 1}条：缺少。\n")


def test_a_forger_who_changes_a_record_is_found_by_the_journal(unpacked: Path) -> None:
    records = unpacked / "records.jsonl"
    records.write_text(records.read_text().replace('"verdict":"declined"', '"verdict":"adopted"', 1))
    repack(unpacked)
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert "记录decision:" in said


# -- silence


def _certificate(unpacked: Path) -> Path:
    return next(path for path in sorted((unpacked / "silence").iterdir()) if "催办" in path.read_text())


@pytest.mark.parametrize("number", [0, 1, -1])
def test_a_certificate_without_one_of_its_events_names_it(unpacked: Path, number: int) -> None:
    path = _certificate(unpacked)
    certificate = json.loads(path.read_bytes())
    gone = certificate["events"].pop(number)
    path.write_text(json.dumps(certificate, ensure_ascii=False))
    repack(unpacked)
    _without_records(unpacked)
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert f"第{gone['number']}项（{gone['what']}，{gone['at']}）缺少" in said


def _without_records(folder: Path) -> None:
    """So that the certificate has to prove itself."""
    (folder / "records.jsonl").write_text("")
    repack(folder)


@pytest.mark.parametrize(("number", "what"), [(0, "送达"), (1, "催办"), (-1, "截止登记")])
def test_a_certificate_with_a_changed_event_names_it(unpacked: Path, number: int, what: str) -> None:
    certificate = json.loads(_certificate(unpacked).read_bytes())
    changed = certificate["events"][number]
    changed["result"] = "没有人接听"
    _with_certificate(unpacked, certificate)
    _refused(unpacked, f"第{changed['number']}项（{what}", "内容与出具时不同")


def test_a_certificate_with_an_added_event_names_it(unpacked: Path) -> None:
    certificate = json.loads(_certificate(unpacked).read_bytes())
    certificate["events"].append({**certificate["events"][1], "number": 99})
    _with_certificate(unpacked, certificate)
    _refused(unpacked, _certificate(unpacked).name, "第99项是后来加上的")


@pytest.mark.parametrize("said", ["unit", "deadline", "rule", "closed_at"])
def test_a_certificate_that_says_something_else_is_named(unpacked: Path, said: str) -> None:
    certificate = json.loads(_certificate(unpacked).read_bytes())
    _with_certificate(unpacked, {**certificate, said: "另一个"})
    _refused(unpacked, f"{_certificate(unpacked).name}：内容与出具时不同")


def _with_certificate(unpacked: Path, certificate: object) -> None:
    """In the place of the one that was kept; it has to prove itself."""
    _certificate(unpacked).write_text(json.dumps(certificate, ensure_ascii=False))
    _without_records(unpacked)


def test_a_certificate_says_what_silence_rests_on(unpacked: Path) -> None:
    certificate = json.loads(_certificate(unpacked).read_bytes())
    kinds = [event["what"] for event in certificate["events"]]
    assert kinds[0] == "送达"
    assert kinds[-1] == "截止登记"
    assert certificate["deadline"] == "2017-11-28T16:00:00+08:00"
    assert certificate["rule"] == "逾期不报视为无意见"
    assert "工作日" in certificate["calendar"]


def test_units_that_were_not_silent_have_no_certificate(unpacked: Path) -> None:
    assert len(list((unpacked / "silence").iterdir())) == 10


# -- signatures


def _signatures(unpacked: Path) -> list[Path]:
    return sorted((unpacked / "signatures").glob("*.json"))


def _refused(unpacked: Path, *words: str) -> None:
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert all(word in said for word in words), said


def _sign_anew(folder: Path, key_id: str, secret: bytes) -> None:
    """A forger has a key of his own, and packs everything with it."""
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign((folder / "manifest.json").read_bytes())
    signed = {"alg": "Ed25519", "key_id": key_id, "signature": signature.hex()}
    (folder / "manifest.sig").write_text(json.dumps(signed))


@pytest.fixture
def unsigned_manifest(unpacked: Path) -> Callable[[], None]:
    """The list of contents made anew, and its signature taken for good: each other check has to stand by itself."""

    def forge() -> None:
        repack(unpacked)
        script = (unpacked / "check.py").read_text()
        line = "    checked = [check_signature(MANIFEST, archive.read(MANIFEST), MANIFEST_SIGNATURE, archive, keys)]"
        assert line in script
        (unpacked.parent / "check.py").write_text(script.replace(line, "    checked = [True]"))

    return forge


def _refused_elsewhere(unpacked: Path, *words: str) -> None:
    out = unpacked.parent / "forged.zip"
    _pack(unpacked, out)
    code, said = checked(unpacked.parent / "check.py", out)
    assert code == 1
    assert all(word in said for word in words), said


def test_all_signatures_are_checked_and_the_authority_is_told(archives: dict[str, Path], unpacked: Path) -> None:
    code, said = checked(unpacked / "check.py")
    authority = next(
        key for path in (unpacked / "keys").iterdir() if (key := json.loads(path.read_bytes()))["authority"]
    )
    assert code == 0
    assert len(_signatures(unpacked)) > 20
    assert f"电子签名核对{len(_signatures(unpacked)) + 1}个" in said
    assert authority["key_id"][:16] in said
    assert re.search(r"其中\d+个证书后来撤销、\d+个证书现已到期（签名时均有效）", said), (
        "certificates of 2017 have run out"
    )


def test_nothing_private_goes_into_the_archive(unpacked: Path) -> None:
    for path in (unpacked / "keys").iterdir():
        assert set(json.loads(path.read_bytes())) == {
            "key_id", "name", "authority", "alg", "public", "certificate", "revoked"
        }  # fmt: skip


def test_a_manifest_made_anew_is_not_the_one_that_was_signed(unpacked: Path) -> None:
    (unpacked / "metadata.json").write_text("{}")
    repack(unpacked)
    _refused(unpacked, "manifest.json：签名无效")


def test_a_record_that_was_taken_away_is_missed_under_a_new_manifest(unpacked: Path) -> None:
    records = unpacked / "records.jsonl"
    records.write_text("".join(line for line in _lines(records) if '"name":"decision:' not in line))
    repack(unpacked)
    _refused(unpacked, "manifest.json：签名无效")


def test_a_manifest_without_its_signature_is_refused(unpacked: Path) -> None:
    (unpacked / "manifest.sig").unlink()
    _refused(unpacked, "manifest.sig：缺少")


def stripped(unpacked: Path) -> None:
    """What a forger does: he takes the signatures off and packs the rest anew, with all hashes right."""
    (unpacked / "manifest.sig").unlink()
    for folder in ("signatures", "keys"):
        shutil.rmtree(unpacked / folder)
    manifest = json.loads((unpacked / "manifest.json").read_bytes())
    manifest["files"] = [file for file in manifest["files"] if not file["path"].startswith(("signatures/", "keys/"))]
    (unpacked / "manifest.json").write_bytes(canonical(manifest))
    repack(unpacked)


def test_an_archive_packed_anew_without_any_signature_is_not_proven(unpacked: Path) -> None:
    stripped(unpacked)
    _refused(unpacked, "manifest.sig：缺少", "不能排除改动后重新打包", "--unsigned")


def test_whoever_knows_that_it_never_was_signed_may_say_so(unpacked: Path) -> None:
    stripped(unpacked)
    code, said = checked(unpacked / "check.py", "--unsigned")
    assert (code, said.count("\n")) == (0, 1), said
    assert "按要求未核对电子签名" in said
    assert "只能证明内容前后一致" in said


def test_to_say_so_takes_nothing_from_an_archive_that_is_signed(unpacked: Path) -> None:
    (unpacked / "metadata.json").write_text("{}")
    repack(unpacked)
    code, said = checked(unpacked / "check.py", "--unsigned")
    assert (code, "manifest.json：签名无效" in said) == (1, True)
    (unpacked / "manifest.sig").unlink()
    assert checked(unpacked / "check.py", "--unsigned")[0] == 1


def test_the_authority_that_the_examiner_was_told_must_be_the_one(unpacked: Path) -> None:
    number = next(
        key["key_id"] for path in (unpacked / "keys").iterdir() if (key := json.loads(path.read_bytes()))["authority"]
    )
    assert checked(unpacked / "check.py", "--authority", number[:16])[0] == 0
    code, said = checked(unpacked / "check.py", "--authority", "0123456789abcdef")
    assert (code, "证书机构不是0123456789abcdef" in said) == (1, True)


def test_a_manifest_signed_with_a_foreign_key_is_refused(unpacked: Path) -> None:
    (unpacked / "metadata.json").write_text("{}")
    repack(unpacked)
    _sign_anew(unpacked, "0" * 64, b"1" * 32)
    _refused(unpacked, "签名无效，档案中没有签名所用的公钥")


def test_a_changed_signature_is_named(unpacked: Path, unsigned_manifest: Callable[[], None]) -> None:
    path = _signatures(unpacked)[3].with_suffix(".sig")
    signed = json.loads(path.read_bytes())
    signed["signature"] = signed["signature"][:-20] + "0" + signed["signature"][-19:]
    signed["signature"] = ("0" if signed["signature"][0] != "0" else "1") + signed["signature"][1:]
    path.write_text(json.dumps(signed))
    unsigned_manifest()
    _refused_elsewhere(unpacked, f"{path.stem}.json：签名无效")


def test_a_changed_statement_is_named(unpacked: Path, unsigned_manifest: Callable[[], None]) -> None:
    path = _signatures(unpacked)[0]
    path.write_text(path.read_text().replace('"signer":"', '"signer":"某', 1))
    unsigned_manifest()
    _refused_elsewhere(unpacked, f"{path.name}：签名无效")


def test_a_changed_key_is_named(unpacked: Path, unsigned_manifest: Callable[[], None]) -> None:
    path = next(each for each in (unpacked / "keys").iterdir() if '"authority":false' in each.read_text())
    key = json.loads(path.read_bytes())
    key["public"] = Ed25519PrivateKey.from_private_bytes(b"1" * 32).public_key().public_bytes_raw().hex()
    path.write_text(json.dumps(key))
    unsigned_manifest()
    _refused_elsewhere(unpacked, f"{path.name}：公钥与证书不符")


def test_a_certificate_of_nobody_is_named(unpacked: Path, unsigned_manifest: Callable[[], None]) -> None:
    path = next(each for each in (unpacked / "keys").iterdir() if '"authority":false' in each.read_text())
    key = json.loads(path.read_bytes())
    key["certificate"] = key["certificate"][:-2] + f"{int(key['certificate'][-2:], 16) ^ 1:02x}"
    path.write_text(json.dumps(key))
    unsigned_manifest()
    _refused_elsewhere(unpacked, f"{path.name}：证书不是档案中的证书机构签发的")


def test_a_signature_after_the_key_was_revoked_is_named(unpacked: Path, unsigned_manifest: Callable[[], None]) -> None:
    signed = json.loads(_signatures(unpacked)[0].with_suffix(".sig").read_bytes())
    path = unpacked / "keys" / f"{signed['key_id']}.json"
    path.write_text(path.read_text().replace('"revoked":[]', '"revoked":["2017-01-01T00:00:00.000000Z"]'))
    unsigned_manifest()
    _refused_elsewhere(unpacked, f"{_signatures(unpacked)[0].name}：签名时证书已经撤销")


def test_a_certificate_of_silence_forged_with_all_its_hashes_is_found_by_the_signature(
    unpacked: Path, unsigned_manifest: Callable[[], None]
) -> None:
    path = _certificate(unpacked)
    said = json.loads(path.read_bytes())
    del said["events"][1], said["contents"][1], said["hash"]
    path.write_bytes(canonical({**said, "hash": digest(said)}))
    (unpacked / "records.jsonl").write_text("")
    unsigned_manifest()
    _refused_elsewhere(unpacked, "不在档案中，或内容已不是签署时的内容")


def test_a_certificate_of_silence_without_its_signature_is_named(
    unpacked: Path, unsigned_manifest: Callable[[], None]
) -> None:
    path = _certificate(unpacked)
    of_it = next(each for each in _signatures(unpacked) if _paper_of(each) == sha256(path.read_bytes()).hexdigest())
    of_it.unlink()
    of_it.with_suffix(".sig").unlink()
    _without_lines_of_manifest(unpacked, of_it)
    unsigned_manifest()
    _refused_elsewhere(unpacked, path.name, "没有电子签名")


def _paper_of(statement: Path) -> str:
    return str(json.loads(statement.read_bytes())["paper"])


def _without_lines_of_manifest(folder: Path, gone: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = [file for file in manifest["files"] if Path(file["path"]).stem != gone.stem]
    (folder / "manifest.json").write_bytes(canonical(manifest))


# -- the command


def test_the_command_leaves_an_archive(copy_of: Copies, tmp_path: Path) -> None:
    stage = copy_of("round")
    with stage.look() as (_, round_):
        key = round_.key
    data = str(stage.office.files.place.path.parent)
    done = CliRunner().invoke(main, ["archive", key, "--out", str(tmp_path / "a.zip"), "--data", data])
    assert done.exit_code == 0, done.output
    assert checked(_extract(tmp_path / "a.zip"))[0] == 0
    unknown = CliRunner().invoke(main, ["archive", "nothing", "--out", str(tmp_path / "b.zip"), "--data", data])
    assert unknown.exit_code != 0
    assert not (tmp_path / "b.zip").exists()


def _extract(path: Path) -> Path:
    with zipfile.ZipFile(path) as packed:
        packed.extractall(path.parent / "out")
    return path.parent / "out" / "check.py"
