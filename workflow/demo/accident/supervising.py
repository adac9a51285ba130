"""挂牌督办 in a case: suggested because the fine is not paid by its day; people impose it, and lift it."""

from workflow.accident.actions import supervising
from workflow.accident.rules.triggers import Trigger
from workflow.demo.accident.case import Case
from workflow.people import PostKind

REASON = "批复确定的罚款未在规定日期前缴纳，经两次催缴仍未落实。"
RESULTS = "已按要求办结，有关材料存卷。"
LIFTED = "督办事项已全部办结，罚款已缴清，符合解除条件。"


def suggest(case: Case) -> None:
    """By the office, unless the system has said it already."""
    if not case.plot.pays_late:
        return
    with case.office() as (desk, accident):
        if not accident.supervisions:
            supervising.propose(desk, accident, Trigger.PENALTY_LATE, REASON)


def impose(case: Case) -> None:
    if not case.plot.pays_late:
        return
    with case.office(PostKind.LEADER) as (desk, accident):
        supervising.impose(desk, accident.supervisions[-1], reason=REASON)


def lift(case: Case) -> None:
    if not case.plot.pays_late:
        return
    with case.office(PostKind.LEADER) as (desk, accident):
        supervision = accident.supervisions[-1]
        supervising.lift(desk, supervision, [RESULTS] * len(supervision.matters), LIFTED)
