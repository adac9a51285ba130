"""验收和销号: the office inspects against the test fixed at the start, and closes what has passed."""

from collections.abc import Sequence

from workflow.accident.actions import alarms, redoing
from workflow.accident.actions.rectifying import office_of, reason_given
from workflow.accident.model import Inspection, Measure
from workflow.accident.paperwork import keep
from workflow.accident.paperwork.rectification import closing_code, closing_sheet
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import PostKind


def inspect(desk: Desk, measure: Measure, *, passed: bool, finding: str, inspectors: Sequence[str] = ()) -> None:
    """What was seen on the spot, against the test fixed at the start. `inspectors`: who was there beside the officer."""
    desk.must_hold(office_of(measure), PostKind.CLERK)
    taken = desk.take(measure, "inspect")
    if not finding.strip():
        raise Incomplete({"finding": "请对照验收标准写明现场看到的情况，再选择通过或不通过。"})
    assert desk.officer is not None
    names = list(dict.fromkeys([desk.officer.name, *(name.strip() for name in inspectors if name.strip())]))
    measure.inspections.append(
        Inspection(
            pass_number=measure.pass_number, at=desk.now, by_id=desk.officer_id, passed=passed,
            finding=finding.strip(), inspectors=names,
        )
    )  # fmt: skip
    if passed:
        measure.passed_at = desk.now
        desk.note("pass_inspection", measure, unit_id=measure.unit_id, finding=finding.strip())
    else:
        measure.signed_off_at, measure.back_reason = None, finding.strip()
        desk.note("fail_inspection", measure, unit_id=measure.unit_id, finding=finding.strip())
        alarms.plan_again(desk, measure)
    desk.complete(taken)


def close_measure(desk: Desk, measure: Measure) -> None:
    """销号, with its sheet; the last of those done again lets the evaluation go on."""
    desk.must_hold(office_of(measure), PostKind.LEADER)
    redoing.lock_evaluation(desk, measure.accident)
    taken = desk.take(measure, "close_measure")
    measure.closed_at = desk.now
    keep(desk, measure.accident, closing_sheet(desk, measure), measure.subject, name=f"第{measure.number}项")
    alarms.plan_again(desk, measure)
    desk.note("close_measure", measure, unit_id=measure.unit_id, code=closing_code(measure))
    desk.complete(taken)
    redoing.tell_if_redone(desk, measure.accident)


def return_to_inspection(desk: Desk, measure: Measure, reason: str) -> None:
    """The head is not convinced: it is inspected again."""
    desk.must_hold(office_of(measure), PostKind.LEADER)
    taken = desk.take(measure, "close_measure")
    measure.passed_at, measure.back_reason = None, reason_given(reason)
    desk.note("return_to_inspection", measure, unit_id=measure.unit_id, reason=measure.back_reason)
    desk.complete(taken)
