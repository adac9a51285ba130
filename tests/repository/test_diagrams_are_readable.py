"""Every diagram is drawn so that an official can read it, and any BPMN viewer can open it.

The engine would walk a diagram without a single shape. The people who answer for the process read the drawing:
what is not drawn, not named or hidden behind something else does not exist for them.
"""

import re
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree
from SpiffWorkflow.spiff.parser.process import VALIDATOR

BPMN_FOLDER = Path(__file__).parents[2] / "bpmn"
DIAGRAMS = sorted(BPMN_FOLDER.rglob("*.bpmn"))
NAMESPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
HOLDERS = {"participant", "lane", "subProcess"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Box(NamedTuple):
    """A rectangle of the drawing, in the drawing's points; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def touches(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Diagram:
    """One file: what it says (elements by id) and how it is drawn (boxes, lines and labels by the element's id)."""

    def __init__(self, path: Path) -> None:
        self.tree = etree.parse(str(path))
        self.by_id = {id_of(element): element for element in self.find("//*[@id]")}
        self.boxes = {drawn(shape): box(shape) for shape in self.find("//bpmndi:BPMNShape")}
        self.lines = {drawn(edge): points(edge) for edge in self.find("//bpmndi:BPMNEdge")}
        self.labels = {
            drawn(shape): box(label) for shape in self.find("//bpmndi:BPMNPlane/*") for label in label_of(shape)
        }

    def find(self, path: str) -> list[etree._Element]:
        found = self.tree.xpath(path, namespaces=NAMESPACES)
        return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []

    def kind(self, id_: str) -> str:
        return etree.QName(self.by_id[id_]).localname

    @property
    def flow_nodes(self) -> list[etree._Element]:
        parts = [child for holder in self.find("//bpmn:process | //bpmn:subProcess") for child in holder]
        return [part for part in parts if is_flow_node(part)]

    @property
    def flows(self) -> list[etree._Element]:
        return self.find("//bpmn:sequenceFlow")


def is_flow_node(element: etree._Element) -> bool:
    kind = etree.QName(element).localname
    return kind.lower().endswith(("event", "task", "gateway")) or kind in ("subProcess", "callActivity")


def id_of(element: etree._Element) -> str:
    return element.get("id", "")


def drawn(shape: etree._Element) -> str:
    """The id of the element that a shape or an edge draws."""
    return shape.get("bpmnElement", "")


def label_of(shape: etree._Element) -> list[etree._Element]:
    """The label with a place of its own, if there is one."""
    return [label for label in shape.findall("bpmndi:BPMNLabel", NAMESPACES) if len(label)]


def box(shape: etree._Element) -> Box:
    bounds = shape.find("dc:Bounds", NAMESPACES)
    assert bounds is not None, f"{shape.get('id')} has no bounds"
    x, y, width, height = (float(bounds.get(side, "nan")) for side in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def points(edge: etree._Element) -> list[tuple[float, float]]:
    return [(float(p.get("x", "nan")), float(p.get("y", "nan"))) for p in edge.findall("di:waypoint", NAMESPACES)]


def texts(element: etree._Element, tag: str) -> list[str]:
    return [child.text or "" for child in element.findall(f"bpmn:{tag}", NAMESPACES)]


@pytest.fixture(params=DIAGRAMS, ids=lambda path: str(path.relative_to(BPMN_FOLDER)))
def diagram(request: pytest.FixtureRequest) -> Diagram:
    return Diagram(request.param)


def test_there_are_diagrams_to_read() -> None:
    assert {"round.bpmn", "reply.bpmn"} <= {path.name for path in DIAGRAMS}


def test_a_diagram_keeps_to_the_bpmn_schema(diagram: Diagram) -> None:
    VALIDATOR.validate(diagram.tree)


def test_every_id_is_used_once(diagram: Diagram) -> None:
    ids = Counter(id_of(element) for element in diagram.find("//*[@id]"))
    assert [id_ for id_, times in ids.items() if times > 1] == []


def test_every_step_event_and_gateway_is_drawn(diagram: Diagram) -> None:
    undrawn = [id_of(node) for node in diagram.flow_nodes if id_of(node) not in diagram.boxes]
    assert undrawn == [], "draw these, or an official never learns that they exist"


def test_every_flow_is_drawn_from_its_source_to_its_target(diagram: Diagram) -> None:
    for flow in diagram.flows:
        assert id_of(flow) in diagram.lines, f"{flow.get('id')} is not drawn"
        line = diagram.lines[id_of(flow)]
        assert diagram.boxes[flow.get("sourceRef", "")].touches(*line[0]), f"{flow.get('id')} starts in the void"
        assert diagram.boxes[flow.get("targetRef", "")].touches(*line[-1]), f"{flow.get('id')} ends in the void"


def test_nothing_is_drawn_that_is_not_there(diagram: Diagram) -> None:
    assert {*diagram.boxes, *diagram.lines} <= diagram.by_id.keys()


def test_every_node_knows_the_flows_that_reach_and_leave_it(diagram: Diagram) -> None:
    """Viewers draw from the flows, but other BPMN tools follow these references."""
    for node in diagram.flow_nodes:
        id_ = id_of(node)
        reach = sorted(id_of(flow) for flow in diagram.flows if flow.get("targetRef") == id_)
        leave = sorted(id_of(flow) for flow in diagram.flows if flow.get("sourceRef") == id_)
        assert (sorted(texts(node, "incoming")), sorted(texts(node, "outgoing"))) == (reach, leave), id_


def test_everything_is_named_in_chinese(diagram: Diagram) -> None:
    named = [*diagram.flow_nodes, *diagram.find("//bpmn:lane | //bpmn:participant | //bpmn:process")]
    named += [flow for flow in diagram.flows if flow.get("name")]
    nameless = [id_of(part) for part in named if not CHINESE.search(part.get("name") or "")]
    assert nameless == [], "name these as an official would"


def test_every_way_out_of_a_question_says_which_answer_it_is(diagram: Diagram) -> None:
    for gateway in diagram.find("//bpmn:exclusiveGateway"):
        answers = [flow for flow in diagram.flows if flow.get("sourceRef", "") == id_of(gateway)]
        unnamed = [id_of(flow) for flow in answers if not flow.get("name")]
        assert len(answers) == 1 or unnamed == [], gateway.get("name")


def test_every_name_beside_a_symbol_or_line_has_its_place(diagram: Diagram) -> None:
    inside = ("Task", "subProcess", "callActivity")  # these carry their name in the box itself
    nodes = [node for node in diagram.flow_nodes if not etree.QName(node).localname.endswith(inside)]
    flows = [flow for flow in diagram.flows if flow.get("name")]
    assert [id_of(part) for part in (*nodes, *flows) if id_of(part) not in diagram.labels] == []


def test_every_node_belongs_to_exactly_one_lane(diagram: Diagram) -> None:
    lane_sets = diagram.find("//bpmn:laneSet")
    assert lane_sets, "lanes tell who does what"
    for lane_set in lane_sets:
        placed = Counter(ref.text for ref in lane_set.iterfind(".//bpmn:flowNodeRef", NAMESPACES))
        beside = Counter(id_of(part) for part in lane_set.itersiblings() if is_flow_node(part))
        assert placed == beside, id_of(lane_set)


def test_every_node_is_drawn_in_the_lane_that_names_it(diagram: Diagram) -> None:
    for lane in diagram.find("//bpmn:lane"):
        area = diagram.boxes[id_of(lane)]
        outside = [id_ for id_ in texts(lane, "flowNodeRef") if not area.touches(*diagram.boxes[id_].centre)]
        assert outside == [], f"drawn outside {lane.get('name')}"


def test_no_two_shapes_hide_each_other(diagram: Diagram) -> None:
    overlapping = [
        (a, b)
        for a, b in combinations(diagram.boxes, 2)
        if diagram.boxes[a].overlaps(diagram.boxes[b])
        and not may_overlap(diagram, a, b)
        and not may_overlap(diagram, b, a)
    ]
    assert overlapping == [], "move these apart"


def may_overlap(diagram: Diagram, outer: str, inner: str) -> bool:
    """A shape lies in its pool, lane or sub-process; an event sits on the border of its host (and its lanes)."""
    host = diagram.by_id[inner].get("attachedToRef")
    if host:
        holders = {host, *(id_of(lane) for lane in diagram.by_id[host].iterfind(".//bpmn:lane", NAMESPACES))}
        if outer in holders:
            return True
    return diagram.kind(outer) in HOLDERS and diagram.boxes[outer].holds(diagram.boxes[inner])


def test_no_name_covers_a_symbol_or_another_name(diagram: Diagram) -> None:
    solid = {id_: area for id_, area in diagram.boxes.items() if diagram.kind(id_) not in HOLDERS}
    covered = [(a, b) for a, at in diagram.labels.items() for b, area in solid.items() if at.overlaps(area)]
    covered += [(a, b) for a, b in combinations(diagram.labels, 2) if diagram.labels[a].overlaps(diagram.labels[b])]
    assert covered == [], "move the first name aside"


def test_no_line_runs_through_a_symbol_or_a_name(diagram: Diagram) -> None:
    solid = [(id_, area) for id_, area in diagram.boxes.items() if diagram.kind(id_) not in HOLDERS]
    in_the_way = [*solid, *diagram.labels.items()]
    struck = [
        (line, id_)
        for line, way in diagram.lines.items()
        for start, end in pairwise(way)
        for id_, area in in_the_way
        if stretch(start, end).overlaps(area)
    ]
    assert struck == [], "lead these lines around"


def stretch(start: tuple[float, float], end: tuple[float, float]) -> Box:
    """One straight piece of a line. Lines run along or across the page, so the piece is its own rectangle."""
    assert start[0] == end[0] or start[1] == end[1], f"a slanted line from {start} to {end}"
    return Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def test_no_two_lines_cross(diagram: Diagram) -> None:
    pieces = [(line, stretch(start, end)) for line, way in diagram.lines.items() for start, end in pairwise(way)]
    crossing = [(a, b) for (a, one), (b, other) in combinations(pieces, 2) if a != b and one.overlaps(other)]
    assert crossing == [], "lead one of them around; lines that join on the way to one step may share their last piece"
