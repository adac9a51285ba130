"""What may happen to a round, by anybody, at any time — sensible or not. Each either happens or is refused.

An operation is a name, the number of a unit and a dice; played again it does the same.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.makers import Stage
from tests.process.telling import SCAN, a_paper
from tests.process.world import World
from tests.sequences.playing import Operation
from workflow.clock import BEIJING
from workflow.consultation.actions import (
    answering,
    checking,
    concluding,
    deciding,
    receiving,
    registering,
    revoking,
    running,
    writing,
)
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Clause, LetterChannel, Outcome, Reply, Round, Verdict
from workflow.desk import Desk
from workflow.engine.sweep import sweep
from workflow.notices import Channel
from workflow.people import PostKind

CLERK, LEADER, KEEPER = PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER
WISHES = (("每季度更新一次", "每月更新一次"), ("每季度更新一次", "每周更新一次"), ("", "增加一句"))


def a_sequence(seed: int, length: int = 24) -> list[Operation]:
    """Random operations with the weights of an office's life."""
    chance = random.Random(seed)
    names = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=length)
    eager = chance.random() < 0.5  # half of the rounds go on to their end
    drawn = [Operation(name, chance.randrange(3), chance.randrange(1000)) for name in names]
    if eager:
        drawn += [Operation("pass_the_deadline", 0, 0), Operation("sweep", 0, 0)]
        drawn += [Operation(name, n, chance.randrange(1000)) for n in range(3) for name in AFTERWARDS]
        drawn += [Operation(name, 0, chance.randrange(1000)) for name in THE_END]
        drawn += [
            Operation(chance.choice(list(WEIGHTS)), chance.randrange(3), chance.randrange(1000)) for _ in range(4)
        ]
    return drawn


# -- the people of a unit


def _unit(kind: PostKind, act: Callable[[Desk, Reply, int], Any]) -> Callable[[World, Stage, Operation], None]:
    def happen(world: World, stage: Stage, operation: Operation) -> None:
        people = world.people[operation.part + 1]
        with stage.office.desk(people.get(kind, people[LEADER])) as desk:
            act(desk, desk.session.get_one(Reply, world.replies[operation.part]), operation.dice)

    return happen


def _wish(clauses: list[Clause], dice: int) -> Wish:
    original, proposed = WISHES[dice % 3]
    clause = clauses[5] if dice % 5 else None
    return Wish(clause, original if clause else "", proposed, "便于掌握" if dice % 2 else "")


def _write(desk: Desk, reply: Reply, dice: int) -> None:
    """Type a comment, or declare 无意见."""
    if dice % 3 == 0:
        writing.declare_no_objection(desk, reply)
    else:
        writing.save_comment(desk, reply, None, _wish(reply.round.current_draft.clauses, dice))


def _write_and_send(desk: Desk, reply: Reply, dice: int) -> None:
    _write(desk, reply, dice)
    answering.send_for_signing(desk, reply)


ONWARD: dict[str, tuple[PostKind, Callable[[Desk, Reply, int], Any]]] = {
    "receive": (CLERK, lambda d, r, _: receiving.receive(d, r)),
    "write": (CLERK, _write_and_send),
    "sign": (LEADER, lambda d, r, _: answering.sign(d, r)),
    "seal": (KEEPER, lambda d, r, _: answering.seal(d, r)),
}
BACK: dict[str, tuple[PostKind, Callable[[Desk, Reply, int], Any]]] = {
    "sign": (LEADER, lambda d, r, _: answering.return_to_clerk(d, r, "请修改")),
    "seal": (KEEPER, lambda d, r, _: answering.return_unsealed(d, r, "请修改")),
    "check": (CLERK, lambda d, r, _: answering.withdraw(d, r)),
}


def _go(way: dict[str, tuple[PostKind, Callable[[Desk, Reply, int], Any]]]) -> Callable[[Desk, Reply, int], None]:
    """Whatever lies on the unit's desks goes that way, by whom it belongs to."""

    def go(desk: Desk, reply: Reply, dice: int) -> None:
        for step in sorted(desk.open_steps(reply) & set(way)):
            kind, act = way[step]
            desk.officer = reply.unit.holders(kind, desk.today)[0]
            act(desk, reply, dice)

    return go


