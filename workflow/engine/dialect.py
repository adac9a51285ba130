"""How SpiffWorkflow reads our diagrams: timers are named moments, automatic tasks are calls, joins are exact."""

from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent, ParallelGateway
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import UserTaskMixin
from SpiffWorkflow.spiff.parser.event_parsers import SpiffBoundaryEventParser, SpiffIntermediateCatchEventParser
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import SpiffTaskParser
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
CALLS = ("serviceTask", "scriptTask", "sendTask", "businessRuleTask")


def operation_of(node: etree._Element) -> str:
    """The name of the operation that a service, script, send or decision task stands for."""
    kind = etree.QName(node).localname
    if kind == "scriptTask":
        return (node.findtext("{*}script") or "").strip()
    if kind == "businessRuleTask":
        decision = node.findtext(f"{{*}}extensionElements/{SPIFF}calledDecisionId") or ""
        return f"decide.{decision.strip()}"
    operator = node.find(f"{{*}}extensionElements/{SPIFF}serviceTaskOperator")
    return str(node.get("id") if operator is None else operator.get("id"))


class Moment(TimerEventDefinition):
    """A named moment (`expression`). It never looks at a clock: it has fired when we say so."""


class Call(UserTaskMixin, SpiffBpmnTask):
    """An automatic task: the step ends here and the caller runs the named operation in its transaction."""

    operation = ""


class Join(ParallelGateway):
    """SpiffWorkflow 3.2.0 counts the cancelled token of the round before when a join stands in a loop.

    Only tokens that descend from the same earlier passage of this join may count.
    """

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        last = my_task.find_ancestor(self.name)
        arrived = {
            task.parent.task_spec
            for task in my_task.workflow.tasks.values()
            if task.task_spec is self
            and task.parent.state == TaskState.COMPLETED
            and task.find_ancestor(self.name) is last
        }
        return set(self.inputs) <= arrived


class CallParser(SpiffTaskParser):
    def create_task(self) -> Call:
        task: Call = super().create_task()
        task.operation = operation_of(self.node)
        return task

    @staticmethod
    def get_decision_ref(node: etree._Element) -> str:
        """Asked by the base parser for the tables it would have to load; ours are behind the operation."""
        return operation_of(node)


class NamesMoments:
    node: etree._Element

    def parse_timer_event(self, event: etree._Element) -> Moment:
        return Moment(self.node.get("id"), (event.findtext("{*}timeDate") or "").strip())


class BoundaryParser(NamesMoments, SpiffBoundaryEventParser):
    pass


class CatchParser(NamesMoments, SpiffIntermediateCatchEventParser):
    pass


class Parser(SpiffBpmnParser):
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, tuple[Any, Any]]] = {
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("boundaryEvent"): (BoundaryParser, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (CatchParser, IntermediateCatchEvent),
        full_tag("parallelGateway"): (GatewayParser, Join),
        **{full_tag(kind): (CallParser, Call) for kind in CALLS},
    }
