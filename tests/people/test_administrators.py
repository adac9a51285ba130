"""三员分立: accounts, posts, journal in three hands, and none of them in a case."""

from datetime import date
from itertools import permutations

import pytest

from tests.makers import a_round
from tests.people.conftest import People, newcomer, one, post_of, unit
from workflow.accounts.terms import CUSTOMARY
from workflow.administration import accounts, appointing
from workflow.errors import Incomplete, NotYours, Refusal
from workflow.people import ADMINISTRATORS, Post, PostKind, check_password

TODAY = date(2026, 11, 20)
OFFICES = {"admin": PostKind.ADMINISTRATOR, "aq": PostKind.SECURITY, "sj": PostKind.AUDITOR}
ACTING = sorted(set(PostKind) - ADMINISTRATORS)


def appoint(people: People, who: str, kind: PostKind, by: str = "aq", unit_of: str = "zr") -> Post:
    with people.at(by) as desk:
        return appointing.appoint(desk, one(desk, who), post_of(desk, unit_of).unit, kind, TODAY)


@pytest.mark.parametrize(("who", "second"), list(permutations(OFFICES, 2)))
def test_nobody_is_two_of_the_three(people: People, who: str, second: str) -> None:
    by = "aq"
    if who == "aq":  # who gives nothing to himself: a second one does it
        with people.at("aq") as desk:
            appointing.appoint(desk, newcomer(desk), post_of(desk, "zr").unit, PostKind.SECURITY, TODAY)
        by = "new"
    with pytest.raises(Refusal, match="三人分别担任"):
        appoint(people, who, OFFICES[second], by=by)


@pytest.mark.parametrize("kind", ACTING)
@pytest.mark.parametrize("who", ["admin", "sj"])
def test_an_administrator_gets_no_acting_post(people: People, who: str, kind: PostKind) -> None:
    with pytest.raises(Refusal, match="三人分别担任"):
        appoint(people, who, kind, unit_of="01jb")


@pytest.mark.parametrize("kind", sorted(ADMINISTRATORS))
def test_whoever_acts_in_cases_becomes_no_administrator(people: People, kind: PostKind) -> None:
    with pytest.raises(Refusal, match="不参与具体事项"):
        appoint(people, "01jb", kind)


def test_nobody_appoints_himself(people: People) -> None:
    with pytest.raises(Refusal, match="不能给自己"):
        appoint(people, "aq", PostKind.CLERK, unit_of="01jb")


def test_posts_are_given_by_the_security_administrator_alone(people: People) -> None:
    with people.at("admin") as desk:
        newcomer(desk)
    for stranger in ("admin", "sj", "zr", "bgs", "01ld"):
        with pytest.raises(NotYours):
            appoint(people, "new", PostKind.CLERK, by=stranger, unit_of="01jb")
    appoint(people, "new", PostKind.CLERK, unit_of="01jb")


def test_administrators_sit_in_the_office(people: People) -> None:
    with people.at("admin") as desk:
        newcomer(desk)
    with pytest.raises(Incomplete, match="设在区安委办"):
        appoint(people, "new", PostKind.AUDITOR, unit_of="01jb")


def test_an_administrator_may_do_nothing_in_a_round(people: People) -> None:
    a_round(people.stage, units=1)
    for login in OFFICES:
        with people.at(login) as desk, pytest.raises(NotYours):
            desk.must_hold(unit(desk).id, *ACTING)


# -- accounts


def test_an_account_begins_with_a_password_shown_once_and_without_any_post(people: People) -> None:
    with people.at("admin") as desk:
        password = accounts.open_account(desk, CUSTOMARY, "lxm", "林小明")
    with people.at("lxm") as desk:
        assert desk.posts == set()
        assert check_password(desk.session, "lxm", password)


def test_two_people_never_share_a_login(people: People) -> None:
    with people.at("admin") as desk:
        for login in ("bgs", "", "a", "有空格 的", "x" * 61):
            with pytest.raises(Incomplete):
                accounts.open_account(desk, CUSTOMARY, login, "林小明")


def test_accounts_are_the_system_administrators_alone(people: People) -> None:
    for stranger in ("aq", "sj", "zr"):
        with people.at(stranger) as desk:
            with pytest.raises(NotYours):
                accounts.open_account(desk, CUSTOMARY, "lxm", "林小明")
            with pytest.raises(NotYours):
                accounts.reset_password(desk, CUSTOMARY, one(desk, "01jb"))
            with pytest.raises(NotYours):
                accounts.close_account(desk, one(desk, "01jb"))


def test_an_account_is_closed_only_when_no_post_is_left(people: People) -> None:
    with people.at("admin") as desk:
        with pytest.raises(Refusal, match="岗位交接"):
            accounts.close_account(desk, one(desk, "01jb"))
        accounts.close_account(desk, newcomer(desk))
        assert not one(desk, "new").active
        with pytest.raises(Refusal, match="自己的账号"):
            accounts.close_account(desk, one(desk, "admin"))


def test_a_reset_password_replaces_the_forgotten_one(people: People) -> None:
    with people.at("admin") as desk:
        password = accounts.reset_password(desk, CUSTOMARY, one(desk, "01jb"))
        assert check_password(desk.session, "01jb", password)
        assert not check_password(desk.session, "01jb", "demo-2026")
