"""Whatever is typed stays words: in pages, in papers, in sheets, in the database and in headers."""

import io
import zipfile
from collections.abc import Iterator

import openpyxl

from tests.security.intruder import COMPUTED, SCRIPT, Found, Intruder
from tests.web.inquiry import Inquiry
from tests.web.site import Site


def must_be_words_only(found: Found) -> None:
    """The script arrived as words, nothing was computed, no header was put in."""
    assert SCRIPT not in found.html, found.path
    assert COMPUTED not in found.html.replace("&lt;", "<").replace("&gt;", ">"), found.path
    assert "X-Put-In" not in found.answer.headers, found.path
    assert found.answer.status_code < 500, found.path


def must_be_a_harmless_file(data: bytes) -> None:
    """Of each paper and each member of an archive: nothing was computed; sheets hold words, not formulas."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            content = archive.read(name)
            assert b"script&gt;49" not in content, name
            assert not (name.endswith(".xml") and b"<script>" in content), name
            if name.endswith((".docx", ".xlsx", ".zip")):
                must_be_a_harmless_file(content)
        if "xl/workbook.xml" in archive.namelist():
            cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows() for cell in row]
            assert all(cell.data_type != "f" for cell in cells)
            assert all(cell.quotePrefix for cell in cells if str(cell.value)[:1] in ("=", "+", "-", "@"))


def attacked_by(site: Site, *logins: str, start: str = "/", undoing: bool = False) -> list[Intruder]:
    """One after the other types into everything he finds."""
    intruders = [Intruder(site, login, site.stage.clock, ("/", start), undoing) for login in logins]
    for intruder in intruders:
        for found in intruder.attack():
            must_be_words_only(found)
    return intruders


def shown_to(intruders: list[Intruder]) -> str:
    """All pages that they can see by now, as one text; what they can download is looked into."""
    seen = ""
    for intruder in {intruder.login: intruder for intruder in intruders}.values():
        for found in intruder.pages():
            must_be_words_only(found)
            seen += found.html
        for answer in intruder.downloads.values():
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            must_be_a_harmless_file(answer.data)
    return seen


def must_have_met(intruders: list[Intruder], seen: str, *kinds: str) -> None:
    """A walk that finds nothing proves nothing."""
    sent = {kind for intruder in intruders for kind, _ in intruder.posted}
    assert not set(kinds) - sent, " ".join(sorted(sent))
    assert "&lt;script&gt;x()" in seen
    papers = [answer.data for intruder in intruders for answer in intruder.downloads.values()]
    assert any(b"&lt;script&gt;x()" in text for data in papers for text in texts(data))


def texts(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from texts(archive.read(name))
    else:
        yield data


def test_nothing_typed_into_a_round_acts(town: Site) -> None:
    asked = attacked_by(town, "bgs", "zr", "01jb", "01jb", "01ld", "01yz", "02jb", "02jb")
    asked += attacked_by(town, "02ld", "02jb", "bgs", undoing=True)
    with town.stage.look() as (_, round_):
        deadline = round_.last_moment
    town.stage.pass_until(deadline)
    concluded = attacked_by(town, "bgs", "bgs", "zr", "bgs", undoing=True)
    seen = shown_to(asked + concluded)
    must_have_met(
        asked + concluded, seen, "rounds.upload", "rounds.issue", "comments.change", "comments.upload", "replies.agree",
        "checks.register", "decisions.send",
    )  # fmt: skip


def test_nothing_typed_into_a_case_acts(case: Inquiry) -> None:
    leader = next(login for login, browser in case.site._browsers.items()) if case.team(0) else ""
    start = case.url("evidence")
    intruders = attacked_by(case.site, leader, leader, "bgs", "zr", "qz", leader, "50jb", start=start)
    intruders += attacked_by(case.site, leader, "bgs", start=start, undoing=True)
    must_have_met(
        intruders, shown_to(intruders), "reports.record_evidence", "reports.add_cause", "reports.save_chapter"
    )
