"""In the last minute many wait for their turn: what decides is when the server had the request, not when it was free."""

import http.client
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.makers import DEADLINE, a_round
from tests.serving import PATIENCE, served
from tests.web.site import Site
from web.commands import arrivals
from web.frame.desk import ARRIVED
from workflow.clock import stopwatch
from workflow.consultation.model import Stage as Where

BUSY = 0.4  # seconds for which the only thread is occupied


@pytest.fixture
def waited() -> Iterator[list[float]]:
    """How long each request had been there when its turn came; the server has one thread."""
    found: list[float] = []
    all_sent = threading.Event()

    def site(environment: dict[str, Any], start: Any) -> list[bytes]:
        found.append(stopwatch() - environment[ARRIVED])
        all_sent.wait(PATIENCE)
        time.sleep(BUSY)
        start("200 OK", [])
        return [b""]

    arrivals.noted_by_waitress()
    with served(site, threads=1) as port:
        askers = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(3)]
        for asker in askers:
            asker.request("GET", "/")
        all_sent.set()
        for asker in askers:
            asker.getresponse().read()
            asker.close()
        yield sorted(found)


def test_the_server_notes_when_it_had_a_request(waited: list[float]) -> None:
    assert waited[1] > BUSY / 2
    assert waited[2] > BUSY * 3 / 2


def test_a_seal_that_waited_for_its_turn_beyond_the_deadline_is_in_time(site: Site) -> None:
    assert _sealed(site, waited=timedelta(seconds=10)) is Where.SUBMITTED


def test_a_seal_that_came_at_the_deadline_is_late_however_long_it_waited(site: Site) -> None:
    assert _sealed(site, waited=timedelta(seconds=4)) is Where.AWAITING_SEAL


def _sealed(site: Site, waited: timedelta) -> Where:
    """The keeper presses; five seconds after the deadline it is his request's turn."""
    a_round(site.stage, units=1)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    site.stage.clock.move_to(DEADLINE - timedelta(minutes=1))
    page = site.as_("01yz").get(site.reply(0, "replies.seal"))
    site.stage.clock.move_to(DEADLINE + timedelta(seconds=5))
    page.browser.client.environ_base[ARRIVED] = stopwatch() - waited.total_seconds()
    page.press("用印并报送", status=200 if waited > timedelta(seconds=5) else 409)
    with site.stage.reply(0) as reply:
        return reply.stage
