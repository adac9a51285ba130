"""The team at work: a case from its first evidence to the approval, with a test naming only what matters to it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests.accident.makers import OCCURRED, a_case, candidates
from tests.accident.makers import Case as CaseInWork
from tests.makers import Stage
from workflow.accident.actions import (
    accounting,
    approving,
    collecting,
    proposing,
    publishing,
    signing,
    submitting,
    team,
    tracing,
    writing,
)
from workflow.accident.actions.accounting import ToAccount
from workflow.accident.actions.approving import Remedy
from workflow.accident.actions.collecting import Found
from workflow.accident.actions.proposing import Wanted
from workflow.accident.actions.signing import Dissenting
from workflow.accident.actions.team import Candidate
from workflow.accident.model import (
    Accident,
    AccountabilityKind,
    CauseKind,
    ChapterKind,
    EvidenceKind,
    Member,
    Supervision,
)
from workflow.desk import Desk
from workflow.people import PostKind, Unit, UnitKind

LEADER, CLERK, UNIONIST, NO_ACCOUNT, EXPERT = "周某", "王某", "陈某", "郭某", "钱某"
NAMES = (LEADER, CLERK, UNIONIST, NO_ACCOUNT, EXPERT, "郑检")
WITHOUT_ACCOUNT = (NO_ACCOUNT, EXPERT)
DISSENT = Dissenting("间接原因的排列顺序", "未组织疏散演练应当列为首要间接原因。", "两名伤者均在疏散途中遇险。")
REMEDY = Remedy("市人民政府", "有管辖权的人民法院", "60日", "6个月")
PENALTY = ToAccount(AccountabilityKind.PENALTY, "某某建筑公司", "未落实安全生产责任", "区应急局", is_unit=True)
DUE = date(2018, 8, 31)


@dataclass
class Inquiry(CaseInWork):
    """A case whose team stands, and what it does."""

    # -- people

    @contextmanager
    def as_member(self, name: str) -> Iterator[tuple[Desk, Accident, Member]]:
        """This member, at his own desk."""
        with self.look() as (_, accident):
            officer_id = _member(accident, name).officer_id
        assert officer_id is not None
        with self.stage.office.desk(officer_id) as desk:
            accident = desk.session.get_one(Accident, self.accident_id)
            yield desk, accident, _member(accident, name)

    @contextmanager
    def for_member(self, name: str) -> Iterator[tuple[Desk, Accident, Member]]:
        """The office's clerk, who records what this member put on paper."""
        with self.office() as (desk, accident):
            yield desk, accident, _member(accident, name)

    # -- the way to the report

    def form_team(self) -> None:
        """The team stands and nobody has an interest."""
        self.propose_team()
        self.appoint()
        self.declare()

    def propose_team(self) -> None:
        with self.office() as (desk, accident):
            team.propose(desk, accident, _candidates(desk))

    def find(self, **wishes: Any) -> str:
        """Record a piece of evidence; its key."""
        known: dict[str, Any] = {
            "kind": EvidenceKind.OBJECT, "title": "断裂的钢丝绳", "source": "事故现场", "collected_by": "王某、陈某",
            "collected_at": OCCURRED + timedelta(minutes=45), "keeper": "王某",
        }  # fmt: skip
        with self.team() as (desk, accident):
            return collecting.record_evidence(desk, accident, Found(**{**known, **wishes})).key

    def trace(self, text: str = "钢丝绳超期使用断裂", kind: CauseKind = CauseKind.DIRECT, **wishes: Any) -> str:
        with self.team() as (desk, accident):
            return tracing.add_cause(desk, accident, kind, text, **wishes).key

    def propose_measure(self, causes: Collection[str], **wishes: Any) -> str:
        known: dict[str, Any] = {"text": "更换全部超期钢丝绳。", "due_on": DUE, "test": "现场抽查十根，均在使用期内。"}
        with self.team() as (desk, accident):
            unit = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id)).first()
            wanted = Wanted(**{**known, "unit": unit, "causes": causes, **wishes})
            return proposing.propose_measure(desk, accident, wanted).key

    def write(self, *, without: Collection[ChapterKind] = (), course: str = "作业人员李四在拆除外架时坠落。") -> None:
        with self.team() as (desk, accident):
            for kind in set(ChapterKind) - set(without):
                text = course if kind is ChapterKind.COURSE else f"（一）{kind.value}\n经调查查明。"
                writing.save_chapter(desk, accident, kind, text, seen=0)

    def investigate(self) -> None:
        """One piece of evidence, a direct cause, a measure, nine chapters."""
        self.propose_measure([self.trace(evidence=[self.find()])])
        self.write()

    def finish(self) -> None:
        with self.team() as (desk, accident):
            signing.finish_report(desk, accident)

    # -- the signing

    def sign(self, name: str, **words: Any) -> None:
        entered = self.for_member(name) if name in WITHOUT_ACCOUNT else self.as_member(name)
        with entered as (desk, accident, member):
            signing.sign(desk, accident, member, **words)

    def sign_all(self, *, dissenting: str = "") -> None:
        for name in (LEADER, CLERK, UNIONIST, NO_ACCOUNT):
            self.sign(name, dissent=DISSENT if name == dissenting else None)

    def conclude(self) -> None:
        with self.team(PostKind.LEADER) as (desk, accident):
            signing.conclude(desk, accident, "维持原稿，将演练单列一条。", "两项原因作用相当。")

    def supervise(self) -> None:
        """挂牌督办 is imposed, as its own actions leave it."""
        with self.office() as (desk, accident):
            accident.supervisions.append(
                Supervision(
                    trigger="report_late", suggested_at=desk.now, supervisor="市安委会办公室", imposed=True,
                    imposed_at=desk.now,
                )
            )  # fmt: skip

    # -- from the submission to the archive

    def submit(self) -> None:
        with self.team(PostKind.LEADER) as (desk, accident):
            submitting.submit(desk, accident)

    def approve(self, **wishes: Any) -> None:
        with self.government() as (desk, accident):
            approving.approve(desk, accident, **{"nature": "生产安全责任事故", "remedy": REMEDY, **wishes})

    def check(self, *names: str) -> None:
        """公开前审查, with these names hidden."""
        with self.office() as (desk, accident):
            publishing.hide_names(desk, accident, names)
        with self.office() as (desk, accident):
            publishing.finish_check(desk, accident)

    def publish(self) -> None:
        with self.office(PostKind.LEADER) as (desk, accident):
            publishing.publish(desk, accident, "区政府门户网站")

    def account(self, item: ToAccount = PENALTY, **wishes: Any) -> str:
        """Record an item; its key."""
        with self.office() as (desk, accident):
            return accounting.record(desk, accident, replace(item, **wishes)).key

    def settle(self, remark: str = "经批复，无需追究责任。") -> None:
        with self.office() as (desk, accident):
            accounting.settle(desk, accident, remark)


