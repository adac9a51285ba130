"""Kept files lie in a folder or in a bucket; nobody who keeps or reads one knows which."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.makers import Stage, a_round, a_stage
from web.commands.installation import installation
from workflow import verifying
from workflow.errors import EngineFault, Refusal
from workflow.files import Files
from workflow.places import Folder, Place, place_at

WORDS = b"words of a letter"
HASH = hashlib.sha256(WORDS).hexdigest()
OTHER = "00" * 32


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a running object store."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket's address, as an administrator writes it."""
    for name, value in (("AWS_ACCESS_KEY_ID", "tests"), ("AWS_SECRET_ACCESS_KEY", "tests")):
        monkeypatch.setenv(name, value)
    name = f"kept-{uuid.uuid4().hex}"
    boto3.client("s3", endpoint_url=store, region_name="us-east-1").create_bucket(Bucket=name)
    return f"s3://{name}/district?endpoint={store}"


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return place_at(request.getfixturevalue("bucket") if request.param == "bucket" else tmp_path / "files")


def test_what_was_put_is_there_and_only_that(place: Place) -> None:
    assert place.fetch(HASH) is None
    place.put(HASH, WORDS)
    place.put(HASH, WORDS)
    assert place.fetch(HASH) == WORDS
    assert place.fetch(OTHER) is None


def test_what_is_removed_is_gone_and_may_be_put_again(place: Place) -> None:
    place.remove(HASH)
    place.put(HASH, WORDS)
    place.remove(HASH)
    assert place.fetch(HASH) is None
    place.put(HASH, WORDS)
    assert place.fetch(HASH) == WORDS


def test_what_is_gone_or_altered_is_no_paper(place: Place) -> None:
    files = Files(place)
    with pytest.raises(EngineFault, match="is gone"):
        files.content(HASH)
    place.put(OTHER, WORDS)
    with pytest.raises(EngineFault, match="altered"):
        files.content(OTHER)
    with pytest.raises(EngineFault, match="not those"):
        files.put(OTHER, WORDS)


def test_a_round_is_kept_and_verified_wherever_its_files_lie(place: Place, stage: Stage) -> None:
    """The whole of what the system does with files, on either place."""
    elsewhere = a_stage(str(stage.office.sessions.kw["bind"].url), place, settled=False)  # type: ignore[arg-type, attr-defined]
    a_round(elsewhere, units=2)
    with elsewhere.office.desk(write=False) as desk:
        found = verifying.verify(desk)
    assert found.files == 2  # the draft and the notice
    assert found.faults == ()
    elsewhere.close()


def test_an_installation_names_its_place_in_the_environment(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGXUN_FILES", bucket)
    installation(tmp_path, None).files.put(HASH, WORDS)
    assert place_at(bucket).fetch(HASH) == WORDS
    monkeypatch.delenv("ZHENGXUN_FILES")
    assert installation(tmp_path, None).files.fetch(HASH) is None


@pytest.mark.parametrize("address", ["ftp://x/y", "s3:///prefix", "s3://bucket?endpiont=http://x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="现在写的是"):
        place_at(address)


# -- the folder: whole or not at all, and safe when it is told to be


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Folder(tmp_path).put(HASH, WORDS)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_file_and_its_name_are_on_the_disk_before_anybody_relies_on_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    really = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    Folder(tmp_path).put(HASH, WORDS)
    first, written, named = synced
    assert first == str(tmp_path), "the new folder's own name"
    assert Path(written).parent == Path(named) == tmp_path / HASH[:2]
    Folder(tmp_path).put(HASH, WORDS)
    assert synced[3:] == [named], "the one who came second does not rely on the first"


def test_what_was_cut_off_goes_after_a_while(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put(HASH, WORDS)
    (tmp_path / HASH[:2] / "tmpabc").write_bytes(b"wor")
    now = datetime.now(UTC)
    assert folder.clear(now - timedelta(hours=12)) == 0
    assert folder.clear(now + timedelta(seconds=1)) == 1
    assert folder.fetch(HASH) == WORDS
