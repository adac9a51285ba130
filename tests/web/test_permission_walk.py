"""The walk: every page and every verb, before every person, on own and on foreign things, answers as the table says.

Who is what to a thing is written down by hand in `walked.py`; whether he may is the table's line. What he may not do
is refused before the view runs: 403 to a party, 404 to everybody else. What he may do the domain must not forbid.
"""

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.web.walked import ANYWHERE, KINDS, NOTHING, ONLY_FOR_PARTIES, PEOPLE, District, a_district
from web.permissions import Line, Who
from web.permissions.table import TABLE
from workflow.store import Base

pytestmark = pytest.mark.xdist_group("permission walk")  # the district is made once

LOGGED_OUT = (302, 401)
NOT_THERE_YET = {  # a paper not yet made, a member whom the empty form does not name, a drawing of none
    "rounds.diagram_of_replies", "rounds.source_of_replies", "accidents.diagram_of_measures",
    "accidents.source_of_measures", "papers.submission", "reports.preview", "accidents.recuse",
    "accidents.change_leader", "accidents.declare",
}  # fmt: skip


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, settled_district: object) -> Iterator[District]:
    with a_district(tmp_path_factory.mktemp("walk"), settled_district) as district:  # type: ignore[arg-type]
        yield district


@dataclass(frozen=True)
class Visit:
    """One request: a page or verb, on one thing."""

    endpoint: str
    line: Line
    method: str
    url: str
    name: str
    has_parts: bool  # something below the thing is named, and may not be there

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint} on {self.name}"


def visits(district: District) -> list[Visit]:
    rules = [rule for rule in district.app.url_map.iter_rules() if not TABLE[rule.endpoint].is_public]
    with district.app.test_request_context():
        return list(dict.fromkeys(visit for rule in rules for visit in _visits_of(district, rule)))


def _visits_of(district: District, rule: Rule) -> Iterator[Visit]:
    line = TABLE[rule.endpoint]
    for name in KINDS.get(line.thing.title, ("",)):
        yield from _visits(district, rule, line, name)


def _visits(district: District, rule: Rule, line: Line, name: str) -> Iterator[Visit]:
    known = {"key": NOTHING, **(district.keys[name] if name else {})}
    values = {part: known.get(part, NOTHING) for part in rule.arguments}
    url = district.app.url_for(rule.endpoint, **values)
    has_parts = bool(rule.arguments - {"key", "part"})
    for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
        yield Visit(rule.endpoint, line, method, url, name, has_parts)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_and_verb_answers_as_the_table_says(district: District, person: str) -> None:
    told = [_told(district, visit, person) for visit in visits(district) if _is_due(district, visit, person)]
    wrong = [line for line in told if line]
    assert not wrong, "\n".join(wrong)


def _is_due(district: District, visit: Visit, person: str) -> bool:
    return visit.name not in ONLY_FOR_PARTIES or bool(_standing(district, visit, person))


def _standing(district: District, visit: Visit, person: str) -> set[Who]:
    return district.standing(visit.line.thing.title, visit.name, person)


def _told(district: District, visit: Visit, person: str) -> str:
    """What is wrong with the answer; "" when it is right."""
    standing = _standing(district, visit, person)
    answer = district.site.as_(district.logins[person]).client.open(
        visit.url, method=visit.method, headers={"HX-Request": "true"}
    )
    admitted, status = answer.headers["X-Admitted"] == "yes", answer.status_code
    answer.close()
    if standing & visit.line.may:
        if visit.method != "GET":
            district.restore()
        right = admitted and status in _after_the_door(visit)
    else:
        right = not admitted and status == (403 if standing else 404)
    return "" if right else f"{visit}: {status}, {'admitted' if admitted else 'refused'}; is {sorted(standing)}"


def _after_the_door(visit: Visit) -> set[int]:
    """The view may find the form empty or the case elsewhere; that the person may not is no answer any more."""
    missing = {404} if visit.has_parts or visit.endpoint in NOT_THERE_YET else set()
    return {200, 204, 302, 303, 409, 422} | missing


def test_nobody_comes_in_without_a_login(district: District) -> None:
    browser = district.app.test_client()
    for visit in visits(district):
        answer = browser.open(visit.url, method=visit.method)
        assert answer.status_code in LOGGED_OUT, visit
        assert answer.headers["X-Admitted"] == "no", visit


def test_the_walk_knows_every_kind_of_thing() -> None:
    kinds = {line.thing.title for line in TABLE.values() if not line.is_public}
    assert kinds == set(KINDS) | set(ANYWHERE), (
        "say in tests/web/walked.py which of that kind there are, and who is what"
    )


# -- what cannot be guessed


def test_every_key_of_every_row_is_128_random_bits(district: District) -> None:
    keys = list(_keys(district))
    assert len(keys) > 100
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if len(urlsafe_b64decode(key + "==")) < 16] == []


def _keys(district: District) -> Iterator[str]:
    with district.site.stage.office.desk(write=False) as desk:
        for table in Base.metadata.sorted_tables:
            if "key" in table.c and table.c.key.unique:
                yield from desk.session.scalars(select(table.c.key))
