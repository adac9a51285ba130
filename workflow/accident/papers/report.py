"""What the team writes: 事故调查报告 with its chapters, 不同意见书, 组长结论性意见书."""

import re
from dataclasses import dataclass
from datetime import date

from workflow.documents.paper import Paper

_HEADING = re.compile("（[一二三四五六七八九十]+）")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a chapter; a `heading` is one of the second level, （一）…, and stands in 楷体."""

    text: str
    heading: bool = False


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The lines of a chapter as people typed them; a line （一）… without a final stop is a heading."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Paragraph(line, _is_heading(line)) for line in lines if line)


def _is_heading(line: str) -> bool:
    return bool(_HEADING.match(line)) and not line.endswith(("。", "；", "：", "，"))


@dataclass(frozen=True)
class ReportMeasure:
    """A measure with what makes it binding: unit, date and the test of success fixed with it."""

    number: int
    measure: str
    unit: str
    due_on: date
    test: str


@dataclass(frozen=True)
class Signing:
    """A member's place on the signature page: signed on a day, refused with a reason, or still open."""

    name: str
    body: str
    role: str
    signed_on: date | None = None
    refusal: str = ""  # the reason, as the member gave it

    def __post_init__(self) -> None:
        if self.signed_on and self.refusal:
            raise ValueError(f"{self.name} cannot both sign and refuse")


@dataclass(frozen=True)
class Evidence:
    """A line of the index of evidence."""

    number: str
    name: str
    form: str  # 书证 / 物证 / 询问笔录 / 鉴定意见
    source: str
    collected_on: date


@dataclass(frozen=True)
class AttachedDissent:
    """A member's dissent as it is attached to the report."""

    member: str
    body: str
    matter: str
    opinion: str
    reason: str
    stated_on: date


@dataclass(frozen=True, kw_only=True)
class Report(Paper):
    """The text of the report: six items of 条例第30条, the assessment of the response (安全生产法第86条) and the
    two special chapters; for the file and for the public alike."""

    accident: str
    team: str
    completed_on: date
    preface: tuple[Paragraph, ...] = ()
    unit_profile: tuple[Paragraph, ...]
    course: tuple[Paragraph, ...]
    casualties: tuple[Paragraph, ...]
    causes: tuple[Paragraph, ...]
    responsibility: tuple[Paragraph, ...]
    prevention: tuple[Paragraph, ...] = ()  # stands before the table of measures
    measures: tuple[ReportMeasure, ...]
    response: tuple[Paragraph, ...]
    technical: tuple[Paragraph, ...]
    management: tuple[Paragraph, ...]


@dataclass(frozen=True, kw_only=True)
class InvestigationReport(Report):
    """事故调查报告 as it is submitted, with signature page and annexes."""

    kind = "accident_report"
    title_in_words = "事故调查报告"

    signings: tuple[Signing, ...]
    evidence: tuple[Evidence, ...]
    dissents: tuple[AttachedDissent, ...] = ()
    conclusion: str = ""  # 组长结论性意见
    conclusion_reason: str = ""
    leader: str = ""
    concluded_on: date | None = None


@dataclass(frozen=True)
class DissentPoint:
    """One matter in which a member thinks otherwise."""

    matter: str
    majority: str  # what the others hold
    opinion: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Dissent(Paper):
    """不同意见书 of one member; kept whatever the conclusion is."""

    kind = "accident_dissent"
    title_in_words = "不同意见书"

    accident: str
    team: str
    member: str
    body: str
    role: str
    points: tuple[DissentPoint, ...]
    signed_on: date | None = None
    signature: bytes | None = None  # PNG of the handwriting

    def __post_init__(self) -> None:
        if self.signature and not self.signed_on:
            raise ValueError(f"a signature has its date: {self.member}")


@dataclass(frozen=True)
class MinorityView:
    """What one member held, and why."""

    member: str
    body: str
    matter: str
    opinion: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Conclusion(Paper):
    """组长结论性意见书: where the members disagree, the leader concludes, lists every minority view and says why."""

    kind = "accident_conclusion"
    title_in_words = "组长结论性意见书"

    accident: str
    team: str
    leader: str
    discussed_on: date
    minority_views: tuple[MinorityView, ...]
    conclusion: str
    reason: str
    signed_on: date | None = None
    signature: bytes | None = None

    def __post_init__(self) -> None:
        if not self.minority_views or not self.reason:
            raise ValueError("a conclusion lists the views it overrules and gives its reason")
        if self.signature and not self.signed_on:
            raise ValueError(f"a signature has its date: {self.leader}")
