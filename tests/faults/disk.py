"""The disk of the kept files runs full: a small file system of its own, filled to the last byte and emptied again.

Where the system does not let us mount one, the folder is a plain one and the fault is reported as not possible.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = "192m"


@dataclass(frozen=True)
class Disk:
    folder: Path
    is_own: bool

    def fill(self) -> None:
        """Not one more byte."""
        with (self.folder / "ballast").open("wb", buffering=0) as ballast:
            for piece in (2**20, 2**12, 1):
                try:
                    while True:
                        ballast.write(b"\0" * piece)
                except OSError:
                    continue

    def empty(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)


@contextmanager
def own_disk(folder: Path) -> Iterator[Disk]:
    folder.mkdir(parents=True, exist_ok=True)
    mounted = _mount(folder)
    try:
        yield Disk(folder, mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(folder: Path) -> bool:
    if os.geteuid() != 0:
        return False
    asked = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0
