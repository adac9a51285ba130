"""Fixtures that every kind of test may use."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres
from tests.house import House, made_once
from tests.makers import Stage, a_stage, leave
from workflow.demo import playing, seeding
from workflow.settling_in import settle_in

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what the tests start again and again is compiled once
sys.dont_write_bytecode = False

if postgres.IN_MEMORY.is_dir() and shutil.disk_usage(postgres.IN_MEMORY).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(postgres.IN_MEMORY))  # no test waits for a disk

# a busy machine is no defect; every run tries the same examples, so that a refusal is of what was changed
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_collection_finish() -> None:
    """A tenth of the time went into walking again and again through what was loaded for good."""
    settle_in()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def settled_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration district in it, made once; each test works on a copy."""
    return made_once(tmp_path_factory, "district", _settle_a_district) / "settled.db"


def _settle_a_district(folder: Path) -> None:
    a_stage(f"sqlite:///{folder / 'settled.db'}", folder / "files").close()


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; tests that use it belong to one xdist_group, so that one is enough."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def settled(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database there with the demonstration district in it."""
    stage = a_stage(server.create("settled"), tmp_path_factory.mktemp("files"))
    stage.close()
    return "settled"


@pytest.fixture(scope="session")
def round_played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a round with every kind of reply, decided and answered; to be copied."""
    return made_once(tmp_path_factory, "round", _play_a_round)


def _play_a_round(folder: Path) -> None:
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", start=playing.BEGUN)
    playing.play_round(stage, seeding.sample_draft(), seeding.sample_annexes())
    leave(stage, folder)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def stage_of_its_own(tmp_path: Path, settled_district: Path) -> Stage:
    """In the test's own folder, as an installation has it: for programs that are started there, and for restarts."""
    shutil.copy(settled_district, tmp_path / "zhengxun.db")
    return a_stage(f"sqlite:///{tmp_path / 'zhengxun.db'}", tmp_path / "files", settled=False)


@pytest.fixture
def stage(house: House, settled_district: Path) -> Stage:
    """A district on SQLite, on a Friday morning; nothing has begun."""
    return house.opened(settled_district)
