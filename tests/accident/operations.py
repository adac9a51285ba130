"""What may happen to a case, by anybody, at any time — sensible or not. Each either happens or is refused."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests.accident import steps
from tests.accident.inquiry import DISSENT, PENALTY
from tests.accident.steps import BACK, ONWARD, Act
from tests.accident.world import World
from tests.makers import Stage
from tests.sequences.playing import Operation
from workflow.accident import settings
from workflow.accident.actions import (
    accounting,
    classifying,
    clocks,
    collecting,
    declaring,
    inspecting,
    postponing,
    proposing,
    publishing,
    rectifying,
    reporting,
    restaffing,
    signing,
    submitting,
    supervising,
    tracing,
)
from workflow.accident.actions.accounting import ToAccount
from workflow.accident.actions.reporting import Figures
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Accident, AccountabilityKind, Measure, Role, Supervision
from workflow.accident.model import Stage as Where
from workflow.accident.rules import gate
from workflow.accident.rules.triggers import Trigger
from workflow.accident.settings import DisagreementPolicy
from workflow.desk import Desk
from workflow.engine.rows import instances, tasks
from workflow.engine.sweep import next_due_at, sweep
from workflow.errors import Refusal
from workflow.people import Officer, PostKind, Unit

Happen = Callable[[World, Stage, Operation], None]
STRANGERS = 19  # of so many dice, one lets the wrong person act
FIGURES = ((0, 0, 0), (1, 1, 1_200_000), (2, 5, 2_000_000), (3, 0, 900_000), (1, 60, 12_000_000), (31, 0, 0))


class Nothing(Refusal):
    """There is no such part of the case to act upon."""


def a_sequence(seed: int, length: int = 30) -> list[Operation]:
    """Random operations with the weights of a case's life; two of three cases go on towards their end."""
    chance = random.Random(seed)
    drawn = _some(chance, length)
    if seed % 3:
        drawn += [*_onward(chance, 16), *_some(chance, 4), *_onward(chance, 16), *_some(chance, 4)]
        drawn += [Operation("ten_months", 0, chance.randrange(100_000)), Operation("sweep", 0, 0)]
        drawn += [*_onward(chance, 14), *_some(chance, 4), *_onward(chance, 20), *_some(chance, 3)]
    return drawn


def _some(chance: random.Random, count: int) -> list[Operation]:
    names = chance.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=count)
    return [Operation(name, chance.randrange(3), chance.randrange(100_000)) for name in names]


def _onward(chance: random.Random, count: int) -> list[Operation]:
    """Mostly the next thing, now and then some time."""
    names = chance.choices(("go_on", "something", "go_back", "pass", "sweep"), weights=(24, 6, 2, 2, 2), k=count)
    return [Operation(name, 0, chance.randrange(100_000)) for name in names]


# -- whoever has something on his desk


def _go(way: Any) -> Happen:
    """One of the tasks that lie open is done, by whom it belongs to."""

    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(write=False) as desk:
            open_ = [row for row in _open_tasks(desk) if (row.process, row.step) in way]
            row = _one(_rather_not_lifting(open_, operation.dice), operation.dice)
            officer = desk.session.get_one(Unit, row.unit_id).holders(PostKind(row.post), desk.today)[0].id
        with stage.office.desk(_or_a_stranger(world, officer, operation.dice)) as desk:
            subject = desk.engine.processes[row.process].load(desk.session, [row.subject_id])[0]
            way[row.process, row.step](desk, subject, operation.dice)

    return happen


def _rather_not_lifting(open_: list[Any], dice: int) -> list[Any]:
    """A supervision is in force for a while."""
    others = [row for row in open_ if row.step != "lift"]
    return others if others and dice % 5 else open_


def _open_tasks(desk: Desk) -> list[Any]:
    found = select(instances.c.process, instances.c.subject_id, tasks.c.step, tasks.c.unit_id, tasks.c.post)
    return list(desk.session.execute(found.join(tasks).order_by(tasks.c.opened_at, tasks.c.instance_id, tasks.c.at)))


def _or_a_stranger(world: World, officer: int, dice: int) -> int:
    return officer if dice % STRANGERS else world.anybody[dice % len(world.anybody)]


# -- certain people, whatever lies on their desks


def _as(who: str, act: Callable[[Desk, Accident, int], object]) -> Happen:
    """`who`: clerk, head or mayor."""

    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(_or_a_stranger(world, getattr(world, who), operation.dice)) as desk:
            act(desk, desk.session.get_one(Accident, world.accident_id), operation.dice)

    return happen


