"""A leader signs by hand or by name alone; what he writes goes into the letter and nowhere else."""

import base64
import io
from typing import Any

import pytest
from docx import Document
from PIL import Image, ImageDraw
from sqlalchemy import select

from tests.makers import Stage, a_round, played_once
from tests.web.site import Page, Site
from workflow.demo.comments import Said
from workflow.handwriting import KeptHandwriting
from workflow.signatures.rows import SignedStatement

SAID = [Said(5, "第一责任人", "第一责任人，对本辖区安全生产工作全面负责", "与上级规定一致。")]


def drawing(*, ink: bool = True, form: str = "PNG") -> str:
    """What the page's pad sends: a picture as an address."""
    image = Image.new("RGBA", (900, 400), (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(image).line([(200, 100), (500, 300), (600, 120)], fill=(17, 24, 39, 255), width=9)
    data = io.BytesIO()
    (image if form == "PNG" else image.convert("RGB")).save(data, form)
    return f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"


@pytest.fixture
def out(site: Site) -> Site:
    """Two units have written, and what they say lies before their leaders; the fifth has no seal keeper."""
    a_round(site.stage, units=6)
    _write(site.stage)
    return site


@played_once
def _write(stage: Stage) -> None:
    for number in (0, 4):
        unit = stage.unit(number)
        unit.open_notice()
        unit.receive()
        unit.write(SAID)


def before(site: Site, number: int = 0) -> Page:
    return site.as_(f"{number + 1:02d}ld").get(site.reply(number, "replies.sign"))


def signed(site: Site, number: int = 0) -> tuple[bool, str]:
    """Whether the letter in hand is signed, and the SHA-256 of the handwriting under it, "" for none."""
    with site.stage.reply(number) as reply:
        assert reply.letter is not None
        drawn = reply.letter.handwriting
        return reply.letter.signed_at is not None, drawn.file.sha256 if drawn else ""


def again(site: Site, number: int = 0) -> Page:
    """The same letter before the leader once more, because the keeper has sent it back."""
    keeper = site.as_(f"{number + 1:02d}yz").get(site.reply(number, "replies.seal"))
    keeper.press("退回经办人", reason="再核对一次。")
    site.stage.unit(number).send_for_signing()
    return before(site, number)


def test_what_is_written_by_hand_stands_in_the_letter_cut_to_its_ink(out: Site) -> None:
    before(out, 4).press("签批、用印并报送", drawing=drawing())
    with out.stage.reply(4) as reply:
        letter = reply.valid_letter
        assert letter is not None
        assert letter.handwriting is not None
        kept = out.stage.office.files.read(letter.handwriting.file)
        paper = Document(io.BytesIO(out.stage.office.files.read(letter.file)))
    assert Image.open(io.BytesIO(kept)).size < (500, 300)
    pictures = [part.blob for part in paper.part.package.iter_parts() if str(part.partname).endswith(".png")]
    assert kept in pictures


def test_the_signature_that_can_be_checked_names_the_handwriting(out: Site) -> None:
    before(out, 4).press("签批、用印并报送", drawing=drawing())
    _, handwriting = signed(out, 4)
    with out.stage.office.desk(write=False) as desk:
        said = desk.session.scalars(select(SignedStatement.content).where(SignedStatement.act == "sign")).all()
    assert handwriting
    assert any(handwriting in content for content in said)


@pytest.mark.parametrize("typed", [{}, {"drawing": drawing(ink=False)}], ids=["nothing", "an empty pad"])
def test_a_leader_may_sign_by_name_alone(out: Site, typed: dict[str, str]) -> None:
    before(out).press("签批同意", **typed)
    assert signed(out) == (True, "")


@pytest.mark.parametrize(
    "wrong", ["data:image/png;base64,AAAA", "not a picture", drawing(form="JPEG"), drawing()[:-2000]],
    ids=["no picture", "no address", "another kind", "cut off"],
)  # fmt: skip
def test_what_is_no_handwriting_is_refused_beside_the_pad_and_nothing_is_signed(out: Site, wrong: str) -> None:
    page = before(out).press("签批同意", drawing=wrong, own_opinion="同意，请补充依据。", status=422)
    assert "请清除后重写" in page.one("#field-drawing .error").get_text()
    assert page.one("[name=own_opinion]")["value"] == "同意，请补充依据。"
    assert signed(out) == (False, "")


def test_a_handwriting_is_kept_only_when_its_owner_wishes_and_then_used_with_one_tap(out: Site) -> None:
    before(out).press("签批同意", drawing=drawing())
    assert "用保存的签名" not in again(out).text
    before(out).press("签批同意", drawing=drawing(), remember="yes")
    page = again(out)
    assert "用保存的签名" in page.text
    page.press("签批同意")
    with out.stage.office.desk(write=False) as desk:
        kept = desk.session.scalars(select(KeptHandwriting)).one().file.sha256
    assert signed(out) == (True, kept)


def test_a_kept_handwriting_is_nobody_elses_and_goes_when_its_owner_wishes(out: Site) -> None:
    before(out).press("签批同意", drawing=drawing(), remember="yes")
    page = again(out)
    assert "用保存的签名" not in before(out, 4).text
    page = page.press("删除保存的签名")
    assert page.told == ["已删除保存的手写签名。已签批的回函不受影响。"]
    assert "用保存的签名" not in page.text
    with out.stage.reply(0) as reply:
        assert any(letter.handwriting for letter in reply.letters)


def test_an_opinion_of_ones_own_is_offered_the_next_time(out: Site) -> None:
    before(out).press("签批同意", own_opinion="同意，请补充依据后报送。")
    offered = [str(tag["value"]) for tag in again(out).soup.select("[name=opinion]")]
    assert offered == ["同意，请按程序报送。", "同意。", "同意报送。", "同意，请补充依据后报送。"]
    assert [str(tag["value"]) for tag in before(out, 4).soup.select("[name=opinion]")] == offered[:3]


def test_a_usual_reason_returns_the_letter_with_one_press(out: Site) -> None:
    before(out).press("请与有关科室核对后再报。")
    with out.stage.reply(0) as reply:
        assert reply.letter is not None
        assert reply.letter.void_reason == "请与有关科室核对后再报。"


# -- the letter as it will leave


def sheet(site: Site, person: str, **asked: Any) -> Page:
    with site.stage.reply(0) as reply:
        return site.as_(person).get(site.url("replies.letter", key=reply.key, **asked))


def test_the_preview_says_word_for_word_what_then_leaves(out: Site) -> None:
    promised = sheet(out, "01ld", opinion="同意。").one(".letter-sheet").get_text("\n")
    before(out).press("签批同意", opinion="同意。")
    sealing = sheet(out, "01yz").one(".letter-sheet").get_text("\n")
    out.as_("01yz").get(out.reply(0, "replies.seal")).press("用印并报送")
    with out.stage.reply(0) as reply:
        assert reply.valid_letter is not None
        paper = Document(io.BytesIO(out.stage.office.files.read(reply.valid_letter.file)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words = [line for line in [*(p.text.strip() for p in paper.paragraphs), *cells] if line]
    assert len(words) > 10
    assert [line for line in words if line not in promised] == []
    assert [line for line in words if line not in sealing] == []


def test_the_preview_holds_no_word_that_could_act(out: Site) -> None:
    page = sheet(out, "01ld", opinion="<img src=x onerror=alert(1)><script>alert(2)</script>")
    assert "alert(2)" in page.one(".letter-sheet").get_text()
    assert page.soup.select(".letter-sheet script, .letter-sheet [onerror]") == []


def test_without_a_letter_in_hand_there_is_nothing_to_preview(out: Site) -> None:
    before(out).press("请与有关科室核对后再报。")
    with out.stage.reply(0) as reply:
        url = out.url("replies.letter", key=reply.key)
    assert "没有拟好的回函可以预览" in out.as_("01ld").get(url, status=409).told[0]


def test_before_the_signature_nobody_else_sees_a_name_or_a_seal_under_it(out: Site) -> None:
    page = sheet(out, "01jb")
    assert "（尚未经主要领导签字）" in page.one(".letter-sheet").get_text()
    assert page.soup.select(".letter-sheet img") == []
    assert len(sheet(out, "01ld").soup.select(".letter-sheet img")) == 1
