"""The team collects evidence, finds causes and proposes measures; what it may not do is refused with the next step."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.accident.inquiry import Inquiry, an_inquiry
from tests.accident.makers import OCCURRED
from tests.makers import Stage
from workflow.accident.actions import collecting, proposing, tracing
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import CauseKind, EvidenceKind
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.people import PostKind, Unit, UnitKind

INTERVIEW: dict[str, Any] = {
    "kind": EvidenceKind.INTERVIEW, "title": "班组长询问笔录", "interviewee": "吴某", "content": "问：…… 答：……",
}  # fmt: skip


@pytest.fixture
def case(stage: Stage) -> Inquiry:
    return an_inquiry(stage)


# -- evidence


def test_evidence_is_numbered_and_its_chain_of_custody_begins_with_the_keeper(case: Inquiry) -> None:
    case.find()
    case.find(title="特种作业证", kind=EvidenceKind.DOCUMENT, keeper="")
    with case.look() as (_, accident):
        assert [(e.number, e.title, [c.taken_by for c in e.custody]) for e in accident.evidence] == [
            (1, "断裂的钢丝绳", ["王某"]),
            (2, "特种作业证", []),
        ]


@pytest.mark.parametrize("interviewers", ["王某、陈某", "王某，陈某", "王某;陈某;周某"])
def test_two_people_interview(case: Inquiry, interviewers: str) -> None:
    case.find(**INTERVIEW, collected_by=interviewers)
    with case.look() as (_, accident):
        assert accident.evidence[0].collected_by.startswith("王某、陈某")


WRONG_EVIDENCE = {
    "one interviewer": ({**INTERVIEW, "collected_by": "王某"}, "collected_by"),
    "the same interviewer twice": ({**INTERVIEW, "collected_by": "王某、王某"}, "collected_by"),
    "nobody was interviewed": ({**INTERVIEW, "interviewee": " "}, "interviewee"),
    "an empty record of an interview": ({**INTERVIEW, "content": ""}, "content"),
    "no name": ({"title": ""}, "title"),
    "no source": ({"source": ""}, "source"),
    "nobody collected it": ({"collected_by": " "}, "collected_by"),
    "collected before the accident": ({"collected_at": OCCURRED - timedelta(minutes=1)}, "collected_at"),
    "collected in the future": ({"collected_at": OCCURRED + timedelta(days=3)}, "collected_at"),
}


@pytest.mark.parametrize(("wishes", "field"), WRONG_EVIDENCE.values(), ids=WRONG_EVIDENCE)
def test_evidence_that_would_not_stand_is_not_recorded(case: Inquiry, wishes: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        case.find(**wishes)
    assert set(refused.value.fields) == {field}
    with case.look() as (_, accident):
        assert accident.evidence == []


def _hand_over(case: Inquiry, key: str, **wishes: Any) -> None:
    with case.team() as (desk, accident):
        known = {"given_by": "王某", "taken_by": "某检测中心", "why": "送检"}
        collecting.hand_over(desk, accident, key, **{**known, **wishes})


def test_evidence_goes_from_hand_to_hand(case: Inquiry) -> None:
    key = case.find()
    case.pass_(days=1)
    _hand_over(case, key)
    _hand_over(case, key, given_by="某检测中心", taken_by="陈某", why="退还")
    with case.look() as (_, accident):
        chain = accident.evidence[0].custody
        assert [(c.given_by, c.taken_by) for c in chain][1:] == [("王某", "某检测中心"), ("某检测中心", "陈某")]


WRONG_HAND_OVERS = {
    "by somebody who does not have it": ({"given_by": "陈某"}, "given_by"),
    "to nobody": ({"taken_by": ""}, "taken_by"),
    "for no reason": ({"why": ""}, "why"),
    "before it was collected": ({"at": OCCURRED + timedelta(minutes=1)}, "at"),
    "in the future": ({"at": OCCURRED + timedelta(days=9)}, "at"),
}


@pytest.mark.parametrize(("wishes", "field"), WRONG_HAND_OVERS.values(), ids=WRONG_HAND_OVERS)
def test_a_broken_chain_of_custody_is_refused(case: Inquiry, wishes: dict[str, Any], field: str) -> None:
    key = case.find()
    with pytest.raises(Incomplete) as refused:
        _hand_over(case, key, **wishes)
    assert set(refused.value.fields) == {field}


def test_after_the_submission_the_office_keeps_the_chain(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    with case.look() as (_, accident):
        key = accident.evidence[0].key
    with case.office() as (desk, accident):
        collecting.hand_over(desk, accident, key, given_by="王某", taken_by="区档案馆", why="归档保管")
    with pytest.raises(NotYours):
        _hand_over(case, key, given_by="区档案馆")


def _withdraw(case: Inquiry, key: str, reason: str = "与本案无关。") -> None:
    with case.team() as (desk, accident):
        collecting.withdraw_evidence(desk, accident, key, reason)


def test_withdrawn_evidence_keeps_its_line_and_supports_nothing(case: Inquiry) -> None:
    key = case.find()
    _withdraw(case, key)
    _withdraw(case, key)  # a second click
    with pytest.raises(Incomplete, match="证据1号已撤回"):
        case.trace(evidence=[key])
    with case.look() as (_, accident):
        assert [(e.number, e.withdrawn_reason) for e in accident.evidence] == [(1, "与本案无关。")]


def test_evidence_is_not_withdrawn_without_a_reason(case: Inquiry) -> None:
    key = case.find()
    with pytest.raises(Incomplete, match="理由"):
        _withdraw(case, key, " ")


@pytest.mark.parametrize("step", ["sign_report", "submit"])
def test_evidence_is_not_withdrawn_once_the_report_is_laid_before_the_team(stage: Stage, step: str) -> None:
    case = an_inquiry(stage, step)
    with case.look() as (_, accident):
        key = accident.evidence[0].key
    with pytest.raises(Refusal, match=r"条例第30条.*请先退回修改"):
        _withdraw(case, key)
    with case.look() as (_, accident):
        assert accident.evidence[0].withdrawn_at is None


def test_only_the_team_investigates(case: Inquiry) -> None:
    key = case.find()
    with case.office() as (desk, accident), pytest.raises(NotYours):
        collecting.withdraw_evidence(desk, accident, key, "不需要。")


def test_nothing_is_investigated_before_there_is_a_team(stage: Stage) -> None:
    from tests.accident.makers import a_case

    with a_case(stage, "propose_team").office() as (desk, accident), pytest.raises(Refusal, match="条例第22条"):
        tracing.add_cause(desk, accident, CauseKind.DIRECT, "绳索断裂")


# -- causes


def test_each_why_hangs_below_what_it_explains(case: Inquiry) -> None:
    broken = case.trace("钢丝绳断裂")
    old = case.trace("超期使用", CauseKind.INDIRECT, parent=broken)
    case.trace("无人检查", CauseKind.INDIRECT, parent=old)
    with case.look() as (_, accident):
        texts = {cause.id: cause.text for cause in accident.causes}
        assert [texts.get(cause.parent_id or 0) for cause in accident.causes] == [None, "钢丝绳断裂", "超期使用"]


def _change(case: Inquiry, act: Callable[..., Any], *args: Any) -> None:
    with case.team() as (desk, accident):
        act(desk, accident, *args)


def test_a_cause_is_rewritten_or_dropped(case: Inquiry) -> None:
    evidence, key = case.find(), case.trace()
    _change(case, tracing.change_cause, key, CauseKind.INDIRECT, "管理缺位", [evidence])
    with case.look() as (_, accident):
        cause = accident.causes[0]
        assert (cause.kind, cause.text, cause.evidence_ids) == (
            CauseKind.INDIRECT,
            "管理缺位",
            [accident.evidence[0].id],
        )
    _change(case, tracing.drop_cause, key)
    with pytest.raises(Stale, match="刷新"):
        _change(case, tracing.drop_cause, key)


def test_a_cause_that_explains_others_is_neither_dropped_nor_excluded(case: Inquiry) -> None:
    top = case.trace()
    case.trace("超期使用", CauseKind.INDIRECT, parent=top)
    with pytest.raises(Refusal, match="先移除下级原因"):
        _change(case, tracing.drop_cause, top)
    with pytest.raises(Incomplete, match="不能列为已排除"):
        _change(case, tracing.change_cause, top, CauseKind.EXCLUDED, "排除")


def test_what_was_excluded_is_not_asked_further(case: Inquiry) -> None:
    excluded = case.trace("雷击", CauseKind.EXCLUDED)
    with pytest.raises(Incomplete, match="已排除"):
        case.trace("未装避雷针", CauseKind.INDIRECT, parent=excluded)


def test_a_cause_without_words_is_not_recorded(case: Inquiry) -> None:
    with pytest.raises(Incomplete, match="请写明原因"):
        case.trace(" ")


# -- measures


def test_a_measure_may_be_proposed_before_its_unit_and_day_are_known(case: Inquiry) -> None:
    key = case.propose_measure([case.trace()], unit=None, due_on=None, test="")
    _change(case, proposing.change_measure, key, Wanted("更换钢丝绳。", due_on=date(2018, 6, 30), test="抽查。"))
    case.propose_measure([])
    _change(case, proposing.drop_measure, key)
    case.propose_measure([])
    with case.look() as (_, accident):
        assert [(m.number, m.dropped_at is not None) for m in accident.measures] == [(1, True), (2, False), (3, False)]


WRONG_MEASURES = {
    "no text": ({"text": " "}, "text"),
    "a day that has passed": ({"due_on": date(2017, 12, 1)}, "due_on"),
}


@pytest.mark.parametrize(("wishes", "field"), WRONG_MEASURES.values(), ids=WRONG_MEASURES)
def test_a_measure_nobody_could_carry_out_is_refused(case: Inquiry, wishes: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        case.propose_measure([], **wishes)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("kind", [UnitKind.OFFICE, UnitKind.GOVERNMENT, UnitKind.TEAM])
def test_only_ordinary_units_are_responsible_for_measures(case: Inquiry, kind: UnitKind) -> None:
    with case.team() as (desk, accident):
        unit = desk.session.scalars(select(Unit).where(Unit.kind == kind)).one()
        with pytest.raises(Incomplete, match="请另选单位"):
            proposing.propose_measure(desk, accident, Wanted("更换钢丝绳。", unit=unit))


def test_a_measure_against_a_cause_that_is_gone_is_refused(case: Inquiry) -> None:
    cause = case.trace()
    _change(case, tracing.drop_cause, cause)
    with pytest.raises(Stale, match="原因已有变化"):
        case.propose_measure([cause])


def test_an_ordered_measure_is_not_moved_to_another_unit(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    with case.team(PostKind.LEADER) as (desk, accident):
        measure = accident.measures[0]
        other = desk.session.scalars(
            select(Unit).where(Unit.kind == UnitKind.ORDINARY, Unit.id != measure.unit_id)
        ).first()
        wanted = Wanted(measure.text, unit=other, due_on=measure.due_on, test=measure.test)
        with pytest.raises(Refusal, match="责任单位随批复确定"):
            proposing.change_measure(desk, accident, measure.key, wanted)
        with pytest.raises(Refusal, match="不能改由其他单位承担"):
            proposing.drop_measure(desk, accident, measure.key)


@pytest.mark.parametrize("step", ["sign_report", "submit"])
def test_a_measure_stands_still_while_the_report_is_signed(stage: Stage, step: str) -> None:
    case = an_inquiry(stage, step)
    with case.look() as (_, accident):
        key = accident.measures[0].key
    with pytest.raises(Refusal, match="请先退回修改"):
        _change(case, proposing.change_measure, key, Wanted("其他措施。"))