def _team(act: Callable[[Desk, Accident, int], object], kind: PostKind = PostKind.CLERK) -> Happen:
    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(world.clerk) as desk:
            accident = desk.session.get_one(Accident, world.accident_id)
            if accident.team_unit:
                holders = accident.team_unit.holders(kind, desk.today)
                desk.officer = _one(holders, operation.dice)
            act(desk, accident, operation.dice)

    return happen


def _unit(kind: PostKind, act: Callable[[Desk, Measure, int], object]) -> Happen:
    """Somebody of the unit of one of the measures."""

    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(world.clerk) as desk:
            measure = _measure(desk, world, operation)
            if measure.unit:
                officer = measure.unit.holders(kind, desk.today)[0].id
                desk.officer = desk.session.get_one(Officer, _or_a_stranger(world, officer, operation.dice))
            act(desk, measure, operation.dice)

    return happen


def _office_about(who: str, act: Callable[[Desk, Measure, int], object]) -> Happen:
    def happen(world: World, stage: Stage, operation: Operation) -> None:
        with stage.office.desk(getattr(world, who)) as desk:
            act(desk, _measure(desk, world, operation), operation.dice)

    return happen


def _measure(desk: Desk, world: World, operation: Operation) -> Measure:
    accident = desk.session.get_one(Accident, world.accident_id)
    return _one([measure for measure in accident.measures if measure.ordered_at], operation.part)


def _one(some: Any, number: int) -> Any:
    if not some:
        raise Nothing()
    return some[number % len(some)]


# -- news, and what the superior does


def _supplement(desk: Desk, accident: Accident, dice: int) -> None:
    deaths, injuries, loss = FIGURES[dice % (3 if dice % 2 else len(FIGURES))]
    figures = Figures(deaths=deaths, injuries=injuries, loss=Decimal(loss), source="医院诊断")
    reporting.supplement(desk, accident, figures, desk.now - timedelta(hours=dice % 3))


def _transfer(desk: Desk, accident: Accident, dice: int) -> None:
    """Seldom: it ends the story."""
    document = "市政府决定〔2018〕1号" if dice % 3 == 0 else ""
    classifying.transfer(desk, accident, "市人民政府", document, "涉及两个区")


# -- the team


def _declare(desk: Desk, accident: Accident, dice: int) -> None:
    member = _one([m for m in accident.members if m.is_active], dice)
    if dice % 3 and member.officer:
        desk.officer = member.officer
    has_interest = dice % 5 == 0
    declaring.declare(desk, accident, member, has_interest, "曾任该单位安全总监" if has_interest else "")


def _join(desk: Desk, accident: Accident, dice: int) -> None:
    officer = desk.session.get_one(Officer, (dice % 30) + 5) if dice % 4 else None
    role = (Role.MEMBER, Role.EXPERT, Role.MEMBER, Role.LEADER)[dice % 4 if dice % 7 == 0 else 0]
    candidate = Candidate(name=officer.name if officer else "外单位某", body="区应急局", role=role, officer=officer)
    restaffing.join(desk, accident, candidate, "力量不足", no_interest=bool(dice % 3))


def _recuse(desk: Desk, accident: Accident, dice: int) -> None:
    restaffing.recuse(desk, accident, _one([m for m in accident.members if m.is_active], dice), "工作调整")


def _change_leader(desk: Desk, accident: Accident, dice: int) -> None:
    restaffing.change_leader(desk, accident, _one(accident.members, dice), "原组长调离", leaves=bool(dice % 2))


# -- clocks


def _commission(desk: Desk, accident: Accident, dice: int) -> None:
    on = desk.today - timedelta(dice % 4)
    clocks.commission_appraisal(desk, accident, "市技术鉴定中心", "断口是否为疲劳断裂", commissioned_on=on)


def _conclude_appraisal(desk: Desk, accident: Accident, dice: int) -> None:
    on = desk.today - timedelta(dice % 3)
    clocks.conclude_appraisal(desk, accident, _one(accident.appraisals, dice), "疲劳断裂", concluded_on=on)


def _ask_extension(desk: Desk, accident: Accident, dice: int) -> None:
    clocks.ask_extension(desk, accident, (10, 30, 60, 61)[dice % 4], "技术问题复杂")


def _extend(desk: Desk, accident: Accident, dice: int) -> None:
    """Asked and decided within one day."""
    clocks.ask_extension(desk, accident, (10, 30, 60)[dice % 3], "技术问题复杂")
    desk.officer = steps.mayor(desk, accident)
    clocks.decide_extension(desk, accident, accident.extensions[-1], bool(dice % 2), "请按期提交")


def _decide_extension(desk: Desk, accident: Accident, dice: int) -> None:
    granted = bool(dice % 3)
    clocks.decide_extension(desk, accident, _one(accident.extensions, dice), granted, "" if granted else "请按期提交")


