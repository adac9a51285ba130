"""Many cases in one diagram: how many stand at each step, who, and how long the longest has been waiting."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from web.diagram.lasting import Waited, waited
from web.diagram.pages import EVENTS, STEPS, SYSTEM, Around
from workflow.desk import Desk
from workflow.engine.crowd import Crowd

GATEWAY = "eventBasedGateway"  # where a case waits for what may still come


@dataclass(frozen=True)
class Standing:
    """One case at a step. `waits`: None where no step lies open."""

    name: str
    url: str
    waits: Waited | None


@dataclass(frozen=True)
class CrowdLine:
    """One step with those that stand there, the longest waiting first."""

    element: str
    title: str
    who: str
    cases: Sequence[Standing]

    @property
    def longest(self) -> Waited | None:
        """How long the first has been waiting."""
        return self.cases[0].waits if self.cases else None


def crowd_page(desk: Desk, found: Crowd, around: Around, unit: str, named: Callable[[int], tuple[str, str]]) -> str:
    """`unit`: how the cases are counted, 家 or 项; `named`: name and address of a case by its id."""
    lines = list(_lines(desk, found, named))
    return render_template(
        "diagram/crowd.html",
        around=around,
        lines=lines,
        unit=unit,
        total=len(found.subjects),
        places=sum(len(line.cases) for line in lines),
        counts={line.element: len(line.cases) for line in lines if line.cases},
        standing=[line.element for line in lines if line.cases],
        done=[],
        heat={line.element: line.longest.heat for line in lines if line.longest and line.longest.heat},
    )


def _lines(desk: Desk, found: Crowd, named: Callable[[int], tuple[str, str]]) -> Iterator[CrowdLine]:
    """Every step in the order of the diagram, and whatever else somebody stands at."""
    nodes = found.definition.graph.nodes
    for node in nodes.values():
        if node.kind in STEPS or (node.kind in (*EVENTS, GATEWAY) and node.id in found.at):
            standing = found.at.get(node.id, {})
            lane = found.definition.graph.lanes[node.id] or SYSTEM
            yield CrowdLine(node.id, node.name, lane, _cases(desk, standing, named))


def _cases(
    desk: Desk, standing: Mapping[int, datetime | None], named: Callable[[int], tuple[str, str]]
) -> Sequence[Standing]:
    cases = [Standing(*named(id_), waited(desk, since) if since else None) for id_, since in standing.items()]
    return sorted(cases, key=lambda case: (case.waits.since.timestamp() if case.waits else 0, case.name))
