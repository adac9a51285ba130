"""What a password must be, when it must go, and the one that is good for a single login."""

from datetime import timedelta

import pytest
from argon2 import Type, extract_parameters

from tests.accounts.people import ADDRESS, at_desk, come_in, journal, knock, of_his_own, officer_id, visit_of
from tests.makers import CHEAP_HASHER, OWN_HASHER, Stage
from workflow.accounts import passwords, visits, words
from workflow.accounts.failures import Locked
from workflow.accounts.rows import Account, OldPassword
from workflow.accounts.terms import CUSTOMARY
from workflow.demo.district import PASSWORD
from workflow.errors import Incomplete, Refusal
from workflow.people import Officer, officers

NEW = "Anquan-1128"


def change(
    stage: Stage, old: str, new: str, repeated: str | None = None, *, login: str = "01jb", keep: int = 0
) -> None:
    with at_desk(stage, login) as (_, officer):
        who = officer.id
    again = new if repeated is None else repeated
    passwords.change(stage.office, CUSTOMARY, who, old, new, again, keep=keep, address=ADDRESS)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Ab3-567", words.TOO_SHORT.format(shortest=8)),
        ("abcdefg1", words.TOO_PLAIN.format(classes=3)),
        ("12345678", words.TOO_PLAIN.format(classes=3)),
        ("安全生产委员会办公室", words.TOO_PLAIN.format(classes=3)),
        ("x01JB-2026", words.HAS_NAME),
        ("Ab3-5678", None),
        ("abc-5678", None),
        ("安全生产Ab12", None),
    ],
)
def test_a_password_has_eight_characters_of_three_kinds_and_not_the_name(password: str, sentence: str | None) -> None:
    assert passwords.complaint(password, "01jb", CUSTOMARY) == sentence


def test_a_changed_password_opens_and_the_old_one_no_longer(stage: Stage) -> None:
    of_his_own(stage, "01jb")
    change(stage, PASSWORD, NEW)
    assert knock(stage, "01jb", NEW)
    with pytest.raises(Refusal):
        knock(stage, "01jb", PASSWORD)
    assert "password_changed" in journal(stage, "01jb")


def test_a_change_needs_the_present_password_and_the_new_one_twice(stage: Stage) -> None:
    of_his_own(stage, "01jb")
    with pytest.raises(Incomplete) as wrong:
        change(stage, "a wrong one", NEW)
    assert wrong.value.fields == {"old": words.OLD_WRONG}
    with pytest.raises(Incomplete) as differs:
        change(stage, PASSWORD, NEW, "Anquan-1129")
    assert differs.value.fields == {"repeated": words.NOT_REPEATED}


def test_the_last_five_are_not_taken_again_the_sixth_is(stage: Stage) -> None:
    earlier = [f"Anquan-100{number}" for number in range(5)]
    who = of_his_own(stage, "01jb")
    with at_desk(stage, "01jb") as (desk, _):
        for password in earlier:
            desk.session.add(OldPassword(officer_id=who, hashed=CHEAP_HASHER.hash(password), set_at=desk.now))
            desk.session.flush()
    for used in earlier[1:]:
        with pytest.raises(Incomplete) as refused:
            change(stage, PASSWORD, used)
        assert refused.value.fields == {"new": words.USED_BEFORE.format(remembered=5)}
    change(stage, PASSWORD, earlier[0])
    with pytest.raises(Incomplete, match="最近5次"):
        change(stage, earlier[0], earlier[0])


def test_trying_new_ones_that_will_not_do_shuts_nobody_out(stage: Stage) -> None:
    of_his_own(stage, "01jb")
    for _ in range(6):
        with pytest.raises(Incomplete, match="至少8位"):
            change(stage, PASSWORD, "short")
    assert knock(stage, "01jb")


def test_guessing_the_present_one_at_an_unattended_screen_shuts_the_door(stage: Stage) -> None:
    of_his_own(stage, "01jb")
    for _ in range(5):
        with pytest.raises(Incomplete):
            change(stage, "a guess", NEW)
    with pytest.raises(Incomplete, match="暂停登录"):
        change(stage, PASSWORD, NEW)
    with pytest.raises(Locked):
        knock(stage, "01jb", address="10.0.0.8")


def test_everywhere_else_the_login_ends_with_the_password(stage: Stage) -> None:
    of_his_own(stage, "01jb")
    come_in(stage, "01jb", "Safari浏览器，苹果手机")
    come_in(stage, "01jb")
    here = visit_of(stage, "01jb")
    change(stage, PASSWORD, NEW, keep=here)
    with at_desk(stage, "01jb") as (desk, officer):
        assert [visit.id for visit in visits.of(desk, officer, CUSTOMARY)] == [here]


def test_a_password_of_ninety_days_must_go(stage: Stage) -> None:
    who = of_his_own(stage, "01jb")
    with at_desk(stage, "01jb") as (desk, _):
        account = desk.session.get_one(Account, who)
        day = timedelta(days=90)
        assert passwords.why_to_change(account, desk.now + day - timedelta(seconds=1), CUSTOMARY) is None
        assert passwords.why_to_change(account, desk.now + day, CUSTOMARY) == words.OUTDATED.format(days=90)


def test_an_account_that_nobody_has_made_his_own_must_be_made_so(stage: Stage) -> None:
    with at_desk(stage, "01jb") as (desk, _):
        assert passwords.why_to_change(None, desk.now, CUSTOMARY) == words.FIRST_TIME


def test_a_password_given_by_somebody_else_opens_once_and_is_then_replaced(stage: Stage) -> None:
    come_in(stage, "01jb")
    with at_desk(stage, "admin") as (desk, _):
        clerk = desk.session.get_one(Officer, officer_id(stage, "01jb"))
        given = passwords.give_one_time(desk, CUSTOMARY, clerk)
        assert visits.of(desk, clerk, CUSTOMARY) == []
    assert passwords.complaint(given, "01jb", CUSTOMARY) is None
    assert knock(stage, "01jb", given) == officer_id(stage, "01jb")
    with at_desk(stage, "01jb") as (desk, officer):
        why = passwords.why_to_change(desk.session.get(Account, officer.id), desk.now, CUSTOMARY)
    assert why == words.FIRST_TIME
    assert "password_reset" in journal(stage, "01jb")


def test_the_demonstrations_password_is_shared_and_stays(stage: Stage) -> None:
    with pytest.raises(Refusal, match="演示账号"):
        change(stage, PASSWORD, NEW)
    with at_desk(stage, "01jb") as (desk, officer):
        account, later = desk.session.get(Account, officer.id), desk.now + timedelta(days=1000)
        assert passwords.why_to_change(account, later, CUSTOMARY) is None


def test_a_password_is_costly_to_guess_and_a_name_that_nobody_has_takes_as_long() -> None:
    ours = extract_parameters(OWN_HASHER.hash("x"))
    assert (ours.type, ours.time_cost >= 3, ours.memory_cost >= 64 * 1024) == (Type.ID, True, True)
    assert extract_parameters(officers._NOBODY) == ours
