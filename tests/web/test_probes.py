"""Machines ask whether the site lives, is ready, and how it is doing; strangers learn no figures."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from tests.house import House
from tests.makers import DEADLINE, a_round
from tests.web.site import Site
from web.commands import exposure
from web.frame import settings
from web.frame.desk import office_of
from web.frame.settings import Settings, Watching
from workflow import logs, schema
from workflow.errors import Refusal
from workflow.operations import note_backup


@pytest.fixture
def ready(site: Site) -> Site:
    """With a database that says its version, as every installation's does."""
    schema.must_fit(site.stage.office.sessions.kw["bind"])  # type: ignore[attr-defined]
    return site


def ask(app: Flask, path: str, address: str = "127.0.0.1", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, environ_base={"REMOTE_ADDR": address}, headers=named)


def figures(app: Flask) -> dict[str, float]:
    """`name{label}` -> value."""
    text = ask(app, "/metrics").get_data(as_text=True)
    return {
        sample.name + "".join(f"{{{value}}}" for key, value in sample.labels.items() if key != "le"): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_a_healthy_site_is_alive_and_ready(ready: Site) -> None:
    assert [ask(ready.app, path).status_code for path in ("/healthz", "/readyz")] == [200, 200]
    assert "Set-Cookie" not in ask(ready.app, "/healthz").headers


def test_without_its_database_it_lives_but_is_not_ready(ready: Site, house: House) -> None:
    ready.stage.close()
    (house.folder / "zhengxun.db").write_bytes(b"no database at all" * 100)
    for rest in house.folder.glob("zhengxun.db-*"):
        rest.unlink()
    office_of(ready.app).sessions().get_bind().dispose()  # type: ignore[union-attr]
    assert ask(ready.app, "/healthz").status_code == 200
    answer = ask(ready.app, "/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "not ready\n")
    (house.folder / "zhengxun.db").unlink()  # the next test finds a database again


def test_a_database_of_another_version_is_not_ready(ready: Site) -> None:
    with ready.stage.office.session() as session:
        session.connection().exec_driver_sql("update schema_version set version_num = '9999'")
    assert ask(ready.app, "/readyz").status_code == 503


# -- who may watch


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 403),
        ("127.0.0.1", {"X_Forwarded_For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("10.1.2.3", {"Authorization": "Bearer wrong"}, 403),
        ("", {}, 403),
    ],
)
def test_figures_are_for_this_machine_alone_unless_somebody_is_named(
    site: Site, address: str, headers: dict[str, str], status: int
) -> None:
    """Through a server in front everybody comes from this machine."""
    assert ask(site.app, "/metrics", address, **headers).status_code == status


def test_a_named_network_and_a_token_open_them(site: Site) -> None:
    named = exposure.exposed(
        Settings("", Path(), ""), https=False, proxies=0, hosts="", rates="", metrics_token="let me see",
        metrics_from="10.1.0.0/16, 10.9.9.9",
    ).watching  # fmt: skip
    assert named == Watching("let me see", ("127.0.0.0/8", "::1/128", "10.1.0.0/16", "10.9.9.9/32"))
    with watching(site.app, named):
        assert ask(site.app, "/metrics", "10.1.2.3").status_code == 200
        assert ask(site.app, "/metrics", "10.2.2.3").status_code == 403
        told = ask(site.app, "/metrics", "10.2.2.3", Authorization="Bearer let me see", X_Forwarded_For="1.2.3.4")
        assert told.status_code == 200


@contextmanager
def watching(app: Flask, named: Watching) -> Iterator[None]:
    before = settings.settings_of(app)
    app.extensions[settings._KEY] = replace(before, watching=named)
    yield
    app.extensions[settings._KEY] = before


def test_a_network_that_is_none_is_refused_before_the_start() -> None:
    with pytest.raises(Refusal, match=r"“10\.1\.x”不是网段"):
        exposure._network("10.1.x")


# -- the figures


def test_what_has_piled_up_can_be_seen(site: Site) -> None:
    a_round(site.stage, units=3, remind_days=())
    quiet = figures(site.app)
    assert (quiet["zhengxun_due_moments"], quiet["zhengxun_due_lag_seconds"]) == (0, 0)
    assert quiet["zhengxun_open_cases{reply}"] == 3
    site.stage.clock.move_to(DEADLINE + timedelta(minutes=7))
    late = figures(site.app)
    assert late["zhengxun_due_moments"] == 4
    assert late["zhengxun_due_lag_seconds"] == 420
    site.stage.pass_until(site.stage.clock())
    assert figures(site.app)["zhengxun_due_moments"] == 0


def test_refusals_and_requests_are_counted(site: Site) -> None:
    before = figures(site.app)
    site.log_in("01jb").get("/checkup", status=403)
    after = figures(site.app)
    assert after["zhengxun_refusals_total{NotYours}"] == before.get("zhengxun_refusals_total{NotYours}", 0) + 1
    assert after["zhengxun_request_seconds_count{GET}{}"] > before.get("zhengxun_request_seconds_count{GET}{}", 0)
    posted = after["zhengxun_request_seconds_count{POST}{}"] - before.get("zhengxun_request_seconds_count{POST}{}", 0)
    assert posted == 1, "the login"


def test_how_long_a_step_took_is_told_by_its_name(site: Site) -> None:
    a_round(site.stage, units=1)
    taken = "zhengxun_request_seconds_count{POST}{receive}"
    before = figures(site.app).get(taken, 0)
    site.as_("01jb").get(site.reply(0)).press("签收")
    assert figures(site.app)[taken] == before + 1


def test_the_last_backup_is_told_when_there_was_one(site: Site) -> None:
    assert "zhengxun_backup_timestamp_seconds" not in figures(site.app)
    with site.stage.office.session() as session:
        note_backup(session, site.stage.clock())
    assert figures(site.app)["zhengxun_backup_timestamp_seconds"] == site.stage.clock().timestamp()


# -- the log


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error, as an installation sets it up."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    before, ours = logging.root.handlers[:], logging.getLogger("zhengxun")
    levels = [(logger, logger.level) for logger in (logging.root, ours)]
    logs.set_up("web-one", json=True)
    yield written
    logging.root.handlers[:] = before
    for logger, level in levels:
        logger.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_every_request_is_a_line_under_the_id_that_the_answer_carries(site: Site, log: io.StringIO) -> None:
    answer = site.as_("01jb").client.get("/", headers={"X-Request-ID": "from-our-own-proxy"})
    [line] = [line for line in lines(log) if line.get("request") == "from-our-own-proxy"]
    assert answer.headers["X-Request-ID"] == "from-our-own-proxy"
    assert (line["program"], line["event"], line["method"], line["status"]) == ("web-one", "request", "GET", 200)
    assert line["officer"]
    assert "password" not in log.getvalue()


@pytest.mark.parametrize("forged", ["short", "x" * 65, 'a"}{"event":"forged', "空白空白空白空白"])
def test_an_id_that_could_forge_a_line_is_replaced(site: Site, log: io.StringIO, forged: str) -> None:
    answer = site.app.test_client().get("/login", headers={"X-Request-ID": forged.encode().decode("latin-1")})
    assert answer.headers["X-Request-ID"] != forged
    assert len(answer.headers["X-Request-ID"]) == 16


def test_whatever_is_logged_during_a_step_names_the_instance(site: Site, log: io.StringIO) -> None:
    a_round(site.stage, units=1)
    with site.stage.reply(0) as reply:
        about = reply.subject
    site.stage.unit(0).receive()
    logging.getLogger("zhengxun.anything").info("something")
    assert (lines(log)[-1]["instance"], lines(log)[-1]["step"]) == (about, "receive")
    logs.begin(request="another")
    logging.getLogger("zhengxun.anything").info("something")
    assert "instance" not in lines(log)[-1]
