"""Two machines on one: network namespaces with addresses of their own, joined by a switch to which the harness (with the
database, the mail server and the balancer) is joined as well. Where the system does not allow it, machines are nothing
but groups of processes on loopback, and the report says so.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Machine:
    """`network`: its namespace, None without one; `cable`: the harness's end of its line."""

    name: str
    address: str
    network: str | None = None
    cable: str = ""

    def pull_the_cable(self) -> None:
        _ip("link", "set", self.cable, "down")

    def plug_it_in(self) -> None:
        _ip("link", "set", self.cable, "up")


@dataclass(frozen=True)
class Network:
    """`address`: the harness's own, as the machines reach it."""

    address: str
    machines: tuple[Machine, ...]

    @property
    def is_real(self) -> bool:
        return self.machines[0].network is not None


@contextmanager
def two_machines() -> Iterator[Network]:
    if not _allowed():
        yield Network(LOOPBACK, (Machine("1", LOOPBACK), Machine("2", LOOPBACK)))
        return
    mark, subnet = f"zx{os.getpid() % 100000}", f"10.{100 + os.getpid() // 250 % 100}.{os.getpid() % 250}"
    switch = f"{mark}s"
    made: list[str] = []
    try:
        _ip("link", "add", switch, "type", "bridge")
        _ip("addr", "add", f"{subnet}.1/24", "dev", switch)
        _ip("link", "set", switch, "up")
        machines = tuple(_join(mark, switch, subnet, number, made) for number in (1, 2))
        yield Network(f"{subnet}.1", machines)
    finally:
        for network in made:
            _ip("netns", "del", network)
        _ip("link", "del", switch)


def _join(mark: str, switch: str, subnet: str, number: int, made: list[str]) -> Machine:
    network, cable, inside = f"{mark}m{number}", f"{mark}c{number}", f"{mark}i{number}"
    address = f"{subnet}.{number + 1}"
    _ip("netns", "add", network)
    made.append(network)
    _ip("link", "add", cable, "type", "veth", "peer", "name", inside, "netns", network)
    _ip("link", "set", cable, "master", switch, "up")
    _ip("-n", network, "addr", "add", f"{address}/24", "dev", inside)
    for device in ("lo", inside):
        _ip("-n", network, "link", "set", device, "up")
    return Machine(str(number), address, network, cable)


def _allowed() -> bool:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    probe = f"zx{os.getpid() % 100000}p"
    if subprocess.run(["ip", "netns", "add", probe], check=False, capture_output=True).returncode != 0:
        return False
    subprocess.run(["ip", "netns", "del", probe], check=True)
    return True


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
