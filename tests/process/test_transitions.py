"""The golden tables: every position of the two diagrams and every move between them, as a text to read in a diff.

A change of a diagram changes its table. Look at the diff: is that what was meant? Then renew it:
ZHENGXUN_GOLDEN=write pytest tests/process/test_transitions.py
"""

import os
from pathlib import Path

import pytest

from workflow.engine.definition import Definition
from workflow.engine.explore import explore
from workflow.engine.process import Process
from workflow.processes import PROCESSES

GOLDEN = Path(__file__).parent / "golden"
RENEW = "look at the difference; if it is meant: ZHENGXUN_GOLDEN=write pytest tests/process/test_transitions.py"


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.id)
def test_the_diagram_moves_as_it_did(process: Process) -> None:
    table = explore(Definition(process.id, *process.sources())).table()
    kept = GOLDEN / f"{process.id}.txt"
    if os.environ.get("ZHENGXUN_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(table, encoding="utf-8")
    assert table == kept.read_text(encoding="utf-8"), RENEW
