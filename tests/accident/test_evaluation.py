"""整改评估: begins by itself, measure by measure, approved, published; what failed is done and evaluated again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.accident.followed import APPROVED, OPENS_ON, TEST, Followed, closed_case
from tests.makers import Stage
from workflow.accident import standing
from workflow.accident.actions import evaluating, postponing, rectifying
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.model import Escalation, FindingKind, MeasureStage
from workflow.clock import beijing
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.notices import Notice
from workflow.people import PostKind, UnitKind

DONE, PARTLY, NOT_DONE = FindingKind.DONE, FindingKind.PARTLY, FindingKind.NOT_DONE


def _evaluation_steps(case: Followed) -> set[str]:
    with case.look() as (desk, accident):
        assert accident.evaluation is not None
        return desk.open_steps(accident.evaluation)


def _hears_the_end(case: Followed) -> bool:
    with case.look() as (desk, accident):
        return desk.hears(accident, "evaluation_done")


def _opened(stage: Stage, measures: int = 1, *, done: bool = True) -> Followed:
    case = closed_case(stage, measures=measures)
    for number in range(measures if done else 0):
        case.do_all(number)
    case.until(OPENS_ON)
    return case


# -- beginning


def test_it_begins_by_itself_ten_months_after_the_approval_and_is_due_after_twelve(stage: Stage) -> None:
    case = closed_case(stage)
    case.until(OPENS_ON - timedelta(seconds=1))
    with case.look() as (_, accident):
        assert accident.evaluation is None
    case.until(OPENS_ON)
    with case.look() as (_, accident):
        assert accident.evaluation is not None
        assert accident.evaluation.due_on == date(2019, 2, 14)
    assert _evaluation_steps(case) == {"form_team"}
    assert _hears_the_end(case)


def test_it_begins_once(stage: Stage) -> None:
    case = _opened(stage)
    with case.office() as (desk, accident):
        before = accident.evaluation
        evaluating.open_evaluation(desk, [accident])
        assert accident.evaluation is before


@pytest.mark.parametrize(
    ("team", "says"),
    [
        ([Evaluator("甲", "区安监局"), Evaluator("乙", "区总工会")], "组长"),
        ([Evaluator("甲", "区安监局", "组长"), Evaluator("乙", "区总工会", "组长")], "组长"),
        ([Evaluator("甲", "区安监局", "组长")], "至少两人"),
        ([Evaluator("甲", "区安监局", "组长"), Evaluator("乙", " ")], "姓名和单位"),
    ],
)
def test_a_team_has_one_leader_and_everybody_a_body(stage: Stage, team: list[Evaluator], says: str) -> None:
    case = _opened(stage)
    with case.evaluator() as (desk, evaluation), pytest.raises(Incomplete, match=says):
        evaluating.form_team(desk, evaluation, team, "走访核查")


def test_the_way_of_evaluating_is_written_down(stage: Stage) -> None:
    case = _opened(stage)
    team = [Evaluator("甲", "区安监局", "组长"), Evaluator("乙", "区总工会")]
    with case.evaluator() as (desk, evaluation), pytest.raises(Incomplete, match="评估方式"):
        evaluating.form_team(desk, evaluation, team, " ")


# -- measure by measure


@pytest.mark.parametrize(
    ("kind", "wishes", "field"),
    [
        (DONE, {"seen": " "}, "seen"),
        (NOT_DONE, {"redo_by": None}, "redo_by"),
        (PARTLY, {"redo_by": OPENS_ON.date()}, "redo_by"),
    ],
)
def test_a_finding_says_what_was_seen_and_until_when_it_is_done_again(
    stage: Stage, kind: FindingKind, wishes: dict[str, object], field: str
) -> None:
    case = _opened(stage)
    case.form_team()
    with pytest.raises(Incomplete) as refused:
        case.find(0, kind, **wishes)
    assert set(refused.value.fields) == {field}


def test_what_is_not_closed_is_not_found_done(stage: Stage) -> None:
    case = _opened(stage, done=False)
    case.form_team()
    with pytest.raises(Refusal, match="尚未销号"):
        case.find(0, DONE)
    case.find(0, PARTLY)


def test_there_is_no_finding_before_the_team_stands(stage: Stage) -> None:
    case = _opened(stage)
    with pytest.raises(Stale, match="不在逐项评估环节"):
        case.find(0, DONE)


def test_the_assessment_is_finished_only_when_every_measure_has_its_finding(stage: Stage) -> None:
    case = _opened(stage, 2)
    case.form_team()
    case.find(0, DONE)
    with pytest.raises(Incomplete) as refused:
        case.finish_assessment()
    assert set(refused.value.fields) == {"measure_2"}
    case.find(1, DONE)
    case.finish_assessment()
    assert _evaluation_steps(case) == {"approve_report"}


def test_what_failed_is_named_among_the_problems(stage: Stage) -> None:
    case = _opened(stage)
    case.form_team()
    case.find(0, NOT_DONE)
    with case.evaluator() as (desk, evaluation), pytest.raises(Incomplete) as refused:
        evaluating.finish_assessment(desk, evaluation)
    assert set(refused.value.fields) == {"overall", "problems"}


def test_the_last_finding_counts_and_the_earlier_one_stays(stage: Stage) -> None:
    case = _opened(stage)
    case.form_team()
    for kind in (DONE, NOT_DONE, DONE):
        case.find(0, kind)
    case.finish_assessment()
    case.approve()
    case.publish()
    with case.look() as (_, accident):
        assert accident.evaluation is not None
        assert [finding.kind for finding in accident.evaluation.findings] == [DONE, NOT_DONE, DONE]
        assert accident.evaluation.finished_at is not None


# -- approval and publication


def _assessed(stage: Stage, kind: FindingKind = DONE) -> Followed:
    case = _opened(stage)
    case.form_team()
    case.find(0, kind)
    case.finish_assessment()
    return case


def test_the_government_sends_it_back_with_a_reason(stage: Stage) -> None:
    case = _assessed(stage)
    with case.evaluator(PostKind.LEADER, UnitKind.GOVERNMENT) as (desk, evaluation):
        with pytest.raises(Incomplete):
            evaluating.return_report(desk, evaluation, "")
        evaluating.return_report(desk, evaluation, "请补充现场核查")
    assert _evaluation_steps(case) == {"assess"}


def test_the_office_does_not_approve_its_own_evaluation(stage: Stage) -> None:
    case = _assessed(stage)
    with case.evaluator(PostKind.LEADER) as (desk, evaluation), pytest.raises(NotYours):
        evaluating.approve_report(desk, evaluation)


def test_nothing_is_published_before_the_approval(stage: Stage) -> None:
    case = _assessed(stage)
    with pytest.raises(AlreadyDone):
        case.publish()


def test_publishing_says_where(stage: Stage) -> None:
    case = _assessed(stage)
    case.approve()
    with case.evaluator(PostKind.LEADER) as (desk, evaluation), pytest.raises(Incomplete, match="在哪里公布"):
        evaluating.publish_result(desk, evaluation, "")


def test_when_everything_is_done_the_case_hears_of_it(stage: Stage) -> None:
    case = _assessed(stage)
    case.approve()
    assert _hears_the_end(case)
    case.publish()
    assert not _hears_the_end(case)
    assert _evaluation_steps(case) == set()
    with case.look() as (_, accident):
        assert "accident_evaluation" in [paper.kind for paper in accident.papers]
        assert accident.evaluation is not None
        assert accident.evaluation.next_alarm is None


# -- what failed is done again


def test_a_measure_that_was_extended_failed_and_is_done_again(stage: Stage) -> None:
    """The whole life of one measure, beside another one that was done at once."""
    case = closed_case(stage, measures=2)
    case.do_all(1)
    case.accept(0)
    with case.unit(0) as (desk, measure):
        postponing.ask_extension(desk, measure, date(2018, 10, 31), "设备到货推迟")
    with case.inspector(0, PostKind.LEADER) as (desk, measure):
        postponing.decide_extension(desk, measure, granted=True)
    for act in (case.carry_out, case.sign_off, case.inspect, case.close):
        act(0)
    case.until(OPENS_ON)
    case.form_team()
    case.find(0, NOT_DONE, redo_by=date(2019, 3, 1))
    case.find(1, DONE)
    case.finish_assessment()
    case.approve()
    case.publish()

    assert case.open(0) == {"answer_order"}, "ordered again"
    with case.measure(0) as (_, measure):
        assert (measure.pass_number, measure.due_on, measure.test) == (2, date(2019, 3, 1), TEST)
        assert measure.stage is MeasureStage.ANSWERING
        assert measure.next_alarm == beijing(2019, 2, 22, 9)
        assert measure.escalation is None
        account = measure.accident.accountabilities
        assert [(item.from_evaluation, item.is_unit) for item in account] == [(True, True)]
        assert "安全生产法第86条" in account[0].grounds
        orders = [p.about for p in measure.accident.papers if p.kind == "accident_rectification"]
        assert orders == [measure.subject]
    assert _evaluation_steps(case) == set(), "it waits for what was ordered again"
    assert _hears_the_end(case)

    case.accept(0)
    with case.unit(0) as (desk, measure), pytest.raises(Incomplete, match="佐证材料"):
        rectifying.report_carried_out(desk, measure)  # the proofs of the first time do not count again
    for act in (case.carry_out, case.sign_off, case.inspect):
        act(0)
    assert _evaluation_steps(case) == set()
    case.close(0)
    assert _evaluation_steps(case) == {"assess"}, "复评"

    with pytest.raises(Stale, match="不在本次评估范围"):
        case.find(1, NOT_DONE)
    case.find(0, DONE)
    case.finish_assessment()
    case.approve()
    case.publish()
    assert not _hears_the_end(case)
    with case.look() as (_, accident):
        evaluation = accident.evaluation
        assert evaluation is not None
        assert evaluation.pass_number == 2
        assert [paper.kind for paper in accident.papers].count("accident_evaluation") == 2
        assert [paper.kind for paper in accident.papers].count("accident_closing") == 3


def test_what_fails_twice_is_ordered_a_third_time(stage: Stage) -> None:
    case = _assessed(stage, NOT_DONE)
    for time in (1, 2):
        case.approve()
        case.publish()
        case.do_all(0)
        case.find(0, NOT_DONE if time == 1 else DONE)
        case.finish_assessment()
    case.approve()
    case.publish()
    with case.measure() as (_, measure):
        assert measure.pass_number == 3
        assert len(measure.accident.accountabilities) == 2
    assert not _hears_the_end(case)


def test_a_measure_that_was_still_open_goes_on_to_its_new_day(stage: Stage) -> None:
    case = closed_case(stage)
    case.accept()
    case.until(OPENS_ON)
    case.form_team()
    case.find(0, NOT_DONE)
    case.finish_assessment()
    case.approve()
    case.publish()
    with case.measure() as (_, measure):
        assert (measure.pass_number, measure.due_on) == (1, OPENS_ON.date() + timedelta(60))
        assert measure.escalation is None
    assert case.open() == {"carry_out"}
    for act in (case.carry_out, case.sign_off, case.inspect, case.close):
        act(0)
    assert _evaluation_steps(case) == {"assess"}


def test_more_time_asked_for_before_the_second_order_does_not_shorten_it(stage: Stage) -> None:
    case = closed_case(stage, due=OPENS_ON.date() + timedelta(30))
    case.accept()
    case.until(OPENS_ON)
    with case.unit() as (desk, measure):
        postponing.ask_extension(desk, measure, OPENS_ON.date() + timedelta(40), "设备到货推迟")
    case.form_team()
    case.find(0, NOT_DONE)
    case.finish_assessment()
    case.approve()
    case.publish()
    new = OPENS_ON.date() + timedelta(60)
    with (
        case.inspector(0, PostKind.LEADER) as (desk, measure),
        pytest.raises(Stale, match="已重新下达，完成时限改为2019年2月12日"),
    ):
        postponing.decide_extension(desk, measure, granted=True)
    with case.inspector(0, PostKind.LEADER) as (desk, measure):
        postponing.decide_extension(desk, measure, granted=False, reason="请按重新下达的时限落实")
    with case.measure() as (_, measure):
        assert measure.due_on == new
    assert case.open() == {"carry_out"}


def test_a_second_look_is_not_late_with_a_report_that_was_given_in_time(stage: Stage) -> None:
    case = _assessed(stage, NOT_DONE)
    case.approve()
    case.publish()
    case.pass_(days=90)
    with case.look() as (desk, accident):
        assert not [line for line in standing.late(desk, accident) if "评估报告" in line]


def test_the_evaluation_waits_for_the_last_of_what_was_ordered_again(stage: Stage) -> None:
    case = _opened(stage, 2)
    case.form_team()
    case.find(0, NOT_DONE)
    case.find(1, PARTLY)
    case.finish_assessment()
    case.approve()
    case.publish()
    case.do_all(0)
    assert _evaluation_steps(case) == set()
    case.do_all(1)
    assert _evaluation_steps(case) == {"assess"}


def test_a_measure_ordered_again_climbs_again_when_it_is_late(stage: Stage) -> None:
    case = _assessed(stage, NOT_DONE)
    case.approve()
    case.publish()
    with case.measure() as (_, measure):
        assert measure.due_on is not None
        late = measure.due_on + timedelta(8)
    case.until(beijing(late.year, late.month, late.day, 10))
    with case.measure() as (_, measure):
        assert measure.escalation is Escalation.SUPERVISED


# -- its alarms


def _alarms(case: Followed) -> list[tuple[str, str]]:
    with case.look() as (desk, accident):
        assert accident.evaluation is not None
        about = Notice.subject == accident.evaluation.subject, Notice.kind == "alarm"
        notices = desk.session.scalars(select(Notice).where(*about).order_by(Notice.id))
        return [(notice.unit.short_name, notice.body[:8]) for notice in notices]


def test_it_warns_thirty_and_seven_days_before_and_past_the_year_tells_the_government(stage: Stage) -> None:
    case = _opened(stage)
    case.until(beijing(2019, 1, 16))
    assert [unit for unit, _ in _alarms(case)] == ["区安委会办公室"]  # 2019-01-15: 30 days before
    case.until(beijing(2019, 2, 8))
    assert [unit for unit, _ in _alarms(case)] == ["区安委会办公室"] * 2  # 2019-02-07: 7 days before
    case.until(beijing(2019, 2, 15) - timedelta(seconds=1))
    with_report = _alarms(case)
    assert len(with_report) == 3  # 2019-02-13: 60 days since the beginning, the report is late
    case.until(beijing(2019, 2, 15))
    assert [unit for unit, _ in _alarms(case)[3:]] == ["区安委会办公室", "区政府"]


def _finish(case: Followed) -> None:
    case.form_team()
    case.find(0, DONE)
    case.finish_assessment()
    case.approve()
    case.publish()


@pytest.mark.parametrize("act", [lambda _: None, _finish])
def test_what_has_been_published_is_not_warned_of(stage: Stage, act: Callable[[Followed], None]) -> None:
    case = _opened(stage)
    act(case)
    case.until(beijing(2019, 3, 1))
    assert bool(_alarms(case)) is (act is not _finish)


def test_the_day_of_approval_is_the_day_of_closing(stage: Stage) -> None:
    with closed_case(stage).look() as (_, accident):
        assert accident.approved_at == APPROVED
