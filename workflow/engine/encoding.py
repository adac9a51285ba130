"""Where the tokens stand, as a value: from a SpiffWorkflow to a small nested list and back.

Ids, times, data, predictions and finished history are left out, so equal places give equal values. What of the
finished tasks must be kept, and why, stands in `_Part.keeps`. It leans on internals of SpiffWorkflow 3.2.0.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow, BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflow.engine.definition import Definition
from workflow.engine.groups import group_of, instances, is_anonymous
from workflow.engine.items import is_numbered
from workflow.engine.oracle import Oracle

Value = list[Any]  # [name of the spec, state, kept inner data, children, sub-process or 0]

INNER = ("cardinality", "current")  # of a group: how many, and whose turn it is


def encode(workflow: BpmnBaseWorkflow) -> Value:
    return _Part(workflow).value()


def decode(definition: Definition, value: Value, oracle: Oracle) -> BpmnWorkflow:
    return _Builder(definition, oracle).build(value)


def mend(workflow: BpmnWorkflow) -> BpmnWorkflow:
    """SpiffWorkflow 3.2.0 forgets the sub-processes of removed tasks and then trips over them."""

    def removed(_: object, task: Task) -> None:
        workflow.event_manager.tasks.pop(task.id, None)
        inside = workflow.subprocesses.pop(task.id, None)
        for inner in list(inside.tasks.values()) if inside else ():
            removed(inside, inner)

    workflow.task_removed_event.connect(removed)
    return workflow


def is_open(task: Task) -> bool:
    return not task.has_state(TaskState.FINISHED_MASK)


class _Part:
    """One process or sub-process while it is encoded."""

    def __init__(self, workflow: BpmnBaseWorkflow) -> None:
        self.workflow = workflow
        live = [task for task in workflow.tasks.values() if is_open(task)]
        self.counting = {
            self.era(t) for t in live if isinstance(t.task_spec, ParallelGateway) and t.state == TaskState.WAITING
        }
        splits = (t.find_ancestor(t.task_spec.split_task) for t in live if isinstance(t.task_spec, BoundaryEventJoin))
        self.splits = {split.id for split in splits if split}

    @staticmethod
    def era(task: Task) -> tuple[str, object]:
        """A join together with its last passage: the tokens of earlier rounds of a loop do not count."""
        return task.task_spec.name, getattr(task.find_ancestor(task.task_spec.name), "id", None)

    def value(self) -> Value:
        return self.kept(self.workflow.task_tree)[0]

    def kept(self, task: Task) -> list[Value]:
        """The task with what is kept below it; or only the latter, when its history does not matter any more."""
        children = [value for child in task.children if not _is_idle(child) for value in self.kept(child)]
        return [self.of(task, children)] if self.keeps(task, children) else children

    def keeps(self, task: Task, children: list[Value]) -> bool:
        parent = task.parent
        return (
            is_open(task)
            or parent is None
            or len(children) > 1  # here live paths part
            or task.id in self.splits  # a boundary join will look at it and at its children
            or parent.id in self.splits
            or is_open(parent)  # a finished instance of a running group
            or any(self.came_by(child) for child in children)
            or self.has_arrived(task)
        )

    def came_by(self, child: Value) -> bool:
        """Is this the token of a join? Then its parent says by which flow it came."""
        spec = self.workflow.spec.task_specs[child[0]]
        return isinstance(spec, ParallelGateway) and bool(child[1] & (TaskState.WAITING | TaskState.CANCELLED))

    def has_arrived(self, task: Task) -> bool:
        """A token that waits at a join is cancelled in favour of the next one, but still counts."""
        arrived = isinstance(task.task_spec, ParallelGateway) and task.state == TaskState.CANCELLED
        return arrived and self.era(task) in self.counting

    def of(self, task: Task, children: list[Value]) -> Value:
        if not is_open(task):
            return [task.task_spec.name, task.state, {}, children, 0]
        if is_anonymous(task.task_spec):
            children = sorted(children, key=lambda child: -child[1])
        inside = self.workflow.top_workflow.subprocesses.get(task.id)
        return [task.task_spec.name, task.state, _inner(task), children, encode(inside) if inside else 0]


def _is_idle(task: Task) -> bool:
    """Only predicted; or at the end, waiting for the others, the last of whom will end the workflow anyhow."""
    predicted = task.has_state(TaskState.PREDICTED_MASK | TaskState.FUTURE)
    return bool(predicted) or (isinstance(task.task_spec, _EndJoin) and task.state == TaskState.WAITING)


def _inner(task: Task) -> dict[str, Any]:
    data = task.internal_data
    kept = {key: data[key] for key in INNER if key in data}
    if data.get("nth"):
        kept["nth"] = data["nth"]
    if task.parent is None or not is_anonymous(task.parent.task_spec):
        kept |= {key: data[key] for key in ("key_or_index", "item") if key in data}
    return kept


class _Builder:
    """One workflow while it is decoded."""

    def __init__(self, definition: Definition, oracle: Oracle) -> None:
        self.parts = definition.parts
        self.ids = itertools.count(1)
        self.top = BpmnWorkflow(definition.spec, definition.parts, deserializing=True, script_engine=oracle)

    def build(self, value: Value) -> BpmnWorkflow:
        self.top.task_tree = self.task(self.top, value, None)
        for task in list(self.live()):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)  # Spiff runs along what it has predicted
        return mend(self.top)

    def live(self) -> Iterator[Task]:
        for part in (self.top, *self.top.subprocesses.values()):
            yield from [task for task in part.tasks.values() if is_open(task)]

    def task(self, part: BpmnBaseWorkflow, value: Value, parent: Task | None) -> Task:
        name, state, inner, children, inside = value
        task = Task(part, part.spec.task_specs[name], parent, state, next(self.ids))
        task.internal_data = {"nth": 0, **inner} if is_numbered(task) else dict(inner)
        task.triggered = group_of(task) is not None
        for child in children:
            self.task(part, child, task)
        if state == TaskState.STARTED and isinstance(task.task_spec, LoopTask):
            done = [str(child.id) for child in instances(task) if child.state == TaskState.COMPLETED]
            task.internal_data["merged"] = done
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            self.top.event_manager.add_task(task)
        if inside:
            self.subprocess(task, inside)
        return task

    def subprocess(self, task: Task, value: Value) -> None:
        part = BpmnSubWorkflow(self.parts[task.task_spec.spec], task.id, self.top, deserializing=True)
        self.top.subprocesses[task.id] = part
        part.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
        part.task_tree = self.task(part, value, None)
