"""A wheel built from the repository runs from a folder that knows nothing of the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path

import pytest

from tests.postgres import free_port
from tests.running.programs import PATIENCE

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment with our wheel; what it depends on is lent by this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv")}))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))  # the checkout's own .pth is not read
    (wheel,) = folder.glob("zhengxun-*.whl")
    target = [sys.executable, "-m", "pip", "--python", str(folder / "venv"), "install", "--no-deps", "--quiet"]
    subprocess.run([*target, str(wheel)], check=True, capture_output=True)
    return folder / "venv" / "bin"


@pytest.mark.xdist_group("wheel")
def test_the_demo_leaves_every_document(commands: Path, tmp_path: Path) -> None:
    out = subprocess.run(
        [commands / "zhengxun", "demo", "--out", "papers", "--json"],
        cwd=tmp_path, check=True, capture_output=True, text=True, env=_bare(),
    )  # fmt: skip
    report = json.loads(out.stdout)
    assert report["replies"] == {"with_comments": 30, "no_objection": 18, "silent": 10, "undelivered": 0, "late": 1}
    assert report["decisions"] == {"adopted": 21, "partly": 9, "declined": 14, "explained": 3}
    assert report["rehearsal_matches"]
    assert all((tmp_path / document["path"]).stat().st_size > 0 for document in report["documents"])


@pytest.mark.xdist_group("wheel")
def test_the_site_answers_with_its_styles(commands: Path, tmp_path: Path) -> None:
    port = free_port()
    site = subprocess.Popen([commands / "zhengxun", "serve", "--port", str(port)], cwd=tmp_path, env=_bare())
    try:
        page = _read(f"http://127.0.0.1:{port}/login")
        style = next(part for part in page.split('"') if part.endswith(".css") or ".css?" in part)
        assert "征询" in page
        assert _read(f"http://127.0.0.1:{port}{style}")
    finally:
        site.terminate()
        site.wait(PATIENCE)


def _bare() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ZHENGXUN"))}


def _read(url: str) -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own server
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
