"""Groups: a user task or a call that several people do side by side or one after the other.

SpiffWorkflow hangs the instances of such a multi-instance task below it as children.
"""

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, ParallelMultiInstanceTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.task import Task

COUNTS = ("done", "total")  # what a completion condition may ask about its own group


def group_of(task: Task) -> Task | None:
    """The group of which this task is an instance."""
    spec = task.parent and task.parent.task_spec
    return task.parent if isinstance(spec, LoopTask) and spec.task_spec == task.task_spec.name else None


def instances(group: Task) -> list[Task]:
    return [child for child in group.children if child.task_spec.name == group.task_spec.task_spec]


def is_anonymous(spec: TaskSpec) -> bool:
    """The instances of a parallel group of plain tasks are interchangeable: only their number is part of the place."""
    if not isinstance(spec, ParallelMultiInstanceTask):
        return False
    return not isinstance(spec._wf_spec.task_specs[spec.task_spec], SubWorkflowTask)


def counts(task: Task) -> tuple[tuple[str, int], ...]:
    """(("done", n), ("total", m)) for an instance of a group, () for every other task."""
    group = group_of(task)
    if group is None:
        return ()
    total = group.internal_data.get("cardinality", len(instances(group)))
    return ("done", len(group.internal_data["merged"])), ("total", total)
