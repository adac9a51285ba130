"""A terse language for diagrams in tests: each function gives the XML of one element."""

from collections.abc import Iterable
from itertools import pairwise

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t"'
)
MESSAGES = ("withdraw", "extend", "confirm")
TERMINATE = "<bpmn:terminateEventDefinition/>"


def diagram(process: str, *body: str, lanes: str = "", name: str = "") -> bytes:
    messages = "".join(f'<bpmn:message id="m_{m}" name="{m}"/>' for m in MESSAGES)
    return (
        f'<bpmn:definitions {NAMESPACES} id="d_{process}">{messages}<bpmn:signal id="sg_alarm" name="alarm"/>'
        f'<bpmn:process id="{process}" name="{name}" isExecutable="true">{lanes}{"".join(body)}</bpmn:process>'
        "</bpmn:definitions>"
    ).encode()


def flow(source: str, target: str, condition: str = "", id: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    name = id or f"f_{source}_{target}"
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chain(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(ids))


def start(id: str = "s") -> str:
    return f'<bpmn:startEvent id="{id}"/>'


def end(id: str = "e", definition: str = "") -> str:
    return f'<bpmn:endEvent id="{id}">{definition}</bpmn:endEvent>'


def user(id: str, group: str = "", name: str | None = None) -> str:
    return f'<bpmn:userTask id="{id}" name="{id if name is None else name}">{group}</bpmn:userTask>'


def group(cardinality: str, until: str = "", one_by_one: bool = False) -> str:
    condition = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(one_by_one).lower()}">'
        f"<bpmn:loopCardinality>{escape(cardinality)}</bpmn:loopCardinality>{condition}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def extended(kind: str, id: str, extension: str) -> str:
    return f'<bpmn:{kind} id="{id}"><bpmn:extensionElements>{extension}</bpmn:extensionElements></bpmn:{kind}>'


def service(id: str, operation: str = "") -> str:
    name = operation or f"op_{id}"
    parameters = "<spiffworkflow:parameters/>"
    operator = f'<spiffworkflow:serviceTaskOperator id="{name}">{parameters}</spiffworkflow:serviceTaskOperator>'
    return extended("serviceTask", id, operator)


def script(id: str, operation: str) -> str:
    return f'<bpmn:scriptTask id="{id}"><bpmn:script>{operation}</bpmn:script></bpmn:scriptTask>'


def send(id: str) -> str:
    return f'<bpmn:sendTask id="{id}"/>'


def rule(id: str, decision: str) -> str:
    named = f"<spiffworkflow:calledDecisionId>{decision}</spiffworkflow:calledDecisionId>"
    return extended("businessRuleTask", id, named)


def choice(id: str, default: str = "", *options: tuple[str, str]) -> str:
    """An exclusive gateway with its flows: to `default`, and to each (target, condition)."""
    attribute = f' default="f_{id}_{default}"' if default else ""
    flows = (flow(id, default) if default else "") + "".join(flow(id, target, text) for target, text in options)
    return f'<bpmn:exclusiveGateway id="{id}"{attribute}/>{flows}'


def parallel(id: str) -> str:
    return f'<bpmn:parallelGateway id="{id}"/>'


def first_of(id: str) -> str:
    return f'<bpmn:eventBasedGateway id="{id}"/>'


def at(moment: str) -> str:
    expression = f'<bpmn:timeDate xsi:type="bpmn:tFormalExpression">{moment}</bpmn:timeDate>'
    return f"<bpmn:timerEventDefinition>{expression}</bpmn:timerEventDefinition>"


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def signal(name: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="sg_{name}"/>'


def catch(id: str, definition: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{id}">{definition}</bpmn:intermediateCatchEvent>'


def throw(id: str, definition: str = "") -> str:
    return f'<bpmn:intermediateThrowEvent id="{id}">{definition}</bpmn:intermediateThrowEvent>'


def boundary(id: str, host: str, definition: str, interrupting: bool = True) -> str:
    attributes = f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'
    return f'<bpmn:boundaryEvent id="{id}" {attributes}>{definition}</bpmn:boundaryEvent>'


def inside(id: str, *body: str, group: str = "") -> str:
    return f'<bpmn:subProcess id="{id}">{group}{"".join(body)}</bpmn:subProcess>'


def call(id: str, process: str) -> str:
    return f'<bpmn:callActivity id="{id}" calledElement="{process}"/>'


def lanes(members: Iterable[tuple[str, Iterable[str]]]) -> str:
    drawn = [(name, "".join(f"<bpmn:flowNodeRef>{id}</bpmn:flowNodeRef>" for id in ids)) for name, ids in members]
    inner = "".join(
        f'<bpmn:lane id="lane_{n}" name="{name}">{refs}</bpmn:lane>' for n, (name, refs) in enumerate(drawn)
    )
    return f'<bpmn:laneSet id="lanes">{inner}</bpmn:laneSet>'
