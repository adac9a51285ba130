"""What one event does: opened, closed, ordered, sent, passed; and what a position is."""

from collections.abc import Iterator

import pytest
import SpiffWorkflow.bpmn.workflow

from tests.engine.diagrams import FILES
from tests.engine.drawing import boundary, chain, choice, diagram, end, inside, message, service, start, throw, user
from workflow.engine.definition import Definition
from workflow.engine.explore import explore
from workflow.engine.machine import Machine
from workflow.engine.oracle import Oracle
from workflow.engine.positions import END, START, Endless, Event, Item, NotOpen, Transition, compute, digest, open_items
from workflow.engine.questions import Fact
from workflow.errors import EngineFault

FACTS: dict[str, Fact] = {"again": False, "n": 1, "ok": 0, "days": 90}


def steps(name: str, *told: str, **facts: Fact) -> Iterator[Transition]:
    """The transitions of the events told after the start, "complete w/sign" and the like."""
    definition, machine, position = Definition(name, *FILES[name]), Machine(), START
    for text in ("start", *told):
        kind, _, at = text.partition(" ")
        transition = machine.step(definition, position, Event(kind, at), FACTS | facts)
        position = transition.position
        yield transition


def last(name: str, *told: str, **facts: Fact) -> Transition:
    return list(steps(name, *told, **facts))[-1]


def test_a_task_with_a_deadline_and_a_reminder() -> None:
    opened = last("timers")
    assert opened.opened == (
        Item("task", "a", None, None),
        Item("moment", "remind", None, "remind_1"),
        Item("moment", "due", None, "deadline"),
    )
    assert opened.passed == ("s",)


def test_a_reminder_leaves_the_task_open() -> None:
    reminded = last("timers", "fire remind")
    assert reminded.opened == (Item("task", "nag", None, None),)
    assert reminded.closed == (("moment", "remind"),)


def test_a_deadline_closes_the_task_and_all_that_hangs_on_it() -> None:
    closed = last("timers", "fire due")
    assert closed.closed == (("moment", "due"), ("moment", "remind"), ("task", "a"))
    assert closed.calls == (Item("call", "close", None, "auto_close"),)


def test_a_call_ends_the_step_and_done_goes_on() -> None:
    done = last("timers", "fire due", "done close")
    assert (done.completed, done.state, done.passed) == (True, END, ("ec",))


def test_addresses_lead_through_subprocesses_to_the_step() -> None:
    (task,) = [item for item in last("subtimers", "complete w/draft").opened if item.kind == "task"]
    assert (task.at, task.step) == ("w/sign", "sign")


def test_members_of_a_group_are_numbered_when_they_are_opened() -> None:
    opened = [item for item in last("countersign", n=2).opened if item.kind == "task"]
    assert [(item.at, item.index, item.step) for item in opened] == [("m", 0, "m"), ("m", 1, "m"), ("m", 2, "m")]


def test_members_of_a_group_are_anonymous_in_the_position() -> None:
    two_of_three = last("countersign", "complete m", n=2)
    assert two_of_three.closed == ()
    definition = Definition("countersign", *FILES["countersign"])
    tasks = [item for item in open_items(definition, two_of_three.state) if item.kind == "task"]
    assert tasks == [Item("task", "m", None, None)] * 2


def test_subprocesses_side_by_side_have_their_index_in_the_address() -> None:
    after = last("group_of_scopes", "complete w[1]/draft", n=2)
    assert [(item.at, item.step) for item in after.opened if item.kind == "task"] == [("w[1]/sign", "sign")]


def test_a_second_token_in_one_place_gets_a_number_and_keeps_it() -> None:
    told = ("complete m", "complete m", "fire due", "complete m", "complete m")
    opened = [
        item.at for t in steps("one_by_one", "fire due", *told, again=True) for item in t.opened if item.step == "nag"
    ]
    assert opened == ["nag", "nag#2"]
    assert Item("task", "nag#2", None, None).step == "nag"


def test_of_several_messages_and_a_timer_the_first_wins() -> None:
    waiting = last("first_of", "complete a")
    assert {(item.kind, item.at, item.what, item.step) for item in waiting.opened} == {
        ("moment", "v/ct", "deadline", "ct"),
        ("message", "v/cm", "withdraw", "cm"),
        ("message", "v/cx", "extend", "cx"),
    }
    withdrawn = last("first_of", "complete a", "tell withdraw")
    assert withdrawn.closed == (("message", "v/cm"), ("message", "v/cx"), ("moment", "v/ct"))
    assert withdrawn.passed == ("v", "cm")


def test_after_the_loop_it_waits_for_all_of_them_again() -> None:
    *_, again = steps("first_of", "complete a", "tell extend", "done sx")
    assert {item.at for item in again.opened} == {"v/ct", "v/cm", "v/cx"}
    assert again.position == last("first_of", "complete a").position


def test_a_reminder_loop_is_left_by_the_deadline_only() -> None:
    told = ["fire first", *(["fire waiting/remind", "done waiting/nag"] * 3)]
    reminded = list(steps("reminders", *told))
    assert reminded[1].position == reminded[-1].position
    assert {item.at for item in reminded[-2].opened} == {"waiting/nag"}
    assert ("moment", "waiting/remind") in last("reminders", *told, "fire stop").closed


def test_a_message_interrupts_a_subprocess() -> None:
    withdrawn = last("reminders", "tell withdraw")
    assert ("task", "handling/write") in withdrawn.closed
    assert [item.at for item in withdrawn.opened] == ["undo"]


def test_an_end_that_terminates_ends_everything_and_sends_nothing() -> None:
    ended = last("terminate", "complete a", again=True)
    assert ended.completed
    assert (ended.sent, ended.opened) == ((), ())


