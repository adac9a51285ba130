"""Several workers on one server look after the outbox at the same time: nothing is packed twice, nothing is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import postgres
from tests.makers import Stage, a_round, a_stage
from workflow.outbox.packing import pack
from workflow.outbox.rows import Content, Way
from workflow.people import Officer

pytestmark = pytest.mark.xdist_group("postgresql")  # one server is enough


@pytest.fixture
def stage(server: postgres.Server, settled: str, tmp_path: Path) -> Iterator[Stage]:
    stage = a_stage(server.create("several_at_once", settled), tmp_path / "files", settled=False)
    with stage.office.desk() as desk:
        for officer in desk.session.scalars(select(Officer).where(Officer.login.in_(["01jb", "01ld"]))):
            officer.email = f"{officer.login}@units.example"
    yield stage
    stage.close()


def test_while_one_packs_another_goes_on_to_what_is_packed(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.office.desk() as one:
        assert pack(one, [Way.MAIL]) == 2
        with stage.office.desk() as other:
            assert pack(other, [Way.MAIL]) == 0
    with stage.office.desk() as desk:
        assert pack(desk, [Way.MAIL]) == 0
        assert len(desk.session.scalars(select(Content)).all()) == 2
