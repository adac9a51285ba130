"""一屏看全部单位: where each stands and since when, the figures, and the plan beside what happened."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.deadlines import countdown
from web.frame.desk import read_desk
from workflow.consultation import audit, board, paperwork, words
from workflow.consultation.actions.revoking import REVOCABLE
from workflow.consultation.model import Round, RoundStage, Stage
from workflow.consultation.why import events_of_round
from workflow.desk import Desk
from workflow.files import EXCEL
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
_PAGES = {RoundStage.DRAFTING: "rounds.draft", RoundStage.APPROVING: "rounds.approve"}


@blueprint.get("/round/<key>", endpoint="board")
def show(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        if round_.stage in _PAGES:
            return _before_issue(desk, round_)
        return render_template(
            "consultation/rounds/board.html", **_units(desk, round_), **_plan(desk, round_), **_about(desk, round_)
        )


def _units(desk: Desk, round_: Round) -> dict[str, Any]:
    found = board.rows(desk, round_)
    return {
        "figures": board.figures(found),
        "chosen": _chosen_stage(),
        "everybody": _grouped(found),
        "groups": _grouped(_filtered(found)),
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


@blueprint.get("/round/<key>/board.xlsx")
def export(key: str) -> ResponseReturnValue:
    """The board as it is filtered on the page."""
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        title = f"征求意见办理情况（{paperwork.bare(round_.title)}）"
        data = board.sheet(title, _filtered(board.rows(desk, round_)))
    return send_file(io.BytesIO(data), EXCEL, as_attachment=True, download_name="征求意见办理情况.xlsx")


def _before_issue(desk: Desk, round_: Round) -> ResponseReturnValue:
    """Nobody has been asked yet: to the page of whoever works on it, or a word about where it lies."""
    if round_.stage is RoundStage.APPROVING or desk.holds(round_.lead_unit_id, _BEFORE[round_.stage]):
        return redirect(url_for(_PAGES[round_.stage], key=round_.key))
    return render_template("consultation/rounds/not_issued.html", round=round_)


def _chosen_stage() -> Stage | None:
    """The state by which the address filters; what is no state filters nothing."""
    given = request.args.get("state")
    return next((stage for stage in Stage if stage == given), None)


def _filtered(found: Sequence[board.Row]) -> list[board.Row]:
    chosen = _chosen_stage()
    return [row for row in found if chosen is None or row.stage is chosen]


def _grouped(found: Sequence[board.Row]) -> list[tuple[str, list[board.Row]]]:
    """Under their headings, in the order in which the headings first appear."""
    order = {group: place for place, group in reversed(list(enumerate(row.group for row in found)))}
    ordered = sorted(found, key=lambda row: (order[row.group], row.position))
    return [(group, list(rows)) for group, rows in groupby(ordered, key=lambda row: row.group)]


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
