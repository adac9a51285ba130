"""A person's step keeps to its budget of ways to the database; how long they take, no test asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from tests import postgres
from workflow.bench import workload
from workflow.bench.town import Town, furnish

BUDGET = {  # the seven of every step (`workflow/bench/__init__.py`), and what its own facts need
    "draft": 7,
    "sign": 8,  # does another hold the seal
    "submit": 13,  # unit, handwriting, office and comments for the letter; its file and its record
}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with postgres.running() as server:
        town = furnish(server.create("town"), tmp_path, 3)
        workload.start(town)
        yield town
        town.database.dispose()


@pytest.mark.xdist_group("postgresql")
def test_no_step_goes_more_often_to_the_database_than_it_must(town: Town) -> None:
    said: list[str] = []
    event.listen(town.database, "before_cursor_execute", lambda *told: said.append(told[2]))
    first, second, _ = town.places()
    workload.receive(town, [first, second])
    counted = {}
    for place in (first, second):  # the second: nothing is asked for the first time
        for name, verb in workload.STEPS.items():
            said.clear()
            workload.take_step(town, place, verb)
            counted[name] = len(said)
    assert counted == BUDGET
