"""Checks this archive without the system that made it, with Python's standard library alone.

    python check.py            where the archive has been unpacked
    python check.py FILE.zip   as it is

    --authority NUMBER   the certificates must come from this authority (the first 16 signs of its number or more)
    --unsigned           the archive is known to come from an installation that does not sign

Exit code 0 and one line when everything is as it was archived; otherwise 1 and the first thing that is wrong. An archive
without signatures fails unless --unsigned is given: whoever changes one takes them off and packs it anew, and every
hash in it is right.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST, MANIFEST_HASH = "manifest.json", "manifest.sha256"
MANIFEST_SIGNATURE = "manifest.sig"
JOURNAL, RECORDS = "journal.jsonl", "records.jsonl"
SILENCE, SIGNATURES, KEYS = "silence/", "signatures/", "keys/"
ED25519 = "Ed25519"
BEGINNING = "0" * 64  # what the first line of a lane holds
UNSIGNED = "确知出具单位没有启用电子签名的，加上 --unsigned 再核验。"
REVOKED_LATER, EXPIRED = "证书后来撤销", "证书现已到期"  # the signature was good when it was made


class Asked(NamedTuple):
    """What the examiner knows beforehand."""

    place: Path
    authority: str = ""
    unsigned: bool = False


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


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What cannot be read is named by its file: a changed byte may leave good JSON that says nothing."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as broken:
        raise Wrong(f"{name}：内容已损坏，无法读取。") from broken


def parsed(name: str, data: bytes) -> Any:
    with reading(name):
        return json.loads(data)


def canonical(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(content: Any) -> str:
    return sha256(canonical(content))


def link(previous: str, digest_: str, beside: Iterable[str]) -> str:
    return sha256("\n".join([previous, digest_, *beside]).encode())


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
    foreign = sorted(set(names) - {file["path"] for file in listed} - {MANIFEST, MANIFEST_HASH, MANIFEST_SIGNATURE})
    if foreign or len(names) != len(set(names)):
        raise Wrong(f"{(foreign or names)[0]}：不在清单之内，或有两份。")
    return len(listed)


# -- the journal


def check_journal(archive: Archive) -> tuple[int, dict[str, str]]:
    """Every line holds the one before in its lane, and the ends of other lanes; what the lines hold of the records."""
    own, last, sealed, ends, hashes = 0, 0, {}, {}, {"0/0": BEGINNING}
    for line in archive.lines(JOURNAL):
        number, content = line["id"], line.get("content")
        before = ends.get(line["lane"], "0/0")
        seen = [hashes.get(f"{lane}/{place}") for lane, place in sorted(line["beside"].items())]
        if line["place"] != int(before.partition("/")[2]) + 1 or None in seen:
            raise Wrong(f"日志第{last + 1}条：缺少。")
        if content is not None and (not_as_told(line, content) or digest(content) != line["digest"]):
            raise Wrong(f"日志第{number}条：内容与归档时不同。")
        if line["prev_hash"] != hashes[before]:
            raise Wrong(f"日志第{number}条：与上一条接不上。")
        if line["hash"] != link(line["prev_hash"], line["digest"], seen):
            raise Wrong(f"日志第{number}条：摘要不符。")
        last, ends[line["lane"]] = number, f"{line['lane']}/{line['place']}"
        hashes[ends[line["lane"]]] = line["hash"]
        if content is not None:
            own += 1
            sealed.update(content["sealed"])
    return own, sealed


def not_as_told(line: dict[str, Any], content: dict[str, Any]) -> bool:
    return any(content[key] != line[key] for key in ("id", "lane", "place", "beside"))


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


# -- Ed25519 (RFC 8032), to verify only: nothing here is secret


P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
NEUTRAL: Point = (0, 1, 1, 0)


def added(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def negated(a: Point) -> Point:
    return -a[0] % P, a[1], a[2], -a[3] % P


def point(data: bytes) -> Point | None:
    """From its 32 bytes; None when they name no point."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def sum_of(a: int, first: Point, b: int, second: Point) -> Point:
    """a·first + b·second, bit by bit, both at once."""
    table = (NEUTRAL, first, second, added(first, second))
    total = NEUTRAL
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = added(total, total)
        chosen = (a >> bit & 1) | (b >> bit & 1) << 1
        if chosen:
            total = added(total, table[chosen])
    return total


def verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    key, committed, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or committed is None or BASE is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, _ = sum_of(s, BASE, h, negated(key))
    return (x - committed[0] * z) % P == 0 and (y - committed[1] * z) % P == 0


# -- certificates (X.509), as far as they tie a key to its authority and its time


def elements(der: bytes) -> list[tuple[int, bytes, bytes]]:
    """What a DER structure holds: the tag, the content, and the whole element."""
    found, at = [], 0
    while at < len(der):
        size, begin = der[at + 1], at + 2
        if size & 0x80:
            begin += size & 0x7F
            size = int.from_bytes(der[at + 2 : begin], "big")
        if begin + size > len(der):
            raise ValueError("DER ends too early")
        found.append((der[at], der[begin : begin + size], der[at : begin + size]))
        at = begin + size
    return found


def moment(tag: int, text: bytes) -> datetime:
    """UTCTime has two digits for the year, GeneralizedTime four."""
    return datetime.strptime(("20" if tag == 0x17 else "") + text.decode(), "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


class Key:
    """A public key of the archive, with its certificate."""

    def __init__(self, name: str, said: dict[str, Any]) -> None:
        self.file, self.id, self.alg, self.is_authority = name, said["key_id"], said["alg"], said["authority"]
        self.public, self.certificate = bytes.fromhex(said["public"]), bytes.fromhex(said["certificate"])
        self.revoked = [datetime.strptime(each, "%Y-%m-%dT%H:%M:%S.%f%z") for each in said["revoked"]]
        (_, body, _), *_ = elements(self.certificate)
        (_, tbs, self.signed), _, (_, bits, _) = elements(body)
        self.signature = bits[1:]  # a bit string says first how many bits are left over
        parts = elements(tbs)
        self.start, self.end = (moment(tag, text) for tag, text, _ in elements(parts[4][1]))
        self.info = parts[6][2]

    def must_belong_to(self, authorities: list["Key"]) -> None:
        point_ = elements(elements(self.info)[0][1])[1][1][1:]
        certified = point_ if self.alg == ED25519 else point_[1:]  # SM2: 04 says that the point is written out
        if sha256(self.info) != self.id or certified != self.public:
            raise Wrong(f"{self.file}：公钥与证书不符。")
        if not any(verifies(each.public, self.signed, self.signature) for each in authorities):
            raise Wrong(f"{self.file}：证书不是档案中的证书机构签发的。")


def key_in(name: str, said: dict[str, Any]) -> Key:
    with reading(name):
        return Key(name, said)


def keys_of(archive: Archive) -> dict[str, Key]:
    found = [key_in(name, archive.json(name)) for name in archive.names() if name.startswith(KEYS)]
    authorities = [key for key in found if key.is_authority and key.alg == ED25519]
    for key in found:
        with reading(key.file):
            key.must_belong_to(authorities)
    return {key.id: key for key in found}


# -- signatures


def check_signature(name: str, data: bytes, signature: str, archive: Archive, keys: dict[str, Key]) -> bool:
    """False: it is there, and of a kind that this script cannot check."""
    signed = archive.json(signature)
    with reading(signature):
        return is_checked(name, data, signed, keys)


def is_checked(name: str, data: bytes, signed: dict[str, Any], keys: dict[str, Key]) -> bool:
    key = keys.get(signed["key_id"])
    if key is None or key.alg != signed["alg"]:
        raise Wrong(f"{name}：签名无效，档案中没有签名所用的公钥。")
    if key.alg != ED25519:
        return False
    if not verifies(key.public, data, bytes.fromhex(signed["signature"])):
        raise Wrong(f"{name}：签名无效，内容、签名或公钥被改动过。")
    return True


def check_time(name: str, said: dict[str, Any], key: Key) -> str:
    """The certificate was good when it was signed; what has become of it since, or ""."""
    at = datetime.strptime(said["at"], "%Y-%m-%dT%H:%M:%S.%f%z")
    if any(since <= at for since in key.revoked):
        raise Wrong(f"{name}：签名时证书已经撤销，这个签名不作数。")
    if not key.start <= at < key.end:
        raise Wrong(f"{name}：签名时间不在证书有效期内，这个签名不作数。")
    if key.revoked:
        return REVOKED_LATER
    return EXPIRED if key.end <= datetime.now(UTC) else ""


def check_signatures(archive: Archive, asked: Asked) -> str:
    """The one under the manifest, then every statement, then that certificates are signed; in words."""
    names, keys = archive.names(), keys_of(archive)
    if asked.unsigned and not keys and MANIFEST_SIGNATURE not in names:
        return "按要求未核对电子签名，本档案没有电子签名，只能证明内容前后一致"
    if MANIFEST_SIGNATURE not in names:
        raise Wrong(f"{MANIFEST_SIGNATURE}：缺少，清单没有签名，不能排除改动后重新打包。{UNSIGNED}")
    if asked.authority and not any(key.is_authority and key.id.startswith(asked.authority) for key in keys.values()):
        raise Wrong(f"{KEYS}：签名的证书机构不是{asked.authority}。请与出具单位核对。")
    checked = [check_signature(MANIFEST, archive.read(MANIFEST), MANIFEST_SIGNATURE, archive, keys)]
    if checked == [False]:
        raise Wrong(f"{MANIFEST_SIGNATURE}：签名的算法本脚本不能核对，不能排除改动后重新打包。")
    if keys[archive.json(MANIFEST_SIGNATURE)["key_id"]].revoked:  # it tells no time: it may be later than that
        raise Wrong(f"{MANIFEST_SIGNATURE}：签名所用的证书已经撤销，清单的签名不作数。")
    remarks = Counter[str]()
    papers = {file["sha256"] for file in archive.json(MANIFEST)["files"]}
    vouched = set()
    for name in sorted(each for each in names if each.startswith(SIGNATURES) and each.endswith(".json")):
        data, signature = archive.read(name), name.removesuffix(".json") + ".sig"
        checked.append(check_signature(name, data, signature, archive, keys))
        said = parsed(name, data)
        remarks[check_time(name, said, keys[archive.json(signature)["key_id"]])] += 1
        if said["paper"] and said["paper"] not in papers:
            raise Wrong(f"{name}：所签的文书“{said['title']}”不在档案中，或内容已不是签署时的内容。")
        vouched.add(said["paper"])
    for name in names:
        if name.startswith(SILENCE) and sha256(archive.read(name)) not in vouched:
            raise Wrong(f"{name}：没有电子签名，或内容已不是签署时的内容。")
    return in_words(checked, keys, remarks)


def in_words(checked: list[bool], keys: dict[str, Key], remarks: Counter[str]) -> str:
    left = f"，另有国密SM2签名{checked.count(False)}个本脚本不能核对" if False in checked else ""
    authorities = "、".join(sorted(key.id[:16] for key in keys.values() if key.is_authority))
    later = "、".join(f"{remarks[each]}个{each}" for each in (REVOKED_LATER, EXPIRED) if remarks[each])
    left += f"，其中{later}（签名时均有效）" if later else ""
    return f"电子签名核对{checked.count(True)}个{left}，证书机构公钥摘要前16位为{authorities}（请与出具单位核对）"


def check(archive: Archive, asked: Asked) -> str:
    files = check_files(archive)
    lines, sealed = check_journal(archive)
    records, certificates = check_records(archive, sealed), check_silence(archive)
    signatures = check_signatures(archive, asked)
    left = "" if sm3() else "；本机Python不支持SM3，SM3摘要未核对"
    return (
        f"核验通过：文件{files}个，日志{lines}条，正式记录{records}条，逾期视为无意见证明{certificates}份，"
        f"均与归档时一致；{signatures}{left}。"
    )


def asked_in(arguments: list[str]) -> Asked:
    parser = argparse.ArgumentParser(description="核验档案包：内容、日志、签名是否与归档时一致。")
    parser.add_argument("place", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--authority", default="", help="证书机构编号，前16位以上")
    parser.add_argument("--unsigned", action="store_true", help="确知出具单位没有启用电子签名")
    return Asked(**vars(parser.parse_args(arguments)))


def main(arguments: list[str]) -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asked = asked_in(arguments)
    try:
        said = check(Archive(asked.place), asked)
    except Wrong as wrong:
        sys.stdout.write(f"核验未通过。{wrong}\n")
        return 1
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OSError, zipfile.BadZipFile) as broken:
        sys.stdout.write(f"核验未通过。档案的结构已损坏：{broken}\n")
        return 1
    sys.stdout.write(said + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
