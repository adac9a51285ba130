"""The one statement in which PostgreSQL writes a person's step, and a way written down at its end, leave the rows that
the plain statements leave."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests import postgres
from workflow.engine.items import Item
from workflow.engine.machine import Event, Transition
from workflow.engine.rows import definitions, instances, moments, positions, tasks, trail
from workflow.engine.ways import Leg, closed_on_the_way, open_at_the_end
from workflow.engine.writing import Move, write, write_at_once, write_plainly
from workflow.errors import EngineFault
from workflow.people import Unit
from workflow.store import create_tables, open_database

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PLACES = ("write", "sign", "seal", "w[3]/sign", "nag#2")
KINDS = ("task", "moment")
CASE, OTHER = 1, 2


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with postgres.running() as server:
        engine = open_database(server.create("writing"))
        create_tables(engine)
        with Session(engine) as session:
            _two_cases(session)
            yield session
        engine.dispose()


def _two_cases(session: Session) -> None:
    """Both stand at "old", with a task and a moment at every place."""
    session.add(Unit(id=1, name="甲单位", short_name="甲"))
    session.flush()
    session.execute(insert(definitions), {"key": "d", "process": "p", "deployed_at": NOW})
    session.execute(insert(positions), [{"hash": name, "state": ""} for name in ("old", "new")])
    at = {"process": "p", "definition": "d", "position": "old", "version": 0}
    session.execute(insert(instances), [{"id": id_, "subject_id": id_, **at} for id_ in (CASE, OTHER)])
    for case in (CASE, OTHER):
        session.execute(insert(tasks), [a_task(case, place) for place in PLACES])
        session.execute(insert(moments), [a_moment(case, place) for place in PLACES])


def a_task(case: int, place: str) -> dict[str, Any]:
    return {
        "instance_id": case, "at": place, "step": place[:5], "unit_id": 1, "post": "clerk", "opened_at": NOW,
    }  # fmt: skip


def a_moment(case: int, place: str, due: datetime | None = NOW) -> dict[str, Any]:
    return {"instance_id": case, "at": place, "name": place[:5], "rank": 0, "due": due}


some_places = st.lists(st.sampled_from(PLACES), unique=True)
new_places = st.lists(st.sampled_from([f"{place}#9" for place in PLACES]), unique=True)
moves = st.builds(
    Move,
    ids=st.just([CASE]),
    old=st.sampled_from(["old", "new"]),  # "new": where the case does not stand
    new=st.sampled_from(["old", "new"]),
    completed_at=st.sampled_from([None, NOW]),
    closed_tasks=some_places,
    closed_moments=some_places,
    legs=st.integers(1, 3),
    tasks=new_places.map(lambda places: [a_task(CASE, place) for place in places]),
    moments=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([None, NOW])), unique_by=lambda m: m[0]).map(
        lambda set_: [a_moment(CASE, f"{place}#9", due) for place, due in set_]
    ),
    way=st.lists(st.sampled_from(["fire x", "complete y"]), max_size=2).map(
        lambda events: [
            {"instance_id": CASE, "happened_at": NOW, "officer_id": None, "event": event, "passed": "a b"}
            for event in events
        ]
    ),
)


def left_by(session: Session, way: Callable[[Session, Any], object], move: Any) -> tuple[object, list[Any]]:
    """What was moved, and every row of the engine, of the way without its number; then all is as before."""
    before = session.begin_nested()
    moved = way(session, move)
    rows = [
        sorted(repr(tuple(row)[table is trail :]) for row in session.execute(select(table)))
        for table in (instances, tasks, moments, trail)
    ]
    before.rollback()
    return moved, rows


@pytest.mark.xdist_group("postgresql")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(move=moves)
def test_both_ways_leave_the_same_rows(session: Session, move: Move) -> None:
    assert left_by(session, write_at_once, move) == left_by(session, write_plainly, move)


@pytest.mark.xdist_group("postgresql")
def test_a_place_that_is_left_and_taken_again_is_written_plainly(session: Session) -> None:
    again = Move([CASE], "old", "new", None, ["write"], [], [a_task(CASE, "write")], [], [])
    before = session.begin_nested()
    write(session, again)
    assert session.execute(select(tasks.c.at).where(tasks.c.instance_id == CASE)).scalars().all()[-1] == "write"
    before.rollback()


@pytest.mark.xdist_group("postgresql")
def test_a_case_that_somebody_else_moved_stops_everything(session: Session) -> None:
    before = session.begin_nested()
    with pytest.raises(EngineFault, match="moved by somebody else"):
        write(session, Move([CASE], "new", "old", None, [], [], [], [], []))
    before.rollback()


# -- a way of several transitions is written down once, when the case comes to rest


def a_leg(closed: set[tuple[str, str]], opened: set[tuple[str, str]], old: str, new: str) -> Leg:
    gone, come = tuple(sorted(closed)), tuple(Item(kind, at, None, None) for kind, at in sorted(opened))
    reached = Transition(new, "", come, gone, (), (), (), completed=False)
    return Leg(old, Event("done", old), reached)


@st.composite
def ways(draw: st.DrawFn) -> tuple[Leg, ...]:
    """What is closed is open, what is opened is not, as a diagram has it."""
    open_ = {(kind, at) for kind in KINDS for at in PLACES}
    everything, legs = sorted(open_ | {(kind, f"{at}#9") for kind, at in open_}), list[Leg]()
    stands = ["old", "new", "old", "new"]
    for old, new in pairwise(stands[: draw(st.integers(2, 4))]):
        closed = draw(st.sets(st.sampled_from(sorted(open_)))) if open_ else set()
        free = [one for one in everything if one not in open_ - closed]
        opened = draw(st.sets(st.sampled_from(free))) if free else set()
        open_ = open_ - closed | opened
        legs.append(a_leg(closed, opened, old, new))
    return tuple(legs)


def the_move(way: tuple[Leg, ...]) -> Move:
    return Move(
        ids=[CASE], old=way[0].old, new=way[-1].transition.position, completed_at=None, legs=len(way),
        closed_tasks=closed_on_the_way(way, "task"), closed_moments=closed_on_the_way(way, "moment"),
        tasks=[a_task(CASE, item.at) for item in open_at_the_end(way, "task")],
        moments=[a_moment(CASE, item.at) for item in open_at_the_end(way, "moment")],
        way=[{"instance_id": CASE, "happened_at": NOW, "officer_id": None, **leg.told} for leg in way],
    )  # fmt: skip


def step_by_step(session: Session, way: tuple[Leg, ...]) -> None:
    for leg in way:
        write_plainly(session, the_move((leg,)))


def at_once(session: Session, way: tuple[Leg, ...]) -> None:
    write(session, the_move(way))


@pytest.mark.xdist_group("postgresql")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=ways())
def test_a_way_leaves_the_rows_that_its_steps_would_leave(session: Session, way: tuple[Leg, ...]) -> None:
    assert left_by(session, at_once, way) == left_by(session, step_by_step, way)
