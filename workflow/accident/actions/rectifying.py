"""整改: a unit answers the order, carries it out and proves it; the office inspects against the test and closes it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from workflow.accident.actions import alarms, redoing
from workflow.accident.model import (
    Answer,
    Inspection,
    Measure,
    MeasureAnswer,
    MeasureExtension,
    Proof,
)
from workflow.accident.paperwork import keep
from workflow.accident.paperwork.rectification import closing_code, closing_sheet
from workflow.accident.words.following import ANSWERS
from workflow.clock import day_in_words, day_of
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale, TooLate
from workflow.files import KeptFile
from workflow.people import PostKind

FURTHEST = timedelta(days=366)  # a new due day further ahead is a slip of the year

_WANTED: Mapping[Answer, tuple[str, ...]] = {
    Answer.ACCEPTED: ("plan", "timetable"),
    Answer.PARTLY: ("reason", "plan", "timetable"),
    Answer.REFUSED: ("reason",),
}
_MISSING = {
    "plan": "请填写整改方案：准备怎么改、由谁负责。",
    "timetable": "请填写时间安排：每一步什么时候完成。",
    "reason": "请写明理由：哪些不能接受、为什么，供区安委办研究答复。",
}

MOST_PROOFS = 100


def begin(desk: Desk, measures: Sequence[Measure]) -> None:
    """The ordered measures set out, each on its unit's desk, with the alarms that watch it."""
    for measure in measures:
        alarms.plan(desk, measure)
        due = day_in_words(measure.due_on) if measure.due_on else ""
        unit = measure.unit.short_name if measure.unit else ""
        desk.note("begin_measure", measure, unit_id=measure.unit_id, number=measure.number, unit=unit, until=due)
    desk.start(measures)


def must_not_be_ordered(measure: Measure) -> None:
    """Text, unit, date and test of an ordered measure stand as the approval fixed them."""
    if measure.ordered_at is None:
        return
    raise Refusal(
        f"第{measure.number}项整改措施的通知书已于{day_in_words(day_of(measure.ordered_at))}发出，"
        "不能改由其他单位承担：责任单位随批复确定，须按批复落实（条例第32条、第33条）。"
        "该单位确有困难的，请由其在答复时写明理由提出异议，由区安委办研究。"
    )


# -- the order and its answer


def answer_order(
    desk: Desk, measure: Measure, answer: Answer, *, plan: str = "", timetable: str = "", reason: str = ""
) -> None:
    """The unit accepts the order with its plan, or says what it cannot accept, and why."""
    desk.must_hold(_unit_id(measure), PostKind.CLERK)
    taken = desk.take(measure, "answer_order")
    said = {"plan": plan.strip(), "timetable": timetable.strip(), "reason": reason.strip()}
    _must_be_there({name: said[name] for name in _WANTED[answer]})
    measure.answers.append(
        MeasureAnswer(pass_number=measure.pass_number, at=desk.now, by_id=desk.officer_id, answer=answer, **said)
    )
    if answer is Answer.ACCEPTED:
        measure.accepted_at = desk.now
    desk.note("answer_order", measure, unit_id=measure.unit_id, answer=ANSWERS[answer], reason=_after_colon(reason))
    desk.complete(taken)


def review_objection(desk: Desk, measure: Measure, reply: str) -> None:
    """The head answers the objection with reasons; the unit then answers the order again."""
    desk.must_hold(_office_id(measure), PostKind.LEADER)
    taken = desk.take(measure, "review_objection")
    if not reply.strip():
        raise Incomplete({"reply": "请逐条答复单位的异议，写明理由。"})
    objection = measure.answers[-1]
    objection.replied_at, objection.reply = desk.now, reply.strip()
    desk.note("review_objection", measure, unit_id=measure.unit_id, reply=reply.strip())
    desk.complete(taken)


# -- carrying out


def add_proof(desk: Desk, measure: Measure, title: str, *, note: str = "", file: KeptFile | None = None) -> Proof:
    """One piece of 佐证材料 while the measure is being carried out. `file`: kept with desk.keep."""
    desk.must_hold(_unit_id(measure), PostKind.CLERK)
    desk.lock([measure])
    if "carry_out" not in desk.open_steps(measure):
        raise Stale("这项措施现在不在整改环节，不能再增加佐证材料。已上传的都在，请刷新后查看办理到哪一步。")
    if not title.strip():
        raise Incomplete({"title": "请填写材料名称，如“检测报告”。"})
    if len(measure.proofs) >= MOST_PROOFS:
        raise Incomplete({"file": f"佐证材料已有{MOST_PROOFS}件，不能再加。请把同类材料合并成一个文件后上传。"})
    if file is None and not note.strip():
        raise Incomplete({"file": "请上传材料；材料不便上传的，请在说明中写明存放地点，以备现场核查。"})
    proof = Proof(
        pass_number=measure.pass_number, title=title.strip(), note=note.strip(), file=file,
        at=desk.now, by_id=desk.officer_id,
    )  # fmt: skip
    measure.proofs.append(proof)
    desk.note("add_proof", measure, unit_id=measure.unit_id, title=proof.title)
    return proof


