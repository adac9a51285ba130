"""整改评估: within a year of the approval, measure by measure against the test fixed with it (安全生产法第86条)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from workflow.accident.actions import alarms
from workflow.accident.model import Accident, Evaluation, Finding, FindingKind, Measure
from workflow.accident.paperwork import keep
from workflow.accident.paperwork.evaluation import evaluation_report
from workflow.accident.rules import assessment, clocks
from workflow.accident.settings import clock_settings
from workflow.accident.telling import tell_units
from workflow.accident.timing import facts_of
from workflow.accident.words.following import FINDINGS
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.people import PostKind
from workflow.store import public_key

LEADER = "组长"


@dataclass(frozen=True)
class Evaluator:
    """A member of the evaluation team; `role`: 组长, 成员, 专家."""

    name: str
    body: str
    role: str = "成员"


def open_evaluation(desk: Desk, accidents: Sequence[Accident]) -> None:
    """Operation `open_evaluation`: ten months after the approval the evaluation begins by itself, once."""
    for accident in accidents:
        if accident.evaluation is None:
            _open(desk, accident)


def _open(desk: Desk, accident: Accident) -> None:
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    opens, due = clocks.evaluation_opens(facts), clocks.evaluation_due(facts)
    assert opens is not None
    assert due is not None
    assert due.due is not None
    evaluation = Evaluation(key=public_key(), opened_at=desk.now, due_on=due.due)
    accident.evaluation = evaluation
    desk.session.flush()
    alarms.plan(desk, evaluation)
    until = day_in_words(due.due)
    desk.note("open_evaluation", evaluation, unit_id=accident.lead_unit_id, due=opens.opens, until=until)
    body = f"评估应于{until}前完成并公开，请成立评估组。"
    tell_units(desk, evaluation, (accident.lead_unit,), "open_evaluation", "启动整改评估", body)
    desk.start([evaluation])


def form_team(desk: Desk, evaluation: Evaluation, team: Sequence[Evaluator], method: str) -> None:
    """Who evaluates, and how: 资料审查、座谈问询、走访核查."""
    desk.must_hold(evaluation.accident.lead_unit_id, PostKind.CLERK)
    taken = desk.take(evaluation, "form_team")
    _must_be_a_team(team)
    if not method.strip():
        raise Incomplete({"method": "请写明评估方式，如资料审查、座谈问询、走访核查。"})
    evaluation.team, evaluation.method = [asdict(member) for member in team], method.strip()
    evaluation.team_formed_at = desk.now
    leader = next(member.name for member in team if member.role == LEADER)
    desk.note("form_evaluation_team", evaluation, count=len(team), leader=leader)
    desk.complete(taken)


def _must_be_a_team(team: Sequence[Evaluator]) -> None:
    if len([member for member in team if member.role == LEADER]) != 1:
        raise Incomplete({"team": "评估组应当有一名组长，请确定组长后再提交。"})
    if len(team) < 2 or any(not (member.name.strip() and member.body.strip()) for member in team):
        raise Incomplete({"team": "评估组至少两人，每人都要写明姓名和单位，请补齐。"})


# -- measure by measure


def record_finding(
    desk: Desk, evaluation: Evaluation, measure: Measure, kind: FindingKind, seen: str, redo_by: date | None = None
) -> Finding:
    """What became of one measure, against its test; recorded again, the last line counts. `redo_by`: for what failed."""
    desk.must_hold(evaluation.accident.lead_unit_id, PostKind.CLERK)
    desk.lock([evaluation])
    _must_be_assessing(desk, evaluation)
    if measure not in assessment.to_assess(evaluation, evaluation.accident.measures):
        raise Stale("这项措施不在本次评估范围内：未下达，或上次评估已认定落实。请刷新后从列表中选择。")
    _must_be_a_finding(desk, measure, kind, seen, redo_by)
    finding = Finding(
        measure_id=measure.id, pass_number=evaluation.pass_number, kind=kind, seen=seen.strip(),
        redo_by=None if kind is FindingKind.DONE else redo_by, at=desk.now, by_id=desk.officer_id,
    )  # fmt: skip
    evaluation.findings.append(finding)
    desk.session.flush()
    desk.note("record_finding", evaluation, unit_id=measure.unit_id, number=measure.number, finding=FINDINGS[kind])
    return finding


def _must_be_a_finding(desk: Desk, measure: Measure, kind: FindingKind, seen: str, redo_by: date | None) -> None:
    if not seen.strip():
        raise Incomplete({"seen": "请对照验收标准写明核查看到的情况。"})
    if kind is FindingKind.DONE:
        if measure.closed_at is None:
            raise Refusal(
                f"第{measure.number}项措施尚未销号，不能评为已落实。"
                "请先办理验收和销号；评估时确未完成的，请如实评为部分落实或未落实。"
            )
        return
    if redo_by is None or redo_by <= desk.today:
        raise Incomplete({"redo_by": "没有落实的措施要重新整改，请填写今天以后的完成期限。"})


def save_opinion(desk: Desk, evaluation: Evaluation, *, overall: str, problems: str, proposals: str) -> None:
    """总体意见、存在问题、工作建议, as they are being written."""
    desk.must_hold(evaluation.accident.lead_unit_id, PostKind.CLERK)
    desk.lock([evaluation])
    _must_be_assessing(desk, evaluation)
    evaluation.overall, evaluation.problems, evaluation.proposals = overall, problems, proposals


def _must_be_assessing(desk: Desk, evaluation: Evaluation) -> None:
    if "assess" not in desk.open_steps(evaluation):
        raise Stale("现在不在逐项评估环节，评估内容不能改动。您填写的内容没有丢失，请刷新后查看办理到哪一步。")


def finish_assessment(desk: Desk, evaluation: Evaluation) -> None:
    """The report goes to the government; not before every measure of this pass has its finding."""
    desk.must_hold(evaluation.accident.lead_unit_id, PostKind.CLERK)
    taken = desk.take(evaluation, "assess")
    _must_be_complete(evaluation)
    evaluation.assessed_at, evaluation.back_reason = desk.now, ""
    alarms.plan_again(desk, evaluation)
    desk.note("finish_assessment", evaluation)
    desk.complete(taken)


def _must_be_complete(evaluation: Evaluation) -> None:
    measures = evaluation.accident.measures
    missing = {
        f"measure_{measure.number}": f"第{measure.number}项措施还没有评估结论，请对照验收标准逐项评估。"
        for measure in assessment.open_(evaluation, measures)
    }
    if not evaluation.overall.strip():
        missing["overall"] = "请填写总体意见。"
    if assessment.failed(evaluation, measures) and not evaluation.problems.strip():
        missing["problems"] = "有措施没有落实，请写明存在的问题。"
    if missing:
        raise Incomplete(missing)


# -- approval and publication


def approve_report(desk: Desk, evaluation: Evaluation) -> None:
    """The government approves; the report is made as it stands."""
    desk.must_hold(evaluation.accident.government_id, PostKind.LEADER)
    taken = desk.take(evaluation, "approve_report")
    evaluation.approved_at = desk.now
    name = "" if evaluation.pass_number == 1 else "复评"
    keep(desk, evaluation.accident, evaluation_report(desk, evaluation), evaluation.subject, name=name)
    desk.note("approve_evaluation", evaluation)
    desk.complete(taken)


def return_report(desk: Desk, evaluation: Evaluation, reason: str) -> None:
    """Back to be assessed; what was found stays and may be found anew."""
    desk.must_hold(evaluation.accident.government_id, PostKind.LEADER)
    taken = desk.take(evaluation, "approve_report")
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回的理由和需要补充核查的内容。"})
    evaluation.assessed_at, evaluation.back_reason = None, reason.strip()
    alarms.plan_again(desk, evaluation)
    desk.note("return_evaluation", evaluation, reason=reason.strip())
    desk.complete(taken)


def publish_result(desk: Desk, evaluation: Evaluation, where: str) -> None:
    """公布: what was not carried out is ordered again; when everything is, the evaluation is finished."""
    desk.must_hold(evaluation.accident.lead_unit_id, PostKind.LEADER)
    taken = desk.take(evaluation, "publish")
    if not where.strip():
        raise Incomplete({"where": "请写明在哪里公布，如区政府门户网站。"})
    accident = evaluation.accident
    measures = assessment.ordered(accident.measures)
    is_done = assessment.is_everything_done(evaluation, measures)
    evaluation.published_at = desk.now
    evaluation.first_published_at = evaluation.first_published_at or desk.now
    evaluation.finished_at = desk.now if is_done else None
    alarms.plan_again(desk, evaluation)
    done = len(measures) - len(assessment.failed(evaluation, measures))
    desk.note("publish_evaluation", evaluation, where=where.strip(), total=len(measures), done=done)
    if is_done:
        desk.note("finish_evaluation", evaluation)
    desk.complete(taken)
    if is_done:
        desk.tell([accident], "evaluation_done")
