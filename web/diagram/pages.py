"""One case in its diagram: the way it came, where it stands; each step with who, when, how long and which papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flask import Response, render_template, url_for
from sqlalchemy import select

from web.diagram.lasting import Waited, lasted, waited
from web.steps import is_own
from workflow.desk import Desk
from workflow.desk import Subject as AnySubject
from workflow.engine.tracking import Visit, Whereabouts, where
from workflow.errors import EngineFault
from workflow.people import POSTS, Officer, Unit

XML = "application/xml"
SYSTEM = "系统"
STEPS = ("userTask", "serviceTask")
EVENTS = ("boundaryEvent", "intermediateCatchEvent", "endEvent")


class Subject(AnySubject, Protocol):
    """A case with the key of its pages."""

    @property
    def key(self) -> str: ...


@dataclass(frozen=True)
class Paper:
    """A paper made in a step, for whoever may have it."""

    title: str
    url: str


@dataclass(frozen=True)
class Pass:
    """The step was done once: `lasted` 用时2天3小时, or "" when at once."""

    who: str
    at: datetime
    lasted: str


@dataclass(frozen=True)
class StepLine:
    """One step of the list. `who`: whose it is, in words; `url`: where the person at the page does it, or ""."""

    element: str
    title: str
    who: str
    passes: Sequence[Pass] = ()
    waits: Waited | None = None
    papers: Sequence[Paper] = ()
    url: str = ""


@dataclass(frozen=True)
class Around:
    """What a diagram's page needs beside the case. `about`: whose it is; `source`: address of the drawing; `back`:
    title and address of the page above; `papers`: by the step that made them; `siblings`: title, address, here."""

    about: str
    source: str
    back: tuple[str, str]
    papers: Mapping[str, Sequence[Paper]] = field(default_factory=dict)
    siblings: Sequence[tuple[str, str, bool]] = ()


def page_of(desk: Desk, subject: Subject, around: Around) -> str:
    found = where(desk, desk.engine, subject.process, subject)
    steps = list(_steps(desk, subject, found, around.papers))
    return render_template(
        "diagram/case.html",
        around=around,
        steps=steps,
        standing=sorted(found.current),
        done=sorted(found.done),
        heat={step.element: step.waits.heat for step in steps if step.waits and step.waits.heat},
        counts={},
    )


def source_of(desk: Desk, subject: Subject) -> Response:
    return xml_response(where(desk, desk.engine, subject.process, subject).xml)


def xml_response(xml: bytes) -> Response:
    return Response(xml, mimetype=XML)


def _steps(
    desk: Desk, subject: Subject, found: Whereabouts, papers: Mapping[str, Sequence[Paper]]
) -> Iterator[StepLine]:
    """In the order in which they were first reached, then what lies open, then the steps still ahead."""
    nodes = found.definition.graph.nodes
    names = _names(desk, found)
    passed = dict.fromkeys(visit.node for visit in found.visits)
    open_ = {task.node: waited(desk, task.since) for task in found.waiting}
    ahead = (node.id for node in nodes.values() if node.kind in STEPS)
    for id_ in dict.fromkeys([*passed, *open_, *ahead]):
        if id_ not in nodes or nodes[id_].kind not in (*STEPS, *EVENTS):
            continue
        by_hand = nodes[id_].kind == "userTask"
        passes = tuple(_pass(visit, names, by_hand=by_hand) for visit in found.visits if visit.node == id_)
        who, url = _whose(desk, subject, found, id_, is_open=id_ in open_)
        yield StepLine(id_, nodes[id_].name, who, passes, open_.get(id_), papers.get(id_, ()), url)


def _pass(visit: Visit, names: Mapping[int, str], *, by_hand: bool) -> Pass:
    took = lasted(visit.since, visit.at) if by_hand else ""
    return Pass(names.get(visit.officer_id or 0, SYSTEM), visit.at, took)


def _whose(desk: Desk, subject: Subject, found: Whereabouts, id_: str, *, is_open: bool) -> tuple[str, str]:
    """Whose step it is, and its page for him while it lies open."""
    step = desk.engine.processes[subject.process].steps.get(id_)
    lane = found.definition.graph.lanes[id_] or SYSTEM
    if step is None:
        return lane, ""
    try:
        unit = desk.session.get_one(Unit, step.unit_of(subject))
    except EngineFault:  # the step of a team that does not stand yet
        return lane, ""
    mine = is_open and is_own(desk, subject, step)
    return f"{unit.short_name}{POSTS[step.post]}", url_for(step.page, key=subject.key) if mine else ""


def _names(desk: Desk, found: Whereabouts) -> dict[int, str]:
    ids = {visit.officer_id for visit in found.visits if visit.officer_id is not None}
    return {person.id: person.name for person in desk.session.scalars(select(Officer).where(Officer.id.in_(ids)))}
