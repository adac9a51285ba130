"""What an archive is made of: files in their folders, official rows, lines of the journal, and what describes them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.files import KeptFile

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # a name is never a path


@dataclass(frozen=True)
class Held:
    """A kept file with its place in the archive; `title` as people call it."""

    folder: str
    title: str
    kind: str
    file: KeptFile


@dataclass(frozen=True)
class Holding:
    """One case, gathered. `owners`: which rows belong to it, by the column that says so."""

    case: str
    title: str
    held: Sequence[Held]
    owners: Mapping[str, Sequence[int]]
    described: Mapping[str, Any]


def path_of(number: int, held: Held, most: int) -> str:
    name = _NOT_IN_A_NAME.sub("_", held.file.name)
    return f"{held.folder}/{number:0{len(str(most))}d} {name}"
