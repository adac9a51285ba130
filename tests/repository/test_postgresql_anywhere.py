"""The tests have a PostgreSQL on a machine that has none: nothing is skipped for the want of it."""

from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import postgres
from workflow.store import create_tables, open_database


@pytest.mark.xdist_group("postgresql")
def test_a_machine_without_postgresql_runs_the_one_beside_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    monkeypatch.setattr(postgres, "_programs", cache(postgres._programs.__wrapped__))
    with postgres.running() as server:
        engine = create_engine(server.url())
        with engine.connect() as connection:
            program = connection.scalar(text("select setting from pg_config where name = 'BINDIR'"))
            assert connection.scalar(text("select count(*) from pg_collation")) > 0
        engine.dispose()
        ours = open_database(server.create("ours"))
        create_tables(ours)
        ours.dispose()
    assert "postgresql/" not in str(program), "the installed one was not hidden"
