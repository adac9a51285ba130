"""Nobody can tell our steps from a live SpiffWorkflow that is never written down."""

import os

import pytest

from tests.engine.diagrams import FILES
from tests.engine.pairing import tell
from workflow.engine.definition import Definition
from workflow.engine.machine import Machine

STORIES = int(os.environ.get("ENGINE_STORIES", "12"))  # random stories per diagram


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("verify", [False, True], ids=["remembered", "recomputed"])
def test_hand_made_diagrams(name: str, verify: bool) -> None:
    definition, machine = Definition(name, *FILES[name]), Machine(verify=verify)
    for seed in range(STORIES):
        story = tell(FILES[name], machine, definition, seed)
        assert not story.difference, story.told
