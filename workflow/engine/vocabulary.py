"""Lint, first half: which elements a diagram may use and what they may be called.

Each rule takes the graph and yields one sentence per problem; the sentence begins with the element's id.
"""

import re
from collections.abc import Iterator

from lxml import etree

from workflow.engine.dialect import CALLS, SPIFF, operation_of
from workflow.engine.graph import NODES, Graph, Node, kind_of
from workflow.engine.questions import BadQuestion, parse
from workflow.engine.reading import BPMN, elements

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
OPERATION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")

KNOWN = NODES | {
    *("sequenceFlow", "conditionExpression", "incoming", "outgoing", "documentation", "extensionElements", "script"),
    *("laneSet", "lane", "childLaneSet", "flowNodeRef", "textAnnotation", "text", "association", "group"),
    *("timerEventDefinition", "timeDate", "messageEventDefinition", "signalEventDefinition"),
    *("terminateEventDefinition", "multiInstanceLoopCharacteristics", "loopCardinality", "completionCondition"),
}
KNOWN_EXTENSIONS = {
    *("serviceTaskOperator", "parameters", "parameter", "properties", "property"),
    *("calledDecisionId", "instructionsForEndUser"),
}
HINTS = {
    "task": "请指明任务类型（用户任务、服务任务等）",
    "manualTask": "请改用用户任务",
    "receiveTask": "请改用消息中间捕获事件",
    "inclusiveGateway": "请改用并行网关，在各分支上用排他网关决定是否跳过",
    "timeDuration": "定时器请在 timeDate 中填写时点名称，时间由业务程序计算",
    "timeCycle": "定时器请在 timeDate 中填写时点名称，需要重复的，请在图上画成回路",
    "standardLoopCharacteristics": "请用排他网关画成回路",
    "loopDataInputRef": "多人任务请用 loopCardinality 填写人数的事实名称",
    "transaction": "请改用普通子流程",
    "adHocSubProcess": "请改用普通子流程",
    "errorEventDefinition": "请用排他网关或消息事件表达",
    "escalationEventDefinition": "请用非中断的消息事件表达",
    "conditionalEventDefinition": "请用消息事件表达",
    "dataObject": "业务数据在业务表中，不放进流程",
    "preScript": "流程图中不写程序，请改为服务任务",
    "postScript": "流程图中不写程序，请改为服务任务",
}
DEFINITIONS = {  # what may hang on an event of each kind
    "startEvent": frozenset({""}),
    "endEvent": frozenset({"", "messageEventDefinition", "terminateEventDefinition"}),
    "intermediateThrowEvent": frozenset({"", "messageEventDefinition", "signalEventDefinition"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition", "messageEventDefinition", "signalEventDefinition"}),
    "boundaryEvent": frozenset({"timerEventDefinition", "messageEventDefinition", "signalEventDefinition"}),
}


def unknown_elements(graph: Graph) -> Iterator[str]:
    for process in graph.processes:
        for element in elements(process):
            kind = kind_of(element)
            if not _is_known(element) and kind != "process":
                yield f"{_nearest_id(element)}：不支持 {kind}，{HINTS.get(kind, '请改用支持的元素')}"
    for root in graph.roots:
        for element in root.iter(f"{BPMN}correlationProperty", f"{BPMN}dataStore"):
            yield f"{element.get('id')}：不支持 {kind_of(element)}，请删除"


def _is_known(element: etree._Element) -> bool:
    kind = kind_of(element)
    if element.tag.startswith(SPIFF):
        return kind in KNOWN_EXTENSIONS
    return kind in KNOWN or not element.tag.startswith(BPMN)


def _nearest_id(element: etree._Element) -> str:
    """The id of what is drawn: the element itself, or the node in which it stands."""
    for owner in (element, *element.iterancestors()):
        parent = owner.getparent()
        if owner.get("id") and parent is not None and kind_of(parent) in ("process", "subProcess", "definitions"):
            return str(owner.get("id"))
    return ""


def ids(graph: Graph) -> Iterator[str]:
    for name in (*(p.get("id", "") for p in graph.processes), *graph.nodes):
        if not IDENTIFIER.fullmatch(name):
            yield f"{name}：编号只能用小写英文字母、数字和下划线，以字母开头（如 leader_sign）"


def titles(graph: Graph) -> Iterator[str]:
    for node in graph.of("userTask"):
        if not node.name:
            yield f"{node.id}：用户任务没有名称，请写明这一步的中文名称"


def executable(graph: Graph) -> Iterator[str]:
    for process in graph.processes:
        if process.get("isExecutable") == "false":
            yield f"{process.get('id')}：流程标为不可执行，请将 isExecutable 设为 true"


def operations(graph: Graph) -> Iterator[str]:
    for node in graph.of(*CALLS):
        name = operation_of(node.xml)
        if not OPERATION.fullmatch(name):
            yield f"{node.id}：{name or '（空）'}不是操作名称，请填写英文标识（如 send_reminder），程序写在业务代码中"
        elif name in graph.nodes and name != node.id:
            yield f"{node.id}：操作名称 {name} 与另一个元素的编号相同，请改名"
        elif (
            node.kind == "serviceTask"
            and name == node.id
            and node.xml.find(f".//{SPIFF}serviceTaskOperator") is not None
        ):
            yield f"{node.id}：操作名称与编号相同时不必另填 serviceTaskOperator，请删除或改名"


def events(graph: Graph) -> Iterator[str]:
    for node in graph.of(*DEFINITIONS):
        kinds = [kind_of(e) for e in node.xml if kind_of(e).endswith("EventDefinition")] or [""]
        if len(kinds) > 1:
            yield f"{node.id}：一个事件只能有一种触发方式，请拆成几个事件"
        elif kinds[0] not in DEFINITIONS[node.kind]:
            yield f"{node.id}：{node.kind} 不能是{kinds[0] or '没有触发方式的空事件'}，请改用支持的事件"
        else:
            yield from _event_name(graph, node, kinds[0])


def _event_name(graph: Graph, node: Node, kind: str) -> Iterator[str]:
    if kind == "timerEventDefinition" and not IDENTIFIER.fullmatch(moment_of(node)):
        yield f"{node.id}：定时器的 timeDate 应填写时点名称（英文标识，如 deadline），现为“{moment_of(node)}”"
    if kind in ("messageEventDefinition", "signalEventDefinition") and not IDENTIFIER.fullmatch(told_by(graph, node)):
        yield f"{node.id}：没有引用消息或信号，或其名称不是英文标识（如 withdraw）"


def moment_of(node: Node) -> str:
    """The name of the moment for which a timer event waits, "" for other events."""
    body = node.find("timerEventDefinition/timeDate")
    return "" if body is None else (body.text or "").strip()


def told_by(graph: Graph, node: Node) -> str:
    """The name of the message or signal that an event waits for or throws, "" for other events."""
    for kind in ("message", "signal"):
        definition = node.find(f"{kind}EventDefinition")
        if definition is not None:
            return graph.names(kind).get(definition.get(f"{kind}Ref", ""), "")
    return ""


def one_name_one_thing(graph: Graph) -> Iterator[str]:
    both = {told_by(graph, n) for n in graph.nodes.values() if n.has("messageEventDefinition")}
    for node in graph.nodes.values():
        if node.has("signalEventDefinition") and told_by(graph, node) in both:
            yield f"{node.id}：消息和信号不能同名（{told_by(graph, node)}），请改名"


def conditions(graph: Graph) -> Iterator[str]:
    for flow in graph.flows:
        if flow.condition is not None:
            yield from _condition(flow.source, flow.condition)
    for node in graph.nodes.values():
        cardinality = node.find("multiInstanceLoopCharacteristics/loopCardinality")
        if cardinality is not None:
            yield from _cardinality(node.id, cardinality.text or "")
        until = node.find("multiInstanceLoopCharacteristics/completionCondition")
        if until is not None:
            yield from _condition(node.id, until.text or "")


def _condition(where: str, text: str) -> Iterator[str]:
    try:
        if not parse(text).is_yes_or_no:
            yield f"{where}：条件“{text.strip()}”得出的是数目，网关的条件应当回答是或否"
    except BadQuestion as bad:
        yield f"{where}：{bad}"


def _cardinality(where: str, text: str) -> Iterator[str]:
    try:
        if not parse(text).is_count:
            yield f"{where}：人数“{text.strip()}”应当是数目，请填写事实名称或整数"
    except BadQuestion as bad:
        yield f"{where}：{bad}"


RULES = (unknown_elements, ids, titles, executable, operations, events, one_name_one_thing, conditions)
