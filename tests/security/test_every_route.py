"""What holds at every address of the site: headers, forms from elsewhere, ids that are none."""

import re

import pytest
from werkzeug.routing import Rule

from tests.security.intruder import Intruder
from tests.web.inquiry import Inquiry
from tests.web.site import Site
from web.accident import cases, evaluations, measures, reports, supervisions
from web.frame.security import HEADERS, csrf

NO_IDS = (
    "x",
    "1",
    "0",
    "-1",
    "99999999999999999999",
    "..",
    "%2e%2e%2f",
    "'%20OR%201=1--",
    "%3Cscript%3E",
    "{{7*777777}}",
    "甲" * 300,
)


# The verification page: its code is no id, it looks the same for every code, changes nothing and asks for no login.
CHECKS_WHAT_ANYBODY_HOLDS = {"verify.ask", "verify.answer"}
OF_ACCIDENTS = {pages.blueprint.name for pages in (cases, evaluations, measures, reports, supervisions)}


def rules(site: Site, method: str) -> list[Rule]:
    return [
        rule for rule in site.app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def address(rule: Rule, value: str = "x") -> str:
    """The rule with the same word in each of its places; a place for a number gets one."""
    return re.sub(r"<(int:)?\w+>", lambda place: "1" if place[1] else value, rule.rule)


def test_every_answer_carries_the_headers(town: Site) -> None:
    """Of every route, found or not, with a login and without; of downloads and of the site's own files."""
    answers = [town.as_("bgs").client.get(address(rule)) for rule in rules(town, "GET")]
    answers += [town.app.test_client().get(address(rule)) for rule in rules(town, "GET")]
    answers += [town.app.test_client().post(address(rule)) for rule in rules(town, "POST")]
    answers += [town.app.test_client().get("/static/vendor/site.css"), town.app.test_client().get("/no/such/page")]
    assert len(answers) > 150
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, answer.request.path
        answer.close()


def test_every_form_from_elsewhere_is_refused(town: Site) -> None:
    """Posted with the browser of somebody who may, but without the token that only our pages know."""
    for login in ("bgs", "zr", "01jb"):
        attempts = list(Intruder(town, login, town.stage.clock).attempts())
        assert len(attempts) >= 3
        for attempt in attempts:
            data = {name: value for name, value in attempt.data() if name != "csrf_token"}
            assert town.as_(login).client.post(attempt.path, data=data).status_code == 400, attempt.path


def test_no_route_is_exempt_from_the_token(town: Site) -> None:
    """Where the key is unknown the answer is 404 before any token is asked for; it is never done."""
    client = town.as_("bgs").client
    posts = [rule for rule in rules(town, "POST") if rule.endpoint not in CHECKS_WHAT_ANYBODY_HOLDS]
    assert len(posts) > 80
    for rule in posts:
        assert client.post(address(rule)).status_code in (400, 403, 404), rule.rule
    assert csrf._exempt_views == {"web.verify.answer"}
    assert not csrf._exempt_blueprints


def test_no_route_changes_anything_when_it_is_only_looked_at(town: Site) -> None:
    unsafe = {"POST", "PUT", "PATCH", "DELETE"}
    assert all(
        not (rule.methods or set()) & unsafe or "GET" not in (rule.methods or set()) for rule in rules(town, "GET")
    )


@pytest.mark.parametrize("value", NO_IDS)
def test_an_id_that_is_none_is_not_found(town: Site, case: Inquiry, value: str) -> None:
    """Neither a fault, nor a page, nor another answer than any unknown id gets; asked where there are such things."""
    for rule in rules(town, "GET"):
        if rule.arguments and rule.endpoint not in CHECKS_WHAT_ANYBODY_HOLDS:
            site = case.site if rule.endpoint.partition(".")[0] in OF_ACCIDENTS else town
            answer = site.as_("bgs").client.get(address(rule, value))
            assert answer.status_code in (403, 404, 308), f"{answer.status_code} at {rule.rule}"
            assert "<script>" not in answer.text
            assert "5444439" not in answer.text or "{{" not in value


def test_an_id_that_is_none_is_not_found_by_a_form_either(town: Site) -> None:
    browser = town.as_("bgs")
    token = browser.token()
    for rule in rules(town, "POST"):
        if rule.arguments:
            for value in ("x", "-1", "99999999999999999999"):
                answer = browser.client.post(address(rule, value), data={"csrf_token": token})
                assert answer.status_code in (403, 404, 409, 422), f"{answer.status_code} at {rule.rule}"


@pytest.mark.parametrize("login", ["bgs", "01jb"])
def test_every_page_keeps_the_policy(town: Site, login: str) -> None:
    """No script, style or handler stands in a page; nothing comes from elsewhere; every link out is spelled out."""
    pages = list(Intruder(town, login, town.stage.clock, each=1).pages())
    assert len(pages) > 5
    for page in pages:
        for sign in ("<script>", "<style", " style=", " onclick", " onload", " onsubmit", "javascript:", "http://"):
            assert sign not in page.html.replace("http://www.w3.org/", ""), f"{sign} at {page.path}"


@pytest.mark.parametrize(
    "target", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/%0d%0aX: y"]
)
def test_no_answer_leads_to_another_site(town: Site, target: str) -> None:
    """Whatever a link carries along as the place to go on to."""
    client = town.as_("bgs").client
    for rule in rules(town, "GET"):
        answer = client.get(address(rule), query_string={"next": target, "url": target, "return": target})
        where = answer.headers.get("Location", "/")
        assert where.startswith("/"), rule.rule
        assert not where.startswith(("//", "/\\")), rule.rule
        assert "X" not in answer.headers


def test_a_zero_byte_is_refused_before_any_database_sees_it(town: Site) -> None:
    client = town.as_("bgs").client
    assert client.get("/file/x%00").status_code == 400
    assert client.get("/rounds?q=%00").status_code == 400
    assert client.post("/login", data={"login": "a\0"}).status_code == 400


def test_no_address_begins_with_a_number_that_can_be_counted_up(town: Site) -> None:
    """A number may only say which line of something whose key one already knows."""
    numbered = [rule.rule for rule in town.app.url_map.iter_rules() if "<int:" in rule.rule]
    assert all("<key>" in rule.partition("<int:")[0] for rule in numbered)
