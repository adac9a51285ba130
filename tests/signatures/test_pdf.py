"""The signed PDF of a unit's letter: made by LibreOffice, signed by the system, checked by pyHanko and by our page."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from click.testing import CliRunner
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator.context import ValidationContext
from sqlalchemy import select

from tests.evidence.test_the_archive_proves_itself import checked
from tests.makers import SIGNING, Stage, a_round, a_stage
from tests.signatures.test_checking import Held, held_by, sure
from tests.web.site import Site, open_site
from web.commands import main
from workflow import printing
from workflow.archiving.gathering import of_round
from workflow.archiving.package import CHECK, archive
from workflow.consultation.model import Round
from workflow.demo.stage import Said
from workflow.documents.likeness import mark_in
from workflow.documents.marking import with_remark
from workflow.signatures import pdf
from workflow.signatures.algorithms import ED25519, SM2
from workflow.signatures.checking import Bytes, Words
from workflow.signatures.keys import AUTHORITY, Vault, authority_key, key_of
from workflow.signatures.revoking import Reason, revoke
from workflow.signatures.rows import MarkedPaper, SignedPdf, SignedStatement, SigningKey
from workflow.signatures.statements import Signing
from workflow.signatures.verifying import Code
from workflow.store import create_tables, open_database, sessions

pytestmark = pytest.mark.xdist_group("pdf")  # LibreOffice takes its time: it is started once


def answered(stage: Stage) -> Held:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([Said(0, "", "建议改为每月检查一次。", "冬季用气多。")])
    unit.sign_and_seal()
    return held_by(stage)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The letter as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("pdf")
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files")
    data = printing.printed(answered(stage).data)
    stage.close()
    return data


@pytest.fixture
def held(stage: Stage, converted: bytes) -> Held:
    """Somebody holds the signed PDF of the first unit's letter."""
    return printed(stage, converted)


def printed(stage: Stage, converted: bytes) -> Held:
    held = answered(stage)
    with stage.office.desk() as desk:
        paper = desk.session.scalars(select(MarkedPaper).where(MarkedPaper.code == held.code)).one()
        made = printing.keep(desk, paper, converted)
        return replace(held, data=desk.files.read(made.file))


def altered(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


# -- what is in it


@pytest.mark.parametrize(
    ("fonts", "substituted"),
    [
        ({"FangSong_GB2312", "KaiTi_GB2312", "SimHei", "FZXBSJW--GB1-0", "TimesNewRomanPSMT"}, False),
        ({"FangSong_GB2312", "NotoSansCJKjp-Regular"}, True),
    ],
)
def test_other_fonts_than_those_of_the_standard_are_noticed(fonts: set[str], substituted: bool) -> None:
    assert printing.are_substituted(fonts) is substituted


def test_the_fonts_are_read_out_of_the_pdf(converted: bytes) -> None:
    assert pdf.fonts_in(converted)
    assert all("+" not in name and name.isascii() for name in pdf.fonts_in(converted))


def test_what_a_pdf_has_to_say_stands_behind_the_code_on_every_page(stage: Stage) -> None:
    word = answered(stage).data
    assert mark_in(with_remark(word, printing.REMARK)).count(printing.REMARK) == mark_in(word).count("验证码") > 0


def test_any_pdf_reader_finds_the_signature_good_and_the_file_certified(held: Held) -> None:
    with held.stage.office.desk(write=False) as desk:
        roots = desk.session.scalars(select(SigningKey.certificate).where(SigningKey.owner == AUTHORITY)).all()
    embedded = PdfFileReader(io.BytesIO(held.data)).embedded_signatures[0]
    trusted = ValidationContext(
        trust_roots=[Certificate.load(root) for root in roots],
        moment=held.stage.clock() + timedelta(minutes=1),
        allow_fetching=False,
    )
    status = validate_pdf_signature(embedded, trusted)
    assert status.bottom_line, status.pretty_print_details()
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert embedded.docmdp_level is not None
    assert embedded.self_reported_timestamp == held.stage.clock()
    assert embedded.signer_cert.subject.native["common_name"] == "征询系统"


# -- the verification page


def test_as_it_was_made(held: Held) -> None:
    found = sure(held.check())
    assert (found.bytes_, found.words, found.holds) == (Bytes.EXACT, Words.EQUAL, True)
    assert found.in_pdf is not None
    assert found.in_pdf.code is Code.OK
    assert [one.said.title for one in found.signatures] == ["单位回函", "单位回函", "单位回函（PDF）"]


def test_without_a_code_the_signature_finds_it_and_another_code_does_not(held: Held) -> None:
    assert sure(held.check(code="")).holds
    assert held.check(code="ABCDE-FGHJK") is None


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.9])
def test_one_changed_byte_is_found(held: Held, converted: bytes, part: float) -> None:
    """Anywhere in what was converted; a file that no reader opens any more belongs to no paper."""
    found = held.check(altered(held.data, int(len(converted) * part)))
    assert found is None or (found.bytes_, found.words, found.holds) == (Bytes.DIFFERENT, Words.CHANGED, False)


