"""What the system says by itself: planned, moved with the facts, said once at its moment, and audited afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.accident.makers import OCCURRED, Case, a_case
from tests.makers import Stage
from workflow.accident import desks, rehearsal, settings, why
from workflow.accident.actions import alarms
from workflow.accident.actions.watching import CONCERNED
from workflow.accident.model import Accident, Accountability, AccountabilityKind, Role
from workflow.accident.rules.alarms import AlarmKind
from workflow.accident.telling import tell_units
from workflow.accident.words.opening import ALARMS
from workflow.clock import beijing, moment_in_words
from workflow.errors import Incomplete
from workflow.journal import lines_of_case
from workflow.notices import Notice
from workflow.people import Unit, UnitKind


def said(case: Case) -> list[str]:
    with case.look() as (desk, accident):
        lines = lines_of_case(desk.session, accident.case)
        return [str(line.details["kind"]) for line in lines if line.verb == "raise_alarm"]


def ahead(case: Case) -> list[tuple[str, str]]:
    with case.look() as (_, accident):
        pending = sorted((alarm for alarm in accident.alarms if alarm.is_pending), key=lambda alarm: alarm.due)
        return [(alarm.kind, moment_in_words(alarm.due).replace("（", " ").split()[0]) for alarm in pending]


def test_the_plan_of_a_new_case(stage: Stage) -> None:
    assert ahead(a_case(stage)) == [
        ("report_up_late", "2017年12月1日"),
        ("no_team", "2017年12月7日"),
        ("supplement_closed", "2018年1月1日"),
        ("report_soon", "2018年1月15日"),
        ("report_soon", "2018年1月23日"),
        ("report_soon", "2018年1月29日"),
        ("report_overdue", "2018年1月31日"),
    ]


def test_what_has_been_done_is_not_spoken_of(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    assert "report_up_late" not in dict(ahead(case))
    assert "no_team" not in dict(ahead(case))
    case.until(beijing(2017, 12, 20))
    assert said(case) == []


@pytest.mark.parametrize(
    ("step", "wishes", "kind", "hours"),
    [
        ("inform", {}, AlarmKind.REPORT_UP_LATE, 3),
        ("inform", {"unit_reported_at": None, "received_at": OCCURRED}, AlarmKind.UNIT_REPORT_LATE, 3),
        ("propose_team", {}, AlarmKind.NO_TEAM, 24 * 7),
        ("propose_team", {}, AlarmKind.SUPPLEMENT_CLOSED, 24 * 32),
        ("propose_team", {}, AlarmKind.REPORT_SOON, 24 * 46),
        ("propose_team", {}, AlarmKind.REPORT_OVERDUE, 24 * 61),
    ],
)
def test_each_alarm_is_said_once_when_its_moment_comes(
    stage: Stage, step: str, wishes: dict[str, object], kind: AlarmKind, hours: int
) -> None:
    case = Case(stage)
    case.until(OCCURRED + timedelta(hours=1))
    case.register(**wishes)
    if step != "inform":
        case.report()
        case.classify()
    assert said(case).count(kind) == 0
    case.until(OCCURRED + timedelta(hours=hours))
    assert said(case).count(kind) == 1
    case.pass_(minutes=1)
    assert said(case).count(kind) == 1


def test_an_overdue_report_is_told_to_the_office_and_the_government(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    case.until(beijing(2018, 1, 31, 0, 1))
    with case.look() as (desk, _):
        bodies = {n.unit.kind: n.body for n in desk.session.scalars(select(Notice).where(Notice.kind == "alarm")).all()}
    assert "2018年1月30日届满" in bodies[UnitKind.OFFICE]
    assert "2018年1月30日届满" in bodies[UnitKind.GOVERNMENT]


def test_after_a_downtime_everything_is_said_late_but_once_and_says_so(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    stage.clock.move_to(beijing(2018, 1, 20, 9))
    case.pass_(minutes=1)
    assert said(case) == ["no_team", "supplement_closed", "report_soon"]
    with case.look() as (desk, accident):
        assert rehearsal.matches(rehearsal.audit(desk, accident), desk.now)
        events = why.events_of_case(desk, accident)
    assert any("系统恢复运行后补办" in event.what for event in events)
    assert {event.who for event in events if event.what.startswith("时限提醒")} == {"系统"}


def test_a_setting_of_the_office_moves_the_warnings_of_the_next_plan(stage: Stage) -> None:
    case = a_case(stage, "appoint_team")
    with case.security() as (desk, accident):
        settings.choose_clock(desk, accident.lead_unit, "warning_days", "30，3")
        with pytest.raises(Incomplete):
            settings.choose_clock(desk, accident.lead_unit, "team_days", "五")
        with pytest.raises(Incomplete):
            settings.choose_clock(desk, accident.lead_unit, "team_days", "0")
    case.appoint()
    assert [day for kind, day in ahead(case) if kind == "report_soon"] == ["2017年12月31日", "2018年1月27日"]


def test_the_rehearsal_matches_what_happened_and_notices_what_did_not(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 1, 25))
    with case.look() as (desk, accident):
        lines = rehearsal.audit(desk, accident)
        assert rehearsal.matches(lines, desk.now)
        assert len(lines) > len(said(case)) > 1
    with case.office() as (desk, accident):
        next(alarm for alarm in accident.alarms if alarm.raised_at).due -= timedelta(hours=1)
    with case.look() as (desk, accident):
        assert not rehearsal.matches(rehearsal.audit(desk, accident), desk.now)


def test_a_case_is_told_in_sentences_with_their_rules(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.look() as (desk, accident):
        events = why.events_of_case(desk, accident)
    assert events[0].what.startswith("接报登记《某某建筑公司")
    assert any(event.rule == "等级按条例第3条核定，调查主体按条例第19条确定" for event in events)
    assert not any("{" in event.what + event.rule for event in events)


def test_a_desk_shows_the_case_its_day_and_what_was_done(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident):
        named = desks.names_of_accidents(desk.session, [accident.id])[accident.id]
        assert (named.key, named.about, named.due_on) == (accident.key, "某某建筑公司", date(2018, 1, 30))
        assert desks.started(desk) == [accident]
        lines, more = desks.done(desk)
        assert lines[0].what == "核对全部回避声明，调查组开始工作"
        assert not more
        assert desks.notices(desk)[0].title == "成立调查组通知：某某建筑公司“12·1”高处坠落事故"


def test_whoever_acts_for_two_of_the_units_is_told_once_and_the_case_is_named_once(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.look() as (desk, accident):
        leader = case.member(accident, Role.LEADER).officer
        assert leader is not None
        leader_id, units = leader.id, {post.unit_id for post in leader.posts_on(desk.today)}
    assert len(units) == 2
    with stage.office.desk() as desk:
        accident = desk.session.get_one(Accident, case.accident_id)
        both = desk.session.scalars(select(Unit).where(Unit.id.in_(units))).all()
        tell_units(desk, accident, both, "alarm", "启动整改评估", "请成立评估组。")
    with stage.office.desk(leader_id, write=False) as desk:
        told = [news.title for news in desks.notices(desk)]
    assert told.count("启动整改评估：某某建筑公司“12·1”高处坠落事故") == 1


def test_every_alarm_has_its_label() -> None:
    assert set(ALARMS) == set(AlarmKind)


@pytest.mark.parametrize(
    ("step", "until", "trigger"),
    [
        ("propose_team", beijing(2017, 12, 7, 0, 1), "no_team"),
        ("investigate", beijing(2018, 1, 31, 0, 1), "report_late"),
    ],
)
def test_what_is_late_is_suggested_for_supervision_once(stage: Stage, step: str, until: datetime, trigger: str) -> None:
    case = a_case(stage, step)
    case.until(until - timedelta(minutes=2))
    with case.look() as (_, accident):
        assert accident.supervisions == []
    case.until(until)
    case.pass_(days=1)
    with case.look() as (_, accident):
        assert [s.trigger for s in accident.supervisions] == [trigger]
        assert accident.supervision is None, "suggested, not imposed"


def test_every_alarm_says_whom_it_concerns() -> None:
    assert set(CONCERNED) == set(AlarmKind)


def after(case: Case, **facts: Any) -> None:
    """The facts as the later actions leave them, and the plan that follows."""
    with case.office() as (desk, accident):
        for name, value in facts.items():
            setattr(accident, name, desk.now if value is True else value)
        alarms.plan_again(desk, accident)


def test_a_submitted_report_is_approved_in_time_or_supervision_is_suggested(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 1, 30, 9))
    after(case, submitted_at=True)
    assert dict(ahead(case)) == {"approval_soon": "2018年2月13日", "approval_overdue": "2018年2月15日"}
    case.until(beijing(2018, 2, 15, 0, 1))
    assert said(case)[-3:] == ["approval_soon", "approval_soon", "approval_overdue"]
    with case.look() as (desk, accident):
        assert [s.trigger for s in accident.supervisions] == ["approval_late"]
        assert rehearsal.matches(rehearsal.audit(desk, accident), desk.now)


def test_a_returned_report_is_not_overdue_a_second_time(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 1, 30, 9))
    after(case, submitted_at=True)
    case.until(beijing(2018, 2, 5, 9))
    after(case, submitted_at=None, report_version=2)
    assert ahead(case) == []
    case.pass_(days=1)
    assert "report_overdue" not in said(case)


def test_an_approved_case_is_published_its_penalties_carried_out_and_evaluated(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 2, 14, 9))
    item = Accountability(
        kind=AccountabilityKind.PENALTY, whom="某某建筑公司", grounds="未落实责任", due_on=date(2018, 5, 31),
        recorded_at=stage.clock(), recorded_by_id=1,
    )  # fmt: skip
    after(case, submitted_at=True, approved_at=True, accountabilities=[item])
    assert set(dict(ahead(case))) == {"publish_soon", "publish_overdue", "penalty_late", "evaluation_opens"}
    case.until(beijing(2018, 3, 10, 9))
    after(case, published_at=True)
    case.until(beijing(2018, 12, 14, 0, 1))
    assert said(case)[-3:] == ["publish_soon", "penalty_late", "evaluation_opens"]
    with case.look() as (_, accident):
        assert "penalty_late" in [s.trigger for s in accident.supervisions]
