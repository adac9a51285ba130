"""What a played case leaves behind: its kept files in a folder, numbered in the order of their making."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.archiving.holding import Holding
from workflow.archiving.package import archive
from workflow.desk import Desk
from workflow.files import KeptFile

_NOT_IN_A_NAME = str.maketrans("", "", '\\/:*?"<>|')


@dataclass(frozen=True)
class Document:
    """A file as it lies in the folder; `kind` as its case calls it."""

    kind: str
    path: Path


def write_files(desk: Desk, found: Sequence[tuple[str, KeptFile]], out: Path) -> list[Document]:
    """Write the kept files, each with its kind, below `out`."""
    out.mkdir(parents=True, exist_ok=True)
    width = len(str(len(found)))
    return [_write(desk, kind, file, out / f"{n:0{width}d} {file.name}") for n, (kind, file) in enumerate(found, 1)]


def write_archive(desk: Desk, holding: Holding, out: Path) -> Document:
    """The whole case beside its documents, as it goes into an archive."""
    path = out / f"{holding.title.translate(_NOT_IN_A_NAME)}（归档包）.zip"
    path.write_bytes(archive(desk, holding))
    return Document("archive", path)


def in_json(documents: Sequence[Document]) -> list[dict[str, Any]]:
    return [{"kind": document.kind, "path": str(document.path)} for document in documents]


def _write(desk: Desk, kind: str, file: KeptFile, path: Path) -> Document:
    path.write_bytes(desk.files.read(file))
    return Document(kind, path)
