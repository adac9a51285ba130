"""The harness of `make faults` for a short while: real processes, real kills, and nothing lost."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.faults import templates
from tests.faults.episode import Length, Report, play
from tests.faults.mischief import ALONE, SEVERAL, Kind
from tests.faults.scene import Scene, embedded, several

UNITS = 12
SHORT = Length(mailing=2, rush=12, leases=False)


@pytest.mark.parametrize(
    ("make", "scene_of", "kinds"),
    [(templates.on_sqlite, embedded, ALONE), (templates.on_postgresql, several, SEVERAL)],
    ids=["SQLite", "PostgreSQL"],
)
def test_nothing_is_lost_and_nothing_happens_twice(
    make: Callable[[Path, int], Path],
    scene_of: Callable[[Path, Path, int], AbstractContextManager[Scene]],
    kinds: Sequence[Kind],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    report, folder = Report(), tmp_path_factory.mktemp("storm")
    for each in (folder, *list(folder.parents)[:2]):
        each.chmod(0o755)  # the database server runs as somebody else
    with scene_of(make(folder / "template", UNITS), folder / "episode", 1) as scene:
        play(scene, kinds, SHORT, report)
    assert report.wrong == []
    assert report.kills > 0
    assert report.acknowledged["submit"] > 0