def test_a_changed_byte_in_the_middle_is_found_and_named(held: Held, converted: bytes) -> None:
    found = sure(held.check(altered(held.data, len(converted) // 2)))
    assert (found.words, found.holds) == (Words.CHANGED, False)
    assert found.in_pdf is not None
    assert found.in_pdf.code is Code.ALTERED


def test_something_added_at_the_end_is_found(held: Held) -> None:
    found = sure(held.check(held.data + b"\n% added\n"))
    assert (found.bytes_, found.words, found.holds) == (Bytes.DIFFERENT, Words.CHANGED, False)


def test_nobody_learns_anything_for_a_code_alone(held: Held, converted: bytes) -> None:
    """A PDF with the code of the paper that an authority of his own has signed, and one that nobody has signed."""
    assert held.check(converted) is None
    strangers = Vault("another secret")
    engine = open_database("sqlite://")
    create_tables(engine)
    with sessions(engine)() as elsewhere:
        now = held.stage.clock()
        key = key_of(elsewhere, strangers, "system", "征询系统", ED25519, now)
        forged = pdf.signed(converted, strangers, key, authority_key(elsewhere, strangers, now), held.code, now)
    engine.dispose()
    assert held.check(forged) is None


@pytest.mark.parametrize(("since", "code"), [(timedelta(0), Code.REVOKED), (timedelta(days=1), Code.REVOKED_LATER)])
def test_a_revoked_key_of_the_system_is_told(held: Held, since: timedelta, code: Code) -> None:
    with held.stage.office.desk() as desk:
        key = desk.session.scalars(select(SigningKey).where(SigningKey.owner == "system")).one()
        revoke(desk.session, key, Reason.COMPROMISED, desk.now + since, desk.now)
    found = sure(held.check())
    assert found.in_pdf is not None
    assert (found.in_pdf.code, found.holds) == (code, code is Code.REVOKED_LATER)


def test_with_sm2_by_setting_the_pdf_is_signed_with_ed25519_and_its_statement_with_sm2(
    stage: Stage, converted: bytes
) -> None:
    stage.office = replace(stage.office, signing=Signing(SIGNING.vault, algorithm=SM2))
    held = printed(stage, converted)
    assert sure(held.check()).holds
    with stage.office.desk(write=False) as desk:
        assert set(desk.session.scalars(select(SignedStatement.alg))) == {SM2}


@pytest.fixture
def site(held: Held) -> Iterator[Site]:
    yield from open_site(held.stage)


def test_the_page_takes_a_pdf(held: Held, site: Site) -> None:
    answer = site.app.test_client().post("/verify", data={"file": (io.BytesIO(held.data), "回函.pdf")})
    told = answer.get_data(as_text=True)
    for words in ("逐字节一致", "PDF由系统转换并签名", "从签名到现在，PDF的内容没有改动", "主要领导", "用印"):
        assert words in told
    asked = {"file": (io.BytesIO(altered(held.data, 1000)), "回函.pdf")}
    assert "签名有效，证书在有效期内。PDF" not in site.app.test_client().post("/verify", data=asked).get_data(
        as_text=True
    )


# -- beside the Word file


def test_it_is_offered_beside_the_word_file_to_whoever_may_have_that(held: Held, site: Site) -> None:
    page = site.as_("01jb").get(site.reply(0))
    given = page.browser.client.get(page.link("PDF"))
    assert (given.status_code, given.mimetype, given.data) == (200, "application/pdf", held.data)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert site.as_("bgs").client.get(page.link("PDF")).status_code == 200
    for stranger in ("02jb", "qz", "admin"):
        assert site.as_(stranger).client.get(page.link("PDF")).status_code == 404


def test_the_archive_holds_it_and_its_check_finds_a_changed_byte(held: Held, tmp_path: Path) -> None:
    with held.stage.office.desk(write=False) as desk:
        packed = archive(desk, of_round(desk.session.get_one(Round, held.stage.round_id)))
    (tmp_path / "a.zip").write_bytes(packed)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".pdf"))
        assert opened.read(name) == held.data
        opened.extractall(tmp_path / "a")
    assert checked(CHECK, tmp_path / "a.zip")[0] == 0
    (tmp_path / "a" / name).write_bytes(altered(held.data, 5000))
    code, said = checked(tmp_path / "a" / "check.py")
    assert (code, name in said) == (1, True)


def test_the_verification_of_everything_covers_it(held: Held) -> None:
    folder = held.stage.office.files.place.path.parent
    (folder / "secret").write_text("for tests only")
    assert CliRunner().invoke(main, ["verify", "--data", str(folder)]).exit_code == 0
    with held.stage.office.desk(write=False) as desk:
        made = desk.session.scalars(select(SignedPdf)).one()
        path = held.stage.office.files.place._at(made.file.sha256)
    path.write_bytes(altered(held.data, 5000))
    done = CliRunner().invoke(main, ["verify", "--data", str(folder)])
    assert (done.exit_code, path.name in done.output) == (1, True)
