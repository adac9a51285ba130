"""时间轴 as a drawing: facts, clocks with their pauses, and papers over one line of days. Where everything lies; no words.

The drawing is 1060 units wide; a day is as wide as the case leaves room for. What falls together is one mark.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.accident.holdings import Holding
from workflow.accident.model import Accident, Appraisal
from workflow.accident.rules.clocks import months_after
from workflow.accident.standing import ClockState, Standing
from workflow.accident.timeline import Fact
from workflow.clock import day_of

WIDTH, LEFT, RIGHT = 1060, 16, 1044
CHARACTER = 13  # wide
TOGETHER = 14  # marks nearer than this are one
AXIS, LINE, FIRST_TIER, TIER, TIERS = 16, 42, 66, 19, 4
ROW = 38
TONES = ("bad", "good", "going", "warn", "quiet")  # of a mark with several facts the first of these


@dataclass(frozen=True)
class Tick:
    x: float
    day: date


@dataclass(frozen=True)
class Mark:
    """Facts of a few days; `label`: the one to be written, at `tier` (None: no room), from or up to the mark's place."""

    x: float
    tone: str
    facts: Sequence[Fact]
    label: Fact | None = None
    label_y: float | None = None
    anchor: str = "start"


@dataclass(frozen=True)
class Bar:
    """A clock from its beginning to what ended it, with its last day; `late_x`: from where on it is late."""

    standing: Standing
    y: float
    x: float
    width: float
    due_x: float | None
    late_width: float
    pauses: Sequence[tuple[float, float, Appraisal]]
    text_x: float
    anchor: str


@dataclass(frozen=True)
class Sheet:
    """Papers of a few days."""

    x: float
    papers: Sequence[Holding]


@dataclass(frozen=True)
class Drawing:
    height: float
    ticks: Sequence[Tick]
    marks: Sequence[Mark]
    bars: Sequence[Bar]
    sheets: Sequence[Sheet]
    sheets_y: float
    today_x: float | None  # None for a case that is over


_BEGINS: Mapping[str, Callable[[Accident], datetime | None]] = {  # of clocks that do not begin with the accident
    "supervision_due": lambda accident: accident.supervision.imposed_at if accident.supervision else None,
    "approval_due": lambda accident: accident.submitted_at,
    **dict.fromkeys(
        ("publish_due", "evaluation_opens", "evaluation_due", "evaluation_report_due"),
        lambda accident: accident.approved_at,
    ),
}


@dataclass(frozen=True)
class Scale:
    first: date
    days: int

    def __call__(self, day: date) -> float:
        share = (day - self.first).days / self.days
        return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)


def drawn(
    accident: Accident, facts: Sequence[Fact], clocks: Sequence[Standing], papers: Sequence[Holding], today: date
) -> Drawing:
    scale = _scale(accident, facts, clocks, today)
    marks = list(_labelled(list(_marks(facts, scale))))
    tiers = max((mark.label_y for mark in marks if mark.label_y), default=FIRST_TIER)
    bars = list(_bars(accident, clocks, scale, today, tiers + ROW))
    below = bars[-1].y + ROW if bars else tiers + ROW
    over = accident.archived_at or accident.transferred_at
    return Drawing(
        height=below + 30,
        ticks=list(_ticks(scale)),
        marks=marks,
        bars=bars,
        sheets=list(_sheets(papers, scale)),
        sheets_y=below + 8,
        today_x=None if over else scale(today),
    )


def _scale(accident: Accident, facts: Sequence[Fact], clocks: Sequence[Standing], today: date) -> Scale:
    ends = [*(day_of(fact.at) for fact in facts), *(each.clock.due for each in clocks if each.clock.due)]
    if not (accident.archived_at or accident.transferred_at):
        ends.append(today)
    first = day_of(accident.occurred_at)
    return Scale(first, max((max(ends) - first).days, 10))


