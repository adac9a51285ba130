"""The work that is measured: draft, sign and submit of each unit as separate requests, each beside the floor's step."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median, quantiles
from threading import BrokenBarrierError
from typing import Protocol

from workflow.bench.floor import Floor
from workflow.bench.town import DEADLINE, Place, Town, open_town
from workflow.consultation.actions import answering, issuing, receiving, writing
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.engine.sweep import sweep

Verb = Callable[[Desk, Reply], object]


class Act(Protocol):
    """How steps are taken."""

    def ready(self, place: Place) -> None:
        """What comes before and is not measured."""

    def __call__(self, place: Place, step: str) -> None:
        """One step of one unit, by its name."""


Way = Callable[[str, Path], Act]  # how the steps are taken, on the database and folder; opened in each client's process
WARMING = 3  # units whose steps are not counted: connections, caches, compiled statements


def _draft(desk: Desk, reply: Reply) -> None:
    writing.declare_no_objection(desk, reply)
    answering.send_for_signing(desk, reply)


STEPS: dict[str, Verb] = {"draft": _draft, "sign": answering.sign, "submit": answering.seal}


class AtTheService:
    """The steps as the pages take them, without the pages."""

    def __init__(self, url: str, files: Path) -> None:
        self.town = open_town(url, files)

    def ready(self, place: Place) -> None:
        pass

    def __call__(self, place: Place, step: str) -> None:
        take_step(self.town, place, STEPS[step])


@dataclass
class Times:
    """Seconds of each step of the system and of the floor, taken in turns."""

    steps: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return median(self.steps)

    @property
    def p95(self) -> float:
        return quantiles(self.steps, n=20)[-1]

    @property
    def ratio(self) -> float:
        return self.p50 / median(self.floor)


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def start(town: Town) -> float:
    """The head issues: replies, instances, tasks, moments, notices of all units, durable."""

    def issue() -> None:
        with town.office.desk(town.head_id) as desk:
            issuing.issue(desk, desk.session.get_one(Round, town.round_id))

    return timed(issue)


def receive(town: Town, places: Sequence[Place]) -> None:
    """签收 and 无意见, before the measured steps."""
    for place in places:
        take_step(town, place, receiving.receive)
        take_step(town, place, writing.declare_no_objection)


def answer(act: Act, places: Sequence[Place], floor: Floor, first: int = 1) -> Times:
    """Every step of every place, each followed by one step of the floor on unit `first`, `first` + 1 …"""
    times = Times()
    for number, place in enumerate(places):
        act.ready(place)
        for name in STEPS:
            step = timed(lambda place=place, name=name: act(place, name))  # type: ignore[misc]
            plain = timed(lambda number=number: floor.step(first + number))  # type: ignore[misc]
            if number >= WARMING:
                times.steps.append(step)
                times.floor.append(plain)
    return times


def close(town: Town) -> float:
    """The deadline closes everybody who is silent."""
    town.clock.move_to(DEADLINE + timedelta(minutes=1))
    return timed(lambda: sweep(town.office.desk, town.office.engine))


def take_step(town: Town, place: Place, verb: Verb) -> None:
    with town.office.desk(place.officer_id) as desk:
        verb(desk, desk.at_hand(Reply, place.reply_id))


# -- several clients at once


@dataclass(frozen=True)
class Client:
    """What one process needs to answer for its share of the units."""

    way: Way
    url: str
    files: Path
    places: tuple[Place, ...]


def steps_per_second(way: Way, url: str, files: Path, places: Sequence[Place], clients: int) -> float:
    """So many processes answer for the places, each for its own share; they begin together.

    Counted until the last has taken its last step: how long a process takes to end is no part of the work.
    """
    context = get_context("spawn")  # a forked process would share its parent's connections
    gate = context.Barrier(clients + 1)  # passed twice: when all begin and when the last has done
    shares = [Client(way, url, files, tuple(places[number::clients])) for number in range(clients)]
    processes = [context.Process(target=_play, args=(share, gate)) for share in shares]
    for process in processes:
        process.start()
    try:
        gate.wait()
        seconds = timed(gate.wait)
    except BrokenBarrierError as broken:
        raise RuntimeError("a client of the benchmark failed") from broken
    finally:
        for process in processes:
            process.join()
    return (len(places) - clients) * len(STEPS) / seconds


def _play(client: Client, gate: Barrier) -> None:
    """The first unit is not counted: connections, caches, compiled statements."""
    try:
        act, (first, *places) = client.way(client.url, client.files), client.places
        for place in client.places:
            act.ready(place)
        for name in STEPS:
            act(first, name)
        gate.wait()
        for place in places:
            for name in STEPS:
                act(place, name)
        gate.wait()
    except BaseException:
        gate.abort()  # nobody waits for one who will not come
        raise