# -- the office


def _office(kind: PostKind, act: Callable[[Desk, Round, int], Any]) -> Callable[[World, Stage, Operation], None]:
    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(world.people[0][kind]) as desk:
            act(desk, desk.session.get_one(Round, world.round_id), operation.dice)

    return happen


def _office_about(act: Callable[[Desk, Reply, int], Any]) -> Callable[[World, Stage, Operation], None]:
    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(world.people[0][CLERK]) as desk:
            act(desk, desk.session.get_one(Reply, world.replies[operation.part]), operation.dice)

    return happen


def _check(desk: Desk, reply: Reply, dice: int) -> None:
    if dice % 4:
        checking.accept(desk, reply)
    else:
        checking.reject(desk, reply, ["unsealed"])


def _paper(desk: Desk, reply: Reply, dice: int) -> None:
    """In time or late, whole or defective, with or without comments; registered now, received some time before."""
    received = desk.now - timedelta(minutes=(0, 3, 90, 60 * 30)[dice % 4])
    clauses = reply.round.current_draft.clauses
    paper = a_paper(
        received.astimezone(BEIJING), channel=LetterChannel.FAX if dice % 3 else LetterChannel.PAPER,
        is_signed=dice % 7 != 0, is_sealed=dice % 11 != 0, wishes=(_wish(clauses, dice),) if dice % 2 else (),
    )  # fmt: skip
    registering.register_paper(desk, reply, paper, desk.keep(SCAN, "来文.pdf", "application/pdf"))


def _delivery(desk: Desk, reply: Reply, dice: int) -> None:
    at = desk.now - timedelta(hours=(0, 1, 48)[dice % 3])
    registering.record_delivery(desk, reply, Channel.PHONE, at, f"值班室接听{dice}", bool(dice % 4))


def _use_late(desk: Desk, reply: Reply, dice: int) -> None:
    for letter in reply.late_letters:
        checking.use_late(desk, reply, letter, bool(dice % 2), "有参考价值")


def _extend(desk: Desk, round_: Round, dice: int) -> None:
    running.extend(desk, round_, round_.last_moment + timedelta(hours=(1, 24, 72)[dice % 3]), "部分单位正在防汛")


def _replace(world: World, stage: Stage, operation: Operation) -> None:
    with stage.office.desk(world.people[0][CLERK]) as desk:
        round_ = desk.session.get_one(Round, world.round_id)
        data = world.drafts[len(round_.drafts) % 2]
        running.replace_draft(desk, round_, data, "更正稿.docx", "数字有误")


def _propose(desk: Desk, round_: Round, dice: int) -> None:
    for place, row in enumerate(deciding.rows_of(round_)):
        verdict = list(Verdict)[(dice + place) % 4] if dice % 3 else Verdict.ADOPTED
        deciding.propose(desk, round_, row, verdict, "与上位文件不一致")


def _coordinate(desk: Desk, round_: Round, dice: int) -> None:
    for pair in deciding.uncoordinated(desk, round_):
        rows = [pair.first, pair.second]
        deciding.coordinate(
            desk, round_, rows, held_on=desk.today, chair="甲", participants=["乙"], course="经过", outcome="结果"
        )


def _conclude(desk: Desk, round_: Round, dice: int) -> None:
    concluding.conclude(desk, round_, list(Outcome)[dice % 2])


# -- time


def _pass(world: World, stage: Stage, operation: Operation) -> None:
    """Some time passes, nobody sweeps."""
    stage.clock.pass_(minutes=(1, 20, 300, 1500, 4000)[operation.dice % 5])


def _to_the_deadline(world: World, stage: Stage, operation: Operation) -> None:
    """To a moment just before the deadline, to its very second, or just past it."""
    with stage.look() as (_, round_):
        deadline = round_.last_moment
    around = timedelta(seconds=(-3600, -1, 0, 1)[operation.dice % 4])
    stage.clock.move_to(max(stage.clock(), deadline + around))


