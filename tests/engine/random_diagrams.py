"""Random block-structured diagrams: every construct inside every other."""

import random
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from tests.engine.diagrams import CHILD
from tests.engine.drawing import (
    at,
    boundary,
    call,
    catch,
    chain,
    choice,
    diagram,
    end,
    first_of,
    flow,
    group,
    inside,
    message,
    parallel,
    script,
    send,
    service,
    signal,
    start,
    throw,
    user,
)  # fmt: skip


class Block(NamedTuple):
    """Some XML with one way in and one way out."""

    xml: str
    first: str
    last: str


def make(seed: int, depth: int = 3) -> tuple[bytes, ...]:
    """The files of the process "main"."""
    draw = Draw(random.Random(seed))
    body = draw.sequence(depth, 2)
    return diagram("main", start(), body.xml, end(), flow("s", body.first), flow(body.last, "e")), CHILD


class Draw:
    def __init__(self, rng: random.Random) -> None:
        self.rng, self.used = rng, 0
        plain: list[Callable[[int], Block]] = [self.user, self.user, self.user, self.call, self.group, self.guarded]
        self.plain = [*plain, self.throw]
        self.nested = [
            *(self.exclusive, self.parallel, self.parallel, self.loop, self.loop, self.scope, self.scope),
            *(self.called, self.events),
        ]

    def id(self, prefix: str) -> str:
        self.used += 1
        return f"{prefix}{self.used}"

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def question(self) -> str:
        return self.rng.choice(["again", "n == 1", "ok > 1", "not again and n < 2"])

    def sequence(self, depth: int, length: int = 0) -> Block:
        blocks = [self.block(depth) for _ in range(length or self.rng.randrange(1, 3))]
        flows = "".join(flow(a.last, b.first) for a, b in pairwise(blocks))
        return Block("".join(b.xml for b in blocks) + flows, blocks[0].first, blocks[-1].last)

    def block(self, depth: int) -> Block:
        return self.rng.choice(self.plain + (self.nested if depth > 0 else []))(depth - 1)

    def user(self, _: int) -> Block:
        id = self.id("u")
        return Block(user(id), id, id)

    def call(self, _: int) -> Block:
        id = self.id("v")
        return Block(self.rng.choice([service(id), script(id, f"op_{id}"), send(id)]), id, id)

    def throw(self, _: int) -> Block:
        id = self.id("t")
        return Block(throw(id, self.rng.choice(["", message("confirm"), signal("alarm")])), id, id)

    def members(self) -> str:
        until = self.rng.choice(["", "ok >= 2", "done >= 2 or again", "done == total"])
        return group(self.rng.choice(["n + 1", "2"]), until, self.chance(0.3))

    def group(self, _: int) -> Block:
        id = self.id("m")
        escape = self.escape(id, True) if self.chance(0.4) else ""
        return Block(user(id, self.members()) + escape, id, id)

    def guarded(self, _: int) -> Block:
        id = self.id("u")
        second = self.escape(id, self.chance(0.5)) if self.chance(0.4) else ""
        return Block(user(id) + self.escape(id, self.chance(0.5)) + second, id, id)

    def escape(self, host: str, interrupting: bool) -> str:
        """A boundary event with a short way to an end of its own."""
        event, last = self.id("b"), self.id("e")
        what = at("deadline") if self.chance(0.6) else message(self.rng.choice(["withdraw", "extend"]))
        xml = boundary(event, host, what, interrupting) + end(last)
        between = self.rng.choice([self.user, self.call, None])
        if between is None:
            return xml + flow(event, last)
        block = between(0)
        return xml + block.xml + chain(event, block.first, last)

    def parallel(self, depth: int) -> Block:
        fork, join = self.id("p"), self.id("q")
        branches = [self.sequence(depth) for _ in range(self.rng.choice([2, 2, 3]))]
        flows = "".join(b.xml + flow(fork, b.first) + flow(b.last, join) for b in branches)
        return Block(parallel(fork) + parallel(join) + flows, fork, join)

    def exclusive(self, depth: int) -> Block:
        fork, join = self.id("x"), self.id("y")
        a, b = self.sequence(depth), self.sequence(depth)
        xml = choice(fork, a.first, (b.first, self.question())) + choice(join)
        return Block(xml + a.xml + b.xml + flow(a.last, join) + flow(b.last, join), fork, join)

    def loop(self, depth: int) -> Block:
        again, back, out = self.id("x"), self.id("x"), self.id("x")
        work, body = self.user(0), self.sequence(depth)
        xml = choice(again) + choice(back, out, (again, "again")) + choice(out)
        return Block(
            xml + work.xml + body.xml + chain(again, work.first, body.first) + flow(body.last, back), again, out
        )

    def scope(self, depth: int) -> Block:
        id, first, last = self.id("w"), self.id("s"), self.id("e")
        body = self.sequence(depth)
        members = self.members() if self.chance(0.25) else ""
        inner = (start(first), body.xml, end(last), flow(first, body.first), flow(body.last, last))
        escape = self.escape(id, self.chance(0.6)) if self.chance(0.7) else ""
        return Block(inside(id, *inner, group=members) + escape, id, id)

    def called(self, _: int) -> Block:
        id = self.id("c")
        return Block(call(id, "child") + (self.escape(id, self.chance(0.6)) if self.chance(0.5) else ""), id, id)

    def events(self, depth: int) -> Block:
        gate, join = self.id("g"), self.id("y")
        waits = [at("deadline"), message("withdraw"), message("extend")]
        xml = first_of(gate) + choice(join)
        for what in self.rng.sample(waits, self.rng.choice([2, 3])):
            event, body = self.id("k"), self.sequence(min(depth, 1))
            xml += catch(event, what) + body.xml + flow(gate, event) + flow(event, body.first) + flow(body.last, join)
        return Block(xml, gate, join)
