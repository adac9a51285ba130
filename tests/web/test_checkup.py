"""体检: the page and the command say in words what is wrong, and that nothing is."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

from tests.makers import DEADLINE, Stage, a_round, a_stage
from tests.web.site import Page, Site
from web.commands import main
from workflow.clock import real_clock
from workflow.engine import checkup
from workflow.engine.rows import incidents, moments, tasks
from workflow.people import Officer, PostKind


def opened(site: Site) -> Page:
    return site.as_("admin").get(site.url("checkup.index"))


def found(stage: Stage) -> list[str]:
    with stage.look() as (desk, _):
        return [finding.what for finding in checkup.examine(desk, desk.engine).findings]


def lose_the_clerks_tasks(stage: Stage) -> None:
    with stage.office.desk() as desk:
        desk.session.execute(delete(tasks).where(tasks.c.post == PostKind.CLERK.value))


def test_a_healthy_office_has_nothing_to_report_and_says_what_comes_next(site: Site) -> None:
    a_round(site.stage, units=3)
    page = opened(site)
    assert page.told == ["一切正常，没有需要处理的问题。"]
    facts = dict(zip(page.all(".facts dt"), page.all(".facts dd"), strict=True))
    assert facts["在办"] == "4件"
    assert facts["下一个时点"] == "2026年11月25日（星期三）09:00，到提醒时点（1件）"


def test_a_lost_task_is_told_with_its_case_its_step_and_what_to_do(site: Site) -> None:
    a_round(site.stage, units=1)
    lose_the_clerks_tasks(site.stage)
    assert found(site.stage) == ["tasks differ"]
    page = opened(site)
    with site.stage.reply(0) as reply:
        case = f"《{reply.round.title}》{reply.unit.short_name}"
    told = dict(zip(page.all(".finding dt"), page.all(".finding dd"), strict=True))
    assert (told["事项"], told["步骤"]) == (case, "签收")
    assert told["怎么办"]


def test_a_deadline_nobody_carried_out_is_overdue_after_five_minutes(site: Site) -> None:
    a_round(site.stage, units=2, remind_days=())
    site.stage.clock.move_to(DEADLINE + timedelta(minutes=4))
    assert found(site.stage) == []
    site.stage.clock.pass_(minutes=2)
    assert opened(site).all(".finding h2") == ["到时没有自动办理"] * 3
    site.stage.pass_until(site.stage.clock())
    assert opened(site).all(".finding h2") == []


def test_an_incident_is_shown_with_its_last_line_until_it_is_resolved(site: Site) -> None:
    a_round(site.stage, units=1)
    with site.stage.office.desk() as desk:
        line = {"instance_id": 1, "happened_at": desk.now, "retry_after": desk.now}
        error = "Traceback\n  line 1\nValueError: no paper in the printer\n"
        desk.session.execute(insert(incidents).values(event="fire collecting/time_to_remind", error=error, **line))
    page = opened(site)
    assert page.all(".finding h2") == ["自动办理时出了差错"]
    assert "到提醒时点" in page.one(".finding dl").get_text()
    assert "no paper in the printer" in page.one(".finding code").get_text()
    with site.stage.office.desk() as desk:
        desk.session.execute(update(incidents).values(resolved_at=desk.now))
    assert opened(site).all(".finding") == []


def test_work_before_nobody_is_named_with_the_post_to_fill_here_and_on_the_offices_board(site: Site) -> None:
    a_round(site.stage, units=2)
    assert "无人办理" not in site.as_("bgs").get(site.round("rounds.board")).text
    with site.stage.office.desk() as desk:
        clerk = desk.session.scalars(select(Officer).where(Officer.login == "01jb")).one()
        clerk.posts[0].until = desk.today - timedelta(days=1)
        unit = clerk.posts[0].unit.short_name
    page = opened(site)
    assert page.all(".finding h2") == [f"无人办理：{unit}没有在任的经办人"]
    told = dict(zip(page.all(".finding dt"), page.all(".finding dd"), strict=True))
    assert told["步骤"] == "签收"
    assert "安全管理员" in told["怎么办"]
    assert f"无人办理：{unit}没有在任的经办人。" in site.as_("bgs").get(site.round("rounds.board")).text


def test_a_case_without_a_live_moment_has_no_next_thing(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.office.desk() as desk:
        desk.session.execute(update(moments).values(due=None))
    assert "nothing next" in found(stage)


def test_every_kind_of_finding_has_its_words() -> None:
    from web.health import MEANINGS

    assert set(MEANINGS) == set(checkup.KINDS)


def test_only_an_administrator_sees_the_check_up(site: Site) -> None:
    for login in ("bgs", "zr", "01jb", "01ld"):
        site.as_(login).get(site.url("checkup.index"), status=403)


# -- the command


@pytest.fixture
def today(tmp_path: Path) -> Stage:
    """An office of today: the command goes by the real clock."""
    stage = a_stage(f"sqlite:///{tmp_path / 'zhengxun.db'}", tmp_path / "files", start=real_clock())
    return a_round(stage, units=2, deadline=real_clock() + timedelta(days=30), remind_days=())


def checked(stage: Stage) -> tuple[int, str, str]:
    url = stage.office.sessions.kw["bind"].url.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    result = CliRunner().invoke(main, ["check", "--data", str(stage.office.files.place.path), "--database", url])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_is_content_with_a_healthy_office(today: Stage) -> None:
    code, told, _ = checked(today)
    assert (code, told.count("\n")) == (0, 1)
    assert told.startswith("在办3件，办结0件；下一个时点：")
    assert told.endswith("截止时间到（2件）。一切正常。\n")


def test_the_command_prints_one_line_a_finding_and_fails(today: Stage) -> None:
    lose_the_clerks_tasks(today)
    code, told, summary = checked(today)
    lines = told.splitlines()
    assert (code, len(lines)) == (1, 2)
    assert all(line.startswith("待办与流程不符：《") for line in lines)
    assert "发现问题2处" in summary


def test_a_folder_without_data_is_refused_in_one_line_and_left_as_it_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--data", str(tmp_path / "nothing")])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "没有征询的数据" in result.stderr
    assert not (tmp_path / "nothing").exists()
