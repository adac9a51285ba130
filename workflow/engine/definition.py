"""A deployed diagram: parsed once, checked, immutable, shared between threads.

It knows everything about the diagram that can be known without walking it: its steps, and the names of the
operations, moments, messages and questions that the domain must know.
"""

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from workflow.engine import shape, vocabulary
from workflow.engine.dialect import CALLS, Parser, operation_of
from workflow.engine.graph import Graph, Node, name_of
from workflow.engine.groups import COUNTS
from workflow.engine.questions import parse
from workflow.engine.reading import BPMN, BadDiagram, read

__all__ = ["BadDiagram", "Definition", "Step"]

ENGINE = f"positions-1/SpiffWorkflow-{version('SpiffWorkflow')}"  # part of every key: a new engine has new positions
WAITING = ("boundaryEvent", "intermediateCatchEvent")


@dataclass(frozen=True)
class Step:
    """A user task: its id in the diagram, its Chinese name, the name of its lane ("" without)."""

    id: str
    name: str
    lane: str


class Definition:
    """The process `process` of the BPMN files `xml`, with all that it calls; BadDiagram if it may not be deployed."""

    key: str
    process: str
    name: str
    steps: Mapping[str, Step]
    operations: frozenset[str]
    moments: frozenset[str]
    messages: frozenset[str]
    questions: frozenset[str]
    nodes: Mapping[str, str]
    joins_ahead: Mapping[str, frozenset[str]]  # node -> the parallel joins that its tokens may come to
    graph: Graph

    def __init__(self, process: str, *xml: bytes) -> None:
        self.process = process
        self.key = hashlib.sha256(b"\0".join([ENGINE.encode(), process.encode(), *xml])).hexdigest()[:16]
        self.graph = graph = Graph(process, [read(text) for text in xml])
        _lint(graph)
        self._describe(graph)
        self.spec, self.parts = _compile(graph, process)

    def __repr__(self) -> str:
        return f"Definition({self.process!r}, key={self.key!r})"

    def _describe(self, graph: Graph) -> None:
        nodes = graph.nodes.values()
        self.name = name_of(graph.process) or self.process
        self.nodes = MappingProxyType({node.id: node.name for node in nodes})
        self.joins_ahead = MappingProxyType(shape.joins_ahead(graph))
        lanes = graph.lanes
        self.steps = MappingProxyType({n.id: Step(n.id, n.name, lanes[n.id]) for n in graph.of("userTask")})
        self.operations = frozenset(operation_of(node.xml) for node in graph.of(*CALLS))
        self.moments = frozenset(filter(None, map(vocabulary.moment_of, nodes)))
        self.messages = frozenset(filter(None, (vocabulary.told_by(graph, node) for node in graph.of(*WAITING))))
        self.questions = frozenset(_asked(graph))


def _asked(graph: Graph) -> Iterator[str]:
    """The names of all facts that a condition or a cardinality may ask for."""
    for flow in graph.flows:
        if flow.condition:
            yield from parse(flow.condition).names
    for node in graph.nodes.values():
        yield from _asked_by_group(node)


def _asked_by_group(node: Node) -> Iterator[str]:
    cardinality = node.find("multiInstanceLoopCharacteristics/loopCardinality")
    if cardinality is not None:
        yield from parse(cardinality.text or "").names
    until = node.find("multiInstanceLoopCharacteristics/completionCondition")
    if until is not None:
        yield from parse(until.text or "").names - set(COUNTS)


def _lint(graph: Graph) -> None:
    words = list(dict.fromkeys(p for rule in vocabulary.RULES for p in rule(graph)))
    problems = words or [p for rule in shape.RULES for p in rule(graph)]
    if problems:
        raise BadDiagram(*problems[:30])


def _compile(graph: Graph, process: str) -> tuple[Any, dict[str, Any]]:
    """SpiffWorkflow's specs of the process and of all its sub-processes."""
    parser = Parser()
    try:
        for root in graph.roots:
            parser.add_bpmn_xml(_with_ends(root))
        spec, parts = parser.get_spec(process), parser.get_subprocess_specs(process)
    except (ValidationException, RecursionError) as error:
        raise BadDiagram(f"{process}：流程引擎不能解析（{error}）") from error
    for part in (spec, *parts.values()):
        _connect_groups(part)
    return spec, parts


def _with_ends(root: etree._Element) -> etree._Element:
    """SpiffWorkflow insists on an end event in each sub-process, even in one that only an event can leave."""
    root = copy.deepcopy(root)
    for inner in root.iter(f"{BPMN}subProcess"):
        if inner.find(f"{BPMN}endEvent") is None:
            etree.SubElement(inner, f"{BPMN}endEvent", id=f"{inner.get('id')}.never")
    return root


def _connect_groups(spec: Any) -> None:
    """SpiffWorkflow connects a group with its instances on first use; a decoded position needs it before."""
    for task in list(spec.task_specs.values()):
        if isinstance(task, LoopTask):
            spec.task_specs[task.task_spec].completed_event.connect(task.merge_child)