# -- the report


def _withdraw_evidence(desk: Desk, accident: Accident, dice: int) -> None:
    collecting.withdraw_evidence(desk, accident, _one(accident.evidence, dice).key, "来源不明")


def _hand_over(desk: Desk, accident: Accident, dice: int) -> None:
    piece = _one(accident.evidence, dice)
    collecting.hand_over(desk, accident, piece.key, given_by="王某", taken_by="王某", why="送检后退回")


def _drop_cause(desk: Desk, accident: Accident, dice: int) -> None:
    tracing.drop_cause(desk, accident, _one(gate.standing_causes(accident), dice).key)


def _propose_measure(desk: Desk, accident: Accident, dice: int) -> None:
    proposing.propose_measure(desk, accident, steps.want_measure(desk, accident, dice))


def _change_measure(desk: Desk, accident: Accident, dice: int) -> None:
    key = _one(accident.measures, dice).key
    proposing.change_measure(desk, accident, key, steps.want_measure(desk, accident, dice))


def _drop_measure(desk: Desk, accident: Accident, dice: int) -> None:
    proposing.drop_measure(desk, accident, _one(accident.measures, dice).key)


def _sign(desk: Desk, accident: Accident, dice: int) -> None:
    """Any member, also one who has spoken or left."""
    member = _one(accident.members, dice)
    desk.officer = member.officer or desk.officer
    signing.sign(desk, accident, member, refusal="有保留" if dice % 2 else None, dissent=DISSENT if dice % 3 else None)


# -- after the approval


def _account(desk: Desk, accident: Accident, dice: int) -> None:
    fine = Decimal((50_000, 500_000, 3_000_000)[dice % 3])
    item = ToAccount(
        list(AccountabilityKind)[dice % 4], PENALTY.whom, PENALTY.grounds, PENALTY.body, is_unit=True,
        amount=fine if dice % 4 == 0 else None, due_on=desk.today + timedelta(30),
    )  # fmt: skip
    accounting.record(desk, accident, item, from_evaluation=bool(dice % 2))


def _hand_over_crime(desk: Desk, accident: Accident, dice: int) -> None:
    accounting.hand_over_crime(
        desk, accident, whom="赵某", grounds="涉嫌重大责任事故罪", body="公安分局", materials="案卷复印件"
    )


def _correct(desk: Desk, accident: Accident, dice: int) -> None:
    new = "李四" if dice % 3 == 0 else "三十日"
    publishing.correct_publication(desk, accident, place="第二部分", old="十三日", new=new, reason="数字有误")


def _ask_more_time(desk: Desk, measure: Measure, dice: int) -> None:
    days = timedelta((-1, 10, 30, 400)[dice % 4])
    postponing.ask_extension(desk, measure, (measure.due_on or desk.today) + days, "设备未到货")


def _find(desk: Desk, measure: Measure, dice: int) -> None:
    if measure.accident.evaluation is None:
        raise Nothing()
    steps.find(desk, measure.accident.evaluation, measure, dice)


# -- supervision, settings


def _supervise(desk: Desk, accident: Accident, dice: int) -> None:
    supervising.propose(desk, accident, list(Trigger)[dice % len(Trigger)], "群众来信反映")


def _about_supervision(act: Act) -> Callable[[Desk, Accident, int], object]:
    """One of the supervisions, decided or not."""
    return lambda desk, accident, dice: act(desk, _one(accident.supervisions, dice), dice)


def _impose(desk: Desk, supervision: Supervision, dice: int) -> None:
    supervising.impose(desk, supervision)


def _policy(desk: Desk, accident: Accident, dice: int) -> None:
    settings.choose_disagreement_policy(desk, accident.lead_unit, list(DisagreementPolicy)[dice % 2])


# -- time


def _pass(world: World, stage: Stage, operation: Operation) -> None:
    """Some time passes, nobody sweeps."""
    stage.clock.pass_(minutes=(20, 300, 1500, 60 * 24 * 4, 60 * 24 * 17)[operation.dice % 5])


def _to_the_next_moment(world: World, stage: Stage, operation: Operation) -> None:
    """To just before what is due next, to its very second, or just past it."""
    with stage.office.desk(write=False) as desk:
        due = next_due_at(desk)
    if due is None:
        raise Nothing()
    around = timedelta(seconds=(-1, 0, 1, 90)[operation.dice % 4])
    stage.clock.move_to(max(stage.clock(), due + around))


def _ten_months(world: World, stage: Stage, operation: Operation) -> None:
    stage.clock.pass_(minutes=60 * 24 * (300 + operation.dice % 30))


