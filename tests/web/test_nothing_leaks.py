"""A unit never learns of another unit's reply before the release: not by its pages, their headers, or how they answer.

Its pages are the same, byte for byte, whatever the others do; a foreign key is answered like one that does not exist.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from sqlalchemy import event, select
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from tests.makers import a_round
from tests.web.after import said
from tests.web.measured import an_approved_case
from tests.web.site import Browser, Page, Site
from web.frame.database import db
from web.permissions.table import TABLE
from workflow.people import Officer, Post, PostKind

THEIRS = "甲乙丙丁意见独有的文字"
NOWHERE = "no-such-key-anywhere-0"
VOLATILE = {"Date", "Set-Cookie", "X-Request-ID"}  # of the moment and of the request, not of anybody's case
TOKEN = re.compile(r'(name="csrf[-_]token"[^>]*(?:value|content)=)"[^"]*"')


def face(page: Page) -> tuple[str, str, str]:
    """All that came back, but for the token against forged forms."""
    return (
        page.path,
        str(_lasting(page.response.headers)),
        TOKEN.sub(r"\1", page.html) or _said(page),
    )


def _said(page: Page) -> str:
    """Of a sheet its words: the file itself holds the second in which it was made."""
    content = page.response.get_data()
    if "spreadsheet" not in str(page.response.mimetype):
        return str(hash(content))
    return str([row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)])


def _lasting(headers: Headers) -> list[tuple[str, str]]:
    return [line for line in headers.items() if line[0] not in VOLATILE]


def pages_from(browser: Browser, *starts: str) -> dict[str, tuple[str, str, str]]:
    """Every page and download that the person can reach from these."""
    found: dict[str, tuple[str, str, str]] = {}
    ahead = list(starts)
    while ahead:
        url = ahead.pop().partition("#")[0]
        if url not in found:
            page = browser.get(url)
            found[url] = face(page)
            ahead += links_on(page.soup)
    return found


def links_on(soup: BeautifulSoup) -> Iterator[str]:
    """All but those that put a list into another order: that is remembered, and would be a change of one's own."""
    for tag in soup.select("a[href^='/']:not([href^='/static'])"):
        url = str(tag["href"])
        if "sort=" not in url or "as=xlsx" in url:
            yield url


@pytest.fixture
def out(site: Site) -> Site:
    """A round that three units have received."""
    a_round(site.stage, units=3)
    for number in range(3):
        site.stage.unit(number).receive()
    return site


@pytest.mark.parametrize("login", ["01jb", "01ld", "01yz"])
def test_the_pages_of_a_unit_do_not_change_when_another_replies(out: Site, login: str) -> None:
    starts = "/", "/done", "/measures", out.reply(0), out.reply(0, "rounds.diagram_of_reply")
    if login.endswith("yz"):
        starts = tuple(url for url in starts if url != "/measures")
    pages_from(out.as_(login), *starts)  # the first look leaves its own traces: what is read, how a list was sorted
    before = pages_from(out.as_(login), *starts)
    out.stage.unit(1).write([said(0, "", THEIRS)])
    out.stage.unit(1).sign_and_seal()
    out.stage.unit(2).write([])
    after = pages_from(out.as_(login), *starts)
    assert len(before) >= 8
    assert after == before
    assert THEIRS not in str(after)


def test_the_pages_of_a_unit_do_not_change_when_another_carries_out_its_measure(site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1))
    starts = "/", "/measures", site.url("measures.show", key=case.measure_key(1))
    pages_from(site.as_("01jb"), *starts)
    before = pages_from(site.as_("01jb"), *starts)
    case.close(2)
    assert pages_from(site.as_("01jb"), *starts) == before


# -- a foreign key and one that does not exist


@contextmanager
def statements(site: Site) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []
    with site.app.app_context():
        engine = db.engine

    def write_down(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", write_down)
    yield asked
    event.remove(engine, "before_cursor_execute", write_down)


def foreign(site: Site) -> dict[str, str]:
    """Thing -> the key of one that is not of the first unit."""
    case = an_approved_case(site.stage, units=(1,))
    with site.stage.reply(1) as reply:
        keys = {"一个单位的回复": reply.key, "一轮征求意见": reply.round.key, "文件": reply.round.drafts[0].file.key}
    return keys | {"一项整改措施": case.measure_key(), "一起事故": case.key}


def test_a_foreign_thing_is_answered_like_one_that_does_not_exist(out: Site) -> None:
    """The same page, the same headers, the same questions to the database: nothing to see and nothing to measure."""
    keys = foreign(out)
    out.as_("40jb")
    out.app.config["WTF_CSRF_ENABLED"] = False
    rules = [rule for rule in out.app.url_map.iter_rules() if TABLE[rule.endpoint].thing.title in keys]
    assert len(rules) > 150
    for rule in rules:
        there, not_there = (answer(out, rule, key) for key in (keys[TABLE[rule.endpoint].thing.title], NOWHERE))
        assert there == not_there, rule.endpoint
        assert there[0] == 404, rule.endpoint


def answer(site: Site, rule: Rule, key: str) -> tuple[int, list[tuple[str, str]], str, list[str]]:
    """All that a stranger gets, and what the database was asked."""
    url = site.url(rule.endpoint, **{**dict.fromkeys(rule.arguments, "any"), "key": key})
    method = "POST" if "POST" in (rule.methods or ()) else "GET"
    with statements(site) as asked:
        got = site.as_("40jb").client.open(url, method=method)
    return got.status_code, _lasting(got.headers), TOKEN.sub(r"\1", got.get_data(as_text=True)), asked


def test_who_only_administers_reads_nothing_of_what_a_unit_was_told(out: Site) -> None:
    with out.stage.reply(0) as reply:
        unit_id, title = reply.unit_id, reply.round.title
    with out.stage.office.desk() as desk:
        admin = desk.session.scalars(select(Officer).where(Officer.login == "admin")).one()
        desk.session.add(Post(officer=admin, unit_id=unit_id, kind=PostKind.ADMINISTRATOR, since=desk.today))
    assert title in out.as_("01yz").get("/").text
    assert title not in out.as_("admin").get("/").text
