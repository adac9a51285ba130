"""一屏看全部单位: where each stands and since when, the figures, and the plan beside what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.consultation.rounds.units import grouped, in_groups, look_at_units, options, wanted_of
from web.deadlines import countdown
from web.frame.desk import read_desk
from web.lists import Look, is_only_the_list
from web.steps import named_desks
from workflow.consultation import audit, board, holdings, paperwork, words
from workflow.consultation.actions.revoking import REVOCABLE
from workflow.consultation.model import Reply, Round, RoundStage
from workflow.consultation.why import events_of_round
from workflow.desk import Desk
from workflow.engine.deserted import deserted_of
from workflow.errands import of_case
from workflow.notices import Channel
from workflow.people import PostKind

_BEFORE = {RoundStage.DRAFTING: PostKind.CLERK, RoundStage.APPROVING: PostKind.LEADER}
# where the work goes on once the deadline has passed
NEXT = {
    RoundStage.SUMMARISING: ("汇总和处理意见", "decisions.summarise"),
    RoundStage.CONFIRMING: ("确认处理意见", "decisions.confirm"),
    RoundStage.RELEASING: ("反馈采纳情况", "decisions.release"),
    RoundStage.CONCLUDING: ("办结", "decisions.conclude"),
    RoundStage.ARCHIVING: ("归档", "decisions.archive"),
    RoundStage.ARCHIVED: ("案卷", "decisions.archive"),
}
AT_A_GLANCE = 100  # units; more are counted by group and state
_PAGES = {RoundStage.DRAFTING: "rounds.draft", RoundStage.APPROVING: "rounds.approve"}


@blueprint.get("/round/<key>", endpoint="board")
def show(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        if round_.stage in _PAGES:
            return _before_issue(desk, round_)
        look = look_at_units(round_)
        if look.is_sheet:
            found = in_groups(board.rows(desk, round_))
            return look.sheet(found, f"征求意见办理情况（{paperwork.bare(round_.title)}）")
        units = _units(desk, round_, look) | _about(desk, round_)
        if is_only_the_list(units["list"]):
            return render_template("consultation/rounds/units.html", **units)
        return render_template(
            "consultation/rounds/board.html",
            days=board.curve(round_, board.came_in(desk, round_), desk.now, desk.calendar),
            everybody=_at_a_glance(desk, round_, units["figures"].sent),
            deserted=_deserted(desk, round_),
            **units,
            **_plan(desk, round_),
        )


def _units(desk: Desk, round_: Round, look: Look[board.Row]) -> dict[str, Any]:
    """The page that is looked at, and the figures; `silent`: how many of those looked at could be reminded."""
    wanted = wanted_of(look)
    counted = board.counted(desk, round_, wanted)
    shown = look.paged(
        counted.found, counted.figures.sent, lambda first, size: board.page(desk, round_, wanted, first, size)
    )
    return {
        "list": shown,
        "figures": counted.figures,
        "options": options(look, counted.figures),
        "groups": [("", shown.lines)] if look.sort else grouped(shown.lines),
        "silent": counted.unanswered,
    }


def _deserted(desk: Desk, round_: Round) -> str:
    """Where nobody is there to do what the round waits for; "" when somebody is everywhere."""
    of_units = deserted_of(desk, Reply.process, select(Reply.id).where(Reply.round_id == round_.id))
    return named_desks(desk, [*deserted_of(desk, Round.process, [round_.id]), *of_units])


def _at_a_glance(desk: Desk, round_: Round, sent: int) -> list[tuple[str, list[board.Row]]]:
    """All of them as tiles, where they are few enough."""
    return grouped(board.page(desk, round_, board.Wanted(), 0, sent)) if sent <= AT_A_GLANCE else []


def _plan(desk: Desk, round_: Round) -> dict[str, Any]:
    audited = audit.audit(desk, round_)
    return {"audited": _in_lines(audited), "matches": audit.matches(audited, desk.now), "now": desk.now}


def _about(desk: Desk, round_: Round) -> dict[str, Any]:
    is_collecting = round_.stage is RoundStage.COLLECTING
    return {
        "round": round_,
        "next": NEXT.get(round_.stage),
        "events": events_of_round(desk, round_),
        "left": countdown(desk, round_.deadline) if is_collecting else None,
        "channels": [(each.value, label) for each, label in words.CHANNELS.items() if each is not Channel.SYSTEM],
        "is_clerk": desk.holds(round_.lead_unit_id, PostKind.CLERK),
        "is_head": desk.holds(round_.lead_unit_id, PostKind.LEADER),
        "is_revocable": round_.stage in REVOCABLE,
        "is_open": is_collecting and round_.is_in_time(desk.now),
        "errands": [errand for errand in of_case(desk, round_.case) if not errand.has_ended],
        "papers": holdings.papers_of_all(desk, round_),
    }


def _before_issue(desk: Desk, round_: Round) -> ResponseReturnValue:
    """Nobody has been asked yet: to the page of whoever works on it, or a word about where it lies."""
    if round_.stage is RoundStage.APPROVING or desk.holds(round_.lead_unit_id, _BEFORE[round_.stage]):
        return redirect(url_for(_PAGES[round_.stage], key=round_.key))
    return render_template("consultation/rounds/not_issued.html", round=round_)


@dataclass(frozen=True)
class AuditLine:
    """All of one kind and one moment: how many were planned, how many happened, and when the last of them did."""

    first: audit.Audited
    planned: int
    happened: int
    unplanned: int
    last: audit.Audited


def _in_lines(audited: Sequence[audit.Audited]) -> list[AuditLine]:
    ordered = sorted(audited, key=lambda line: (line.due, line.kind))
    return [_line(list(lines)) for _, lines in groupby(ordered, key=lambda line: (line.due, line.kind))]


def _line(lines: list[audit.Audited]) -> AuditLine:
    done = [line for line in lines if line.happened_at is not None]
    last = max(done, key=lambda line: line.happened_at or line.due, default=lines[0])
    planned = sum(line.was_planned for line in lines)
    return AuditLine(lines[0], planned, sum(line.was_planned for line in done), len(lines) - planned, last)
