"""A diagram and the code behind it name the same things: nothing drawn without meaning, nothing meant without a drawing.

The engine refuses a diagram that names what nobody declares; here the other direction holds too, so that a renamed
task leaves no orphan in the code.
"""

import ast
from pathlib import Path
from types import ModuleType

import pytest

from workflow.accident import holdings as of_accidents
from workflow.accident import papers as papers_of_accidents
from workflow.consultation import holdings as of_consultations
from workflow.consultation import papers as papers_of_consultations
from workflow.engine.definition import Definition
from workflow.engine.process import DIAGRAMS, Process
from workflow.processes import PROCESSES

ROOT = Path(__file__).parents[2]
KINDS = {
    "user tasks": ("steps", "steps"),
    "operations": ("operations", "operations"),
    "moments": ("moments", "moments"),
    "facts": ("questions", "facts"),
    "messages": ("messages", "messages"),
}


@pytest.fixture(params=PROCESSES, ids=lambda process: process.id)
def process(request: pytest.FixtureRequest) -> Process:
    given: Process = request.param
    return given


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_declared_and_what_is_declared_is_drawn(process: Process, kind: str) -> None:
    drawn_as, declared_as = KINDS[kind]
    drawn = set(getattr(Definition(process.id, *process.sources()), drawn_as))
    declared = set(getattr(process, declared_as))
    missing, orphans = sorted(drawn - declared), sorted(declared - drawn)
    assert not missing, f"declare in the process what {process.diagrams} names: {missing}"
    assert not orphans, (
        f"{process.diagrams} does not draw these {kind}: {orphans}; draw them, or delete the declaration"
    )


def test_every_diagram_belongs_to_a_process() -> None:
    used = {name for process in PROCESSES for name in process.diagrams}
    lying = {path.relative_to(DIAGRAMS).as_posix() for path in DIAGRAMS.rglob("*.bpmn")}
    assert lying == used, "a diagram in bpmn/ must be named by a Process, and the other way round"


def test_every_message_told_is_heard_by_a_diagram() -> None:
    heard = {message for process in PROCESSES for message in process.messages}
    told = {_word(call, 1) for call in _calls("tell", "hears") if len(call.args) > 1}
    assert told == heard, "actions and diagrams must speak of the same messages"


def test_every_step_taken_is_a_user_task() -> None:
    steps = {step for process in PROCESSES for step in process.steps}
    actions = _calls("take", "_take", "take_step", "take_in_time")
    taken = {_word(call, -1) for call in actions if isinstance(call.args[-1], ast.Constant)}
    assert taken == steps, "every user task is taken by an action, and actions take user tasks only"


def _calls(*names: str) -> list[ast.Call]:
    """The calls of these names in the actions, wherever they are methods or functions."""
    found = []
    for path in sorted((ROOT / "workflow").glob("*/actions/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in names:
                found.append(node)
    return found


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _word(call: ast.Call, place: int) -> str:
    value = call.args[place]
    assert isinstance(value, ast.Constant), f"line {call.lineno}: write the name out, so that it can be found"
    return str(value.value)


def test_every_step_has_its_page(tmp_path: Path) -> None:
    from web import Settings, create_app

    app = create_app(Settings(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path, "secret", testing=True))
    pages = {step.page for process in PROCESSES for step in process.steps.values()}
    missing = sorted(pages - set(app.view_functions))
    assert not missing, f"no page for {missing}: a task that lies on a desk could not be opened"


@pytest.mark.parametrize("holdings", [of_consultations, of_accidents], ids=["consultation", "accident"])
def test_a_paper_is_shown_at_a_step_that_is_drawn(holdings: ModuleType) -> None:
    drawn = {id_ for process in PROCESSES for id_ in Definition(process.id, *process.sources()).nodes}
    assert set(holdings.MADE_IN.values()) <= drawn
    kinds = {paper.kind for paper in (*papers_of_consultations.PAPERS, *papers_of_accidents.PAPERS)}
    assert set(holdings.MADE_IN) <= kinds | set(of_consultations.KINDS)


def test_every_paper_of_an_accident_belongs_to_a_step() -> None:
    assert set(of_accidents.MADE_IN) == {paper.kind for paper in papers_of_accidents.PAPERS}
