"""Nobody can tell our steps from a live SpiffWorkflow that is never written down.

ENGINE_STORIES and ENGINE_DIAGRAMS raise the numbers: random stories per diagram, random diagrams.
"""

import os
from collections.abc import Callable

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.task import Task

from tests.engine.diagrams import FILES
from tests.engine.pairing import tell
from tests.engine.random_diagrams import make
from workflow.engine import encoding, positions
from workflow.engine.definition import Definition
from workflow.engine.encoding import Value, _Part, is_open
from workflow.engine.machine import Machine

STORIES = int(os.environ.get("ENGINE_STORIES", "8"))
DIAGRAMS = int(os.environ.get("ENGINE_DIAGRAMS", "60"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("verify", [False, True], ids=["remembered", "recomputed"])
def test_hand_made_diagrams(name: str, verify: bool) -> None:
    definition, machine = Definition(name, *FILES[name]), Machine(verify=verify)
    for seed in range(STORIES):
        story = tell(FILES[name], machine, definition, seed)
        assert not story.difference, story.told
        assert not story.cancelled


@pytest.mark.parametrize("tens", range((DIAGRAMS + 9) // 10))
def test_random_diagrams(tens: int) -> None:
    cancelled = events = 0
    for seed in range(10 * tens, min(10 * tens + 10, DIAGRAMS)):
        definition, machine = Definition("main", *make(seed)), Machine(verify=seed % 4 == 0)
        for story_seed in range(STORIES):
            story = tell(make(seed), machine, definition, story_seed)
            assert not story.difference, (seed, story.told)
            cancelled, events = cancelled + story.cancelled, events + story.events
    assert cancelled <= events / 50


Keeps = Callable[[_Part, Task, list[Value]], bool]
KEEPS = _Part.keeps


def forgets_finished_members(part: _Part, task: Task, children: list[Value]) -> bool:
    member = task.parent and isinstance(task.parent.task_spec, LoopTask)
    return KEEPS(part, task, children) and not (member and not is_open(task))


def forgets_forks_and_splits(part: _Part, task: Task, children: list[Value]) -> bool:
    part.splits.clear()
    return KEEPS(part, task, children[:1])


def unmended(workflow: BpmnWorkflow) -> BpmnWorkflow:
    return workflow


FORGOTTEN: dict[str, tuple[tuple[object, str, object], ...]] = {
    "tokens that have arrived at a join": ((_Part, "has_arrived", lambda *_: False),),
    "the flow by which a token came": ((_Part, "came_by", lambda *_: False),),
    "which round a token belongs to": ((_Part, "era", staticmethod(lambda task: (task.task_spec.name, None))),),
    "finished members of a group": ((_Part, "keeps", forgets_finished_members),),
    "where live paths part": ((_Part, "keeps", forgets_forks_and_splits),),
    "how many are in a group": ((encoding, "INNER", ("current",)),),
    "whose turn it is": ((encoding, "INNER", ("cardinality",)),),
    "to clean up removed sub-processes": ((encoding, "mend", unmended), (positions, "mend", unmended)),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_whatever_is_forgotten_somebody_notices(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name, broken in FORGOTTEN[what]:
        monkeypatch.setattr(owner, name, broken)
    assert any(_goes_wrong(name, files, seed) for name, files in FILES.items() for seed in range(12))


def _goes_wrong(name: str, files: tuple[bytes, ...], seed: int) -> bool:
    try:
        return bool(tell(files, Machine(), Definition(name, *files), seed).difference)
    except Exception:  # SpiffWorkflow stumbles over what is missing
        return True
