"""A diagram as nodes and flows, read from its XML: what lint and the definition look at.

Only what can be reached from the deployed process counts: its sub-processes and the processes it calls.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from workflow.engine.reading import BPMN, BadDiagram, elements

EVENTS = ("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent")
TASKS = ("userTask", "serviceTask", "scriptTask", "sendTask", "businessRuleTask")
GATEWAYS = ("exclusiveGateway", "parallelGateway", "eventBasedGateway")
SCOPES = ("subProcess", "callActivity")
NODES = frozenset((*EVENTS, *TASKS, *GATEWAYS, *SCOPES))


@dataclass(frozen=True)
class Node:
    """One flow node; `scope` is the id of the process or sub-process in which it is drawn."""

    id: str
    kind: str
    name: str
    scope: str
    xml: etree._Element = field(compare=False, repr=False)

    def find(self, path: str) -> etree._Element | None:
        """The first element at `path`, whose steps are BPMN names."""
        return self.xml.find("/".join(f"{BPMN}{step}" for step in path.split("/")))

    def has(self, path: str) -> bool:
        return self.find(path) is not None


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    condition: str | None


def kind_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def name_of(element: etree._Element) -> str:
    return " ".join((element.get("name") or "").split())


class Graph:
    def __init__(self, process: str, roots: Iterable[etree._Element]) -> None:
        self.roots = tuple(roots)
        known = {p.get("id", ""): p for root in self.roots for p in root.iterfind(f"{BPMN}process")}
        if process not in known:
            raise BadDiagram(f"文件中没有编号为 {process} 的流程，现有：{'、'.join(known) or '无'}")
        self.process = known[process]
        self.processes = tuple(_called(process, known))
        self.nodes = {node.id: node for node in self._nodes()}
        self.flows = tuple(_flow(e) for p in self.processes for e in p.iter(f"{BPMN}sequenceFlow"))

    def _nodes(self) -> Iterator[Node]:
        seen: set[str] = set()
        for process in self.processes:
            for element in elements(process):
                if element.tag in _TAGS:
                    yield _node(element, seen)

    def of(self, *kinds: str) -> Iterator[Node]:
        return (node for node in self.nodes.values() if node.kind in kinds)

    @cached_property
    def scopes(self) -> dict[str, etree._Element]:
        """Everything that has nodes of its own: processes and embedded sub-processes."""
        inner = {node.id: node.xml for node in self.of("subProcess")}
        return {p.get("id", ""): p for p in self.processes} | inner

    @cached_property
    def outgoing(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = {}
        for flow in self.flows:
            found.setdefault(flow.source, []).append(flow)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Flow]]:
        found: dict[str, list[Flow]] = {}
        for flow in self.flows:
            found.setdefault(flow.target, []).append(flow)
        return found

    @cached_property
    def boundaries(self) -> dict[str, list[Node]]:
        """Boundary events by the id of what they are attached to."""
        found: dict[str, list[Node]] = {}
        for node in self.of("boundaryEvent"):
            found.setdefault(node.xml.get("attachedToRef", ""), []).append(node)
        return found

    @cached_property
    def lanes(self) -> dict[str, str]:
        """Node id -> name of its innermost lane; inside a sub-process that of the sub-process unless it has its own."""
        own = {
            (ref.text or "").strip(): name_of(lane)
            for root in self.roots
            for lane in root.iter(f"{BPMN}lane")
            for ref in lane.iterfind(f"{BPMN}flowNodeRef")
        }
        return {node.id: self._lane(node, own) for node in self.nodes.values()}

    def _lane(self, node: Node, own: dict[str, str]) -> str:
        while node.id not in own and node.scope in self.nodes:
            node = self.nodes[node.scope]
        return own.get(node.id, "")

    def names(self, kind: str) -> dict[str, str]:
        """id -> name of the messages or signals declared in all files."""
        return {e.get("id", ""): name_of(e) for root in self.roots for e in root.iterfind(f"{BPMN}{kind}")}


_TAGS = frozenset(f"{BPMN}{kind}" for kind in NODES)


def _node(element: etree._Element, seen: set[str]) -> Node:
    parent = element.getparent()
    node = Node(
        element.get("id", ""),
        kind_of(element),
        name_of(element),
        "" if parent is None else parent.get("id", ""),
        element,
    )
    if not node.id:
        raise BadDiagram(f"有一个 {node.kind}（{node.name or '未命名'}）没有编号，请补上编号")
    if node.id in seen:
        raise BadDiagram(f"{node.id}：编号在几个文件中重复使用，请改用不同的编号")
    seen.add(node.id)
    return node


def _flow(element: etree._Element) -> Flow:
    condition = element.find(f"{BPMN}conditionExpression")
    text = None if condition is None else (condition.text or "").strip()
    return Flow(element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""), text)


def _called(start: str, known: dict[str, etree._Element]) -> Iterator[etree._Element]:
    seen, waiting = {start}, [start]
    while waiting:
        process = known[waiting.pop(0)]
        yield process
        for call in process.iter(f"{BPMN}callActivity"):
            target = call.get("calledElement", "")
            if target not in known:
                raise BadDiagram(
                    f"{call.get('id')}：调用的流程 {target or '（未填写）'} 不在一起上传的文件中，请一并上传"
                )
            if target not in seen:
                seen.add(target)
                waiting.append(target)
