"""A unit's sealed reply, given to the verification page: as it was sent, saved again, altered, foreign."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from tests.makers import SIGNING, Stage, a_round
from tests.signatures.test_signatures import without_guards
from tests.web.site import Site, open_site
from workflow.consultation.papers import Reply as ReplyPaper
from workflow.demo.stage import Said
from workflow.signatures.algorithms import SM2
from workflow.signatures.checking import Answer, Bytes, Words, check
from workflow.signatures.revoking import Reason, revoke
from workflow.signatures.rows import MarkedPaper, SignedStatement, SigningKey
from workflow.signatures.statements import Act, Signing
from workflow.signatures.verifying import Code

SAMPLE = Path(__file__).parents[2] / "templates" / "sample" / "draft.docx"


@dataclass
class Held:
    """Somebody holds the paper of the first unit."""

    stage: Stage
    code: str
    data: bytes

    def check(self, data: bytes | None = None, code: str | None = None) -> Answer | None:
        with self.stage.office.desk(write=False) as desk:
            given = self.data if data is None else data
            signing = self.stage.office.signing
            assert signing
            return check(desk.session, desk.files, signing.vault, given, self.code if code is None else code, desk.now)

    def edited(self, edit: Callable[[object], None]) -> bytes:
        document, saved = Document(io.BytesIO(self.data)), io.BytesIO()
        edit(document)
        document.save(saved)
        return saved.getvalue()


@pytest.fixture
def held(stage: Stage) -> Held:
    a_round(stage)
    unit = stage.unit(0)
    unit.receive()
    unit.write([Said(0, "", "建议改为每月检查一次。", "冬季用气多。")])
    unit.sign_and_seal()
    return held_by(stage)


def held_by(stage: Stage) -> Held:
    with stage.office.desk(write=False) as desk:
        wanted = select(MarkedPaper).join(MarkedPaper.statement).where(SignedStatement.document == ReplyPaper.kind)
        paper = desk.session.scalars(wanted).one()
        return Held(stage, paper.code, desk.files.read(paper.file))


def sure(found: Answer | None) -> Answer:
    assert found is not None
    return found


def test_the_paper_as_it_was_sent(held: Held) -> None:
    found = sure(held.check())
    assert (found.bytes_, found.words, found.holds) == (Bytes.EXACT, Words.EQUAL, True)
    assert [(one.said.act, one.said.post) for one in found.signatures] == [
        (Act.SIGN, "主要领导"),
        (Act.SEAL, "印章管理员"),
    ]
    assert {one.verdict.code for one in found.signatures} == {Code.OK}


@pytest.mark.parametrize("code", ["", "  "])
def test_without_a_code_the_bytes_or_the_mark_in_the_file_find_it(held: Held, code: str) -> None:
    assert sure(held.check(code=code)).bytes_ is Bytes.EXACT
    assert sure(held.check(held.edited(lambda document: None), code)).words is Words.EQUAL


def test_saved_again_the_bytes_differ_and_the_content_is_equal(held: Held) -> None:
    found = sure(held.check(held.edited(lambda document: None)))
    assert (found.bytes_, found.words, found.holds) == (Bytes.DIFFERENT, Words.EQUAL, True)


def test_one_changed_sign_is_found_with_its_paragraph(held: Held) -> None:
    def edit(document) -> None:  # type: ignore[no-untyped-def]
        cell = next(c for t in document.tables for r in t.rows for c in r.cells if "每月" in c.text)
        run = next(run for p in cell.paragraphs for run in p.runs if "每月" in run.text)
        run.text = run.text.replace("每月", "每季")

    found = sure(held.check(held.edited(edit)))
    assert (found.words, found.holds, len(found.difference.changed)) == (Words.CHANGED, False, 1)


def test_a_paragraph_left_out_is_missed(held: Held) -> None:
    def edit(document) -> None:  # type: ignore[no-untyped-def]
        gone = [p for p in document.paragraphs if p.text.strip()][-1]
        gone._p.getparent().remove(gone._p)

    assert sure(held.check(held.edited(edit))).difference.missing == 1


def test_another_seal_is_seen(held: Held) -> None:
    def edit(document) -> None:  # type: ignore[no-untyped-def]
        image = next(part for part in document.part.package.iter_parts() if "/media/" in part.partname)
        image._blob = image.blob + b"\0"

    found = sure(held.check(held.edited(edit)))
    assert (found.words, found.difference.pictures) == (Words.CHANGED, True)


@pytest.mark.parametrize("code", ["ABCDE-FGHJK", "no code", "<script>", "甲"])
def test_an_unknown_code_and_a_wrong_file_are_told_the_same(held: Held, code: str) -> None:
    assert held.check(code=code) is None or not code.isascii()
    assert held.check(SAMPLE.read_bytes()) is None
    assert held.check(b"not a file") is None


@pytest.mark.parametrize(("column", "value"), [("content", "{}"), ("signature", b"x" * 64), ("key_id", "0" * 64)])
def test_what_the_paper_rests_on_is_checked_too(held: Held, column: str, value: object) -> None:
    with held.stage.office.desk() as desk:
        without_guards(desk.session)
        leader = select(SignedStatement).where(
            SignedStatement.act == Act.SIGN, SignedStatement.document == ReplyPaper.kind
        )
        setattr(desk.session.scalars(leader).one(), column, value)
    found = sure(held.check())
    assert (found.bytes_, found.holds) == (Bytes.EXACT, False)
    assert found.signatures[0].verdict.code in (Code.ALTERED, Code.UNKNOWN_KEY)


def test_with_sm2_by_setting(stage: Stage) -> None:
    stage.office = type(stage.office)(**{**vars(stage.office), "signing": Signing(SIGNING.vault, algorithm=SM2)})
    a_round(stage)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    held = held_by(stage)
    assert sure(held.check()).holds
    with stage.office.desk(write=False) as desk:
        assert set(desk.session.scalars(select(SignedStatement.alg))) == {SM2}


# -- the page


@pytest.fixture
def site(held: Held) -> Iterator[Site]:
    yield from open_site(held.stage)


def posted(site: Site, data: bytes, code: str = "", query: str = ""):  # type: ignore[no-untyped-def]
    form = {"file": (io.BytesIO(data), "reply.docx"), "code": code}
    return site.app.test_client().post(f"/verify{query}", data=form)


def test_anyone_may_ask_and_is_told_who_signed_and_what_is_not_claimed(held: Held, site: Site) -> None:
    answer = posted(site, held.data, held.code)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for words in ("逐字节一致", "主要领导", "印章管理员", "签名有效", "托管密钥", "是否作为正式签章由使用单位依法确定"):
        assert words in text


def test_machines_get_codes(held: Held, site: Site) -> None:
    found = posted(site, held.data, held.code, "?format=json").get_json()
    assert (found["holds"], found["bytes"], found["content"]) == (True, "exact", "equal")
    assert [one["code"] for one in found["signatures"]] == ["ok", "ok"]


def test_the_page_of_a_code_does_not_tell_whether_it_exists(held: Held, site: Site) -> None:
    client = site.app.test_client()
    pages = [client.get(f"/verify/{code}").get_data(as_text=True).replace(code, "") for code in (held.code, "A" * 10)]
    tokens = [page.split('csrf-token" content="')[1].split('"')[0] for page in pages]
    assert pages[0].replace(tokens[0], "") == pages[1].replace(tokens[1], "")


def test_a_wrong_file_is_answered_calmly(held: Held, site: Site) -> None:
    answer = posted(site, SAMPLE.read_bytes(), held.code)
    assert answer.status_code == 404
    assert "没有找到与这个验证码和文件相符的文书" in answer.get_data(as_text=True)
    assert "主要领导" not in answer.get_data(as_text=True)


def test_without_a_file_it_is_asked_for(site: Site) -> None:
    assert site.app.test_client().post("/verify").status_code == 422


# -- revoked keys


def revoked(held: Held, since: timedelta) -> Site:
    """The leader's key was revoked, so long after he signed."""
    with held.stage.office.desk() as desk:
        wanted = select(SignedStatement).where(SignedStatement.act == Act.SIGN)
        signed = desk.session.scalars(wanted.where(SignedStatement.document == ReplyPaper.kind)).one()
        key = desk.session.scalars(select(SigningKey).where(SigningKey.key_id == signed.key_id)).one()
        revoke(desk.session, key, Reason.LEFT, signed.at + since, desk.now)
    return next(open_site(held.stage))


def test_signed_before_the_revocation_is_good_with_a_remark(held: Held) -> None:
    site = revoked(held, timedelta(days=1))
    told = posted(site, held.data).get_data(as_text=True)
    for words in ("内容与签署时一致，签名有效", "在证书撤销之前作出", "起撤销", "原因：签署人停用账号"):
        assert words in told
    found = posted(site, held.data, query="?format=json").get_json()
    assert (found["holds"], found["signatures"][0]["code"]) == (True, "revoked_later")
    assert found["signatures"][0]["revocation_reason"] == "left"
    assert found["signatures"][1]["revoked_since"] is None


def test_signed_after_the_revocation_is_refused_by_name(held: Held) -> None:
    site = revoked(held, timedelta(days=-1))
    told = posted(site, held.data).get_data(as_text=True)
    assert "签名时证书已经撤销，这个签名不作数" in told
    assert 'class="refusal"' in told, "not in the colour of what is good"
    assert "内容没有改动，但有签名不作数" in told
    found = posted(site, held.data, query="?format=json").get_json()
    assert (found["holds"], found["signatures"][0]["code"]) == (False, "revoked")