def _ticks(scale: Scale) -> Iterator[Tick]:
    """The accident's day, then the beginnings of months, or every tenth day of a young case."""
    last = scale.first + timedelta(scale.days)
    months = max(1, round(scale.days / 30 / 10))
    day, before = scale.first, -TIER * 10.0
    while day <= last:
        if scale(day) - before > CHARACTER * 6:
            before = scale(day)
            yield Tick(before, day)
        day = day + timedelta(10) if scale.days < 70 else months_after(day.replace(day=1), months)


def _marks(facts: Sequence[Fact], scale: Scale) -> Iterator[Mark]:
    together: list[Fact] = []
    for fact in facts:
        if together and scale(day_of(fact.at)) - scale(day_of(together[0].at)) > TOGETHER:
            yield _mark(together, scale)
            together = []
        together.append(fact)
    if together:
        yield _mark(together, scale)


def _mark(together: list[Fact], scale: Scale) -> Mark:
    best = min(together, key=lambda fact: TONES.index(fact.tone))
    label = best if best.tone in TONES[:3] or (best.tone == "quiet" and len(together) == 1) else None
    return Mark(scale(day_of(together[0].at)), best.tone, tuple(together), label)


def _labelled(marks: list[Mark]) -> Iterator[Mark]:
    """Each label in the first tier that has room for it, the important ones first served where two would meet."""
    taken: list[list[tuple[float, float]]] = [[] for _ in range(TIERS)]
    placed = {}
    for mark in sorted((m for m in marks if m.label), key=lambda m: (TONES.index(m.tone), m.x)):
        assert mark.label is not None
        wide = CHARACTER * len(mark.label.what)
        anchor = "end" if mark.x + wide > RIGHT else "start"
        span = (mark.x - wide, mark.x) if anchor == "end" else (mark.x, mark.x + wide)
        free = (n for n, row in enumerate(taken) if all(span[1] + 8 < a or b + 8 < span[0] for a, b in row))
        tier = next(free, None)
        if tier is not None:
            taken[tier].append(span)
            placed[mark.x] = (FIRST_TIER + tier * TIER, anchor)
    for mark in marks:
        y, anchor = placed.get(mark.x, (None, "start"))
        yield Mark(mark.x, mark.tone, mark.facts, mark.label if y else None, y, anchor)


def _bars(accident: Accident, clocks: Sequence[Standing], scale: Scale, today: date, y: float) -> Iterator[Bar]:
    for number, standing in enumerate(clocks):
        begun = _BEGINS.get(standing.name, lambda a: a.occurred_at)(accident)
        if begun is None:
            continue
        x, due, end = scale(day_of(begun)), standing.clock.due, _end(standing, today)
        in_time = min(end, due) if due else end
        pauses = accident.appraisals if standing.name == "report_due" else ()
        anchor = "end" if x > (LEFT + RIGHT) * 0.6 else "start"
        yield Bar(
            standing=standing,
            y=y + number * ROW,
            x=x,
            width=max(scale(in_time) - x, 2),
            due_x=scale(due) if due else None,
            late_width=max(scale(end) - scale(due), 0) if due and end > due else 0,
            pauses=[_pause(one, scale, end) for one in pauses],
            text_x=RIGHT if anchor == "end" else x,
            anchor=anchor,
        )


def _end(standing: Standing, today: date) -> date:
    """What is done ends on its day, what is over on its last day; everything else runs on to today."""
    if standing.done:
        return standing.done
    due = standing.clock.due
    return min(due, today) if due and standing.state in (ClockState.OVER, ClockState.ENDED) else today


def _pause(one: Appraisal, scale: Scale, end: date) -> tuple[float, float, Appraisal]:
    x = scale(one.commissioned_on)
    return x, max(scale(one.concluded_on or end) - x, 2), one


def _sheets(papers: Sequence[Holding], scale: Scale) -> Iterator[Sheet]:
    together: list[Holding] = []
    for paper in papers:
        if together and scale(day_of(paper.at)) - scale(day_of(together[0].at)) > TOGETHER * 2:
            yield Sheet(scale(day_of(together[0].at)), tuple(together))
            together = []
        together.append(paper)
    if together:
        yield Sheet(scale(day_of(together[0].at)), tuple(together))