def test_what_is_thrown_goes_out_unless_somebody_inside_waits_for_it() -> None:
    thrown = last("messages", "complete a", "tell confirm")
    assert (thrown.sent, thrown.passed) == (("alarm",), ("c", "t"))
    inner = inside("w", start("ws"), throw("t", message("extend")), user("x"), end("we"), chain("ws", "t", "x", "we"))
    xml = diagram(
        "p",
        start(),
        inner,
        boundary("b", "w", message("extend")),
        end(),
        end("e2"),
        chain("s", "w", "e"),
        chain("b", "e2"),
    )
    caught = Machine().step(Definition("p", xml), START, Event("start"), {})
    assert (caught.sent, caught.completed) == ((), True)


def test_automatic_tasks_of_every_kind_are_calls() -> None:
    ordered = [
        item.what for t in steps("automatic", "complete a", "done r", "done post", "complete long") for item in t.calls
    ]
    assert ordered == ["decide.route", "post", "file_it"]


@pytest.mark.parametrize(
    ("told", "event"),
    [
        ((), "complete z"),
        ((), "complete due"),
        ((), "fire a"),
        ((), "done a"),
        ((), "tell withdraw"),
        ((), "complete"),
        ((), "shout a"),
        (("fire due",), "complete a"),
        (("fire due",), "fire due"),
        (("complete a",), "complete a"),
        (("complete a", "complete z"), "complete z"),
    ],
)
def test_what_is_not_open_cannot_happen(told: tuple[str, ...], event: str) -> None:
    with pytest.raises(NotOpen):
        last("timers", *told, event)


def test_the_position_before_the_start_only_starts() -> None:
    definition = Definition("timers", *FILES["timers"])
    with pytest.raises(NotOpen):
        compute(definition, START, Event("complete", "a"), Oracle({}))


def test_equal_places_are_equal_texts_however_they_were_reached() -> None:
    here = last("subtimers", "complete w/draft", "complete w/sign", "complete w/draft", again=True)
    assert here.state == last("subtimers", "complete w/draft").state
    one_way = last("fork", "complete a", "complete c")
    assert one_way.position == digest(one_way.state)


def test_a_position_is_small() -> None:
    assert len(last("sendback").state) < 50


@pytest.mark.parametrize("name", [name for name in FILES if name != "one_by_one"])
def test_a_position_read_and_written_again_is_the_same(name: str) -> None:
    from workflow.engine.encoding import decode, encode
    from workflow.engine.items import items
    from workflow.engine.positions import _text, _value

    definition = Definition(name, *FILES[name])
    for state in explore(definition).positions.values():
        if state != END:
            workflow = decode(definition, _value(state), Oracle({}))
            items(workflow)
            assert _text(encode(workflow)) == state


def child_events(at: str) -> tuple[str, ...]:
    return f"complete {at}/child_c1", f"done {at}/child_c2", f"complete {at}/child_c3"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sendback", ["complete draft", "complete sign"]),
        ("forkloop", ["complete u", "complete b", "complete a"]),
        ("first_of", ["complete a", "tell withdraw", "complete c"]),
        ("countersign", ["complete m", "complete m"]),
        ("calls", [event for at in ("ca", "cb") for event in child_events(at)]),
    ],
)
def test_a_thousand_rounds_stay_where_they_are(name: str, told: list[str]) -> None:
    definition, machine, facts = Definition(name, *FILES[name]), Machine(), FACTS | {"again": True}
    position = machine.step(definition, START, Event("start"), facts).position
    seen = {position}
    for _ in range(1000):
        for text in told:
            kind, _, at = text.partition(" ")
            position = machine.step(definition, position, Event(kind, at), facts).position
            seen.add(position)
    assert len(seen) <= 2 * len(told)
    assert not machine.step(definition, position, Event("complete", told[0].split()[1]), facts).completed


def test_automatic_nodes_without_end_are_stopped() -> None:
    xml = diagram("p", start(), choice("m", "x"), choice("x", "e", ("m", "again")), end(), chain("s", "m"))
    with pytest.raises(Endless) as endless:
        Machine().step(Definition("p", xml), START, Event("start"), {"again": True})
    assert endless.value.elements == ("m", "x")


def test_a_group_has_at_least_one_member() -> None:
    with pytest.raises(EngineFault, match="at least one"):
        last("countersign", n=-1)


def test_a_gateway_wants_yes_or_no() -> None:
    with pytest.raises(EngineFault, match="true or false"):
        last("sendback", "complete draft", "complete sign", again=2)


def test_the_script_engine_of_spiffworkflow_is_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*_: object) -> None:
        raise AssertionError("SpiffWorkflow's own script engine would run anything")

    monkeypatch.setattr(SpiffWorkflow.bpmn.workflow, "PythonScriptEngine", made)
    for name in ("automatic", "mix", "calls", "countersign", "messages"):
        explore(Definition(name, *FILES[name]))


def test_no_script_runs_and_no_service_is_called_inside() -> None:
    with pytest.raises(EngineFault, match="no script"):
        Oracle({}).execute(None, "import os")
    with pytest.raises(EngineFault, match="no script"):
        Oracle({}).call_service(None, operation_name="x")


def test_a_service_in_a_subprocess_is_ordered_by_its_address() -> None:
    inner = inside("w", start("ws"), service("v", "file_it"), end("we"), chain("ws", "v", "we"))
    xml = diagram("p", start(), inner, end(), chain("s", "w", "e"))
    definition, machine = Definition("p", xml), Machine()
    ordered = machine.step(definition, START, Event("start"), {})
    assert ordered.calls == (Item("call", "w/v", None, "file_it"),)
    assert machine.step(definition, ordered.position, Event("done", "w/v"), {}).passed == ("we", "w", "e")
