"""A site on which both processes are under way, once a module: walks over all its pages are not cheap."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.makers import Stage, a_round, a_stage
from tests.web.inquiry import Inquiry, opened
from tests.web.site import Site, open_site


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, settled_district: Path) -> Iterator[Site]:
    """A round is out: one unit has written and sent its comments to its leader, another has only received."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(settled_district, folder / "zhengxun.db")
    stage: Stage = a_round(a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", settled=False), units=2)
    stage.unit(0).receive()
    stage.unit(1).receive()
    yield from open_site(stage)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, settled_district: Path) -> Iterator[Inquiry]:
    """A team has begun to investigate an accident."""
    with opened(tmp_path_factory.mktemp("case"), settled_district) as inquiry:
        yield inquiry
