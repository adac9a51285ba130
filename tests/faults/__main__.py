"""`python -m tests.faults`: episodes until there were so many kills, on both databases or one; exit code 1 when
anything was lost or is not as it must be.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.faults import templates
from tests.faults.episode import Length, Report, play
from tests.faults.mischief import ALONE, SEVERAL, Kind
from tests.faults.report import in_words
from tests.faults.scene import Scene, embedded, several

NIGHTLY = Length(mailing=15, rush=120)


@dataclass(frozen=True)
class Setting:
    """Where it plays."""

    title: str
    make: Callable[[Path, int], Path]
    scene: Callable[..., AbstractContextManager[Scene]]
    kinds: Sequence[Kind]


SETTINGS = {
    "sqlite": Setting("one machine, one process, SQLite", templates.on_sqlite, embedded, ALONE),
    "postgresql": Setting("two machines, 2 sites, 2 workers, PostgreSQL", templates.on_postgresql, several, SEVERAL),
}


def run(setting: Setting, folder: Path, kills: int, units: int, seed: int) -> bool:
    """Episodes until there were that many kills; whether nothing is wrong. What was done is told in any case."""
    template, report, episodes, began = setting.make(folder / "template", units), Report(), 0, time.monotonic()
    title, how = f"{setting.title}; {units} units", ""
    try:
        while report.kills < kills and not report.wrong:
            with setting.scene(template, folder / f"episode-{episodes}", seed + episodes) as scene:
                how = "network namespaces" if scene.network.is_real else "groups of processes"
                play(scene, setting.kinds, NIGHTLY, report)
            episodes += 1
            _say(f"{setting.title}: episode {episodes} over, {report.kills} kills, {len(report.wrong)} wrong")
    finally:
        title += f"; machines are {how}" if setting.kinds is SEVERAL else ""
        _say(in_words(title, report, episodes, time.monotonic() - began))
    return not report.wrong


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--units", type=int, default=200)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--on", choices=SETTINGS, action="append", help="both, when none is named")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # namespaces, mounts and servers are taken away
    _say(f"seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="zhengxun-faults-") as folder:
        Path(folder).chmod(0o755)  # the database server runs as somebody else
        fine = [
            run(SETTINGS[name], Path(folder) / name, given.kills, given.units, given.seed)
            for name in given.on or SETTINGS
        ]
    sys.exit(0 if all(fine) else 1)


if __name__ == "__main__":
    main()