def _pass_the_deadline(world: World, stage: Stage, operation: Operation) -> None:
    with stage.look() as (_, round_):
        stage.clock.move_to(max(stage.clock(), round_.last_moment + timedelta(minutes=operation.dice)))


def _sweep(world: World, stage: Stage, operation: Operation) -> None:
    sweep(stage.office.desk, stage.office.engine, grace=timedelta(seconds=3 * (operation.dice % 2)))


OPERATIONS: dict[str, Callable[[World, Stage, Operation], None]] = {
    "open_notice": _unit(CLERK, lambda d, r, _: receiving.open_notice(d, r)),
    "receive": _unit(CLERK, lambda d, r, _: receiving.receive(d, r)),
    "write": _unit(CLERK, _write),
    "send_for_signing": _unit(CLERK, _write_and_send),
    "return": _unit(LEADER, lambda d, r, _: answering.return_to_clerk(d, r, "请修改")),
    "sign": _unit(LEADER, lambda d, r, _: answering.sign(d, r)),
    "seal": _unit(KEEPER, lambda d, r, _: answering.seal(d, r)),
    "return_unsealed": _unit(KEEPER, lambda d, r, _: answering.return_unsealed(d, r, "请修改")),
    "withdraw": _unit(CLERK, lambda d, r, _: answering.withdraw(d, r)),
    "send_late": _unit(CLERK, lambda d, r, _: answering.send_late(d, r)),
    "go_on": _unit(CLERK, _go(ONWARD)),
    "go_back": _unit(CLERK, _go(BACK)),
    "check": _office_about(_check),
    "paper": _office_about(_paper),
    "delivery": _office_about(_delivery),
    "use_late": _office_about(_use_late),
    "remind": _office_about(lambda d, r, dice: running.remind(d, r, Channel.PHONE, f"接听{dice}")),
    "extend": _office(LEADER, _extend),
    "replace": _replace,
    "revoke": _office(LEADER, lambda d, r, dice: revoking.revoke(d, r, "起草依据已经调整" if dice % 5 else " ")),
    "propose": _office(CLERK, _propose),
    "coordinate": _office(CLERK, _coordinate),
    "send_decisions": _office(CLERK, lambda d, r, _: deciding.send_decisions(d, r)),
    "decisions_back": _office(LEADER, lambda d, r, _: deciding.send_decisions_back(d, r, "请再研究")),
    "confirm": _office(LEADER, lambda d, r, _: deciding.confirm(d, r)),
    "release": _office(CLERK, lambda d, r, _: deciding.release(d, r)),
    "conclude": _office(CLERK, _conclude),
    "further_round": _office(CLERK, lambda d, r, _: concluding.further_round(d, r)),
    "archive": _office(CLERK, lambda d, r, _: concluding.archive(d, r)),
    "pass": _pass,
    "to_the_deadline": _to_the_deadline,
    "pass_the_deadline": _pass_the_deadline,
    "sweep": _sweep,
}
WEIGHTS = {
    "go_on": 60, "go_back": 6, "receive": 4, "write": 4, "send_for_signing": 3, "sign": 4, "seal": 4, "return": 4,
    "return_unsealed": 3, "withdraw": 6, "send_late": 3, "open_notice": 2, "check": 12, "paper": 6, "delivery": 3,
    "use_late": 2, "remind": 2, "extend": 2, "replace": 3, "propose": 1, "send_decisions": 1, "decisions_back": 1,
    "confirm": 1, "revoke": 1, "archive": 1, "further_round": 1, "pass": 8, "to_the_deadline": 2, "sweep": 6,
}  # fmt: skip
AFTERWARDS = ("check", "write", "send_late", "use_late")
THE_END = (
    "propose", "coordinate", "send_decisions", "decisions_back", "paper", "propose", "coordinate", "send_decisions",
    "confirm", "release", "conclude", "archive", "further_round",
)  # fmt: skip
