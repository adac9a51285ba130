"""A whole installation in one file, and back: every row of every table as of one moment, and every kept file.

Our own form, not the database's: it is taken while people work, needs no program of the database's version, and goes
back into SQLite or PostgreSQL alike. The installation's secret is not in it: who finds the file must not be able to
forge a login.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, Table

from workflow.errors import Refusal, Unreadable
from workflow.files import HELD, Files
from workflow.filling import empty_out, fill, lasting_tables, of_one_moment, rows_of
from workflow.store import Base

FORMAT = 1
_CONTENTS = "backup.json"

NOT_A_BACKUP = "这个文件不是征询的备份，或者没有保存完整。请核对文件，或者换一份备份。"
DAMAGED = "备份文件“{member}”与备份时的记录不一致，可能已经损坏。什么都没有恢复，请换一份备份。"
OTHER_VERSION = "这份备份是用较新的征询做的（含有“{name}”），本机的版本读不全。请先升级征询，再恢复。"
NOT_EMPTY = (
    "这里已经有数据，恢复会把两套数据混在一起，没有恢复。请用 --data 指明一个新的空文件夹，或者换一个空的数据库。"
)


@dataclass(frozen=True)
class Contents:
    """What a backup holds: rows by table, the hash of each table's lines, and the kept files by their hashes."""

    taken_at: datetime
    rows: Mapping[str, int]
    hashes: Mapping[str, str]
    files: tuple[str, ...]


# -- taking one


def take(engine: Engine, files: Files, out: Path, now: datetime) -> Contents:
    """Write the backup; whoever works meanwhile is not kept waiting, and what he does is not in it."""
    with of_one_moment(engine) as connection, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        counted = {table.name: _write_table(connection, archive, table) for table in lasting_tables()}
        kept = tuple(sorted(connection.scalars(HELD)))
        for sha256 in kept:
            archive.writestr(f"files/{sha256}", files.content(sha256))
        rows, hashes = ({name: pair[at] for name, pair in counted.items()} for at in (0, 1))
        contents = Contents(now, rows, hashes, kept)  # type: ignore[arg-type]
        archive.writestr(_CONTENTS, json.dumps(_as_json(contents), ensure_ascii=False, indent=1))
    return contents


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> tuple[int, str]:
    """One line a row; how many, and the hash of them all."""
    count, seen = 0, hashlib.sha256()
    with archive.open(_member(table.name), "w", force_zip64=True) as lines:
        for row in rows_of(connection, table):
            line = json.dumps({name: packed(value) for name, value in row.items()}, ensure_ascii=False) + "\n"
            lines.write(line.encode())
            seen.update(line.encode())
            count += 1
    return count, seen.hexdigest()


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def _as_json(contents: Contents) -> dict[str, Any]:
    return {
        "format": FORMAT, "taken_at": contents.taken_at.isoformat(), "rows": dict(contents.rows),
        "hashes": dict(contents.hashes), "files": list(contents.files),
    }  # fmt: skip


# -- values as JSON: what JSON itself has stays, the rest says what it is


def packed(value: object) -> object:
    for kind, name, write in _KINDS:
        if isinstance(value, kind):
            return {name: write(value)}
    return value


def unpacked(value: object) -> object:
    if isinstance(value, dict):
        ((name, written),) = value.items()
        return _READ[name](written)
    return value


_KINDS: tuple[tuple[Any, str, Any], ...] = (
    (Enum, "member", lambda value: value.name),
    (datetime, "moment", datetime.isoformat),
    (date, "day", date.isoformat),
    (time, "time", time.isoformat),
    (Decimal, "amount", str),
    (bytes, "bytes", bytes.hex),
    ((dict, list), "json", lambda value: value),
)
_READ: Mapping[str, Any] = {
    "member": str,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "amount": Decimal,
    "bytes": bytes.fromhex,
    "json": lambda value: value,
}


# -- bringing one back


def restore(engine: Engine, files: Files, source: Path) -> Contents:
    """Into an empty installation only, and only when every part of the backup is as it was written."""
    try:
        with zipfile.ZipFile(source) as archive:
            contents = _contents(archive)
            _must_be_whole(archive, contents)
            _bring_back(engine, files, archive, contents)
            return contents
    except (zipfile.BadZipFile, json.JSONDecodeError, KeyError, OSError) as broken:
        raise Unreadable(NOT_A_BACKUP) from broken


def _contents(archive: zipfile.ZipFile) -> Contents:
    read = json.loads(archive.read(_CONTENTS))
    if read["format"] > FORMAT:
        raise Refusal(OTHER_VERSION.format(name=f"格式{read['format']}"))
    unknown = sorted(set(read["rows"]) - set(Base.metadata.tables))
    if unknown:
        raise Refusal(OTHER_VERSION.format(name=unknown[0]))
    return Contents(datetime.fromisoformat(read["taken_at"]), read["rows"], read["hashes"], tuple(read["files"]))


def _must_be_whole(archive: zipfile.ZipFile, contents: Contents) -> None:
    expected = {_member(name): sha256 for name, sha256 in contents.hashes.items()}
    expected |= {f"files/{sha256}": sha256 for sha256 in contents.files}
    for member, sha256 in expected.items():
        try:
            with archive.open(member) as part:
                found = _hash(part)
        except (zipfile.BadZipFile, KeyError):
            found = ""
        if found != sha256:
            raise Unreadable(DAMAGED.format(member=member))


def _hash(part: IO[bytes]) -> str:
    return hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads from any file


def _bring_back(engine: Engine, files: Files, archive: zipfile.ZipFile, contents: Contents) -> None:
    with engine.begin() as connection:
        empty_out(connection, NOT_EMPTY)
        for sha256 in contents.files:
            files.put(sha256, archive.read(f"files/{sha256}"))
        for table in (table for table in lasting_tables() if contents.rows.get(table.name)):
            fill(connection, table, _rows(archive, table))


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, object]]:
    with archive.open(_member(table.name)) as lines:
        for line in lines:
            row = {name: unpacked(value) for name, value in json.loads(line).items()}
            if unknown := sorted(set(row) - set(table.columns.keys())):
                raise Refusal(OTHER_VERSION.format(name=f"{table.name}.{unknown[0]}"))
            yield row
