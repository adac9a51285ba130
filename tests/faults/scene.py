"""The scene: an installation of its own with its programs, its mail server, the balancer before it, and its clock."""

import random
import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests import postgres
from tests.faults.agenda import Crowd, Unit
from tests.faults.cluster import NAME, Cluster, copied
from tests.faults.disk import Disk, own_disk
from tests.faults.ledger import Ledger
from tests.faults.machines import LOOPBACK, Machine, Network, two_machines
from tests.faults.mailbox import Mailbox, open_mailbox
from tests.faults.programs import Order, Program, run_once
from tests.faults.proxy import Balancer
from tests.faults.sabotage import VARIABLE
from tests.faults.steering import Helm
from tests.faults.town import ISSUED, SECRET, Town, open_town
from tests.postgres import free_port
from workflow.desk import Desk
from workflow.presence import SILENT_AFTER

STARTS_WITHIN = 4.0  # seconds on a machine of its own
SLOWEST = 0.2
SOME = 8  # units; their replies stand at every stage
UP_WITHIN = 60.0  # seconds until a program that was started answers, on a busy machine


@dataclass
class Scene:
    """`programs` by name; `database` as the programs reach it, `direct` as the harness does."""

    folder: Path
    database: str
    direct: str
    helm: Helm
    mailbox: Mailbox
    balancer: Balancer
    disk: Disk
    chance: random.Random
    between: Sequence[Balancer] = ()  # before the database
    network: Network = field(default_factory=lambda: Network(LOOPBACK, (Machine("1", LOOPBACK),)))
    cluster: Cluster | None = None
    programs: dict[str, Program] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    out_of_order: set[str] = field(default_factory=set)  # programs that nobody starts again for now
    sweeper: str = "web"  # how the name of a program begins that sweeps
    lease: float = 3.0  # real seconds a stopped program is away for longer than what others wait for it
    sabotage: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "ZHENGXUN_DATA": str(self.folder),
            "ZHENGXUN_DATABASE": self.database,
            "ZHENGXUN_SECRET": SECRET,
            "ZHENGXUN_PROXIES": "1",
            "ZHENGXUN_MAIL": f"smtp://{self.network.address}:{self.mailbox.port}",
            "ZHENGXUN_MAIL_FROM": "zhengxun@district.example",
            VARIABLE: self.sabotage,
        }

    # -- programs

    def add(self, name: str, *arguments: str, network: str | None = None) -> Program:
        order = self.order(name, *arguments, network=network)
        self.programs[name] = Program(order)
        return self.programs[name]

    def order(self, name: str, *arguments: str, network: str | None = None) -> Order:
        log = self.folder / f"{name}.log"
        return Order(name, arguments, self.environment, self.helm.folder, log, network)

    def run(self, *arguments: str) -> int:
        """A command of `zhengxun` on this installation; its exit code. What it says is in its log."""
        return run_once(self.order(arguments[0], *arguments))

    def start_all(self) -> None:
        if self.cluster is not None and not self.cluster.is_running:
            self.cluster.start()
        for name, program in self.programs.items():
            if not program.is_running and name not in self.out_of_order:
                program.start()

    def end_all(self) -> None:
        for program in self.programs.values():
            program.end()

    def kill_all(self) -> None:
        for program in self.programs.values():
            if program.is_running:
                program.kill()

    def warm_up(self) -> None:
        """The server that forks the programs reads them in once; the harness its own way to the database."""
        assert self.run("--help") == 0, self.tail()
        self.town.members()

    def find_the_pace(self) -> None:
        """Time runs as much slower as this machine is slower to start the programs than one that has nothing else to do."""
        began = time.monotonic()
        self.start_all()
        self.wait_until_up()
        self.helm.run_at(min(1.0, max(SLOWEST, STARTS_WITHIN / (time.monotonic() - began))))

    def must_answer(self) -> None:
        """Before anything is done to it, the site shows people the pages they will work at: otherwise a storm in which
        nobody gets anything done would look like one in which nothing is lost."""
        for unit in self.crowd().units[:SOME]:
            unit.must_be_answered()

    def wait_until_up(self) -> None:
        until = time.monotonic() + UP_WITHIN
        while not any(map(_answers, self.balancer.upstreams)):
            assert time.monotonic() < until, f"the site is not up: {self.tail()}"
            time.sleep(0.5)
            self.start_all()  # what ended by itself, for want of its database, is started again, as systemd would

    def tail(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-2000:]}" for log in sorted(self.folder.glob("*.log")))

    @property
    def kills(self) -> int:
        return sum(program.kills for program in self.programs.values()) + (self.cluster.kills if self.cluster else 0)

    def programs_on(self, machine: Machine) -> list[Program]:
        return [program for program in self.programs.values() if program.order.name.endswith(machine.name)]

    # -- people

    @cached_property
    def town(self) -> Town:
        """The harness's own way to the database, past the programs."""
        return open_town(self.direct, self.folder / "files", self.helm.now())

    @contextmanager
    def look(self) -> Iterator[Desk]:
        """At the database, at this moment of the scene."""
        with self.town.office.desk(write=False, now=self.helm.now()) as desk:
            yield desk

    def crowd(self) -> Crowd:
        members = self.town.members()
        site = f"http://127.0.0.1:{self.balancer.port}"
        units = [Unit(member, site, self.helm, self.ledger, random.Random(self.chance.random())) for member in members]
        return Crowd(units, self.helm.now(), self.chance)


