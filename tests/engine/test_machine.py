"""The memo: exact whatever the facts are, never trusted blindly, shared by threads."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.engine.diagrams import FILES
from tests.engine.pairing import EVENTS
from workflow.engine.definition import Definition
from workflow.engine.explore import explore, warm
from workflow.engine.machine import Machine
from workflow.engine.positions import START, Event, Transition, open_items
from workflow.engine.questions import Fact
from workflow.errors import EngineFault


def signed(machine: Machine, definition: Definition, again: bool) -> Transition:
    position = machine.step(definition, START, Event("start"), {}).position
    position = machine.step(definition, position, Event("complete", "draft"), {}).position
    return machine.step(definition, position, Event("complete", "sign"), {"again": again})


@pytest.fixture
def sendback() -> Definition:
    return Definition("sendback", *FILES["sendback"])


def test_what_was_computed_once_is_the_same_object_ever_after(sendback: Definition) -> None:
    machine = Machine()
    assert signed(machine, sendback, True) is signed(machine, sendback, True)
    assert (machine.misses, machine.hits) == (3, 3)


def test_another_answer_is_another_transition(sendback: Definition) -> None:
    machine = Machine()
    assert not signed(machine, sendback, True).completed
    assert signed(machine, sendback, False).completed
    assert not signed(machine, sendback, True).completed
    assert (machine.misses, machine.hits) == (4, 5)


def test_a_hit_asks_only_the_questions_on_its_way() -> None:
    definition, machine = Definition("automatic", *FILES["automatic"]), Machine()
    machine.step(definition, START, Event("start"), {})

    class Nothing(dict[str, Fact]):
        def __missing__(self, name: str) -> Fact:
            raise AssertionError(f"nobody needs {name}")

    machine.step(definition, START, Event("start"), Nothing())


@pytest.mark.parametrize("poison", ["completed", "opened", "passed"])
def test_a_poisoned_memo_is_caught(sendback: Definition, poison: str) -> None:
    machine = Machine(verify=True)
    true = signed(machine, sendback, True)
    wrong = replace(true, **{poison: not true.completed if poison == "completed" else ()})
    before = machine.step(sendback, START, Event("start"), {}).position
    before = machine.step(sendback, before, Event("complete", "draft"), {}).position
    machine.learn(sendback, before, Event("complete", "sign"), ((("again", ()), True),), wrong)
    if wrong == true:
        pytest.skip("nothing to poison")
    with pytest.raises(EngineFault, match="the memo is wrong"):
        signed(machine, sendback, True)
    machine.verify = False
    assert signed(machine, sendback, True) == wrong


def test_a_position_not_met_yet_is_loaded(sendback: Definition) -> None:
    known = Machine()
    opened = known.step(sendback, START, Event("start"), {})
    other = Machine(load={opened.position: opened.state}.__getitem__)
    assert other.step(sendback, opened.position, Event("complete", "draft"), {}).opened[0].at == "sign"


def test_a_position_nobody_knows_is_a_fault(sendback: Definition) -> None:
    with pytest.raises(EngineFault, match="unknown"):
        Machine().step(sendback, "0" * 24, Event("complete", "draft"), {})


def test_the_memo_stays_within_its_size() -> None:
    definition, states = Definition("mix", *FILES["mix"]), dict[str, str]()
    machine = Machine(load=states.__getitem__, size=5)
    for move in explore(definition).transitions:
        states[move.transition.position] = move.transition.state
        if move.position:
            answers = {text: answer for (text, _), answer in move.trail}
            facts = {"again": bool(answers.get("again")), "ok": 2 if answers.get("ok >= 2") else 0}
            assert machine.step(definition, move.position, move.event, facts) == move.transition
    assert len(machine._memo) <= 5


def test_a_warm_machine_computes_nothing_any_more(sendback: Definition) -> None:
    machine = Machine()
    warm(machine, sendback, explore(sendback))
    learned = machine.misses
    signed(machine, sendback, True)
    signed(machine, sendback, False)
    assert machine.misses == learned


def wander(machine: Machine, definition: Definition, seed: int) -> list[Transition]:
    """A walk of 25 events chosen by the seed."""
    rng, event, position = random.Random(seed), Event("start"), START
    made: list[Transition] = []
    while event and len(made) < 25:
        facts: dict[str, Fact] = {"again": rng.random() < 0.5, "n": rng.randrange(3), "ok": rng.randrange(4)}
        made.append(machine.step(definition, position, event, facts))
        position, state = made[-1].position, made[-1].state
        items = made[-1].calls[:1] or sorted(open_items(definition, state), key=repr)
        if not items:
            break
        item = rng.choice(items)
        kind = {**EVENTS, "call": "done"}[item.kind]
        event = Event(kind, str(item.what) if item.kind == "message" else item.at)
    return made


@pytest.mark.parametrize("name", ["subtimers", "mix", "group_of_scopes", "reminders"])
def test_eight_threads_do_the_same_as_one(name: str) -> None:
    definition, seeds = Definition(name, *FILES[name]), range(40)
    alone = [wander(Machine(), definition, seed) for seed in seeds]
    shared = Machine(size=20)
    shared.load = {t.position: t.state for walk in alone for t in walk}.__getitem__
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda seed: wander(shared, definition, seed), seeds)) == alone
