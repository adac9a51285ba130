"""From an evaluation to its report: what became of each measure, against the test fixed at the start."""

from collections.abc import Iterator

from workflow.accident import papers
from workflow.accident.model import Accountability, Evaluation, Measure
from workflow.accident.paperwork import clause, seal_of
from workflow.accident.rules import assessment, clocks
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.accident.words.following import FINDINGS
from workflow.clock import day_in_words, day_of
from workflow.desk import Desk


def evaluation_report(desk: Desk, evaluation: Evaluation) -> papers.EvaluationReport:
    """All measures with the finding that counts; in a 复评 the earlier ones stand beside it."""
    accident = evaluation.accident
    opens = clocks.evaluation_opens(facts_of(accident, clock_settings(desk.session), desk.calendar))
    assert accident.approved_at
    assert opens
    assert opens.due
    return papers.EvaluationReport(
        demonstration=accident.is_demo,
        accident=accident.title,
        approval_number=accident.approval_number,
        approved_on=day_of(accident.approved_at),
        evaluation_opens=opens.due,
        evaluation_due=evaluation.due_on,
        evaluators=tuple(papers.Evaluator(m["name"], m["body"], m["role"]) for m in evaluation.team),
        process=papers.paragraphs("\n".join(_process(evaluation))),
        overall=papers.paragraphs(evaluation.overall),
        evaluated=tuple(_evaluated(evaluation, measure) for measure in assessment.ordered(accident.measures)),
        accountability=papers.paragraphs("\n".join(_accounted(item) for item in accident.accountabilities)),
        problems=papers.paragraphs(evaluation.problems),
        proposals=papers.paragraphs(evaluation.proposals),
        issuer=accident.lead_unit.name,
        issued_on=desk.today,
        seal=seal_of(accident),
    )


def _process(evaluation: Evaluation) -> Iterator[str]:
    began = day_in_words(day_of(evaluation.opened_at))
    yield f"评估于{began}启动，采取{clause(evaluation.method)}的方式，逐项对照措施提出时确定的验收标准进行。"
    if evaluation.pass_number > 1:
        yield "本次为复评，对上次评估没有落实、责成重新整改的措施进行核查；其余措施沿用上次评估的结论。"


def _evaluated(evaluation: Evaluation, measure: Measure) -> papers.EvaluatedMeasure:
    finding = assessment.finding(evaluation, measure)
    assert finding is not None
    assert measure.due_on is not None
    return papers.EvaluatedMeasure(
        number=measure.number,
        measure=measure.text,
        unit=measure.unit.name if measure.unit else "",
        due_on=measure.due_on,
        test=measure.test,
        found=finding.seen,
        finding=FINDINGS[finding.kind],
    )


def _accounted(item: Accountability) -> str:
    outcome = clause(item.outcome) or ("已落实" if item.carried_out_at else "尚未落实")
    return f"{item.whom}：{clause(item.grounds)}，{outcome}。"
