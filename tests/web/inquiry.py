"""A case under investigation, on its site: its people by what they do there, and the shortest way to a later step."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import select

from tests.accident.makers import OCCURRED, Case, a_case
from tests.house import House
from tests.web.site import Browser, Page, Site, open_site
from workflow.accident.actions import (
    approving,
    collecting,
    proposing,
    publishing,
    signing,
    submitting,
    tracing,
    writing,
)
from workflow.accident.actions.approving import Remedy
from workflow.accident.actions.collecting import Found
from workflow.accident.actions.proposing import Wanted
from workflow.accident.actions.signing import Dissenting
from workflow.accident.model import Accident, CauseKind, ChapterKind, EvidenceKind, Member, Supervision
from workflow.desk import Desk
from workflow.people import Officer, PostKind, Unit, UnitKind

DUE = date(2018, 8, 31)
COURSE = "12月1日8时30分，作业人员李四在拆除外架时坠落。"
DISSENT = Dissenting("间接原因的排列", "未组织演练应当列为首要间接原因。", "两名伤者均在疏散途中遇险。")
REMEDY = Remedy("市人民政府", "区人民法院", "60日", "6个月")


Act = TypeVar("Act", bound=Callable[..., None])


def once(act: Act) -> Act:
    """A step of the way is made, or found made in an earlier test."""

    @wraps(act)
    def made_or_found(inquiry: "Inquiry", *given: Any, **named: Any) -> None:
        said = act.__name__, given, sorted(named.items())
        inquiry.case.stage.once(said, lambda: act(inquiry, *given, **named))

    return cast(Act, made_or_found)


@dataclass
class Inquiry:
    """A site, and the case that lies on it."""

    site: Site
    case: Case

    # -- people

    def team(self, number: int = 0) -> Browser:
        """The leader of the team (0) or one of its members."""
        with self.case.look() as (desk, accident):
            return self.site.as_(_officer(desk, _signing(accident)[number]).login)

    def office(self) -> Browser:
        return self.site.as_("bgs")

    def head(self) -> Browser:
        return self.site.as_("zr")

    def government(self) -> Browser:
        return self.site.as_("qz")

    # -- pages

    def url(self, page: str, **values: Any) -> str:
        with self.case.look() as (_, accident):
            return self.site.url(f"reports.{page}", key=accident.key, **values)

    def open(self, page: str, by: Browser | None = None, *, status: int = 200, **values: Any) -> Page:
        """That page, before the leader of the team unless somebody else looks."""
        return (by or self.team()).get(self.url(page, **values), status=status)

    # -- the way

    @once
    def investigate(self, *, without: Collection[ChapterKind] = ()) -> None:
        """One piece of evidence, one direct cause, one measure and the chapters: nothing is missing from the text."""
        with self.case.team() as (desk, accident):
            found = Found(
                EvidenceKind.OBJECT,
                "断裂的钢丝绳",
                "事故现场",
                OCCURRED + timedelta(minutes=40),
                "王某、陈某",
                keeper="王某",
            )
            piece = collecting.record_evidence(desk, accident, found)
            cause = tracing.add_cause(desk, accident, CauseKind.DIRECT, "钢丝绳超期使用断裂", evidence=[piece.key])
            unit = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id)).first()
            wanted = Wanted("更换全部超期钢丝绳。", [cause.key], unit, DUE, "现场抽查十根，均在使用期内。")
            proposing.propose_measure(desk, accident, wanted)
            for kind in [kind for kind in ChapterKind if kind not in without]:
                text = COURSE if kind is ChapterKind.COURSE else "（一）基本情况\n经调查查明，情况属实。"
                writing.save_chapter(desk, accident, kind, text, seen=0)

    @once
    def finish(self) -> None:
        with self.case.team() as (desk, accident):
            signing.finish_report(desk, accident)

    @once
    def sign(self, *, dissenting: int | None = None) -> None:
        """Every member for himself; one of them may dissent."""
        with self.case.look() as (_, accident):
            count = len(_signing(accident))
        for number in range(count):
            with self.member(number) as (desk, accident, member):
                signing.sign(desk, accident, member, dissent=DISSENT if number == dissenting else None)

    @contextmanager
    def member(self, number: int) -> Iterator[tuple[Desk, Accident, Member]]:
        """One who signs, at his own desk."""
        with self.case.look() as (_, accident):
            officer_id = _signing(accident)[number].officer_id
        with self.case.stage.office.desk(officer_id) as desk:
            accident = desk.session.get_one(Accident, self.case.accident_id)
            yield desk, accident, _signing(accident)[number]

    @once
    def supervise(self) -> None:
        """挂牌督办 is imposed, as its own actions leave it."""
        with self.case.office() as (desk, accident):
            imposed = {"imposed": True, "imposed_at": desk.now, "suggested_at": desk.now}
            accident.supervisions.append(Supervision(trigger="report_late", supervisor="市安委会办公室", **imposed))

    @once
    def submit(self) -> None:
        with self.case.team(PostKind.LEADER) as (desk, accident):
            submitting.submit(desk, accident)

    @once
    def approve(self) -> None:
        with self.case.government() as (desk, accident):
            approving.approve(desk, accident, nature="生产安全责任事故", remedy=REMEDY)

    @once
    def check(self, *names: str) -> None:
        with self.case.office() as (desk, accident):
            publishing.hide_names(desk, accident, names)
            publishing.finish_check(desk, accident)

    @once
    def publish(self) -> None:
        with self.case.office(PostKind.LEADER) as (desk, accident):
            publishing.publish(desk, accident, "区政府门户网站")

    def publish_all(self) -> None:
        """The check, and then the publication."""
        self.check("李四")
        self.publish()


def _officer(desk: Desk, member: Member) -> Officer:
    return desk.session.get_one(Officer, member.officer_id)


def _signing(accident: Accident) -> list[Member]:
    """The leader first."""
    return sorted((m for m in accident.members if m.signs), key=lambda m: (m.role != "leader", m.id))


@contextmanager
def opened(house: House, district: Path) -> Iterator[Inquiry]:
    """A site with a case whose team may begin to work."""
    stage = house.opened(district, OCCURRED)
    case = a_case(stage, "investigate")
    for site in open_site(stage):
        yield Inquiry(site, case)
