"""What somebody does about the task on his desk: what leads on, and what sends it back, step by step.

Each is given a desk of whoever holds the step, the subject, and a dice.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.accident.inquiry import DISSENT, REMEDY
from tests.accident.makers import candidates
from workflow.accident.actions import (
    accounting,
    approving,
    archiving,
    classifying,
    clocks,
    collecting,
    declaring,
    evaluating,
    inspecting,
    postponing,
    proposing,
    publishing,
    rectifying,
    reporting,
    restaffing,
    signing,
    submitting,
    supervising,
    team,
    tracing,
    writing,
)
from workflow.accident.actions.collecting import Found
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import (
    Accident,
    Answer,
    CauseKind,
    ChapterKind,
    Evaluation,
    EvidenceKind,
    FindingKind,
    Measure,
    Role,
    Supervision,
)
from workflow.accident.rules import assessment, gate
from workflow.accident.rules.reporting import Body, bodies_to_inform
from workflow.accident.signed import silent_members
from workflow.desk import Desk
from workflow.people import Officer, PostKind, Unit, UnitKind

Act = Callable[[Desk, Any, int], object]
DAYS_AHEAD = (20, 60, 200)


# -- whose turn it is


def office(desk: Desk, accident: Accident, kind: PostKind = PostKind.CLERK) -> Officer:
    return accident.lead_unit.holders(kind, desk.today)[0]


def mayor(desk: Desk, accident: Accident) -> Officer:
    return accident.government.holders(PostKind.LEADER, desk.today)[0]


# -- until the team works


def _inform(desk: Desk, accident: Accident, dice: int) -> None:
    if accident.reported_up_at is None:
        reporting.report_up(desk, accident)
    for body in bodies_to_inform(Body[name] for name in accident.informed):
        reporting.inform(desk, accident, body)
    reporting.finish_informing(desk, accident)


def _classify(desk: Desk, accident: Accident, dice: int) -> None:
    """A higher class is mostly entrusted to us: otherwise the story would end here."""
    classifying.classify(desk, accident, entrusted_by="市政府函〔2017〕8号" if dice % 10 else "")


def _appoint(desk: Desk, accident: Accident, dice: int) -> None:
    if dice % 12:
        team.appoint(desk, accident)
    else:
        team.send_team_back(desk, accident, "请补充公安人员")


def _clear_interests(desk: Desk, accident: Accident, dice: int) -> None:
    for member in declaring.interested(accident):
        _let_go(desk, accident, member)
    desk.officer = office(desk, accident)
    for member in declaring.undeclared(accident):
        has_interest = dice % 9 == 0 and member.role is not Role.EXPERT
        declaring.declare(desk, accident, member, has_interest, "与事故单位有亲属关系" if has_interest else "")
        dice //= 2
    declaring.clear_interests(desk, accident)


def _let_go(desk: Desk, accident: Accident, member: Any) -> None:
    if member.role is Role.LEADER:
        other = next(m for m in accident.members if m.signs and m.officer_id and m is not member and not m.has_interest)
        desk.officer = mayor(desk, accident)
        restaffing.change_leader(desk, accident, other, "组长回避")
    else:
        desk.officer = office(desk, accident)
        restaffing.recuse(desk, accident, member, "回避")


# -- the report


def find_evidence(desk: Desk, accident: Accident, dice: int) -> None:
    kind = list(EvidenceKind)[dice % len(EvidenceKind)]
    found = Found(
        kind, "现场勘查材料", "事故现场", desk.now - timedelta(minutes=dice % 60), "王某、陈某" if dice % 7 else "王某",
        content="经询问，作业前未交底。", interviewee="张某", keeper="王某" if dice % 2 else "",
    )  # fmt: skip
    collecting.record_evidence(desk, accident, found)


def trace_cause(desk: Desk, accident: Accident, dice: int) -> None:
    pieces = [piece.key for piece in accident.evidence if piece.withdrawn_at is None]
    standing = gate.standing_causes(accident)
    parent = standing[dice % len(standing)].key if standing and dice % 3 else ""
    kind = CauseKind.DIRECT if not standing else list(CauseKind)[dice % 3]
    tracing.add_cause(desk, accident, kind, f"原因{dice}", parent=parent, evidence=pieces[:2])


def want_measure(desk: Desk, accident: Accident, dice: int) -> Wanted:
    units = desk.session.query(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id).limit(3).all()
    causes = [cause.key for cause in gate.standing_causes(accident) if cause.needs_measure]
    due_on = desk.today + timedelta(DAYS_AHEAD[dice % 3])
    return Wanted(f"整改措施{dice}", causes, units[dice % 3], due_on, "现场查验，检测结论为合格。")


def save_chapter(desk: Desk, accident: Accident, dice: int) -> None:
    kind = list(ChapterKind)[dice % len(ChapterKind)]
    chapter = writing.chapter_of(writing.open_chapters(desk, accident), kind)
    seen = chapter.revision if dice % 5 else 0
    writing.save_chapter(desk, accident, kind, f"（一）{kind.value}\n第{dice}次修改，李四在场。", seen=seen)


def _investigate(desk: Desk, accident: Accident, dice: int) -> None:
    """Whatever the gate still asks of the text, then it is laid before the team."""
    for appraisal in accident.appraisals:
        if appraisal.concluded_on is None:
            clocks.conclude_appraisal(desk, accident, appraisal, "疲劳断裂")
    if not any(piece.withdrawn_at is None for piece in accident.evidence):
        find_evidence(desk, accident, 1)
    if list(gate.no_direct_cause(accident)):
        pieces = [piece.key for piece in accident.evidence if piece.withdrawn_at is None]
        tracing.add_cause(desk, accident, CauseKind.DIRECT, "连接件失效", evidence=pieces)
    _show_causes(desk, accident)
    for _ in range(1 + dice % 2 if not gate.proposed(accident) else 0):
        proposing.propose_measure(desk, accident, want_measure(desk, accident, dice))
        dice += 1
    for measure in gate.proposed(accident):
        proposing.change_measure(desk, accident, measure.key, want_measure(desk, accident, measure.number))
    _write_chapters(desk, accident)
    signing.finish_report(desk, accident)


def _show_causes(desk: Desk, accident: Accident) -> None:
    pieces = [piece.key for piece in accident.evidence if piece.withdrawn_at is None]
    for cause in gate.standing_causes(accident):
        if cause.kind is CauseKind.DIRECT:
            tracing.change_cause(desk, accident, cause.key, cause.kind, cause.text, pieces)


def _write_chapters(desk: Desk, accident: Accident) -> None:
    for chapter in writing.open_chapters(desk, accident):
        text = chapter.body or f"（一）{chapter.kind.value}\n经调查查明，李四受伤。"
        writing.save_chapter(desk, accident, chapter.kind, text, seen=chapter.revision)


def sign_next(desk: Desk, accident: Accident, dice: int) -> None:
    """The next member who has not spoken, each for himself; who declared an interest meanwhile leaves first."""
    for member in declaring.interested(accident):
        _let_go(desk, accident, member)
    silent = silent_members(accident)
    if not silent:
        signing.finish_signing(desk, accident)
        return
    member = silent[0]
    desk.officer = member.officer or office(desk, accident)
    refusal = "对责任认定有保留" if dice % 6 == 0 else None
    signing.sign(desk, accident, member, refusal=refusal, dissent=DISSENT if dice % 5 == 0 else None)


def _consent(desk: Desk, accident: Accident, dice: int) -> None:
    if accident.supervision is None:  # lifted while the report lay with the superior
        submitting.register_return(desk, accident, "督办已解除")
    submitting.register_consent(desk, accident, "督办函〔2018〕3号")


def _submit(desk: Desk, accident: Accident, dice: int) -> None:
    missing = {line.code for line in gate.missing(accident, desk.today)}
    if missing & {"casualties_changed", "team_changed", "member_interested", "measure_overtaken"}:
        submitting.send_back(desk, accident, "情况有变化，重新核对")
        return
    if "consent" in missing:
        leader, desk.officer = desk.officer, office(desk, accident)
        submitting.register_consent(desk, accident, "督办函〔2018〕4号")
        desk.officer = leader
    submitting.submit(desk, accident)


def _approve(desk: Desk, accident: Accident, dice: int) -> None:
    if dice % 6 and not approving.hindrances(accident):
        approving.approve(desk, accident, nature="生产安全责任事故", remedy=REMEDY)
    else:
        approving.send_back(desk, accident, "请补充调查")


# -- after the approval


def _check_privacy(desk: Desk, accident: Accident, dice: int) -> None:
    publishing.hide_names(desk, accident, ["李四"] if dice % 2 else [])
    publishing.finish_check(desk, accident)


def _settle(desk: Desk, accident: Accident, dice: int) -> None:
    carry_out_all(desk, accident, dice)
    accounting.settle(desk, accident, "经批复，无需追究责任。")


def carry_out_all(desk: Desk, accident: Accident, dice: int) -> None:
    for item in accounting.open_items(accident):
        accounting.carry_out(desk, accident, item.key, "已办结，有文书在案")


def _archive(desk: Desk, accident: Accident, dice: int) -> None:
    carry_out_all(desk, accident, dice)
    clerk, desk.officer = desk.officer, office(desk, accident, PostKind.LEADER)
    for supervision in accident.supervisions:
        if supervision.imposed is None:
            supervising.decline(desk, supervision, "本案已全部办结")
        elif supervision.imposed and supervision.lifted_at is None:
            _lift(desk, supervision, dice)
    desk.officer = clerk
    archiving.archive(desk, accident)


# -- measures


def _answer(desk: Desk, measure: Measure, dice: int) -> None:
    answer = Answer.ACCEPTED if dice % 5 else Answer.PARTLY
    words = {"plan": "逐段更换", "timetable": "分两批完成", "reason": "" if dice % 5 else "第二段须停产"}
    rectifying.answer_order(desk, measure, answer, **words)


def _carry_out(desk: Desk, measure: Measure, dice: int) -> None:
    """Done, or as often as not more time is asked for first."""
    if dice % 2 and measure.due_on and measure.due_on >= desk.today and not measure.extensions:
        postponing.ask_extension(desk, measure, measure.due_on + timedelta(30), "设备未到货")
        return
    rectifying.add_proof(desk, measure, "检测报告", note="原件存本单位安全科")
    rectifying.report_carried_out(desk, measure)


def _decide_more_time(desk: Desk, measure: Measure, dice: int) -> None:
    granted = bool(dice % 3)
    postponing.decide_extension(desk, measure, granted=granted, reason="" if granted else "请按期完成")


def _inspect(desk: Desk, measure: Measure, *, passed: bool) -> None:
    inspecting.inspect(desk, measure, passed=passed, finding="对照标准逐项查验", inspectors=["随行人员甲"])


# -- evaluation and supervision


def _form_evaluation(desk: Desk, evaluation: Evaluation, dice: int) -> None:
    members = [Evaluator("甲", "区应急局", "组长"), Evaluator("乙", "区总工会")]
    evaluating.form_team(desk, evaluation, members, "资料审查、走访核查")


def _assess(desk: Desk, evaluation: Evaluation, dice: int) -> None:
    for measure in assessment.open_(evaluation, evaluation.accident.measures):
        find(desk, evaluation, measure, dice)
        dice //= 3
    evaluating.save_opinion(desk, evaluation, overall="总体较好。", problems="个别措施未落实。", proposals="")
    evaluating.finish_assessment(desk, evaluation)


def find(desk: Desk, evaluation: Evaluation, measure: Measure, dice: int) -> None:
    is_done = measure.closed_at is not None and dice % 3
    kind = FindingKind.DONE if is_done else (FindingKind.PARTLY, FindingKind.NOT_DONE)[dice % 2]
    redo_by = None if is_done else desk.today + timedelta(DAYS_AHEAD[dice % 3])
    evaluating.record_finding(desk, evaluation, measure, kind, "已逐项核查", redo_by)


def _approve_evaluation(desk: Desk, evaluation: Evaluation, dice: int) -> None:
    if dice % 6:
        evaluating.approve_report(desk, evaluation)
    else:
        evaluating.return_report(desk, evaluation, "请补充核查")


def _decide_supervision(desk: Desk, supervision: Supervision, dice: int) -> None:
    if dice % 3 and supervision.accident.supervision is None:
        supervising.impose(desk, supervision)
    else:
        supervising.decline(desk, supervision, "正在办理，暂不挂牌")


def _lift(desk: Desk, supervision: Supervision, dice: int) -> None:
    supervising.lift(desk, supervision, ["已办结"] * len(supervision.matters), "督办事项已全部办结")


ONWARD: Mapping[tuple[str, str], Act] = {  # (process, step) -> what completes it
    ("investigation", "inform"): _inform,
    ("investigation", "classify"): _classify,
    ("investigation", "propose_team"): lambda d, a, _: team.propose(d, a, candidates(d)),
    ("investigation", "appoint_team"): _appoint,
    ("investigation", "clear_interests"): _clear_interests,
    ("investigation", "investigate"): _investigate,
    ("investigation", "sign_report"): sign_next,
    ("investigation", "conclude"): lambda d, a, _: signing.conclude(d, a, "维持原稿。", "两项原因作用相当。"),
    ("investigation", "decide_dissent"): lambda d, a, _: signing.decide_dissent(d, a, "维持原稿。", "依据充分。"),
    ("investigation", "ask_consent"): _consent,
    ("investigation", "submit"): _submit,
    ("investigation", "approve"): _approve,
    ("investigation", "check_privacy"): _check_privacy,
    ("investigation", "publish"): lambda d, a, _: publishing.publish(d, a, "区政府门户网站"),
    ("investigation", "settle_accountability"): _settle,
    ("investigation", "archive"): _archive,
    ("rectification", "answer_order"): _answer,
    ("rectification", "review_objection"): lambda d, m, _: rectifying.review_objection(d, m, "可分两批实施。"),
    ("rectification", "carry_out"): _carry_out,
    ("rectification", "decide_extension"): _decide_more_time,
    ("rectification", "sign_off"): lambda d, m, _: rectifying.sign_off(d, m),
    ("rectification", "inspect"): lambda d, m, _: _inspect(d, m, passed=True),
    ("rectification", "close_measure"): lambda d, m, _: inspecting.close_measure(d, m),
    ("evaluation", "form_team"): _form_evaluation,
    ("evaluation", "assess"): _assess,
    ("evaluation", "approve_report"): _approve_evaluation,
    ("evaluation", "publish"): lambda d, e, _: evaluating.publish_result(d, e, "区政府门户网站"),
    ("supervision", "decide"): _decide_supervision,
    ("supervision", "lift"): _lift,
}
BACK: Mapping[tuple[str, str], Act] = {  # (process, step) -> what sends it back
    ("investigation", "appoint_team"): lambda d, a, _: team.send_team_back(d, a, "请补充工会人员"),
    ("investigation", "sign_report"): lambda d, a, _: signing.send_back(d, a, "请核对数字"),
    ("investigation", "ask_consent"): lambda d, a, _: submitting.register_return(d, a, "请补充原因分析"),
    ("investigation", "submit"): lambda d, a, _: submitting.send_back(d, a, "请核对措施"),
    ("investigation", "approve"): lambda d, a, _: approving.send_back(d, a, "请补充调查"),
    ("investigation", "publish"): lambda d, a, _: publishing.send_back(d, a, "请再核对姓名"),
    ("rectification", "answer_order"): lambda d, m, _: rectifying.answer_order(
        d, m, Answer.REFUSED, reason="不属我单位"
    ),
    ("rectification", "decide_extension"): lambda d, m, _: postponing.decide_extension(
        d, m, granted=False, reason="请按期完成"
    ),
    ("rectification", "sign_off"): lambda d, m, _: rectifying.return_to_clerk(d, m, "请补充照片"),
    ("rectification", "inspect"): lambda d, m, _: _inspect(d, m, passed=False),
    ("rectification", "close_measure"): lambda d, m, _: inspecting.return_to_inspection(d, m, "请复查"),
    ("evaluation", "approve_report"): lambda d, e, _: evaluating.return_report(d, e, "请补充核查"),
    ("supervision", "decide"): lambda d, s, _: supervising.decline(d, s, "正在办理"),
}