def _answers(upstream: tuple[str, int]) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(upstream) == 0


@contextmanager
def embedded(template: Path, folder: Path, seed: int, sabotage: str = "") -> Iterator[Scene]:
    """One machine, one process, SQLite: `zhengxun serve`."""
    with _stage(folder, template) as (disk, mailbox):
        shutil.copy(template / "zhengxun.db", folder / "zhengxun.db")
        database, port = f"sqlite:///{folder / 'zhengxun.db'}", free_port()
        balancer = Balancer([("127.0.0.1", port)])
        scene = Scene(
            folder, database, database, Helm(folder / "clock"), mailbox, balancer, disk, random.Random(seed),
            sabotage=sabotage,
        )  # fmt: skip
        scene.helm.move_to(ISSUED)
        scene.add("web", "serve", "--port", str(port))
        yield from _played(scene)


@contextmanager
def several(template: Path, folder: Path, seed: int, sabotage: str = "") -> Iterator[Scene]:
    """Two machines, each with a site of two processes and a worker, and a PostgreSQL server that may be killed too.

    Kept files lie in one folder for all, as on a disk that both machines mount.
    """
    with ExitStack() as stack:
        network = stack.enter_context(two_machines())
        disk, mailbox = stack.enter_context(_stage(folder, template, network.address))
        cluster = stack.enter_context(copied(template / "cluster"))
        database = Balancer([(LOOPBACK, cluster.port)], network.address)
        database.start()
        stack.callback(database.stop)
        ports = [free_port() for _ in network.machines]
        sites = [(machine.address, port) for machine, port in zip(network.machines, ports, strict=True)]
        scene = Scene(
            folder, postgres.Server(database.port, network.address).url(NAME), cluster.server.url(NAME),
            Helm(folder / "clock"), mailbox, Balancer(sites), disk, random.Random(seed), (database,), network, cluster,
            sweeper="worker", lease=SILENT_AFTER.total_seconds() + 15, sabotage=sabotage,
        )  # fmt: skip
        scene.helm.move_to(ISSUED)
        for machine, port in zip(network.machines, ports, strict=True):
            web, worker, on = f"web{machine.name}", f"worker{machine.name}", machine.network
            scene.add(web, "serve", "--host", machine.address, "--port", str(port), "--workers", "1", network=on)
            scene.add(worker, "worker", "--name", worker, network=on)
        yield from _played(scene)


def _played(scene: Scene) -> Iterator[Scene]:
    scene.balancer.start()
    try:
        yield scene
    finally:
        scene.kill_all()
        scene.balancer.stop()
        scene.town.close()


@contextmanager
def _stage(folder: Path, template: Path, address: str = LOOPBACK) -> Iterator[tuple[Disk, Mailbox]]:
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        disk = stack.enter_context(own_disk(folder / "files"))
        shutil.copytree(template / "files", folder / "files", dirs_exist_ok=True)
        yield disk, stack.enter_context(open_mailbox(address))
