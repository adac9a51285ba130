"""A unit's own seal: put in by its keeper, pressed on real papers from then on, never on those of a demonstration."""

import io
import zipfile

import pytest

from tests.documents.specimens import DEMO_SEAL
from tests.documents.test_seal_images import drawn, saved
from tests.makers import Stage, a_round
from tests.web.site import Page, Site
from workflow.consultation.actions import running
from workflow.consultation.model import Round
from workflow.files import KeptFile
from workflow.notices import Channel
from workflow.people import PostKind
from workflow.signatures.rows import SignedStatement, UnitSeal
from workflow.signatures.statements import Act

SEALS = "administration.own_seals"


def put_in(site: Site, login: str, picture: bytes, status: int = 200) -> Page:
    page = site.as_(login).get(site.url(SEALS))
    return page.browser.get(page.link("", within="tbody")).press(
        "启用这个图像", status=status, file=(picture, "章.png")
    )


def withdraw(site: Site, login: str, reason: str, status: int = 200) -> Page:
    page = site.as_(login).get(site.url(SEALS))
    return page.browser.get(page.link("", within="tbody")).press("停用", status=status, reason=reason)


def real(stage: Stage) -> None:
    """The round is no demonstration."""
    with stage.office.desk() as desk:
        desk.session.get_one(Round, stage.round_id).is_demo = False


def begun(stage: Stage, units: int = 1) -> None:
    stage.begin(units=units)
    real(stage)
    stage.issue()


def answered(stage: Stage, number: int = 0) -> None:
    unit = stage.unit(number)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()


def pictures(stage: Stage, file: KeptFile) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(stage.office.files.read(file))) as packed:
        return [packed.read(name) for name in packed.namelist() if name.startswith("word/media/")]


def letters(stage: Stage, number: int = 0) -> list[list[bytes]]:
    with stage.reply(number) as reply:
        return [pictures(stage, letter.file) for letter in reply.letters if letter.file]


def image_in_use(stage: Stage) -> bytes:
    with stage.office.desk(write=False) as desk:
        return desk.files.read(desk.session.query(UnitSeal).order_by(UnitSeal.id.desc()).first().file)  # type: ignore[union-attr]


def test_the_keeper_puts_it_in_and_sees_how_it_will_look(site: Site) -> None:
    page = put_in(site, "01yz", saved(drawn()))
    assert page.told == ["印章图像已启用，请对照下面的样子；此前的文书不变。"]
    assert str(page.one(".letter-end img")["src"]).startswith("data:image/png;base64,")


def test_the_units_next_letter_carries_it_and_its_statement_names_it(site: Site) -> None:
    put_in(site, "01yz", saved(drawn()))
    begun(site.stage)
    answered(site.stage)
    assert letters(site.stage) == [[image_in_use(site.stage)]]
    with site.stage.office.desk(write=False) as desk:
        sealing = desk.session.query(SignedStatement).filter_by(act=Act.SEAL, document="reply").one()
        assert desk.session.query(UnitSeal).one().file.sha256 in sealing.content


def test_earlier_papers_keep_the_earlier_image(site: Site) -> None:
    put_in(site, "01yz", saved(drawn()))
    begun(site.stage)
    answered(site.stage)
    first = image_in_use(site.stage)
    put_in(site, "01yz", saved(drawn(ink=(160, 0, 0))))
    unit = site.stage.unit(0)
    unit.withdraw()
    unit.send_for_signing()
    unit.sign_and_seal()
    assert letters(site.stage) == [[first], [image_in_use(site.stage)]]
    assert first != image_in_use(site.stage)


def test_a_demonstration_keeps_its_own_seal(site: Site) -> None:
    put_in(site, "01yz", saved(drawn()))
    a_round(site.stage, units=1)
    answered(site.stage)
    assert letters(site.stage) == [[DEMO_SEAL]]


def test_without_an_image_a_real_letter_is_left_for_the_seal_of_metal(site: Site) -> None:
    begun(site.stage)
    answered(site.stage)
    assert letters(site.stage) == [[]]


