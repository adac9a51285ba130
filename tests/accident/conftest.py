"""The stage of an accident: the district on the morning of the accident."""

import shutil
from pathlib import Path

import pytest

from tests.accident.makers import OCCURRED
from tests.makers import Stage, a_stage


@pytest.fixture
def stage(tmp_path: Path, settled_district: Path) -> Stage:
    """A district on SQLite in a folder of its own, as the accident happens."""
    shutil.copy(settled_district, tmp_path / "zhengxun.db")
    return a_stage(f"sqlite:///{tmp_path / 'zhengxun.db'}", tmp_path / "files", start=OCCURRED, settled=False)
