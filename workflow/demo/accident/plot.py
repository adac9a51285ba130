"""What happened in a case of the demonstration. Units of the accident, places and people are invented."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workflow.accident.model import CauseKind, EvidenceKind, FindingKind, Role


@dataclass(frozen=True)
class Found:
    """A piece of evidence; `said_by`: whose words an interview records."""

    kind: EvidenceKind
    title: str
    source: str
    content: str
    said_by: str = ""


@dataclass(frozen=True)
class Why:
    """A node of the cause tree; `because_of`: the place of the cause it explains; `shown_by`: places of evidence."""

    kind: CauseKind
    text: str
    shown_by: tuple[int, ...] = ()
    because_of: int | None = None


@dataclass(frozen=True)
class Task:
    """A measure and how it goes. `due`: days after the accident; `against`: places of causes."""

    text: str
    unit: str
    due: int
    test: str
    against: tuple[int, ...]
    plan: str
    proof: str
    extended_by: int = 0  # days
    objects: str = ""  # what the unit says against the order before it accepts it
    finding: FindingKind = FindingKind.DONE  # of the first evaluation
    until: str = ""  # the last act that is played, "" for all of them

    @property
    def has_failed(self) -> bool:
        return self.finding is not FindingKind.DONE


@dataclass(frozen=True)
class Person:
    """Somebody of the team: an officer of a unit of the district, or an invited person or expert without account."""

    body: str
    role: Role
    duty: str
    name: str = ""  # "": the clerk of that unit


@dataclass(frozen=True)
class Dissent:
    """Who of the team thinks otherwise, on what, and how the leader concludes."""

    body: str
    matter: str
    opinion: str
    reason: str
    conclusion: str
    grounds: str


TEAM = (
    Person("区安全生产委员会办公室", Role.LEADER, "主持调查工作"),
    Person("区建委", Role.MEMBER, "技术组，查清直接原因"),
    Person("公安分局", Role.MEMBER, "现场勘查和人员询问"),
    Person("区人力社保局", Role.MEMBER, "管理组，工伤和用工情况"),
    Person("区司法局", Role.MEMBER, "综合组，责任认定的合法性审核"),
    Person("市安全生产技术研究中心", Role.EXPERT, "结构安全", "顾怀瑾"),
    Person("区人民检察院", Role.INVITED, "区人民检察院已派员参加。", "林正平"),
)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One accident. Figures are those of the first report and, `later`, of the supplement ("" for none)."""

    unit: str
    event: str  # 坍塌, 高处坠落 …
    place: str
    trade: str
    profile: str
    scene: str
    course: str
    taken: str
    deaths: int
    injuries: int
    loss: Decimal
    dead: tuple[str, ...]  # names: removed before publication
    deaths_later: int = 0  # seriously injured people who died within the window
    technical: str
    management: str
    evidence: tuple[Found, ...]
    causes: tuple[Why, ...]
    measures: tuple[Task, ...]
    appraisal: str  # what is appraised
    dissent: Dissent | None = None
    pays_late: bool = False  # the fine, so that 挂牌督办 follows
    team: tuple[Person, ...] = TEAM

    def title(self, day: date) -> str:
        return f"{self.unit}“{day.month}·{day.day}”{self.event}事故"


def usual_evidence(unit: str, place: str, scene: str, object_: str, foreman: str) -> tuple[Found, ...]:
    return (
        Found(EvidenceKind.SCENE, "现场勘查笔录", place, scene),
        Found(EvidenceKind.PICTURE, "现场照片和视频（42张、3段）", "公安分局现场拍摄", "反映事故发生后的现场状况。"),
        Found(EvidenceKind.OBJECT, object_, place, "现场提取，封存编号并拍照。"),
        Found(EvidenceKind.DOCUMENT, "施工方案、安全技术交底记录和检查记录", unit, "共3册，复印件与原件核对无误。"),
        Found(
            EvidenceKind.INTERVIEW, "对现场负责人的询问笔录", "区安全生产委员会办公室询问室",
            "问：作业前是否进行了检查？\n答：当天没有检查，班前会也没有开，人到齐就上去干了。", foreman,
        ),
    )  # fmt: skip