def test_the_offices_notice_carries_the_offices_seal_when_its_head_issues_it(site: Site) -> None:
    put_in(site, "zr", saved(drawn()))
    begun(site.stage)
    with site.stage.look() as (_, round_):
        notice = next(paper.file for paper in round_.papers if paper.kind == "notice")
        assert image_in_use(site.stage) in pictures(site.stage, notice)


def test_what_nobody_approved_is_not_sealed(site: Site) -> None:
    """A reminder is the clerk's own: 印章 goes only on what a leader decided."""
    put_in(site, "zr", saved(drawn()))
    begun(site.stage)
    with site.stage.as_office(PostKind.CLERK) as (desk, round_):
        running.remind(desk, round_.replies[0], Channel.PHONE, "已接通")
    with site.stage.look() as (_, round_):
        papers = [paper.file for paper in round_.papers if paper.kind == "reminder"]
        assert papers
        assert [pictures(site.stage, paper) for paper in papers] == [[]] * len(papers)


def test_only_whoever_keeps_the_seal_comes_to_it(site: Site) -> None:
    page = site.as_("01yz").get(site.url(SEALS))
    own = page.link("", within="tbody")
    for login in ("01jb", "01ld", "02yz", "admin", "aq", "zr"):
        site.as_(login).get(own, status=404)
    assert "印章管理员" in site.as_("01ld").get(site.url(SEALS)).text, "who keeps it is told to the unit's people"


def test_withdrawn_it_is_pressed_no_more_not_even_on_what_waits_for_it_and_earlier_papers_keep_it(site: Site) -> None:
    """The unit is one without an image again: its letter leaves for the seal of metal."""
    put_in(site, "01yz", saved(drawn(ink=(160, 0, 0))))
    put_in(site, "01yz", saved(drawn()))
    begun(site.stage, units=2)
    answered(site.stage)
    unit = site.stage.unit(0)
    unit.withdraw()
    unit.send_for_signing()
    unit.sign()
    page = withdraw(site, "01yz", reason="单位更名，原印章已经收缴")
    assert page.told == ["印章图像已停用，今后的文书不再盖印章图像；此前的文书不变。"]
    assert "单位更名，原印章已经收缴" in page.text
    assert page.soup.select(".letter-end") == []
    unit.seal()
    assert letters(site.stage) == [[image_in_use(site.stage)], []]
    journal = site.as_("sj").get(site.url("administration.journal"))
    assert any("停用" in line and "单位更名，原印章已经收缴" in line for line in journal.all("tbody tr"))


def test_after_a_withdrawal_another_one_can_be_put_in(site: Site) -> None:
    put_in(site, "01yz", saved(drawn()))
    withdraw(site, "01yz", reason="换章")
    put_in(site, "01yz", saved(drawn(ink=(160, 0, 0))))
    begun(site.stage)
    answered(site.stage)
    assert letters(site.stage) == [[image_in_use(site.stage)]]


def test_why_it_is_withdrawn_is_said_and_only_what_is_in_use_can_be(site: Site) -> None:
    put_in(site, "01yz", saved(drawn()))
    page = withdraw(site, "01yz", reason=" ", status=422)
    assert "请写明停用的理由" in page.one("#error-reason").get_text()
    withdraw(site, "01yz", reason="换章")
    page.press("停用", reason="换章", status=409)
    assert "停用" not in site.as_("01yz").get(page.path.removesuffix("/withdrawal")).buttons


def test_what_is_no_seal_is_refused_beside_its_field_and_another_has_to_be_chosen(site: Site) -> None:
    page = put_in(site, "01yz", saved(drawn(ink=(255, 255, 255))), status=422)
    assert "没有看到印章" in page.text
    assert "文件需要重新选择" in page.text, "no browser keeps a chosen file"
    put_in(site, "01yz", saved(drawn()))
    assert "重新选择" not in withdraw(site, "01yz", reason="", status=422).text


@pytest.mark.parametrize("login", ["01yz", "zr"])
def test_it_is_written_down(site: Site, login: str) -> None:
    put_in(site, login, saved(drawn()))
    journal = site.as_("sj").get(site.url("administration.journal"))
    assert any("印章图像" in line for line in journal.all("tbody tr"))
