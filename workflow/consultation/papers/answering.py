"""单位回函: what a unit sends back."""

from dataclasses import dataclass
from datetime import date

from workflow.documents.paper import Paper


@dataclass(frozen=True)
class CommentLine:
    """One comment as its unit wrote it."""

    number: int
    clause: str
    original: str
    proposed: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reply(Paper):
    """单位回函: the comments or the sentence 无修改意见, the leader's opinion, name and full date, the seal.

    Before it is signed, `leader` is "" and `signed_on` None, and the paper says 尚未签字.
    """

    kind = "reply"
    title_in_words = "单位回函"

    unit: str
    number: str = ""  # the unit's own 发文字号, if it has one
    office: str  # 主送
    notice_title: str  # without 《》
    notice_number: str = ""
    draft_title: str
    draft_version: str
    comments: tuple[CommentLine, ...]  # none: 书面无意见
    department: str = ""  # 承办科室
    handler: str = ""  # 承办人
    telephone: str = ""
    opinion: str = ""  # the leader's opinion: 同意，请按程序报送。
    leader: str = ""
    signed_on: date | None = None
    signature: bytes | None = None  # PNG of the handwriting
    seal: bytes | None = None

    def __post_init__(self) -> None:
        if bool(self.leader) != bool(self.signed_on):
            raise ValueError(f"a signature is a name and a date: {self.leader!r}, {self.signed_on}")
        if self.seal and not self.leader:
            raise ValueError(f"a seal is applied only to what has been signed: {self.unit}")
