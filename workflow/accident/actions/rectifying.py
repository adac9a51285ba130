"""整改: a unit answers the order, carries it out and proves it; its leader reports it as done."""

from collections.abc import Mapping, Sequence

from workflow.accident.actions import alarms
from workflow.accident.model import Answer, Measure, MeasureAnswer, Proof
from workflow.accident.words.following import ANSWERS
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.files import KeptFile
from workflow.people import PostKind

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


def answer_order(
    desk: Desk, measure: Measure, answer: Answer, *, plan: str = "", timetable: str = "", reason: str = ""
) -> None:
    """The unit accepts the order with its plan, or says what it cannot accept, and why."""
    desk.must_hold(unit_of(measure), PostKind.CLERK)
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
    desk.must_hold(office_of(measure), PostKind.LEADER)
    taken = desk.take(measure, "review_objection")
    if not reply.strip():
        raise Incomplete({"reply": "请逐条答复单位的异议，写明理由。"})
    objection = measure.answers[-1]
    objection.replied_at, objection.reply = desk.now, reply.strip()
    desk.note("review_objection", measure, unit_id=measure.unit_id, reply=reply.strip())
    desk.complete(taken)


def add_proof(desk: Desk, measure: Measure, title: str, *, note: str = "", file: KeptFile | None = None) -> Proof:
    """One piece of 佐证材料 while the measure is being carried out. `file`: kept with desk.keep."""
    desk.must_hold(unit_of(measure), PostKind.CLERK)
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
    desk.must_hold(unit_of(measure), PostKind.CLERK)
    desk.lock([measure])
    if not may_withdraw(desk, measure, proof):
        raise Stale("这份佐证材料已经撤回，或者措施已经核查通过，不能撤回。确有错误的，请书面告知区安委办。")
    if "carry_out" not in desk.open_steps(measure) and proofs_of_pass(measure) == [proof]:
        raise Refusal("这是唯一一份佐证材料，已经报送，撤回后无从核查。请先请主要领导或者区安委办退回，补充后再撤回。")
    if not reason.strip():
        raise Incomplete({"reason": "请写明撤回的理由，例如：误传了其他项目的照片。"})
    proof.withdrawn_at, proof.withdrawn_reason = desk.now, reason.strip()
    desk.note("withdraw_proof", measure, unit_id=measure.unit_id, title=proof.title, reason=proof.withdrawn_reason)


def may_withdraw(desk: Desk, measure: Measure, proof: Proof) -> bool:
    """Until the office has accepted the measure, of what was handed in since it was last ordered."""
    is_open = desk.open_steps(measure) & {"carry_out", "sign_off", "inspect"}
    return bool(is_open) and proof in proofs_of_pass(measure)


def report_carried_out(desk: Desk, measure: Measure) -> None:
    """What was done lies with its proofs before the unit's leader."""
    desk.must_hold(unit_of(measure), PostKind.CLERK)
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


def sign_off(desk: Desk, measure: Measure) -> None:
    """The unit's leader reports the measure as done: from here on the office has to move."""
    desk.must_hold(unit_of(measure), PostKind.LEADER)
    taken = desk.take(measure, "sign_off")
    measure.signed_off_at = desk.now
    alarms.plan_again(desk, measure)
    desk.note("sign_off", measure, unit_id=measure.unit_id)
    desk.complete(taken)


def return_to_clerk(desk: Desk, measure: Measure, reason: str) -> None:
    """The unit's leader sends it back to be completed."""
    desk.must_hold(unit_of(measure), PostKind.LEADER)
    taken = desk.take(measure, "sign_off")
    measure.back_reason = reason_given(reason)
    desk.note("return_measure", measure, unit_id=measure.unit_id, reason=measure.back_reason)
    desk.complete(taken)


def unit_of(measure: Measure) -> int:
    assert measure.unit_id is not None  # the gate lets no measure through without its unit
    return measure.unit_id


def office_of(measure: Measure) -> int:
    return measure.accident.lead_unit_id


def reason_given(reason: str) -> str:
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回的理由和需要补充的内容。"})
    return reason.strip()


def _must_be_there(said: Mapping[str, str]) -> None:
    missing = {name: _MISSING[name] for name, text in said.items() if not text}
    if missing:
        raise Incomplete(missing)


def _after_colon(text: str) -> str:
    return f"：{text.strip()}" if text.strip() else ""
