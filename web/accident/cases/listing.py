"""事故处理: every case that the officer may see, how far it is, and what presses."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from web import tones
from web.accident.cases import blueprint
from web.frame.desk import read_desk
from web.lists import Column, List, Narrowing, look_at, options_by
from workflow.accident import standing
from workflow.accident.custody import is_seen
from workflow.accident.model import Accident, Stage
from workflow.accident.rules.grading import Grade
from workflow.accident.words import opening
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import PostKind, UnitKind

_SHOWN = (
    selectinload(Accident.casualty_reports),
    selectinload(Accident.appraisals),
    selectinload(Accident.extensions),
    selectinload(Accident.supervisions),
    selectinload(Accident.evaluation),
)


@dataclass(frozen=True)
class Line:
    """One case with the clock that presses most."""

    case: Accident
    next: standing.Standing | None


STAGES = list(Stage)  # as a case goes through them
GRADES = list(Grade)

ACCIDENTS: List[Line] = List(
    "accidents",
    "事故处理一览",
    "accidents.index",
    (
        Column("事故", lambda line: line.case.title, "title"),
        Column(
            "等级", lambda line: line.case.grade or "待核定", "grade",
            order=lambda line: GRADES.index(Grade(line.case.grade)) if line.case.grade else None,
        ),
        Column(
            "进度", lambda line: opening.STAGES[line.case.stage], "stage",
            order=lambda line: STAGES.index(line.case.stage),
        ),
        Column("最近的时限", lambda line: line.next.clock.name if line.next else "", on_page=False),
        Column("最近的时限", lambda line: line.next.clock.due if line.next else None, "due"),
        Column("发生时间", lambda line: line.case.occurred_at, "occurred"),
    ),
    narrowings={"stage": Narrowing(lambda line, stage: line.case.stage == stage, frozenset(STAGES))},
    size=50,
)  # fmt: skip


@blueprint.get("/accidents")
def index() -> ResponseReturnValue:
    look = look_at(ACCIDENTS)
    with read_desk() as desk:
        must_see_accidents(desk)
        find = select(Accident).where(is_seen(desk)).options(*_SHOWN).order_by(Accident.occurred_at.desc())
        found = [Line(each, standing.next_clock(desk, each)) for each in desk.session.scalars(find)]
        stage = look.chosen["stage"]
        return look.answer(
            found,
            "accident/cases/index.html",
            options=options_by(found, lambda line: line.case.stage, opening.STAGES, tones.CASE_STAGES, stage),
            may_register=is_clerk_of_office(desk),
        )


def must_see_accidents(desk: Desk) -> None:
    """The office, the government and teams; for others the pages do not exist."""
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    if not any(post.kind in (PostKind.CLERK, PostKind.LEADER) and not post.unit.is_ordinary for post in posts):
        raise Unknown()


def is_clerk_of_office(desk: Desk) -> bool:
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    return any(post.kind is PostKind.CLERK and post.unit.kind is UnitKind.OFFICE for post in posts)
