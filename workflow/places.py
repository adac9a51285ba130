"""Where the bytes of kept files lie: a folder of this machine or of a shared disk, or a bucket that speaks S3.

A place knows bytes by their SHA-256 alone. What has been put is there after a power cut, whole or not at all.
"""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from workflow.errors import Refusal

NO_BOTO = "没有启动：把文件存放在对象存储需要另装组件，请运行 pip install 'zhengxun[s3]' 后再启动。"
NOT_AN_ADDRESS = (
    "没有启动：ZHENGXUN_FILES 应是文件夹，或者 s3://桶名/前缀?endpoint=https://对象存储地址，现在写的是“{address}”。"
)


class Place(Protocol):
    def fetch(self, sha256: str) -> bytes | None:
        """The bytes that lie under that name, whatever they are; None when there are none."""

    def put(self, sha256: str, data: bytes) -> None:
        """Returns when they are safe. Putting the same once more changes nothing."""

    def remove(self, sha256: str) -> None:
        """The bytes go; where there are none, nothing happens."""

    def clear(self, before: datetime) -> int:
        """Remove what is left of writings that were cut off by then; how many."""


def place_at(address: str | Path) -> Place:
    """A folder, or `s3://bucket/prefix?endpoint=https://…&region=…`. Whose bucket it is, the environment says
    (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), as for every program that speaks S3."""
    parts = urlsplit(str(address))
    if not parts.scheme:
        return Folder(Path(address))
    given = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or set(given) - {"endpoint", "region"}:
        raise Refusal(NOT_AN_ADDRESS.format(address=address))
    return Bucket(parts.netloc, parts.path.strip("/"), given)


class Folder:
    """Each file under its hash, in folders of the first two digits."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fetch(self, sha256: str) -> bytes | None:
        try:
            return self._at(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, sha256: str, data: bytes) -> None:
        path = self._at(sha256)
        if not path.exists():
            self._make(path.parent)
            _write(path, data)
        _sync(path.parent)  # of two who put the same, the one who came second must not rely on the first one's

    def remove(self, sha256: str) -> None:
        self._at(sha256).unlink(missing_ok=True)

    def clear(self, before: datetime) -> int:
        """A whole file has its hash for a name."""
        cut_off = [path for path in self.path.glob("??/tmp*") if path.stat().st_mtime < before.timestamp()]
        for path in cut_off:
            path.unlink()
        return len(cut_off)

    def _at(self, sha256: str) -> Path:
        return self.path / sha256[:2] / sha256

    def _make(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _sync(self.path)


def _write(path: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)  # a full disk is not made fuller
        raise


def _sync(folder: Path) -> None:
    """The name of a new file is safe when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Bucket:
    """An object store. It takes an object whole or not at all, and compares what came with the signed hash."""

    def __init__(self, name: str, prefix: str, given: Mapping[str, str]) -> None:
        self._name, self._prefix = name, f"{prefix}/" if prefix else ""
        self._client = _client(given)

    def fetch(self, sha256: str) -> bytes | None:
        try:
            found = self._client.get_object(Bucket=self._name, Key=self._key(sha256))
        except self._client.exceptions.NoSuchKey:
            return None
        with found["Body"] as body:
            return bytes(body.read())

    def put(self, sha256: str, data: bytes) -> None:
        self._client.put_object(Bucket=self._name, Key=self._key(sha256), Body=data)

    def remove(self, sha256: str) -> None:
        self._client.delete_object(Bucket=self._name, Key=self._key(sha256))

    def clear(self, before: datetime) -> int:
        return 0

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256}"


def _client(given: Mapping[str, str]) -> Any:
    """Safe between threads. Checksums of the newest kind are left out: many a store inside a house knows none."""
    try:
        import boto3  # noqa: PLC0415 -- an installation that keeps its files in a folder does not have it
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        raise Refusal(NO_BOTO) from None
    asked = Config(
        retries={"max_attempts": 5, "mode": "standard"},
        connect_timeout=10,
        read_timeout=60,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"payload_signing_enabled": True},
    )
    region = given.get("region") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return boto3.client("s3", endpoint_url=given.get("endpoint"), region_name=region, config=asked)
