"""What is open at a place: the tasks, calls, moments and messages that can happen next, and their addresses.

An address is the diagram's ids from outside to inside: "handling/sign"; "w[3]/sign" is in the third instance of
a group, "nag#2" is a second token in one place.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflow.engine.dialect import Call, Moment
from workflow.engine.groups import group_of

Key = tuple[object, int]  # (id of the task object, which of its events)


@dataclass(frozen=True, order=True)
class Item:
    """Something that can happen next: kind is "task", "call", "moment" or "message".

    `index` counts the instances of a group (None outside, and for anonymous ones after their opening);
    `what` is the name of the operation, the moment or the message, None for a task.
    """

    kind: str
    at: str
    index: int | None
    what: str | None

    @cached_property
    def step(self) -> str:
        """The bare id in the diagram of the last element of the address."""
        return bare(self.at.rpartition("/")[2])


def bare(element: str) -> str:
    """One element of an address without the number of its token and of its instance."""
    return re.split(r"[#\[]", element, maxsplit=1)[0]


def items(workflow: BpmnWorkflow) -> dict[Key, Item]:
    """Everything that can happen next, by the task object it belongs to."""
    number(workflow)
    found: dict[Key, Item] = {}
    for task in workflow.get_tasks(state=TaskState.READY | TaskState.WAITING):
        if _is_manual(task):
            found[task.id, 0] = _work(task)
        elif _is_catching(task):
            found.update(((task.id, n), item) for n, item in _expected(task))
    return found


def _is_manual(task: Task) -> bool:
    return bool(task.state == TaskState.READY and task.task_spec.manual)


def _is_catching(task: Task) -> bool:
    return task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent)


def _work(task: Task) -> Item:
    if isinstance(task.task_spec, Call):
        return Item("call", *place(task), task.task_spec.operation)
    return Item("task", *place(task), None)


def _expected(task: Task) -> Iterator[tuple[int, Item]]:
    """The events for which a task waits: one, or the branches of an event-based gateway."""
    at, event = place(task)[0], task.task_spec.event_definition
    if not isinstance(event, MultipleEventDefinition):
        branches = [(at, event)]
    else:
        outputs = task.task_spec.outputs
        branches = [(f"{at}/{spec.bpmn_id}", e) for spec, e in zip(outputs, event.event_definitions, strict=True)]
    for n, (address, definition) in enumerate(branches):
        if isinstance(definition, Moment):
            yield n, Item("moment", address, None, definition.expression)
        elif not isinstance(definition, NoneEventDefinition):
            yield n, Item("message", address, None, definition.name)


def is_numbered(task: Task) -> bool:
    """Does this token need a number of its own, should there be a second one in its place?"""
    if group_of(task) is not None:
        return False
    inside = task.state == TaskState.STARTED and isinstance(task.task_spec, SubWorkflowTask | LoopTask)
    return _is_manual(task) or _is_catching(task) or inside


def number(workflow: BpmnWorkflow) -> None:
    """A second token in one place gets the smallest free number and keeps it."""
    for part in (workflow, *workflow.subprocesses.values()):
        tokens = [task for task in part.tasks.values() if is_numbered(task)]
        taken = {(t.task_spec.name, t.internal_data["nth"]) for t in tokens if "nth" in t.internal_data}
        for task in tokens:
            if "nth" not in task.internal_data:
                name = task.task_spec.name
                task.internal_data["nth"] = next(n for n in itertools.count() if (name, n) not in taken)
                taken.add((name, task.internal_data["nth"]))


def place(task: Task) -> tuple[str, int | None]:
    """(address, index) of a task."""
    return _outside(task.workflow) + _name(task), _index(task)


def _outside(part: BpmnBaseWorkflow) -> str:
    """The address of the sub-process in which we are, with a slash; "" at the top."""
    if part.parent_task_id is None:
        return ""
    owner = part.top_workflow.get_task_from_id(part.parent_task_id)
    index = _index(owner)
    return _outside(owner.workflow) + _name(owner) + ("" if index is None else f"[{index}]") + "/"


def _name(task: Task) -> str:
    owner = group_of(task) or task
    nth = owner.internal_data.get("nth")
    return str(owner.task_spec.bpmn_id or owner.task_spec.name) + (f"#{nth + 1}" if nth else "")


def _index(task: Task) -> int | None:
    if group_of(task) is None:
        return None
    index: int | None = task.internal_data.get("key_or_index", task.internal_data.get("item"))
    return index
