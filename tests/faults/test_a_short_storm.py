"""The harness of `make faults` for a short while: real processes, real kills, and nothing lost."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.faults import templates
from tests.faults.episode import Length, Report, play
from tests.faults.mischief import ALONE, SEVERAL, Kind
from tests.faults.scene import Scene, embedded, several

UNITS = 12
SHORT = Length(mailing=2, rush=30, leases=False)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """The database server runs as somebody else, who may not enter the folders that pytest makes."""
    with tempfile.TemporaryDirectory(prefix="zhengxun-storm-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.mark.parametrize(
    ("make", "scene_of", "kinds"),
    [(templates.on_sqlite, embedded, ALONE), (templates.on_postgresql, several, SEVERAL)],
    ids=["SQLite", "PostgreSQL"],
)
def test_nothing_is_lost_and_nothing_happens_twice(
    make: Callable[[Path, int], Path],
    scene_of: Callable[[Path, Path, int], AbstractContextManager[Scene]],
    kinds: Sequence[Kind],
    open_folder: Path,
) -> None:
    report = Report()
    with scene_of(make(open_folder / "template", UNITS), open_folder / "episode", 1) as scene:
        play(scene, kinds, SHORT, report)
    assert report.wrong == []
    assert report.kills > 0
    assert report.acknowledged["submit"] > 0
