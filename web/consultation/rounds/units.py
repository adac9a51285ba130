"""The units of a round as a list: filtered, sorted, a page of them at a time, and all of them as a sheet."""

from collections.abc import Sequence
from itertools import groupby

from web import tones
from web.lists import Column, List, Look, Narrowing, Option, counted, look_at
from workflow.consultation import words
from workflow.consultation.board import Figures, Row, Wanted
from workflow.consultation.model import Round, Stage

STAGES = list(words.STAGES)  # as a unit goes through them


def _checked(row: Row) -> str:
    """What the office's check has come to."""
    sent_back = f"退回补正{row.returned}次" if row.returned else ""
    waits = "待审查" if row.stage is Stage.SUBMITTED else ""
    return "，".join(filter(None, (sent_back, waits)))


def _to_be_checked(row: Row) -> int | None:
    """By how often it was returned, what waits above the rest; None where neither is the case."""
    return 2 * row.returned + (row.stage is Stage.SUBMITTED) or None


UNITS: List[Row] = List(
    "units",
    "征求意见办理情况",
    "rounds.board",
    (
        Column("序号", lambda row: row.position, on_page=False),
        Column("组别", lambda row: row.group, on_page=False),
        Column("单位", lambda row: row.unit, "unit"),
        Column("办理状态", lambda row: words.STAGES[row.stage], "stage", order=lambda row: STAGES.index(row.stage)),
        Column("送达", lambda row: row.delivered_at, "delivered"),
        Column("签收", lambda row: row.received_at, "received"),
        Column("报送", lambda row: row.submitted_at, "submitted"),
        Column("接收", lambda row: row.accepted_at, "accepted"),
        Column("审查", _checked, "checked", order=_to_be_checked),
        Column("催办次数", lambda row: row.reminders, "reminders", figures=True),
        Column("最近催办", lambda row: row.reminded_at, on_page=False),
        Column("登记结果", lambda row: words.STANDINGS[row.standing], "standing"),
        Column("意见条数", lambda row: row.comments, on_page=False),
        Column("逾期来文", lambda row: f"{row.late}件" if row.late else "", on_page=False),
    ),
    narrowings={
        "state": Narrowing(lambda row, stage: row.stage == stage, frozenset(STAGES)),
        "group": Narrowing(lambda row, group: row.group == group),
        "q": Narrowing(lambda row, wanted: wanted in row.unit),
    },
    size=100,
)


def look_at_units(round_: Round) -> Look[Row]:
    return look_at(UNITS, round_.key)


def wanted_of(look: Look[Row]) -> Wanted:
    """The same choice, as the database is asked for it."""
    return Wanted(look.chosen["state"], look.chosen["group"], look.chosen["q"], look.sort)


def options(look: Look[Row], figures: Figures) -> list[Option]:
    """The states some unit is in, with how many."""
    return counted(figures.stages, words.STAGES, tones.BOARD_STAGES, look.chosen["state"])


def grouped(found: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Under their headings, in the order in which the headings first appear."""
    order = {group: place for place, group in reversed(list(enumerate(row.group for row in found)))}
    ordered = sorted(found, key=lambda row: (order[row.group], row.position))
    return [(group, list(rows)) for group, rows in groupby(ordered, key=lambda row: row.group)]


def in_groups(found: Sequence[Row]) -> list[Row]:
    """As the board comes: group by group."""
    return [row for _, rows in grouped(found) for row in rows]
