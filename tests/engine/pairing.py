"""A random story told to a live SpiffWorkflow and to our steps at once; the first difference that anybody could see."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine.live import Live, Seen
from workflow.engine.definition import Definition
from workflow.engine.machine import Machine
from workflow.engine.positions import START, Event, NotOpen
from workflow.engine.questions import Fact

EVENTS = {"task": "complete", "moment": "fire", "message": "tell"}
Row = tuple[str, str, str | None]


@dataclass
class Rows:
    """What an application would do: rows of open things, kept by the transitions only."""

    machine: Machine
    definition: Definition
    facts: dict[str, Fact]
    rows: Counter[Row] = field(default_factory=Counter)
    position: str = START
    completed: bool = False
    called: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)

    def visible(self) -> Counter[Seen]:
        found: Counter[Seen] = Counter()
        for (kind, at, what), count in self.rows.items():
            found[kind, str(what) if kind == "message" else at] += count
        return found

    def happen(self, event: Event) -> None:
        self.called.clear()
        self.sent.clear()
        done: Row | None = {"complete": ("task", event.at, None), "fire": ("moment", event.at, None)}.get(event.kind)
        for _ in range(60):
            calls = self._step(event, done)
            if not calls:
                return
            event, done = Event("done", calls[0]), ("call", calls[0], None)
        raise AssertionError("the calls do not come to an end")

    def _step(self, event: Event, done: Row | None) -> list[str]:
        t = self.machine.step(self.definition, self.position, event, self.facts)
        self.position, self.completed = t.position, t.completed
        self.seen.add(t.position)
        if done:
            self.rows[done] -= 1
        self.rows = Counter({row: n for row, n in self.rows.items() if row[:2] not in t.closed and n > 0})
        self.rows.update((i.kind, i.at, i.what if i.kind == "message" else None) for i in t.opened)
        self.sent.update(t.sent)
        if t.calls:
            self.called[str(t.calls[0].what)] += 1
        return [call.at for call in t.calls]


@dataclass
class Story:
    events: int
    difference: str
    told: list[tuple[Seen, dict[str, Fact]]]
    ours: Rows
    cancelled: int = 0  # times that the same event ordered and cancelled a call


Facts = Callable[[random.Random], dict[str, Fact]]


def some_facts(rng: random.Random) -> dict[str, Fact]:
    return {
        "again": rng.random() < 0.5,
        "n": rng.randrange(3),
        "ok": rng.randrange(4),
        "level": rng.choice(["district", "city"]),  # type: ignore[dict-item]
        "days": rng.choice([60, 90]),
    }


LONGEST = 30  # events in a story


def tell(files: tuple[bytes, ...], machine: Machine, definition: Definition, seed: int) -> Story:
    """Random events until the end; `difference` is "" when nobody could tell one from the other."""
    rng = random.Random(f"{definition.process} {seed}")
    facts = some_facts(rng)
    live, ours = Live(definition.process, files, dict(facts)), Rows(machine, definition, dict(facts))
    ours.happen(Event("start"))
    story = Story(0, difference(live, ours), [(("start", ""), facts)], ours)
    while not story.difference and story.events < LONGEST and (visible := sorted(live.visible().elements())):
        seen, facts = rng.choice(visible), some_facts(rng)
        story.told.append((seen, facts))
        live.facts.update(facts)
        ours.facts.update(facts)
        ours.happen(Event(EVENTS[seen[0]], seen[1]))
        live.happen(seen, rng)
        story.events += 1
        story.cancelled += only_ordered(live, ours)
        story.difference = difference(live, ours) or accepted_nonsense(ours)
    return story


def only_ordered(live: Live, ours: Rows) -> bool:
    """The one difference that is meant: SpiffWorkflow runs a call that the same event cancels from another branch.

    For us a call is only ordered, and can still be cancelled; so we may call less, but never more.
    """
    less = ours.called < live.called
    if less:
        live.called &= ours.called
    return less


def difference(live: Live, ours: Rows) -> str:
    """What differs for an onlooker, "" if nothing does."""
    pairs = {
        "visible": (dict(live.visible()), dict(ours.visible())),
        "completed": (live.completed, ours.completed),
        "called": (dict(live.called), dict(ours.called)),
        "sent": (dict(live.sent), dict(ours.sent)),
    }
    return "; ".join(f"{what}: live {a}, ours {b}" for what, (a, b) in pairs.items() if a != b)


def accepted_nonsense(ours: Rows) -> str:
    try:
        ours.machine.step(ours.definition, ours.position, Event("complete", "nowhere"), ours.facts)
    except NotOpen:
        return ""
    return "a task that is not open was completed"
