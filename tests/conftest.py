"""Fixtures that every kind of test may use."""

from pathlib import Path

import pytest

from tests.makers import Stage, a_stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A district on SQLite in a folder of its own, on a Friday morning; nothing has begun."""
    return a_stage(f"sqlite:///{tmp_path / 'zhengxun.db'}", tmp_path / "files")
