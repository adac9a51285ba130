"""The script engine of one step: it answers from the facts and writes down what was asked.

It is the only script engine a workflow of ours ever gets; SpiffWorkflow's own would run arbitrary Python.
"""

from typing import Any, NoReturn

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import MultiInstanceTask
from SpiffWorkflow.task import Task

from workflow.engine.groups import counts
from workflow.engine.questions import Both, Fact, Facts, parse
from workflow.errors import EngineFault

Local = tuple[tuple[str, int], ...]
Asked = tuple[str, Local]  # the text of a question and the counts of the group that asks it
Trail = tuple[tuple[Asked, Fact], ...]


def answer(asked: Asked, facts: Facts) -> Fact:
    """What the facts say to a question."""
    text, local = asked
    return parse(text).answer(Both(dict(local), facts) if local else facts)


class Oracle:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.trail: list[tuple[Asked, Fact]] = []

    def decide(self, asked: Asked) -> bool:
        value = answer(asked, self.facts)
        if not isinstance(value, bool):
            raise EngineFault(f"{asked[0]!r} must answer true or false, not {value!r}")
        return value

    def count(self, asked: Asked) -> int:
        value = answer(asked, self.facts)
        if isinstance(value, bool) or value < 1:
            raise EngineFault(f"{asked[0]!r} must answer how many (at least one), not {value!r}")
        return value

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Fact:
        """Called by SpiffWorkflow for each condition, cardinality and completion condition."""
        asked = (expression.strip(), counts(task))
        value = self.count(asked) if isinstance(task.task_spec, MultiInstanceTask) else self.decide(asked)
        self.trail.append((asked, value))
        return value

    def execute(self, *_: Any, **__: Any) -> NoReturn:
        raise EngineFault("no script may run inside a workflow")

    call_service = execute
