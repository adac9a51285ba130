"""Checks this archive without the system that made it, with Python's standard library alone.

    python check.py            where the archive has been unpacked
    python check.py FILE.zip   as it is

Exit code 0 and one line when everything is as it was archived; otherwise 1 and the first thing that is wrong.
"""

import hashlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MANIFEST, MANIFEST_HASH = "manifest.json", "manifest.sha256"
JOURNAL, RECORDS = "journal.jsonl", "records.jsonl"
SILENCE = "silence/"


class Wrong(Exception):
    """The first thing that is wrong, as it is told."""


class Archive:
    """The members of the archive, in a folder or still packed."""

    def __init__(self, place: Path) -> None:
        self._zip = zipfile.ZipFile(place) if place.is_file() else None
        self._folder = place

    def names(self) -> list[str]:
        if self._zip:
            return [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]
        found = (path.relative_to(self._folder) for path in self._folder.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found)

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name) if self._zip else (self._folder / name).read_bytes()
        except (KeyError, OSError, zipfile.BadZipFile) as broken:
            raise Wrong(f"{name}：缺少，或无法读取。") from broken

    def json(self, name: str) -> Any:
        return parsed(name, self.read(name))

    def lines(self, name: str) -> Iterator[Any]:
        for line in self.read(name).splitlines():
            yield parsed(name, line)


def parsed(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as broken:
        raise Wrong(f"{name}：内容已损坏，无法读取。") from broken


def canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(content: Any) -> str:
    return sha256(canonical(content))


def link(previous: str, digest_: str) -> str:
    return sha256(f"{previous}\n{digest_}".encode())


def sm3() -> Callable[[bytes], str] | None:
    """Python may have it, through the OpenSSL it was built with."""
    if "sm3" not in hashlib.algorithms_available:
        return None
    return lambda data: hashlib.new("sm3", data).hexdigest()


# -- the manifest


def check_files(archive: Archive) -> int:
    """Every file of the manifest is there as it was, and no other."""
    data = archive.read(MANIFEST)
    if archive.read(MANIFEST_HASH).decode("ascii", "replace") != f"{sha256(data)}  {MANIFEST}\n":
        raise Wrong(f"{MANIFEST}：与{MANIFEST_HASH}所记的摘要不符。")
    listed = parsed(MANIFEST, data)["files"]
    second = sm3()
    for file in listed:
        content = archive.read(file["path"])
        if len(content) != file["size"] or sha256(content) != file["sha256"]:
            raise Wrong(f"{file['path']}：内容与归档时不同。")
        if second and second(content) != file["sm3"]:
            raise Wrong(f"{file['path']}：SM3摘要与清单不符。")
    names = archive.names()
    foreign = sorted(set(names) - {file["path"] for file in listed} - {MANIFEST, MANIFEST_HASH})
    if foreign or len(names) != len(set(names)):
        raise Wrong(f"{(foreign or names)[0]}：不在清单之内，或有两份。")
    return len(listed)


# -- the journal


def check_journal(archive: Archive) -> tuple[int, dict[str, str]]:
    """Every line holds the one before; what the lines hold of the records."""
    previous, number, own, sealed = "", 0, 0, {}
    for line in archive.lines(JOURNAL):
        if number and line["id"] != number + 1:
            raise Wrong(f"日志第{number + 1}条：缺少。")
        number = line["id"]
        content = line.get("content")
        if content is not None and (content["id"] != number or digest(content) != line["digest"]):
            raise Wrong(f"日志第{number}条：内容与归档时不同。")
        if previous and line["prev_hash"] != previous:
            raise Wrong(f"日志第{number}条：与上一条接不上。")
        if line["hash"] != link(line["prev_hash"], line["digest"]):
            raise Wrong(f"日志第{number}条：摘要不符。")
        previous = line["hash"]
        if content is not None:
            own += 1
            sealed.update(content["sealed"])
    return own, sealed


# -- the records that the journal holds, and the files that the records hold


def check_records(archive: Archive, sealed: dict[str, str]) -> int:
    hashes = Counter(file["sha256"] for file in archive.json(MANIFEST)["files"])  # the same bytes may be kept twice
    count = 0
    for record in archive.lines(RECORDS):
        count += 1
        name, content = record["name"], record["content"]
        if sealed.get(name) != digest(content):
            raise Wrong(f"记录{name}：与日志所记不符。")
        if name.startswith("kept_file:"):
            hashes[content["sha256"]] -= 1
            if hashes[content["sha256"]] < 0:
                raise Wrong(f"文件“{content['name']}”：登记在案，档案中没有。")
    return count


# -- the certificates about units that kept silent


def check_silence(archive: Archive) -> int:
    names = [name for name in archive.names() if name.startswith(SILENCE)]
    for name in names:
        check_certificate(name, archive.json(name))
    return len(names)


def check_certificate(name: str, certificate: dict[str, Any]) -> None:
    """Each event listed is there as it was; nothing else has changed."""
    events = {event.get("number"): event for event in certificate["events"]}
    for listed in certificate["contents"]:
        event = events.pop(listed["number"], None)
        what = f"{name}：第{listed['number']}项（{listed['what']}，{listed['at']}）"
        if event is None:
            raise Wrong(f"{what}缺少。")
        if digest(event) != listed["hash"]:
            raise Wrong(f"{what}内容与出具时不同。")
    if events:
        raise Wrong(f"{name}：第{min(map(str, events))}项是后来加上的。")
    if certificate["hash"] != digest({key: value for key, value in certificate.items() if key != "hash"}):
        raise Wrong(f"{name}：内容与出具时不同。")


def check(archive: Archive) -> str:
    files = check_files(archive)
    lines, sealed = check_journal(archive)
    records, certificates = check_records(archive, sealed), check_silence(archive)
    left = "" if sm3() else "；本机Python不支持SM3，SM3摘要未核对"
    return (
        f"核验通过：文件{files}个，日志{lines}条，正式记录{records}条，逾期视为无意见证明{certificates}份，"
        f"均与归档时一致（未核对电子签名{left}）。"
    )


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        said = check(Archive(Path(arguments[0]) if arguments else Path(__file__).resolve().parent))
    except Wrong as wrong:
        sys.stdout.write(f"核验未通过。{wrong}\n")
        return 1
    except (KeyError, TypeError, AttributeError, ValueError, OSError, zipfile.BadZipFile) as broken:
        sys.stdout.write(f"核验未通过。档案的结构已损坏：{broken}\n")
        return 1
    sys.stdout.write(said + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
