"""An archive is checked on a machine without the system: whatever is changed in it is named."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.evidence.conftest import Copies
from web.commands import main
from workflow.accident.model import Accident
from workflow.archiving.gathering import of_accident, of_round
from workflow.archiving.package import archive
from workflow.consultation.model import Round

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


def checked(*arguments: Path) -> tuple[int, str]:
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
    from workflow.chain import canonical

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


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


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


def test_a_certificate_with_a_changed_or_added_event_names_it(unpacked: Path) -> None:
    path = _certificate(unpacked)
    certificate = json.loads(path.read_bytes())
    certificate["events"][1]["result"] = "没有人接听"
    path.write_text(json.dumps(certificate, ensure_ascii=False))
    _without_records(unpacked)
    code, said = checked(unpacked / "check.py")
    assert code == 1
    assert "第2项（催办" in said
    assert "内容与出具时不同" in said


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


# -- the command


def test_the_command_leaves_an_archive(copy_of: Copies, tmp_path: Path) -> None:
    stage = copy_of("round")
    with stage.look() as (_, round_):
        key = round_.key
    data = str(stage.office.files.folder.parent)
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
