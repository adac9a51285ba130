"""The settled district, on a database that nobody else has."""

import itertools
import shutil
from pathlib import Path

import pytest

from tests import postgres

_numbers = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Its address; on both, unless a test is about one of them."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("settled_district"), tmp_path / "zhengxun.db")
        return f"sqlite:///{tmp_path / 'zhengxun.db'}"
    server: postgres.Server = request.getfixturevalue("server")
    return server.create(f"errands_{next(_numbers)}", request.getfixturevalue("settled"))
