"""When 挂牌督办 is suggested, and what the notice then says: its four contents, drafted.

The triggers are those of provincial practice, not of an article: the system only suggests, people decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """Why a case should be supervised."""

    NO_TEAM = "no_team"  # 未按期成立调查组
    REPORT_LATE = "report_late"  # 未按期提交调查报告
    APPROVAL_LATE = "approval_late"  # 未按期批复
    PENALTY_LATE = "penalty_late"  # 责任追究未按批复落实
    UNSUPPORTED = "unsupported"  # 结论与事实不符: only people can see that


@dataclass(frozen=True)
class NoticeDraft:
    """The notice beside the name of the accident and its due day. `cause`: a clause after 鉴于."""

    cause: str
    matters: tuple[str, ...]  # 督办事项; clauses without their final stop
    lifting: tuple[str, ...]  # 解除方式和程序; sentences


_CAUSES: Mapping[Trigger, str] = {
    Trigger.NO_TEAM: "该起事故未在规定期限内成立调查组",
    Trigger.REPORT_LATE: "该起事故未在规定期限内提交事故调查报告",
    Trigger.APPROVAL_LATE: "该起事故的调查报告未在规定期限内批复",
    Trigger.PENALTY_LATE: "该起事故的责任追究未按批复落实",
    Trigger.UNSUPPORTED: "该起事故调查认定的结论与已查明的事实不符",
}
_FIRST: Mapping[Trigger, str] = {
    Trigger.NO_TEAM: "立即成立事故调查组，指定组长",
    Trigger.REPORT_LATE: "查清事故原因，形成并提交事故调查报告",
    Trigger.APPROVAL_LATE: "依法对事故调查报告作出批复",
    Trigger.PENALTY_LATE: "按照批复落实行政处罚和对有关人员的处理",
    Trigger.UNSUPPORTED: "对事实不清的部分补充调查，重新认定原因和责任",
}
_ALWAYS = ("做好善后处置工作", "查清事故原因，认定事故性质，分清事故责任", "落实防范和整改措施")
_LIFTING = (
    "督办事项全部办结后，书面报告办理结果并提出解除申请。",
    "经督办机关审核同意后，印发解除挂牌督办通知书并公布。",
)


def draft(trigger: Trigger) -> NoticeDraft:
    """The notice as it is laid before the head, who may change it."""
    return NoticeDraft(_CAUSES[trigger], tuple(_matters(trigger)), _LIFTING)


def _matters(trigger: Trigger) -> Iterator[str]:
    yield _FIRST[trigger]
    for matter in _ALWAYS:
        if not (trigger in _INVESTIGATED and matter == _ALWAYS[1]):
            yield matter


_INVESTIGATED = (Trigger.REPORT_LATE, Trigger.APPROVAL_LATE, Trigger.PENALTY_LATE)  # nothing to ask a second time
