"""A gateway gets the same notices as signed JSON; who forges or replays them is seen."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from tests.makers import START, Stage, a_round
from workflow.outbox.carriers import Gateway
from workflow.outbox.rows import Parcel, State
from workflow.outbox.sending import PostOffice, dispatch
from workflow.people import mail

SECRET = "kept between the two"


@dataclass
class Receiver:
    """A gateway on loopback that keeps what it is sent."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.taken.append((dict(self.headers), body))
            self.send_response(kept.statuses.pop(0) if kept.statuses else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/notices"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def _dispatch(stage: Stage, receiver: Receiver) -> int:
    gateway = Gateway(receiver.url, SECRET, stage.clock)
    return dispatch(stage.office.desk, PostOffice((gateway,)))


def test_the_gateway_can_check_who_sent_it_and_when(stage: Stage, receiver: Receiver) -> None:
    a_round(stage, units=[1])
    assert _dispatch(stage, receiver) == 2  # clerk and leader, addressed by their logins
    headers, body = receiver.taken[0]
    said = json.loads(body)
    assert (said["login"], set(said)) == ("02jb", {"id", "login", "name", "title", "text"})
    assert headers["X-Zhengxun-Timestamp"] == str(int(START.timestamp()))
    expected = hmac.new(SECRET.encode(), headers["X-Zhengxun-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Zhengxun-Signature"] == expected.hexdigest()


def test_a_gateway_alone_is_no_mail_by_which_an_address_could_be_proved(stage: Stage, receiver: Receiver) -> None:
    a_round(stage, units=[0])
    _dispatch(stage, receiver)
    with stage.office.desk(write=False) as desk:
        assert not mail.goes_out(desk.session)


def test_a_second_offer_carries_the_same_id(stage: Stage, receiver: Receiver) -> None:
    receiver.statuses = [503, 503]
    a_round(stage, units=[1])
    assert _dispatch(stage, receiver) == 0
    stage.clock.pass_(minutes=1)
    assert _dispatch(stage, receiver) == 2
    ids = [json.loads(body)["id"] for _, body in receiver.taken]
    assert ids[:2] == ids[2:]


def test_a_gateway_that_refuses_is_not_pestered(stage: Stage, receiver: Receiver) -> None:
    receiver.statuses = [403, 403]
    a_round(stage, units=[1])
    assert _dispatch(stage, receiver) == 0
    with stage.office.desk(write=False) as desk:
        states = {(parcel.state, parcel.result) for parcel in desk.session.scalars(select(Parcel))}
    assert states == {(State.FAILED, "消息网关不接受：403")}
