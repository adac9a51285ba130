"""All rounds of the office, and a new one."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from web import tones
from web.access import lead_unit
from web.consultation.rounds.blueprint import blueprint
from web.deadlines import Countdown, countdown
from web.frame.desk import read_desk, write_desk
from web.lists import Column, List, Narrowing, look_at, options_by
from workflow.consultation import board, words
from workflow.consultation.actions import drafting
from workflow.consultation.board import Progress
from workflow.consultation.model import Round, RoundStage
from workflow.desk import Desk
from workflow.people import PostKind, Unit

STAGES = list(RoundStage)  # as a round goes through them


@dataclass(frozen=True)
class Line:
    """One round; `left` while it is collecting replies."""

    round: Round
    progress: Progress | None  # None before it was issued
    left: Countdown | None

    @property
    def replied(self) -> str:
        return f"{self.progress.answered}/{self.progress.sent}家" if self.progress else ""

    @property
    def share(self) -> float | None:
        return self.progress.answered / self.progress.sent if self.progress and self.progress.sent else None


ROUNDS: List[Line] = List(
    "rounds",
    "征求意见一览",
    "rounds.index",
    (
        Column("征求意见稿", lambda line: line.round.title, "title"),
        Column(
            "进展", lambda line: words.ROUND_STAGES[line.round.stage], "stage",
            order=lambda line: STAGES.index(line.round.stage),
        ),
        Column("截止时间", lambda line: line.round.deadline, "deadline"),
        Column("已收到书面回复", lambda line: line.replied, "replied", order=lambda line: line.share),
        Column("发文字号", lambda line: line.round.doc_number, "number"),
    ),
    narrowings={"stage": Narrowing(lambda line, stage: line.round.stage == stage, frozenset(STAGES))},
    size=50,
)  # fmt: skip


@blueprint.get("/rounds")
def index() -> ResponseReturnValue:
    look = look_at(ROUNDS)
    with read_desk() as desk:
        lead = lead_unit(desk)
        found = list(_lines(desk, lead))
        return look.answer(
            found,
            "consultation/rounds/index.html",
            options=options_by(
                found, lambda line: line.round.stage, words.ROUND_STAGES, tones.ROUND_STAGES, look.chosen["stage"]
            ),
            may_begin=desk.holds(lead.id, PostKind.CLERK),
        )


def _lines(desk: Desk, lead: Unit) -> Iterator[Line]:
    """The latest first."""
    find = select(Round).where(Round.lead_unit_id == lead.id).order_by(Round.id.desc())
    found = desk.session.scalars(find.options(selectinload(Round.drafts))).all()
    progress = board.progress(desk, found)
    for round_ in found:
        left = countdown(desk, round_.deadline) if round_.stage is RoundStage.COLLECTING else None
        yield Line(round_, progress.get(round_.id), left)


@blueprint.post("/rounds/new")
def new() -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = drafting.begin(desk, lead_unit(desk))
        key = round_.key
    return redirect(url_for("rounds.draft", key=key))
