"""The evaluation: opened by the system, item by item, published, and once more for what had not been carried out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from workflow.accident.actions import evaluating
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.model import Evaluation, FindingKind, Measure
from workflow.accident.rules import assessment
from workflow.demo.accident.case import Case
from workflow.demo.accident.settling import WEBSITE
from workflow.desk import Desk
from workflow.people import PostKind

TEAM = (
    Evaluator("钱守成", "区安全生产委员会办公室", "组长"),
    Evaluator("尤书平", "区建委", "成员"),
    Evaluator("许慎言", "公安分局", "成员"),
    Evaluator("顾怀瑾", "市安全生产技术研究中心", "专家"),
)
METHOD = "资料审查、座谈问询、走访核查"
FAILED = "检查记录为补填，抽问作业人员20名，有7名答不出本岗位风险，未达到验收标准。"


@contextmanager
def _office(case: Case, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Evaluation]]:
    with case.office(kind) as (desk, accident):
        assert accident.evaluation is not None
        yield desk, accident.evaluation


def form_team(case: Case) -> None:
    with _office(case) as (desk, evaluation):
        evaluating.form_team(desk, evaluation, TEAM, METHOD)


def assess_first_half(case: Case) -> None:
    with _office(case) as (desk, evaluation):
        for measure in evaluation.accident.measures[:2]:
            _find(case, desk, evaluation, measure)


def assess(case: Case) -> None:
    """Whatever this pass still has to look at; then the report."""
    with _office(case) as (desk, evaluation):
        for measure in assessment.open_(evaluation, evaluation.accident.measures):
            _find(case, desk, evaluation, measure)
        _write(desk, evaluation)
        evaluating.finish_assessment(desk, evaluation)


def _find(case: Case, desk: Desk, evaluation: Evaluation, measure: Measure) -> None:
    planned = case.plot.measures[measure.number - 1].finding
    kind = planned if evaluation.pass_number == 1 else FindingKind.DONE
    if kind is FindingKind.DONE:
        seen = f"对照验收标准逐条核查：{measure.test}，情况属实。"
        evaluating.record_finding(desk, evaluation, measure, kind, seen)
    else:
        evaluating.record_finding(desk, evaluation, measure, kind, FAILED, redo_by=desk.today + timedelta(45))


def _write(desk: Desk, evaluation: Evaluation) -> None:
    measures = assessment.ordered(evaluation.accident.measures)
    failed = assessment.failed(evaluation, measures)
    overall = f"报告提出的{len(measures)}项整改措施，已落实{len(measures) - len(failed)}项。"
    problems = "；".join(f"第{measure.number}项：{FAILED.rstrip('。')}" for measure in failed)
    evaluating.save_opinion(
        desk, evaluation, overall=overall + ("总体落实到位。" if not failed else "其余措施应当重新整改后复评。"),
        problems=f"{problems}。" if problems else "", proposals="将有效做法固定为制度，纳入年度监督检查计划。",
    )  # fmt: skip


def approve(case: Case) -> None:
    with case.government() as (desk, accident):
        assert accident.evaluation is not None
        evaluating.approve_report(desk, accident.evaluation)


def publish(case: Case) -> None:
    with _office(case, PostKind.LEADER) as (desk, evaluation):
        evaluating.publish_result(desk, evaluation, WEBSITE)
