"""整改: from the order to 销号, with objections, extensions, returns, and what is refused on the way."""

from datetime import date, timedelta

import pytest

from tests.accident.followed import DUE, Followed, closed_case
from tests.makers import Stage
from workflow.accident.actions import inspecting, postponing, proposing, rectifying
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import Answer, MeasureStage
from workflow.clock import beijing
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale, TooLate
from workflow.people import PostKind, Unit


@pytest.fixture
def case(stage: Stage) -> Followed:
    return closed_case(stage)


def _ask(case: Followed, new: date = date(2018, 9, 30), reason: str = "设备到货推迟") -> None:
    with case.unit() as (desk, measure):
        postponing.ask_extension(desk, measure, new, reason)


def _decide(case: Followed, *, granted: bool, reason: str = "") -> None:
    with case.inspector(0, PostKind.LEADER) as (desk, measure):
        postponing.decide_extension(desk, measure, granted=granted, reason=reason)


def test_a_measure_is_accepted_carried_out_inspected_and_closed_with_its_sheet(case: Followed) -> None:
    case.do_all()
    with case.measure() as (_, measure):
        assert measure.stage is MeasureStage.CLOSED
        assert measure.inspections[0].inspectors[1:] == ["随行人员甲"]
        assert [(p.kind, p.about) for p in measure.accident.papers[1:]] == [("accident_closing", measure.subject)]
        assert measure.next_alarm is None
    assert case.open() == set()


# -- the answer


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        (Answer.ACCEPTED, {"plan", "timetable"}),
        (Answer.PARTLY, {"plan", "timetable", "reason"}),
        (Answer.REFUSED, {"reason"}),
    ],
)
def test_an_answer_without_what_it_needs_is_refused(case: Followed, answer: Answer, missing: set[str]) -> None:
    with case.unit() as (desk, measure), pytest.raises(Incomplete) as refused:
        rectifying.answer_order(desk, measure, answer)
    assert set(refused.value.fields) == missing
    assert case.open() == {"answer_order"}


@pytest.mark.parametrize("answer", [Answer.PARTLY, Answer.REFUSED])
def test_an_objection_is_answered_by_the_head_and_the_unit_answers_again(case: Followed, answer: Answer) -> None:
    with case.unit() as (desk, measure):
        rectifying.answer_order(desk, measure, answer, plan="先改东侧", timetable="两个月", reason="西侧产权不清")
    assert case.open() == {"review_objection"}
    with case.inspector(0, PostKind.LEADER) as (desk, measure):
        with pytest.raises(Incomplete, match="理由"):
            rectifying.review_objection(desk, measure, " ")
        rectifying.review_objection(desk, measure, "产权已核实，属你单位，应当整改。")
    assert case.open() == {"answer_order"}
    with case.measure() as (_, measure):
        assert measure.answers[0].reply.startswith("产权已核实")
    case.accept()
    assert case.open() == {"carry_out"}


def test_another_unit_may_not_answer(case: Followed, stage: Stage) -> None:
    with stage.as_(stage.units[5], PostKind.CLERK) as desk, case.measure() as (_, measure), pytest.raises(NotYours):
        rectifying.answer_order(desk, measure, Answer.ACCEPTED, plan="甲", timetable="乙")


def test_an_ordered_measure_does_not_move_to_another_unit(case: Followed, stage: Stage) -> None:
    with case.team() as (desk, accident):
        other, measure = desk.session.get_one(Unit, stage.units[5]), accident.measures[0]
        with pytest.raises(Refusal, match=r"不能改由其他单位承担.*条例第32条.*提出异议"):
            proposing.change_measure(desk, accident, measure.key, Wanted(measure.text, unit=other))
        assert measure.unit_id != other.id


# -- carrying out


def test_nothing_is_reported_without_proof(case: Followed) -> None:
    case.accept()
    with case.unit() as (desk, measure), pytest.raises(Incomplete, match="佐证材料"):
        rectifying.report_carried_out(desk, measure)


def test_a_proof_is_a_file_or_says_where_it_lies(case: Followed) -> None:
    case.accept()
    with case.unit() as (desk, measure):
        with pytest.raises(Incomplete, match="存放地点"):
            rectifying.add_proof(desk, measure, "检测报告")
        with pytest.raises(Incomplete, match="材料名称"):
            rectifying.add_proof(desk, measure, " ", note="在安全科")
        kept = desk.keep(b"proof", "report.pdf", "application/pdf")
        assert rectifying.add_proof(desk, measure, "检测报告", file=kept).file is kept


def test_proofs_are_taken_only_while_the_measure_is_carried_out(case: Followed) -> None:
    with case.unit() as (desk, measure), pytest.raises(Stale, match="不在整改环节"):
        rectifying.add_proof(desk, measure, "检测报告", note="在安全科")