def withdraw_proof(desk: Desk, measure: Measure, proof: Proof, reason: str) -> None:
    """The unit takes back a mistaken piece before the acceptance; it stays in the case with its reason."""
    desk.must_hold(_unit_id(measure), PostKind.CLERK)
    desk.lock([measure])
    if not may_withdraw(desk, measure, proof):
        raise Stale("这份佐证材料已经撤回，或者措施已经核查通过，不能撤回。确有错误的，请书面告知区安委办。")
    if "carry_out" not in desk.open_steps(measure) and proofs_of_pass(measure) == [proof]:
        raise Refusal("这是唯一一份佐证材料，已经报送，撤回后无从核查。请先请主要领导或者区安委办退回，补充后再撤回。")
    if not reason.strip():
        raise Incomplete({"reason": "请写明撤回的理由，如：误传了其他项目的照片。"})
    proof.withdrawn_at, proof.withdrawn_reason = desk.now, reason.strip()
    desk.note("withdraw_proof", measure, unit_id=measure.unit_id, title=proof.title, reason=proof.withdrawn_reason)


def may_withdraw(desk: Desk, measure: Measure, proof: Proof) -> bool:
    """Until the office has accepted the measure, of what was handed in since it was last ordered."""
    is_open = desk.open_steps(measure) & {"carry_out", "sign_off", "inspect"}
    return bool(is_open) and proof in proofs_of_pass(measure)


def report_carried_out(desk: Desk, measure: Measure) -> None:
    """What was done lies with its proofs before the unit's leader."""
    desk.must_hold(_unit_id(measure), PostKind.CLERK)
    taken = desk.take(measure, "carry_out")
    proofs = proofs_of_pass(measure)
    if not proofs:
        raise Incomplete({"proofs": "还没有佐证材料。请先上传能够证明措施落实的文件、照片或记录，再报送。"})
    measure.back_reason = ""
    desk.note("report_carried_out", measure, unit_id=measure.unit_id, count=len(proofs))
    desk.complete(taken)


def proofs_of_pass(measure: Measure) -> list[Proof]:
    """What was handed in since the measure was last ordered, and not withdrawn."""
    return [p for p in measure.proofs if p.pass_number == measure.pass_number and p.withdrawn_at is None]


def ask_extension(desk: Desk, measure: Measure, new_due_on: date, reason: str) -> None:
    """The unit asks for more time before the due day is over; one request at a time."""
    desk.must_hold(_unit_id(measure), PostKind.CLERK)
    desk.lock([measure])
    if open_extension(measure) is not None:
        raise Stale("已有一份延期申请等待审批，不能同时再报。请等安委办负责人审批后再办理。")
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
    desk.must_hold(_office_id(measure), PostKind.LEADER)
    taken = desk.take(measure, "decide_extension")
    asked = open_extension(measure)
    assert asked is not None
    if not granted and not reason.strip():
        raise Incomplete({"reason": "不同意延期的，请写明理由，以便单位按原期限落实。"})
    asked.granted, asked.decided_at, asked.decision_reason = granted, desk.now, reason.strip()
    if granted:
        measure.due_on = asked.new_due_on
        desk.note("grant_more_time", measure, unit_id=measure.unit_id, until=day_in_words(asked.new_due_on))
        alarms.plan_again(desk, measure)
    else:
        due = day_in_words(asked.old_due_on)
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


# -- the unit's leader


def sign_off(desk: Desk, measure: Measure) -> None:
    """The unit's leader reports the measure as done: from here on the office has to move."""
    desk.must_hold(_unit_id(measure), PostKind.LEADER)
    taken = desk.take(measure, "sign_off")
    measure.signed_off_at = desk.now
    alarms.plan_again(desk, measure)
    desk.note("sign_off", measure, unit_id=measure.unit_id)
    desk.complete(taken)


def return_to_clerk(desk: Desk, measure: Measure, reason: str) -> None:
    """The unit's leader sends it back to be completed."""
    desk.must_hold(_unit_id(measure), PostKind.LEADER)
    taken = desk.take(measure, "sign_off")
    measure.back_reason = _required(reason)
    desk.note("return_measure", measure, unit_id=measure.unit_id, reason=measure.back_reason)
    desk.complete(taken)


# -- the office


def inspect(desk: Desk, measure: Measure, *, passed: bool, finding: str, inspectors: Sequence[str] = ()) -> None:
    """What was seen on the spot, against the test fixed at the start. `inspectors`: who was there beside the officer."""
    desk.must_hold(_office_id(measure), PostKind.CLERK)
    taken = desk.take(measure, "inspect")
    if not finding.strip():
        raise Incomplete({"finding": "请对照检验标准写明现场看到的情况，再选择通过或不通过。"})
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
    desk.must_hold(_office_id(measure), PostKind.LEADER)
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
    desk.must_hold(_office_id(measure), PostKind.LEADER)
    taken = desk.take(measure, "close_measure")
    measure.passed_at, measure.back_reason = None, _required(reason)
    desk.note("return_to_inspection", measure, unit_id=measure.unit_id, reason=measure.back_reason)
    desk.complete(taken)


def _unit_id(measure: Measure) -> int:
    assert measure.unit_id is not None  # the gate lets no measure through without its unit
    return measure.unit_id


def _office_id(measure: Measure) -> int:
    return measure.accident.lead_unit_id


def _required(reason: str) -> str:
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回的理由和需要补充的内容。"})
    return reason.strip()


def _must_be_there(said: Mapping[str, str]) -> None:
    missing = {name: _MISSING[name] for name, text in said.items() if not text}
    if missing:
        raise Incomplete(missing)


def _after_colon(text: str) -> str:
    return f"：{text.strip()}" if text.strip() else ""
