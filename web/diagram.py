"""The page with a process diagram: where the case stands, what is done, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template


@dataclass(frozen=True)
class StepLine:
    """One step in the list; `detail`: who, when, how long, in words."""

    element: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Diagram:
    """`source`: address of the BPMN file; `standing`, `done`: ids of its elements, flows too; `back`: page above."""

    title: str
    source: str
    standing: Sequence[str]
    done: Sequence[str]
    steps: Sequence[StepLine]
    back: tuple[str, str] | None = None


def diagram_page(diagram: Diagram) -> str:
    return render_template("diagram.html", diagram=diagram)
