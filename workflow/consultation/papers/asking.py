"""What asks units for their comments: the notice, the blank form, and what follows until the deadline."""

from dataclasses import dataclass
from datetime import datetime

from workflow.documents.paper import Issued, Paper


@dataclass(frozen=True, kw_only=True)
class Notice(Issued):
    """征求意见通知."""

    kind = "notice"
    title_in_words = "征求意见通知"

    title: str  # 关于征求《…（征求意见稿）》意见的通知
    addressees: tuple[str, ...]  # 主送机关, group by group as they are to be read
    basis: str  # 根据…要求，参照《…》; a clause without its final comma
    drafter: str  # 起草单位 as the notice calls it: 区安委会办公室
    draft_title: str  # without 《》
    requests: tuple[str, ...] = ()  # further paragraphs: how to fill the form, what to look at
    deadline: datetime  # strictly before this moment
    deliver_to: str  # where replies go: 区安委会办公室
    silence_means_no_objection: bool = True
    annexes: tuple[str, ...] = ()  # names in order, without 附件1
    copies_to: tuple[str, ...] = ()  # 抄送


@dataclass(frozen=True)
class FormClause:
    """One prefilled line of the blank form."""

    clause: str  # 第四部分（十八）完善事故调查处理机制
    original: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentForm(Paper):
    """反馈单: blank, prefilled with the unit and the clauses; read back by `workflow.documents.forms`."""

    kind = "comment_form"
    title_in_words = "意见反馈单"

    form_code: str  # tells unit, round and version when the form comes back
    unit: str
    office: str  # who asks: 区安委会办公室
    draft_title: str
    draft_version: str  # 第1稿
    deadline: datetime
    contact: str = ""
    telephone: str = ""
    clauses: tuple[FormClause, ...]


@dataclass(frozen=True, kw_only=True)
class Reminder(Issued):
    """催办函 to one unit that has not replied."""

    kind = "reminder"
    title_in_words = "催办函"

    unit: str
    notice_title: str
    notice_number: str = ""
    draft_title: str
    state: str  # 尚未签收通知 / 已签收，尚未报送书面意见
    time_left: str  # 2个工作日
    deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True


@dataclass(frozen=True, kw_only=True)
class Extension(Issued):
    """延期通知 to all units, issued before the old deadline."""

    kind = "extension"
    title_in_words = "延期通知"

    addressees: tuple[str, ...]
    notice_title: str
    notice_number: str = ""
    draft_title: str
    reason: str  # 因…; a clause without its final comma
    old_deadline: datetime
    new_deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True
    copies_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.new_deadline <= self.old_deadline:
            raise ValueError(f"an extension goes forward: {self.old_deadline} -> {self.new_deadline}")


@dataclass(frozen=True, kw_only=True)
class Revocation(Issued):
    """撤销通知 to all units: the round is taken back as a whole."""

    kind = "revocation"
    title_in_words = "撤销通知"

    addressees: tuple[str, ...]
    notice_title: str
    notice_number: str = ""
    draft_title: str
    reason: str  # 因…; a clause without its final comma
    keeper: str  # where what has been answered is kept: 区安委会办公室
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction(Issued):
    """补正通知 to one unit whose reply has a defect of form."""

    kind = "correction"
    title_in_words = "补正通知"

    unit: str
    draft_title: str
    received_at: datetime
    defects: tuple[str, ...]  # 未经主要负责同志签字; a clause without its final stop
    deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True
    afterwards: str = ""  # after the deadline nothing can be corrected: sentences about what counts instead


@dataclass(frozen=True)
class Change:
    """One place in which a new version differs."""

    clause: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Replacement(Issued):
    """更正通知: a corrected version of the draft, which units that have replied confirm again."""

    kind = "replacement"
    title_in_words = "更正通知"

    addressees: tuple[str, ...]
    notice_title: str
    notice_number: str = ""
    draft_title: str
    reason: str  # 因…; a clause without its final comma
    old_version: str  # 第1稿
    new_version: str  # 第2稿
    changes: tuple[Change, ...]
    deadline: datetime
    deliver_to: str
    annexes: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
