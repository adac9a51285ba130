"""运行情况: whether the programs run, what has piled up, and what to do about it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from tests.makers import DEADLINE, a_round
from tests.web.site import Page, Site
from web.operations import BACKUP_IS_OLD, NO_BACKUP, NO_WORKER, in_words
from workflow.consultation.model import Round
from workflow.engine.rows import incidents, instances
from workflow.errands import Errand, State, start
from workflow.operations import note_backup
from workflow.presence import Identity, Kind, Presence, sign_in


def opened(site: Site) -> Page:
    return site.as_("admin").get(site.url("operations.index"))


def facts(page: Page) -> dict[str, str]:
    return dict(zip(page.all(".facts dt"), page.all(".facts dd"), strict=True))


@pytest.fixture
def running(site: Site) -> Site:
    """A round, a worker, and a backup of this morning."""
    a_round(site.stage, units=2, remind_days=())
    with site.stage.office.session() as session:
        sign_in(session, Identity("first", Kind.WORKER))
        note_backup(session, site.stage.clock())
    return site


def test_a_healthy_installation_has_nothing_to_report(running: Site) -> None:
    page = opened(running)
    assert page.told == ["运行正常，没有需要处理的问题。"]
    assert (facts(page)["在办"], facts(page)["到时办理"], facts(page)["发信"]) == ("3件", "没有积压", "没有积压")
    assert facts(page)["下一个时点"] == "2026年11月27日（星期五）16:00"
    assert page.all("tbody th") == ["first"]
    assert page.all("tbody .state") == ["在运行"]


def test_nobody_is_there_to_do_the_jobs(site: Site) -> None:
    assert opened(site).told == [NO_WORKER, NO_BACKUP]


def test_a_worker_that_is_silent_is_told_with_its_machine(running: Site) -> None:
    with running.stage.office.session() as session:
        gone = session.get_one(Presence, "first").seen_at - timedelta(minutes=2)
        session.execute(update(Presence).values(seen_at=gone, host="机房二号"))
    page = opened(running)
    assert page.told[0] == NO_WORKER
    assert "“first”已经没有响应" in page.told[1]
    assert "机房二号" in page.told[1]
    assert page.all("tbody .state") == ["没有响应"]


def test_what_piled_up_is_told_after_five_minutes(running: Site) -> None:
    running.stage.clock.move_to(DEADLINE + timedelta(minutes=4))
    assert not any("时点到了" in told for told in opened(running).told)
    running.stage.clock.pass_(hours=3)
    page = opened(running)
    assert (
        page.told[0]
        == "有3个时点到了还没有办理，最早的已过3小时4分钟。请查看后台任务是否在运行；补办时按原定时间计算。"
    )
    assert facts(page)["到时办理"] == "3个时点待补办，最早的已过3小时4分钟"


def test_incidents_errands_and_an_old_backup_are_told(running: Site) -> None:
    clock = running.stage.clock
    with running.stage.office.desk() as desk:
        wrong = {"happened_at": desk.now, "retry_after": desk.now, "event": "fire x", "error": "x"}
        first = desk.session.query(instances.c.id).first()
        desk.session.execute(insert(incidents).values(instance_id=first[0], **wrong))  # type: ignore[index]
        start(desk, "archive", desk.session.get_one(Round, running.stage.round_id), "归档包")
        desk.session.execute(update(Errand).values(state=State.FAILED))
    backed_up = clock()
    clock.pass_(days=3)
    told = opened(running).told
    assert [line for line in told if "1件" in line] == [line for line in told if "差错" in line or "后台办理" in line]
    assert any(line.startswith(BACKUP_IS_OLD[:7]) and f"{backed_up:%d}" in line for line in told)


def test_the_page_is_the_administrators_alone(site: Site) -> None:
    for login in ("bgs", "01ld", "aq", "sj"):
        site.as_(login).get(site.url("operations.index"), status=403)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "不到1分钟"), (timedelta(minutes=3), "3分钟"), (timedelta(hours=2), "2小时"),
        (timedelta(hours=2, minutes=5), "2小时5分钟"), (timedelta(days=1, hours=4, minutes=9), "1天4小时"),
        (timedelta(days=2), "2天"),
    ],
)  # fmt: skip
def test_spans_are_told_as_people_say_them(span: timedelta, words: str) -> None:
    assert in_words(span) == words
