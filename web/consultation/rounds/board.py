"""一屏看全部单位: where each stands and since when, the figures, and the plan beside what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.consultation.rounds.units import grouped, in_groups, look_at_units, options
from web.deadlines import countdown
from web.frame.desk import read_desk
from web.lists import Look, is_only_the_list
from workflow.consultation import audit, board, paperwork, words
from workflow.consultation.actions.revoking import REVOCABLE
from workflow.consultation.model import Round, RoundStage
from workflow.consultation.why import events_of_round
from workflow.desk import Desk
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
        look, found = look_at_units(round_), in_groups(board.rows(desk, round_))
        if look.is_sheet:
            return look.sheet(found, f"征求意见办理情况（{paperwork.bare(round_.title)}）")
        units = _units(look, found) | _about(desk, round_)
        if is_only_the_list(units["list"]):
            return render_template("consultation/rounds/units.html", **units)
        days = board.curve(round_, found, desk.now, desk.calendar)
        return render_template("consultation/rounds/board.html", days=days, **units, **_plan(desk, round_))


def _units(look: Look[board.Row], found: Sequence[board.Row]) -> dict[str, Any]:
    """`everybody`: as tiles, where they can be seen at a glance; `silent`: how many of those looked at could be reminded."""
    figures, shown = board.figures(found), look.shown(found)
    return {
        "list": shown,
        "figures": figures,
        "options": options(look, figures),
        "everybody": grouped(found) if len(found) <= AT_A_GLANCE else [],
        "groups": [("", shown.lines)] if look.sort else grouped(shown.lines),
        "silent": sum(not row.answered for row in look.of(found)),
    }


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
        "papers": [paper for paper in round_.papers if paper.reply_id is None],
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
