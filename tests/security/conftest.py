"""A site on which both processes are under way, once a module: walks over all its pages are not cheap."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.makers import a_round
from tests.web.inquiry import Inquiry, opened
from tests.web.site import Site, open_site


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, settled_district: Path) -> Iterator[Site]:
    """A round is out: one unit has written and sent its comments to its leader, another has only received."""
    stage = a_round(House(tmp_path_factory.mktemp("town")).opened(settled_district), units=2)
    stage.unit(0).receive()
    stage.unit(1).receive()
    yield from open_site(stage)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, settled_district: Path) -> Iterator[Inquiry]:
    """A team has begun to investigate an accident."""
    with opened(House(tmp_path_factory.mktemp("case")), settled_district) as inquiry:
        yield inquiry
