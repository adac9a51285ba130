"""The reference: one live SpiffWorkflow that is never written down, read by SpiffWorkflow's own parser.

It keeps the answers in its task data, takes real timers, and runs its calls itself; only its two known
defects, the forgetful join and the forgotten sub-processes, are mended.
What can be seen of it must be what can be seen of our steps.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from simpleeval import EvalWithCompoundTypes
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import NoneTask, ParallelGateway
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition, TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.spiff.parser.event_parsers import SpiffBoundaryEventParser, SpiffIntermediateCatchEventParser
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import SpiffTaskParser
from SpiffWorkflow.spiff.specs.defaults import ScriptTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflow.engine.encoding import mend
from workflow.engine.items import number, place
from workflow.engine.questions import Fact
from workflow.engine.reading import BPMN

READY, WAITING = TaskState.READY, TaskState.WAITING
Seen = tuple[str, str]  # (kind, address or name of the message)
FAR, PAST = '"2999-01-01T00:00:00+00:00"', "2000-01-01T00:00:00+00:00"


class ExactJoin(ParallelGateway):
    """Counts every flow once since the last passage: what a join in a loop means."""

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        since = my_task.find_ancestor(self.name)
        tokens = [t for t in my_task.workflow.tasks.values() if t.task_spec.name == self.name]
        mine = [t for t in tokens if t.find_ancestor(self.name) is since and t.parent.state == TaskState.COMPLETED]
        return {t.parent.task_spec.name for t in mine} >= {i.name for i in self.inputs}


class NamedScript(SpiffTaskParser):
    """Service, send and decision tasks as script tasks whose script is the name of the operation."""

    def create_task(self) -> ScriptTask:
        kind = etree.QName(self.node).localname
        operator = self.parse_extensions().get("serviceTaskOperator") or {}
        decision = f"decide.{self.parse_extensions().get('calledDecisionId')}"
        named = {
            "scriptTask": self.node.findtext("{*}script"),
            "serviceTask": operator.get("name"),
            "businessRuleTask": decision,
        }
        return ScriptTask(self.spec, self.bpmn_id, named.get(kind) or self.bpmn_id, **self.bpmn_attributes)

    @staticmethod
    def get_decision_ref(_: object) -> str:
        return ""


class FarAway:
    """A real timer, far in the future until we make it due."""

    node: etree._Element

    def parse_timer_event(self, _: object) -> TimeDateEventDefinition:
        return TimeDateEventDefinition(self.node.get("id"), FAR)


class Boundary(FarAway, SpiffBoundaryEventParser):
    pass


class Catch(FarAway, SpiffIntermediateCatchEventParser):
    pass


STOCK = SpiffBpmnParser.OVERRIDE_PARSER_CLASSES
AUTOMATIC = ("serviceTask", "scriptTask", "sendTask", "businessRuleTask")


class StockParser(SpiffBpmnParser):
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - SpiffWorkflow's own way
        **STOCK,
        full_tag("parallelGateway"): (GatewayParser, ExactJoin),
        full_tag("boundaryEvent"): (Boundary, STOCK[full_tag("boundaryEvent")][1]),
        full_tag("intermediateCatchEvent"): (Catch, STOCK[full_tag("intermediateCatchEvent")][1]),
        **{full_tag(kind): (NamedScript, NoneTask) for kind in AUTOMATIC},
    }


class Environment(BasePythonScriptEngineEnvironment):
    def __init__(self, run: Callable[[str], None]) -> None:
        super().__init__()
        self.run = run

    def evaluate(self, expression: str, context: dict[str, Any], external_context: Any = None) -> Any:
        return EvalWithCompoundTypes(names={**(external_context or {}), **context}).eval(expression.strip())

    def execute(self, script: str, context: dict[str, Any], external_context: Any = None) -> bool:
        self.run(script)
        return True


class Engine(PythonScriptEngine):
    """Also tells an instance of a group how far the group is."""

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> Any:
        group = task.parent
        counts = {}
        if group and "merged" in group.internal_data:
            siblings = [child for child in group.children if child.task_spec is task.task_spec]
            total = group.internal_data.get("cardinality", len(siblings))
            counts = {"done": len(group.internal_data["merged"]), "total": total}
        return super().evaluate(task, expression, {**(external_context or {}), **counts})


class Live:
    specs: dict[tuple[bytes, ...], tuple[Any, Any]] = {}  # noqa: RUF012 - parsed once

    def __init__(self, process: str, files: tuple[bytes, ...], facts: dict[str, Fact]) -> None:
        if files not in self.specs:
            parser = StockParser()
            for xml in files:
                parser.add_bpmn_xml(_with_ends(etree.fromstring(xml)))
            self.specs[files] = parser.get_spec(process), parser.get_subprocess_specs(process)
        spec, parts = self.specs[files]
        self.facts, self.called, self.sent = facts, Counter[str](), Counter[str]()
        engine = Engine(Environment(lambda name: self.called.update([name])))
        self.workflow = mend(BpmnWorkflow(spec, parts, script_engine=engine))
        self._run()

    @property
    def completed(self) -> bool:
        return bool(self.workflow.completed)

    def visible(self) -> Counter[Seen]:
        return Counter(seen for seen, _, _ in self._items())

    def happen(self, seen: Seen, rng: random.Random) -> None:
        """One of the visible things happens."""
        self.called.clear()
        self._tell_facts()
        task, definition = rng.choice([(task, d) for other, task, d in self._items() if other == seen])
        if seen[0] == "task":
            task.run()
        elif seen[0] == "message":
            self.workflow.send_event(BpmnEvent(definition, payload={}))
        else:
            task.internal_data["event_value"] = PAST
            self.workflow.refresh_timers()
        self._run()

    def _run(self) -> None:
        self._tell_facts()
        for _ in range(3):
            self.workflow.do_engine_steps()
        thrown = (event.event_definition.name for event in self.workflow.get_events())
        self.sent = Counter(name for name in thrown if name)  # an end that terminates throws something nameless

    def _tell_facts(self) -> None:
        for part in (self.workflow, *self.workflow.subprocesses.values()):
            for task in part.tasks.values():
                task.data.update(self.facts)

    def _items(self) -> Iterator[tuple[Seen, Task, Any]]:
        if self.completed:
            return
        number(self.workflow)
        for task in self.workflow.get_tasks(state=READY | WAITING):
            at = place(task)[0]
            if task.state == READY and task.task_spec.manual:
                yield ("task", at), task, None
            elif task.state == WAITING and isinstance(task.task_spec, CatchingEvent):
                yield from _events(at, task)


def _events(at: str, task: Task) -> Iterator[tuple[Seen, Task, Any]]:
    event = task.task_spec.event_definition
    several = isinstance(event, MultipleEventDefinition)
    ats = [f"{at}/{spec.bpmn_id}" for spec in task.task_spec.outputs] if several else [at]
    for address, definition in zip(ats, event.event_definitions if several else [event], strict=True):
        if isinstance(definition, TimerEventDefinition):
            yield ("moment", address), task, definition
        elif not isinstance(definition, NoneEventDefinition):
            yield ("message", definition.name), task, definition


def _with_ends(root: etree._Element) -> etree._Element:
    for inner in root.iter(f"{BPMN}subProcess"):
        if inner.find(f"{BPMN}endEvent") is None:
            etree.SubElement(inner, f"{BPMN}endEvent", id=f"{inner.get('id')}.never")
    return root
