"""挂牌督办 in a case: the system suggests it when the fine is not paid by its day; people impose it, and lift it."""

from workflow.accident.actions import supervising
from workflow.demo.accident.case import Case
from workflow.people import PostKind

REASON = "批复确定的罚款未在规定日期前缴纳，经两次催缴仍未落实。"
RESULTS = (  # of what a late penalty has supervised, in the order of the notice
    "罚款已全额缴清，对有关人员的处理正在按程序办结，每周报送进展。",
    "善后处置工作已经完成，赔偿协议全部履行。",
    "整改措施已全部下达，责任单位按期落实，由区安全生产委员会办公室逐项验收销号。",
)
LIFTED = "督办事项已全部办结，罚款已缴清，符合解除条件。"


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
        supervising.lift(desk, supervision, RESULTS, LIFTED)