def _sweep(world: World, stage: Stage, operation: Operation) -> None:
    sweep(stage.office.desk, stage.office.engine, grace=timedelta(seconds=3 * (operation.dice % 2)))


OPERATIONS: dict[str, Happen] = {
    "go_on": _go(ONWARD),
    "go_back": _go(BACK),
    "supplement": _as("clerk", _supplement),
    "transfer": _as("clerk", _transfer),
    "declare": _as("clerk", _declare),
    "join": _as("clerk", _join),
    "recuse": _as("clerk", _recuse),
    "change_leader": _as("mayor", _change_leader),
    "commission": _team(_commission),
    "conclude_appraisal": _team(_conclude_appraisal),
    "ask_extension": _team(_ask_extension),
    "extend": _team(_extend),
    "decide_extension": _as("mayor", _decide_extension),
    "evidence": _team(steps.find_evidence),
    "withdraw_evidence": _team(_withdraw_evidence),
    "hand_over": _team(_hand_over),
    "cause": _team(steps.trace_cause),
    "drop_cause": _team(_drop_cause),
    "measure": _team(_propose_measure),
    "change_measure": _team(_change_measure),
    "drop_measure": _team(_drop_measure),
    "chapter": _team(steps.save_chapter),
    "sign": _as("clerk", _sign),
    "consent": _as("clerk", lambda d, a, _: submitting.register_consent(d, a, "督办函〔2018〕5号")),
    "account": _as("clerk", _account),
    "carry_out_penalties": _as("clerk", steps.carry_out_all),
    "hand_over_crime": _as("clerk", _hand_over_crime),
    "hide_names": _as("clerk", lambda d, a, dice: publishing.hide_names(d, a, ["李四", "王某"][: dice % 3])),
    "correct": _as("head", _correct),
    "proof": _unit(PostKind.CLERK, lambda d, m, _: rectifying.add_proof(d, m, "照片", note="存档案室")),
    "ask_more_time": _unit(PostKind.CLERK, _ask_more_time),
    "sign_off": _unit(PostKind.LEADER, lambda d, m, _: rectifying.sign_off(d, m)),
    "close_measure": _office_about("head", lambda d, m, _: inspecting.close_measure(d, m)),
    "find": _office_about("clerk", _find),
    "supervise": _as("clerk", _supervise),
    "impose": _as("head", _about_supervision(_impose)),
    "lift": _as("head", _about_supervision(ONWARD["supervision", "lift"])),
    "policy": _as("security", _policy),
    "pass": _pass,
    "to_the_next_moment": _to_the_next_moment,
    "ten_months": _ten_months,
    "sweep": _sweep,
}


OFTEN: dict[Where, tuple[str, ...]] = {  # what makes sense where a case stands, besides going on
    Where.REPORTED: ("supplement", "supervise"),
    Where.CLASSIFYING: ("supplement", "supervise"),
    Where.FORMING_TEAM: ("declare", "recuse", "join", "change_leader", "supplement", "impose", "lift", "policy"),
    Where.INVESTIGATING: (
        "evidence", "withdraw_evidence", "hand_over", "cause", "drop_cause", "measure", "change_measure",
        "drop_measure", "chapter", "sign", "commission", "conclude_appraisal", "conclude_appraisal", "ask_extension",
        "extend", "extend", "decide_extension", "supplement", "supplement", "join", "recuse", "change_leader",
        "declare", "consent", "impose", "lift", "hand_over_crime", "policy", "transfer",
    ),
    Where.APPROVING: ("supplement", "recuse", "join", "hand_over", "impose", "lift", "hand_over_crime", "supervise"),
    Where.CLOSED: (
        "account", "carry_out_penalties", "hide_names", "correct", "proof", "ask_more_time", "ask_more_time",
        "ask_more_time", "sign_off", "close_measure", "find", "hand_over", "impose", "lift",
        "hand_over_crime", "supervise",
    ),
    Where.ARCHIVED: ("account", "proof", "find", "supervise", "supplement"),
    Where.TRANSFERRED: ("supplement", "recuse", "evidence", "impose", "supervise"),
}  # fmt: skip


def _something(world: World, stage: Stage, operation: Operation) -> None:
    """One of the things that make sense here, with what is left of the dice."""
    with stage.office.desk(write=False) as desk:
        names = OFTEN[desk.session.get_one(Accident, world.accident_id).stage]
    dice, number = divmod(operation.dice, len(names))
    OPERATIONS[names[number]](world, stage, Operation(names[number], operation.part, dice))


OPERATIONS["something"] = _something
WEIGHTS = dict.fromkeys(OPERATIONS, 1) | {
    "go_on": 60, "something": 50, "go_back": 6, "pass": 6, "to_the_next_moment": 4, "sweep": 5,
}  # fmt: skip
