"""事故处理: every case that the officer may see, how far it is, and what presses."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from web.accident.cases import blueprint
from web.frame.desk import read_desk
from workflow.accident import standing
from workflow.accident.custody import is_seen
from workflow.accident.model import Accident
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


@blueprint.get("/accidents")
def index() -> ResponseReturnValue:
    with read_desk() as desk:
        must_see_accidents(desk)
        find = select(Accident).where(is_seen(desk)).options(*_SHOWN).order_by(Accident.occurred_at.desc())
        cases = [(each, standing.next_clock(desk, each)) for each in desk.session.scalars(find)]
        return render_template("accident/cases/index.html", cases=cases, may_register=is_clerk_of_office(desk))


def must_see_accidents(desk: Desk) -> None:
    """The office, the government and teams; for others the pages do not exist."""
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    if not any(post.kind in (PostKind.CLERK, PostKind.LEADER) and not post.unit.is_ordinary for post in posts):
        raise Unknown()


def is_clerk_of_office(desk: Desk) -> bool:
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    return any(post.kind is PostKind.CLERK and post.unit.kind is UnitKind.OFFICE for post in posts)
