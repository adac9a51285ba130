"""挂牌督办: what the system suggests, what people decide, its sixty days, and how it is lifted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.accident.followed import Followed, complete, open_case
from tests.makers import Stage
from workflow.accident.actions import accounting, supervising
from workflow.accident.actions.accounting import ToAccount
from workflow.accident.actions.supervising import Contents
from workflow.accident.model import AccountabilityKind
from workflow.accident.rules.triggers import Trigger, draft
from workflow.clock import beijing
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal
from workflow.notices import Notice
from workflow.people import PostKind

DAY = date(2018, 3, 30)


@pytest.mark.parametrize("trigger", Trigger)
def test_every_draft_has_its_contents(trigger: Trigger) -> None:
    drafted = draft(trigger)
    assert drafted.cause.startswith("该起事故")
    assert len(drafted.matters) >= 3
    assert drafted.lifting
    assert not any(matter.endswith(("。", "；")) for matter in drafted.matters)


# -- suggesting


def _triggers(case: Followed) -> list[str]:
    with case.look() as (_, accident):
        return [supervision.trigger for supervision in accident.supervisions]


def _followed(stage: Stage) -> Followed:
    """A case without a team, on its first day."""
    return open_case(stage, "propose_team")


def _penalty(case: Followed) -> None:
    with case.office() as (desk, accident):
        item = ToAccount(AccountabilityKind.PENALTY, "某单位", "违反规定", "区安监局", due_on=DAY)
        accounting.record(desk, accident, item)


def _carry_out(case: Followed) -> None:
    with case.office() as (desk, accident):
        accounting.carry_out(desk, accident, accident.accountabilities[0].key, "罚款已缴纳")


@dataclass(frozen=True)
class Seen:
    """A case that stands at that step, what was begun there, what would have been in time, and when it is late."""

    step: str
    begin: Callable[[Followed], None]
    in_time: Callable[[Followed], None]
    late: datetime


def _nothing(_: Followed) -> None: ...


def _steps(*steps: str) -> Callable[[Followed], None]:
    def act(case: Followed) -> None:
        for step in steps:
            complete(case, step)

    return act


SEEN = {
    Trigger.NO_TEAM: Seen("propose_team", _nothing, _steps("propose_team", "appoint_team"), beijing(2017, 12, 7)),
    Trigger.REPORT_LATE: Seen("submit", _nothing, _steps("submit", "approve"), beijing(2018, 1, 31)),
    Trigger.APPROVAL_LATE: Seen("approve", _nothing, _steps("approve"), beijing(2017, 12, 17)),
    Trigger.PENALTY_LATE: Seen("", _penalty, _carry_out, beijing(2018, 3, 31)),
}


@pytest.mark.parametrize("trigger", SEEN)
def test_what_is_late_is_suggested_by_the_system_when_its_last_day_is_over(stage: Stage, trigger: Trigger) -> None:
    seen = SEEN[trigger]
    case = open_case(stage, seen.step)
    seen.begin(case)
    case.until(seen.late - timedelta(seconds=1))
    assert _triggers(case) == []
    case.until(seen.late)
    assert _triggers(case) == [trigger]
    with case.supervision() as (desk, supervision):
        assert supervision.suggested_by_id is None, "by the system"
        assert desk.open_steps(supervision) == {"decide"}


@pytest.mark.parametrize("trigger", SEEN)
def test_what_was_done_in_time_is_not_suggested(stage: Stage, trigger: Trigger) -> None:
    seen = SEEN[trigger]
    case = open_case(stage, seen.step)
    seen.begin(case)
    seen.in_time(case)
    case.until(seen.late)
    assert _triggers(case) == []


def test_a_conclusion_that_facts_do_not_bear_out_is_seen_by_people_only() -> None:
    assert set(Trigger) - set(SEEN) == {Trigger.UNSUPPORTED}


def test_nothing_is_suggested_twice(stage: Stage) -> None:
    case = _followed(stage)
    case.until(beijing(2018, 3, 1))
    assert _triggers(case) == ["no_team", "report_late"]
    with case.office() as (desk, accident):
        assert supervising.suggest(desk, accident, "report_late") is None


def test_people_suggest_what_only_they_can_see(stage: Stage) -> None:
    case = _followed(stage)
    with case.office() as (desk, accident):
        with pytest.raises(Incomplete, match="理由"):
            supervising.propose(desk, accident, Trigger.UNSUPPORTED, " ")
        made = supervising.propose(desk, accident, Trigger.UNSUPPORTED, "证言与鉴定结论矛盾")
        assert made.suggested_by_id == desk.officer_id
        with pytest.raises(AlreadyDone, match="已经提请过"):
            supervising.propose(desk, accident, Trigger.UNSUPPORTED, "证言与鉴定结论矛盾")


def test_others_do_not_suggest(stage: Stage) -> None:
    case = _followed(stage)
    with stage.as_(stage.units[0], PostKind.CLERK) as desk, case.look() as (_, accident), pytest.raises(NotYours):
        supervising.propose(desk, accident, Trigger.UNSUPPORTED, "证言与鉴定结论矛盾")


# -- deciding


@pytest.fixture
def suggested(stage: Stage) -> Followed:
    case = _followed(stage)
    case.until(beijing(2017, 12, 7, 10))
    return case


def _impose(case: Followed, changed: Contents | None = None) -> None:
    with case.supervision() as (desk, supervision):
        supervising.impose(desk, supervision, changed)


def test_an_imposed_supervision_has_sixty_days_a_notice_and_a_paper(suggested: Followed) -> None:
    _impose(suggested)
    with suggested.supervision() as (desk, supervision):
        accident = supervision.accident
        assert supervision.due_on == date(2018, 2, 5)
        assert supervision.doc_number == "安委办督〔2017〕1号"
        assert accident.supervision is supervision
        assert accident.supervision is not None
        assert desk.open_steps(supervision) == {"lift"}
        assert accident.papers[-1].kind == "accident_supervision"
        about = Notice.subject == supervision.subject
        assert {n.unit.short_name for n in desk.session.scalars(select(Notice).where(about))} == {"区政府"}


def test_the_head_may_change_the_draft(suggested: Followed) -> None:
    with suggested.supervision() as (_, supervision):
        drafted = supervising.contents(supervision)
    _impose(suggested, replace(drafted, matters=("立即成立调查组。", " ")))
    with suggested.supervision() as (_, supervision):
        assert supervision.matters == ["立即成立调查组"]


@pytest.mark.parametrize("empty", ["addressee", "matters", "lifting"])
def test_a_notice_without_one_of_its_contents_is_refused(empty: str) -> None:
    full = {"addressee": "区人民政府", "matters": ("查清原因",), "lifting": ("审核同意后解除。",)}
    blank = " " if empty == "addressee" else (" ",)
    with pytest.raises(Incomplete) as refused:
        Contents(**{**full, empty: blank})  # type: ignore[arg-type]
    assert set(refused.value.fields) == {empty}


def test_declining_needs_its_reason_and_is_final(suggested: Followed) -> None:
    with suggested.supervision() as (desk, supervision):
        with pytest.raises(Incomplete, match="理由"):
            supervising.decline(desk, supervision, "")
        supervising.decline(desk, supervision, "调查组今日成立")
    with suggested.supervision() as (desk, supervision):
        assert desk.open_steps(supervision) == set()
        assert supervision.accident.supervision is None
    with suggested.office() as (desk, accident):
        assert supervising.suggest(desk, accident, Trigger.NO_TEAM) is None
    with pytest.raises(AlreadyDone):
        _impose(suggested)


def test_a_case_is_not_supervised_twice_at_once(suggested: Followed) -> None:
    _impose(suggested)
    with suggested.office() as (desk, accident):
        supervising.propose(desk, accident, Trigger.UNSUPPORTED, "证言与鉴定结论矛盾")
    with pytest.raises(Refusal, match="正在挂牌督办"):
        _impose(suggested)


def test_only_the_head_decides(suggested: Followed) -> None:
    with suggested.supervision(PostKind.CLERK) as (desk, supervision), pytest.raises(NotYours):
        supervising.impose(desk, supervision)


# -- its days, and lifting


def _bodies(case: Followed) -> list[tuple[str, str]]:
    with case.supervision() as (desk, supervision):
        about = Notice.subject == supervision.subject, Notice.kind == "alarm"
        found = desk.session.scalars(select(Notice).where(*about).order_by(Notice.id))
        return [(notice.unit.short_name, notice.body) for notice in found]


def test_it_warns_before_its_days_are_over_and_tells_the_government_after(suggested: Followed) -> None:
    _impose(suggested)
    with suggested.look() as (_, accident):
        key = accident.supervisions[0].id
    suggested.until(beijing(2018, 2, 6) - timedelta(seconds=1))
    with suggested.look() as (_, accident):
        raised = [a.kind for a in accident.supervisions[0].alarms if a.raised_at and a.supervision_id == key]
    assert raised == ["supervision_soon"] * 3
    suggested.until(beijing(2018, 2, 6))
    with suggested.look() as (desk, accident):
        about = Notice.subject == accident.supervisions[0].subject, Notice.body.contains("已逾期")
        assert {n.unit.short_name for n in desk.session.scalars(select(Notice).where(*about))} == {
            "区政府",
            "区安委会办公室",
        }


def test_it_is_lifted_when_every_matter_has_its_result(suggested: Followed) -> None:
    _impose(suggested)
    with suggested.supervision() as (desk, supervision):
        count = len(supervision.matters)
        with pytest.raises(Incomplete) as refused:
            supervising.lift(desk, supervision, ["已经成立。"], "全部办结")
        assert len(refused.value.fields) == count - 1
        with pytest.raises(Incomplete, match="解除挂牌督办的理由"):
            supervising.lift(desk, supervision, ["已经办结"] * count, " ")
        supervising.lift(desk, supervision, ["已经办结"] * count, "全部办结")
    with suggested.supervision() as (desk, supervision):
        assert supervision.lift_number == "安委办督〔2017〕2号"
        assert supervision.accident.supervision is None
        assert supervision.accident.papers[-1].kind == "accident_supervision_lifted"
        assert supervision.next_alarm is None
        assert desk.open_steps(supervision) == set()