def test_a_mistaken_proof_is_withdrawn_and_stays_in_the_case(case: Followed) -> None:
    case.accept()
    with case.unit() as (desk, measure):
        wrong = rectifying.add_proof(desk, measure, "别处的照片", note="在安全科")
        with pytest.raises(Incomplete, match="理由"):
            rectifying.withdraw_proof(desk, measure, wrong, " ")
        rectifying.withdraw_proof(desk, measure, wrong, "误传了其他项目的照片。")
        assert wrong in measure.proofs
        assert wrong not in rectifying.proofs_of_pass(measure)
        with pytest.raises(Stale, match="已经撤回"):
            rectifying.withdraw_proof(desk, measure, wrong, "误传了其他项目的照片。")


def test_the_only_proof_of_a_reported_measure_is_not_withdrawn_under_the_leaders_eyes(case: Followed) -> None:
    case.accept()
    case.carry_out()
    with case.unit() as (desk, measure), pytest.raises(Refusal, match="唯一一份"):
        rectifying.withdraw_proof(desk, measure, measure.proofs[0], "误传。")


def test_an_accepted_measure_keeps_its_proofs(case: Followed) -> None:
    for act in (case.accept, case.carry_out, case.sign_off, case.inspect):
        act()
    with case.unit() as (desk, measure), pytest.raises(Stale, match="核查通过"):
        rectifying.withdraw_proof(desk, measure, measure.proofs[0], "误传。")


def test_the_units_leader_may_send_it_back(case: Followed) -> None:
    case.accept()
    case.carry_out()
    with case.unit(0, PostKind.LEADER) as (desk, measure):
        with pytest.raises(Incomplete):
            rectifying.return_to_clerk(desk, measure, "")
        rectifying.return_to_clerk(desk, measure, "缺检测报告原件")
    assert case.open() == {"carry_out"}


def test_what_fails_the_inspection_goes_back_and_its_alarms_return(case: Followed) -> None:
    case.accept()
    case.carry_out()
    case.sign_off()
    with case.measure() as (_, measure):
        assert measure.next_alarm is None, "reported as done, it waits for the office"
    with case.inspector() as (desk, measure), pytest.raises(Incomplete, match="验收标准"):
        inspecting.inspect(desk, measure, passed=True, finding="")
    case.inspect(passed=False)
    assert case.open() == {"carry_out"}
    with case.measure() as (_, measure):
        assert measure.back_reason
        assert measure.next_alarm is not None


def test_the_head_may_have_it_inspected_again(case: Followed) -> None:
    case.accept()
    case.carry_out()
    case.sign_off()
    case.inspect()
    with case.inspector(0, PostKind.LEADER) as (desk, measure):
        inspecting.return_to_inspection(desk, measure, "请补拍西侧照片")
    assert case.open() == {"inspect"}
    case.inspect()
    case.close()


def test_a_closed_measure_cannot_be_closed_twice(case: Followed) -> None:
    case.do_all()
    with pytest.raises(AlreadyDone):
        case.close()


# -- extensions


def test_an_extension_moves_the_due_day_and_every_alarm(case: Followed) -> None:
    case.accept()
    _ask(case)
    assert case.open() == {"decide_extension"}
    _decide(case, granted=True)
    assert case.open() == {"carry_out"}
    with case.measure() as (_, measure):
        assert (measure.first_due_on, measure.due_on) == (DUE, date(2018, 9, 30))
        assert measure.next_alarm == beijing(2018, 9, 23, 9)
    case.until(beijing(2018, 9, 2, 10))
    with case.measure() as (_, measure):
        assert measure.escalation is None, "the old day is no day any more"


def test_a_refused_extension_needs_its_reason_and_leaves_the_day(case: Followed) -> None:
    case.accept()
    _ask(case)
    with pytest.raises(Incomplete, match="理由"):
        _decide(case, granted=False)
    _decide(case, granted=False, reason="进度不受到货影响")
    with case.measure() as (_, measure):
        assert measure.due_on == DUE
    assert case.open() == {"carry_out"}


def test_one_request_at_a_time(case: Followed) -> None:
    case.accept()
    _ask(case)
    with pytest.raises(Stale, match="已有一份延期申请"):
        _ask(case)


def test_no_extension_before_the_order_is_accepted(case: Followed) -> None:
    with pytest.raises(Stale, match="不在整改环节"):
        _ask(case)


@pytest.mark.parametrize(
    ("new", "reason", "field"),
    [
        (DUE, "设备到货推迟", "new_due_on"),
        (date(2028, 9, 30), "设备到货推迟", "new_due_on"),
        (date(2018, 9, 30), " ", "reason"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(case: Followed, new: date, reason: str, field: str) -> None:
    case.accept()
    with pytest.raises(Incomplete) as refused:
        _ask(case, new, reason)
    assert set(refused.value.fields) == {field}


def test_an_extension_is_asked_for_on_the_last_day_but_not_after_it(case: Followed) -> None:
    case.accept()
    case.until(beijing(2018, 9, 1, 0))
    with pytest.raises(TooLate, match="届满前申请"):
        _ask(case)


def test_on_the_last_day_it_may_still_be_asked_for(case: Followed) -> None:
    case.accept()
    case.until(beijing(2018, 9, 1, 0) - timedelta(seconds=1))
    _ask(case)
    assert case.open() == {"decide_extension"}
