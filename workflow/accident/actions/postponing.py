"""整改延期: the unit asks for more time before the due day is over, the head of the office decides."""

from datetime import date, timedelta

from workflow.accident.actions import alarms
from workflow.accident.actions.rectifying import office_of, unit_of
from workflow.accident.model import Measure, MeasureExtension
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale, TooLate
from workflow.people import PostKind

FURTHEST = timedelta(days=366)  # a new due day further ahead is a slip of the year


def ask_extension(desk: Desk, measure: Measure, new_due_on: date, reason: str) -> None:
    """The unit asks for more time before the due day is over; one request at a time."""
    desk.must_hold(unit_of(measure), PostKind.CLERK)
    desk.lock([measure])
    if open_extension(measure) is not None:
        raise Stale("已有一份延期申请等待审批，不能同时再报。请等区安委办负责人审批后再办理。")
    if not desk.hears(measure, "ask_extension"):
        raise Stale("这项措施现在不在整改环节，不需要申请延期。请刷新后查看办理到哪一步。")
    old = measure.due_on
    assert old is not None
    if desk.today > old:
        raise TooLate(
            f"整改期限已于{day_in_words(old)}届满，延期须在届满前申请，现在不能再申请。"
            "请抓紧落实并报送佐证材料，逾期原因请一并说明。"
        )
    _must_be_a_new_day(desk, old, new_due_on)
    if not reason.strip():
        raise Incomplete({"reason": "请写明延期理由和已经完成的工作，供审批时参考。"})
    measure.extensions.append(
        MeasureExtension(
            old_due_on=old, new_due_on=new_due_on, reason=reason.strip(),
            asked_at=desk.now, asked_by_id=desk.officer_id,
        )
    )  # fmt: skip
    due = day_in_words(new_due_on)
    desk.note("ask_more_time", measure, unit_id=measure.unit_id, until=due, reason=reason.strip())
    desk.tell([measure], "ask_extension")


def decide_extension(desk: Desk, measure: Measure, *, granted: bool, reason: str = "") -> None:
    """The head grants the new due day, which moves every alarm, or refuses it with a reason."""
    desk.must_hold(office_of(measure), PostKind.LEADER)
    taken = desk.take(measure, "decide_extension")
    asked = open_extension(measure)
    assert asked is not None
    if not granted and not reason.strip():
        raise Incomplete({"reason": "不同意延期的，请写明理由，以便单位按原期限落实。"})
    if granted and measure.due_on != asked.old_due_on:
        raise Stale(
            f"单位申请之后，这项措施已重新下达，完成时限改为{day_in_words(measure.due_on or asked.old_due_on)}，"
            "原申请不能再同意。请选择不同意并说明；单位仍有困难的，可以按新的时限另行申请。"
        )
    asked.granted, asked.decided_at, asked.decision_reason = granted, desk.now, reason.strip()
    if granted:
        measure.due_on = asked.new_due_on
        desk.note("grant_more_time", measure, unit_id=measure.unit_id, until=day_in_words(asked.new_due_on))
        alarms.plan_again(desk, measure)
    else:
        due = day_in_words(measure.due_on or asked.old_due_on)
        desk.note("refuse_more_time", measure, unit_id=measure.unit_id, until=due, reason=reason.strip())
    desk.complete(taken)


def open_extension(measure: Measure) -> MeasureExtension | None:
    """The request that has not been decided."""
    return next((asked for asked in measure.extensions if asked.granted is None), None)


def _must_be_a_new_day(desk: Desk, old: date, new: date) -> None:
    if new <= old:
        raise Incomplete({"new_due_on": f"申请的期限应当晚于现在的期限{day_in_words(old)}，请重新填写。"})
    if new > desk.today + FURTHEST:
        raise Incomplete({"new_due_on": "申请的期限在一年以后，请核对年份。"})
