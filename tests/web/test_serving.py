"""`zhengxun serve` as a service: whoever stops it stops its jobs too."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import free_port
from tests.running.programs import PATIENCE

ROOT = Path(__file__).parents[2]
# while a program is loaded there is no garbage yet: looking for it would take a quarter of the time
SERVE = "import gc, sys; gc.disable(); from web.commands import main; gc.enable(); sys.argv[0] = 'zhengxun'; main()"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=lambda stop: stop.name)
def test_a_stopped_service_closes_its_jobs_and_says_so(tmp_path: Path, stop: signal.Signals) -> None:
    site, port = serving(tmp_path)
    try:
        must_listen(site, port)
        site.send_signal(stop)
        told, _ = site.communicate(timeout=PATIENCE)
    finally:
        site.kill()
    assert "征询已停止。" in told
    assert site.returncode == 0


def serving(data: Path) -> tuple[subprocess.Popen[str], int]:
    port = free_port()
    command = [sys.executable, "-c", SERVE, "serve", "--data", str(data), "--port", str(port)]
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ZHENGXUN")}
    return subprocess.Popen(command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, text=True), port


def must_listen(site: "subprocess.Popen[str]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while site.poll() is None and time.monotonic() < until:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the site did not start")
