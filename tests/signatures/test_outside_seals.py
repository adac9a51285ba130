"""An outside seal service, run on this machine: it seals what is signed, and when it fails nothing is half sealed."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from tests.makers import SIGNING, Stage, a_round
from workflow.errors import Refusal
from workflow.signatures.algorithms import ALGORITHMS, ED25519, SM2
from workflow.signatures.authority import key_id_of
from workflow.signatures.outside import HttpSealService, SealServiceFailed
from workflow.signatures.rows import Custody, MarkedPaper, SignedStatement, SigningKey
from workflow.signatures.statements import Act
from workflow.signatures.verifying import Code, verify_statement

TOKEN = "agreed"


class Service(ThreadingHTTPServer):
    """The reference implementation: a key an owner, made when first asked for. `fault` makes it fail."""

    daemon_threads = False  # so that closing waits for the answers under way, and leaves no socket behind

    def __init__(self, alg: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.alg, self.fault = alg, ""
        self.keys: dict[str, tuple[bytes, bytes]] = {}

    def key(self, owner: str) -> tuple[bytes, bytes]:
        return self.keys.setdefault(owner, ALGORITHMS[self.alg].generate())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        owner = self.path.partition("owner=")[2].replace("%3A", ":")
        self._answer({"alg": self.server.alg, "public": _text(self.server.key(owner)[1])})

    def do_POST(self) -> None:
        wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        algorithm, (private, public) = ALGORITHMS[self.server.alg], self.server.key(wish["owner"])
        signature = algorithm.sign(private, public, base64.b64decode(wish["message"]))
        if self.server.fault == "wrong signature":
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        self._answer({"alg": algorithm.name, "key_id": key_id_of(algorithm.info(public)), "sig": _text(signature)})

    def _answer(self, found: dict[str, Any]) -> None:
        allowed = self.headers["Authorization"] == f"Bearer {TOKEN}" and self.server.fault != "error"
        body = b"<html>" if self.server.fault == "no JSON" else json.dumps(found).encode()
        self.send_response(200 if allowed else 500)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(params=[ED25519, SM2])
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    with Service(request.param) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def signed(stage: Stage, service: Service) -> Stage:
    """The first unit's leader has signed; its seals lie with the service."""
    a_round(stage)
    stage.office = replace(stage.office, signing=replace(SIGNING, seals=HttpSealService(service.url, TOKEN)))
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    return stage


def seals(stage: Stage) -> list[Code]:
    with stage.office.desk(write=False) as desk:
        wanted = select(SignedStatement).where(SignedStatement.act == Act.SEAL, SignedStatement.document == "reply")
        found = desk.session.scalars(wanted)
        return [verify_statement(desk.session, SIGNING.vault, one, desk.now).code for one in found]


def test_the_service_seals_and_its_signature_holds(signed: Stage) -> None:
    signed.unit(0).seal()
    assert seals(signed) == [Code.OK]
    with signed.office.desk(write=False) as desk:
        key = desk.session.scalars(select(SigningKey).where(SigningKey.custody == Custody.EXTERNAL)).one()
        assert key.private is None


@pytest.mark.parametrize("fault", ["error", "no JSON", "wrong signature"])
def test_a_service_that_fails_leaves_nothing_half_sealed(signed: Stage, service: Service, fault: str) -> None:
    service.fault = fault
    with pytest.raises(SealServiceFailed) as refused:
        signed.unit(0).seal()
    assert "请稍后再点一次" in refused.value.message
    with signed.reply(0) as reply:
        assert reply.letter is not None
        assert (reply.letter.sealed_at, reply.letter.file_id) == (None, None)
    assert seals(signed) == []
    service.fault = ""
    signed.unit(0).seal()
    assert seals(signed) == [Code.OK]


def test_a_wrong_token_and_a_service_that_is_not_there_are_refusals(signed: Stage, service: Service) -> None:
    for seals_at in (HttpSealService(service.url, "guessed"), HttpSealService("http://127.0.0.1:9", TOKEN)):
        signed.office = replace(signed.office, signing=replace(SIGNING, seals=seals_at))
        with pytest.raises(Refusal):
            signed.unit(0).seal()
    with signed.office.desk(write=False) as desk:
        sealed = select(MarkedPaper).join(MarkedPaper.statement).where(SignedStatement.document == "reply")
        assert desk.session.scalars(sealed).all() == []
