"""The stage of an accident: the district on the morning of the accident."""

from pathlib import Path

import pytest

from tests.accident.makers import OCCURRED
from tests.house import House
from tests.makers import Stage


@pytest.fixture
def stage(house: House, settled_district: Path) -> Stage:
    """A district on SQLite as the accident happens."""
    return house.opened(settled_district, OCCURRED)
