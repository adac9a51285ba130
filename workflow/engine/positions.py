"""Positions are values, and a step is a pure function from one to the next.

The state text of a position says where the tokens stand and nothing else; its hash names it. `compute` asks
SpiffWorkflow for one transition; the machine remembers what it said.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflow.engine.definition import Definition
from workflow.engine.encoding import Value, decode, encode, mend
from workflow.engine.items import Item, Key, items
from workflow.engine.oracle import Oracle
from workflow.errors import EngineFault

__all__ = ["END", "START", "Endless", "Event", "Item", "NotOpen", "Transition", "compute", "digest", "open_items"]

START = ""  # the position before the first step
END = "[]"  # the state text of every completed workflow
AT_ONCE = 300  # automatic nodes in one step; SpiffWorkflow loses sight of tasks 1,000 deep
KINDS = {"complete": "task", "done": "call", "fire": "moment", "tell": "message"}


class NotOpen(ValueError):
    """The event does not fit the position: the task is closed, the moment disarmed, nobody waits for the message."""


class Endless(EngineFault):
    """Automatic nodes follow each other without end; `elements` are the ids that kept coming back."""

    def __init__(self, elements: tuple[str, ...]) -> None:
        self.elements = elements
        super().__init__(f"more than {AT_ONCE} automatic nodes in one step, again and again {', '.join(elements)}")


@dataclass(frozen=True)
class Event:
    """kind: start | complete (a task) | done (a call) | fire (a moment) | tell (`at` is the message's name)."""

    kind: str
    at: str = ""


@dataclass(frozen=True)
class Transition:
    """What one event did; equal for every case in the same position whose facts gave the same answers."""

    position: str  # the hash of the new position ...
    state: str  # ... and its text, for whoever has not stored it yet
    opened: tuple[Item, ...]  # tasks, calls, moments and messages that are new
    closed: tuple[tuple[str, str], ...]  # (kind, at) of which nothing is left; the event's own item is closed anyhow
    calls: tuple[Item, ...]  # operations to run before the transaction ends; () = at rest
    sent: tuple[str, ...]  # names of messages and signals thrown to the outside
    passed: tuple[str, ...]  # ids of the nodes completed on the way, for the journal
    completed: bool


def digest(state: str) -> str:
    """The name of a position: a hash of its state text."""
    return hashlib.sha256(state.encode()).hexdigest()[:24]


def open_items(definition: Definition, state: str) -> tuple[Item, ...]:
    """Everything that can happen next at the position with this state text."""
    if state == END:
        return ()
    return tuple(items(decode(definition, _value(state), Oracle({}))).values())


def compute(definition: Definition, state: str, event: Event, oracle: Oracle) -> Transition:
    """One transition by SpiffWorkflow, from the state text (START for a new case). Pure."""
    workflow, before = (_begin if event.kind == "start" else _happen)(definition, state, event, oracle)
    passed = _run(workflow)
    return _transition(workflow, before, passed)


def _begin(definition: Definition, _: str, __: Event, oracle: Oracle) -> tuple[BpmnWorkflow, dict[Key, Item]]:
    return mend(BpmnWorkflow(definition.spec, definition.parts, script_engine=oracle)), {}


def _happen(definition: Definition, state: str, event: Event, oracle: Oracle) -> tuple[BpmnWorkflow, dict[Key, Item]]:
    """The workflow right after the event itself, and what was open before."""
    if event.kind not in KINDS or state in (START, END):
        raise NotOpen(f"{event.kind} {event.at}")
    workflow = decode(definition, _value(state), oracle)
    before = items(workflow)
    (task_id, branch), kind = _find(before, event), KINDS[event.kind]
    task = workflow.get_task_from_id(task_id)
    if kind in ("task", "call"):
        task.run()
    elif kind == "message":
        workflow.event_manager.catch(BpmnEvent(_definition(task, branch)))
    else:
        task.task_spec.catch(task, BpmnEvent(_definition(task, branch)))
        task.task_spec._update(task)
    return workflow, before


def _find(before: dict[Key, Item], event: Event) -> Key:
    kind = KINDS[event.kind]
    for key, item in before.items():
        if item.kind == kind and event.at == (item.what if kind == "message" else item.at):
            return key
    raise NotOpen(f"{event.kind} {event.at}")


def _definition(task: Task, branch: int) -> Any:
    event = task.task_spec.event_definition
    return event.event_definitions[branch] if isinstance(event, MultipleEventDefinition) else event


def _run(workflow: BpmnWorkflow) -> tuple[str, ...]:
    """Let SpiffWorkflow go on until only people, calls, moments and messages are left; the ids it passed."""
    passed: list[str] = []

    def note(task: Task) -> None:
        if task.task_spec.bpmn_id:
            passed.append(task.task_spec.bpmn_id)
        if len(passed) > AT_ONCE:
            again = Counter(passed[AT_ONCE // 2 :])
            raise Endless(tuple(sorted(element for element, times in again.items() if times > 1)))

    workflow.do_engine_steps(did_complete_task=note)
    while workflow.get_next_task(state=TaskState.READY, manual=False):
        workflow.do_engine_steps(did_complete_task=note)
    return tuple(passed)


def _transition(workflow: BpmnWorkflow, before: dict[Key, Item], passed: tuple[str, ...]) -> Transition:
    after = {} if workflow.completed else items(workflow)
    left = {(item.kind, item.at) for key, item in before.items() if key in after}
    gone = {(item.kind, item.at) for key, item in before.items() if key not in after}
    state = END if workflow.completed else _text(encode(workflow))
    return Transition(
        position=digest(state),
        state=state,
        opened=tuple(item for key, item in after.items() if key not in before),
        closed=tuple(sorted(gone - left)),
        calls=tuple(item for item in after.values() if item.kind == "call"),
        sent=_sent(workflow),
        passed=passed,
        completed=bool(workflow.completed),
    )


def _sent(workflow: BpmnWorkflow) -> tuple[str, ...]:
    """SpiffWorkflow also throws out the event of an end that terminates; nobody outside is meant to hear it."""
    thrown = (event.event_definition for event in workflow.get_events())
    return tuple(definition.name for definition in thrown if not isinstance(definition, TerminateEventDefinition))


def _text(value: Value) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _value(state: str) -> Value:
    value: Value = json.loads(state)
    return value
