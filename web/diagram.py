"""The page with a process diagram: where the case stands, what is done, and the same as a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Response, render_template
from sqlalchemy import select

from web.frame.filters import moment_in_words
from workflow.desk import Desk, Subject
from workflow.engine.tracking import Whereabouts, where
from workflow.people import Officer

XML = "application/xml"
SYSTEM = "系统"
STEPS = ("userTask", "serviceTask")
EVENTS = ("boundaryEvent", "intermediateCatchEvent", "endEvent")


@dataclass(frozen=True)
class StepLine:
    """One step in the list; `detail`: who, when, how long, in words."""

    element: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Diagram:
    """`source`: address of the BPMN file; `standing` and `done`: ids of its elements, flows too; `back`: page above."""

    title: str
    source: str
    standing: Sequence[str]
    done: Sequence[str]
    steps: Sequence[StepLine]
    back: tuple[str, str] | None = None
    about: str = ""  # whose diagram it is


def diagram_page(diagram: Diagram) -> str:
    return render_template("diagram.html", diagram=diagram)


def page_of(desk: Desk, subject: Subject, about: str, source: str, back: tuple[str, str]) -> str:
    """`back`: title and address of the page above; `source`: address of the drawing."""
    found = where(desk, desk.engine, subject.process, subject)
    steps = tuple(_steps(found, _names(desk, found)))
    current, done = sorted(found.current), sorted(found.done)
    return diagram_page(Diagram("办到哪一步", source, current, done, steps, back, about))


def source_of(desk: Desk, subject: Subject) -> Response:
    return Response(where(desk, desk.engine, subject.process, subject).xml, mimetype=XML)


def _steps(found: Whereabouts, names: dict[int, str]) -> Iterator[StepLine]:
    """In the order in which they were first reached, then what lies open, then the steps still ahead."""
    nodes = found.definition.graph.nodes
    passed = dict.fromkeys(visit.node for visit in found.visits)
    open_ = {task.node: task for task in found.waiting}
    ahead = (node.id for node in nodes.values() if node.kind in STEPS)
    for id_ in dict.fromkeys([*passed, *open_, *ahead]):
        if id_ not in nodes or nodes[id_].kind not in (*STEPS, *EVENTS):
            continue
        done = [
            f"{names.get(v.officer_id or 0, SYSTEM)}，{moment_in_words(v.at)}" for v in found.visits if v.node == id_
        ]
        lane = found.definition.graph.lanes[id_]
        waits = [f"由{lane or '承办人'}办理，{moment_in_words(open_[id_].since)}起"] if id_ in open_ else []
        yield StepLine(id_, nodes[id_].name, "；".join([*done, *waits]) or lane)


def _names(desk: Desk, found: Whereabouts) -> dict[int, str]:
    ids = {visit.officer_id for visit in found.visits if visit.officer_id is not None}
    return {person.id: person.name for person in desk.session.scalars(select(Officer).where(Officer.id.in_(ids)))}
