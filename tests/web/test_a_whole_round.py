"""One round through the pages, as each person in turn, deadline included, with a restart in the middle."""

from datetime import timedelta

from sqlalchemy import select

from tests.makers import DEADLINE, SAMPLE, Stage
from tests.web.site import Page, Site, open_site
from workflow.consultation.model import Round, StandingKind
from workflow.engine.checkup import examine
from workflow.engine.sweep import sweep


def test_from_the_draft_to_the_archive(stage: Stage) -> None:
    before = open_site(stage)
    site = next(before)
    prepare_and_issue(site)
    answer(site, 0, "明确牵头单位和完成时限")
    answer(site, 1, "")
    before.close()  # the process ends; nothing but the database goes on
    after = open_site(stage)
    site = next(after)
    received(site, 2)
    stage.clock.move_to(DEADLINE + timedelta(seconds=5))
    sweep(stage.office.desk, stage.office.engine)
    assert "逾期" in site.as_("03jb").get(site.reply(2)).text
    for number in (0, 1):
        site.as_("bgs").get(site.reply(number, "checks.check")).press("接收")
    decide_and_finish(site)
    with stage.look() as (desk, round_):
        assert round_.archived_at is not None
        assert [reply.standing.kind for reply in round_.replies if reply.standing] == [
            StandingKind.WITH_COMMENTS, StandingKind.NO_OBJECTION, StandingKind.SILENT,
        ]  # fmt: skip
        assert examine(desk, desk.engine).findings == ()
    after.close()


def prepare_and_issue(site: Site) -> None:
    clerk = site.as_("bgs")
    page = clerk.get(site.url("rounds.index")).press("发起征求意见")
    draft = page.path
    page.press("上传", draft=(SAMPLE.read_bytes(), "draft.docx"))
    page = clerk.get(draft)
    page.type("field-basis", "根据区委、区政府主要领导批示要求")
    page.press("保存截止时间", deadline="2026-11-27T16:00")
    units = [str(box["value"]) for box in page.soup.select("input[name=unit]")]
    clerk.get(draft).press("保存征求意见单位", unit=units[:3])
    assert "已送审" in clerk.get(draft).press("送审").told[0]
    with site.stage.office.desk(write=False) as desk:
        site.stage.round_id = desk.session.scalars(select(Round.id)).one()
    assert "已签发" in site.as_("zr").get("/").follow("实施办法").press("签发").told[0]


def received(site: Site, number: int) -> Page:
    return site.as_(f"{number + 1:02d}jb").get("/").follow("实施办法").press("签收")


def answer(site: Site, number: int, proposal: str) -> None:
    """A comment, or 无意见; the leader signs, the seal keeper seals."""
    unit, page = f"{number + 1:02d}", received(site, number)
    if proposal:
        page = page.press_into("提意见", within="#clause-3")
        field = next(str(tag["id"]) for tag in page.soup.select("textarea[name=proposed]"))
        page.type(field, proposal)
    else:
        page.press("只声明，暂不送签")
    writing = site.as_(f"{unit}jb").get(site.reply(number, "replies.write"))
    writing.press("送签")
    site.as_(f"{unit}ld").get("/").follow("实施办法").press("签批同意")
    site.as_(f"{unit}yz").get("/").follow("实施办法").press("用印并报送")


def decide_and_finish(site: Site) -> None:
    clerk = site.as_("bgs")
    page = clerk.get(site.round("decisions.summarise"))
    row = str(page.soup.select("[id^=row-]")[0]["id"])
    page.press("保存", within=f"#{row}", verdict="adopted")
    clerk.get(site.round("decisions.summarise")).press("送负责人确认")
    site.as_("zr").get(site.round("decisions.confirm")).press("确认")
    clerk.get(site.round("decisions.release")).press("反馈")
    clerk.get(site.round("decisions.conclude")).press("办结，形成送审稿", addressee="区政府")
    clerk.get(site.round("decisions.archive")).press("归档")
