"""挂牌督办通知书 with its four contents, and 解除挂牌督办通知书."""

from dataclasses import dataclass
from datetime import date

from workflow.documents.paper import Issued


@dataclass(frozen=True, kw_only=True)
class SupervisionNotice(Issued):
    """挂牌督办通知书: name of the accident, matters, time, how and by what procedure it is lifted."""

    kind = "accident_supervision"
    title_in_words = "挂牌督办通知书"

    accident: str
    addressee: str  # the unit supervised
    basis: str  # 根据…; a clause without its final comma
    occurrence: str = ""  # 2017年12月1日，…: a sentence on what happened
    cause: str = ""  # why it is supervised: 未按期提交事故调查报告; a clause
    matters: tuple[str, ...]  # 督办事项; clauses without their final stop
    days: int  # 自接到通知之日起
    due_on: date | None = None  # once the day of receipt is known
    report_to: str  # 区安委会办公室
    lifting: tuple[str, ...]  # 解除方式和程序; sentences
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SupervisionLifted(Issued):
    """解除挂牌督办通知书: what was supervised, what came of each matter."""

    kind = "accident_supervision_lifted"
    title_in_words = "解除挂牌督办通知书"

    accident: str
    addressee: str
    notice_number: str = ""
    noticed_on: date
    results: tuple[str, ...]  # matter by matter; sentences
    further: str = ""  # what remains to be done; a sentence
    copies_to: tuple[str, ...] = ()
