"""What is done to the programs while people work: one fault after the other, at random instants."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tests.faults.programs import Program, run_once
from tests.faults.scene import Scene

MOST_WORK_BETWEEN = 30  # things that people get done between two faults

Fault = Callable[[Scene, random.Random], None]


def kill(name: str) -> Fault:
    """kill -9 of one of the programs whose name begins so; it is started again, as systemd would."""

    def fault(scene: Scene, chance: random.Random) -> None:
        chance.choice(_named(scene, name)).kill()

    return fault


def kill_one_process(scene: Scene, chance: random.Random) -> None:
    """kill -9 of one process of a site that has several: the others go on."""
    chance.choice(_named(scene, "web")).kill_one(chance.choice)


def stop_and_continue(scene: Scene, chance: random.Random) -> None:
    program = chance.choice([p for p in scene.programs.values() if p.is_running])
    program.freeze()
    time.sleep(chance.uniform(1, 6))
    program.thaw()


def fill_the_disk(scene: Scene, chance: random.Random) -> None:
    scene.disk.fill()
    time.sleep(chance.uniform(1, 4))
    scene.disk.empty()


def reset_connections(scene: Scene, chance: random.Random) -> None:
    """Of the people to the site, and of the programs to their database, where there is a network between them."""
    for balancer in (scene.balancer, *scene.between):
        balancer.reset_all()


def mislead_a_clock(scene: Scene, chance: random.Random) -> None:
    worker = chance.choice(_named(scene, "worker")).order.name
    scene.helm.mislead(worker, timedelta(minutes=chance.choice((-5, 5))))
    time.sleep(chance.uniform(3, 8))
    scene.helm.mislead(worker, timedelta(0))


def sweep_twice(scene: Scene, chance: random.Random) -> None:
    run_once(scene.order("sweep", "sweep-twice"))


def kill_the_database(scene: Scene, chance: random.Random) -> None:
    assert scene.cluster is not None
    scene.cluster.kill()
    time.sleep(chance.uniform(0, 1))
    scene.cluster.start()


def kill_one_of_the_database(scene: Scene, chance: random.Random) -> None:
    assert scene.cluster is not None
    scene.cluster.kill_one(chance)


def take_a_machine_down(scene: Scene, chance: random.Random) -> None:
    """All that runs on it dies at once; the other machine goes on."""
    for program in scene.programs_on(chance.choice(scene.network.machines)):
        if program.is_running:
            program.kill()
    time.sleep(chance.uniform(0, 3))


def pull_a_cable(scene: Scene, chance: random.Random) -> None:
    """The machine goes on, and nobody hears it: no connection is closed, nothing arrives."""
    if not scene.network.is_real:
        raise NotPossible("no network namespaces here")
    machine = chance.choice(scene.network.machines)
    machine.pull_the_cable()
    time.sleep(chance.uniform(2, 8))
    machine.plug_it_in()


class NotPossible(Exception):
    """The system does not allow this fault; the report says so."""


@dataclass(frozen=True)
class Kind:
    """`weight`: how often it comes, beside the others."""

    words: str
    fault: Fault
    weight: int


ALONE = (  # on one machine, with SQLite
    Kind("kill -9 of the program", kill("web"), 30),
    Kind("SIGSTOP, then SIGCONT", stop_and_continue, 3),
    Kind("disk full", fill_the_disk, 2),
    Kind("connections reset", reset_connections, 3),
    Kind("two sweeps at once", sweep_twice, 2),
)


SEVERAL = (  # on two machines, with PostgreSQL
    Kind("kill -9 of a site", kill("web"), 12),
    Kind("kill -9 of a worker", kill("worker"), 12),
    Kind("kill -9 of one process of a site", kill_one_process, 6),
    Kind("kill -9 of the database", kill_the_database, 4),
    Kind("kill -9 of one process of the database", kill_one_of_the_database, 3),
    Kind("a machine goes down", take_a_machine_down, 4),
    Kind("a cable is pulled", pull_a_cable, 2),
    Kind("SIGSTOP, then SIGCONT", stop_and_continue, 3),
    Kind("disk full", fill_the_disk, 2),
    Kind("connections reset", reset_connections, 3),
    Kind("a worker's clock 5 minutes wrong", mislead_a_clock, 3),
    Kind("two sweeps at once", sweep_twice, 2),
)


def _named(scene: Scene, beginning: str) -> list[Program]:
    running = [p for p in scene.programs.values() if p.order.name.startswith(beginning) and p.is_running]
    return running or [p for p in scene.programs.values() if p.order.name.startswith(beginning)]


@dataclass
class Mischief:
    """Faults of these kinds, one after the other, on a thread of its own until it is called off."""

    scene: Scene
    kinds: Sequence[Kind]
    done: Counter[str] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)

    def __enter__(self) -> "Mischief":
        self._over = threading.Event()
        self._chance = random.Random(self.scene.chance.random())
        self._thread = threading.Thread(target=self._work)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self.scene.start_all()

    def _work(self) -> None:
        weights = [kind.weight for kind in self.kinds]
        while not self._over.is_set():
            [kind] = self._chance.choices(self.kinds, weights)
            try:
                kind.fault(self.scene, self._chance)
                self.done[kind.words] += 1
                self._over.wait(self._chance.uniform(0, 0.5))
                self.scene.start_all()
                self._pause()
            except Exception as error:  # the report tells it; the other faults go on
                self.trouble.append(f"{kind.words}: {error!r}")

    def _pause(self) -> None:
        """Mostly until the site is up and people have got something done; sometimes into the very start."""
        slowness = self.scene.helm.pace**-0.5  # not too few faults on a slow machine, nor too little work between them
        if self._chance.random() < 0.3:
            self._over.wait(self._chance.uniform(0, 2) * slowness)
            return
        self.scene.wait_until_up()
        told, until = len(self.scene.ledger.acknowledged), time.monotonic() + self._chance.uniform(0, 6) * slowness
        enough = told + self._chance.randrange(MOST_WORK_BETWEEN)
        while len(self.scene.ledger.acknowledged) < enough and time.monotonic() < until and not self._over.is_set():
            self._over.wait(0.1)