def _member(accident: Accident, name: str) -> Member:
    return next(member for member in accident.members if member.name == name)


def _candidates(desk: Desk) -> list[Candidate]:
    """Those of every case, by names of our own; one member has no account."""
    found = zip(NAMES, candidates(desk), strict=False)
    return [replace(one, name=name, officer=None if name == NO_ACCOUNT else one.officer) for name, one in found]


WAY = {  # the step that lies open -> what led to it
    "investigate": Inquiry.form_team,
    "sign_report": lambda case: (case.investigate(), case.pass_(days=10), case.finish()),
    "submit": Inquiry.sign_all,
    "approve": lambda case: (case.pass_(days=2), case.submit()),
    "check_privacy": lambda case: (case.pass_(days=5), case.approve()),
    "publish": lambda case: (case.pass_(days=5), case.check("李四")),
}


def an_inquiry(stage: Stage, until: str = "investigate") -> Inquiry:
    """A case whose step `until` lies open."""
    case = Inquiry(stage, stage.once(("an inquiry", until), lambda: _led(stage, until)))
    assert until in case.steps
    return case


def _led(stage: Stage, until: str) -> int:
    """The case's id, when it has come there."""
    steps = list(WAY)
    came = steps.index(until)
    case = an_inquiry(stage, steps[came - 1]) if came else Inquiry(stage, a_case(stage, "propose_team").accident_id)
    WAY[until](case)
    return case.accident_id
