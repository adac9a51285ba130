"""After five attempts in vain the door stays shut for a quarter of an hour, and tells nothing about who exists."""

import pytest

from tests.accounts.people import ADDRESS, journal, knock, officer_id
from tests.makers import Stage
from workflow.accounts import words
from workflow.accounts.admission import NotAdmitted
from workflow.accounts.failures import Locked


def fail(stage: Stage, name: str, *, times: int, address: str = "") -> None:
    """Each from another address, so that only the name counts, unless one is given."""
    for number in range(times):
        with pytest.raises(NotAdmitted):
            knock(stage, name, "a guess", address or f"10.1.0.{number}")


@pytest.mark.parametrize("name", ["01jb", "nobody-has-this"])
def test_five_failures_shut_the_door_for_that_name_whether_anybody_has_it_or_not(stage: Stage, name: str) -> None:
    fail(stage, name, times=5)
    with pytest.raises(Locked) as locked:
        knock(stage, name)
    assert locked.value.message == words.LOCKED.format(until="2026年11月20日（星期五）09:15")


def test_even_the_right_password_waits_and_others_come_in_meanwhile(stage: Stage) -> None:
    fail(stage, "01jb", times=5)
    with pytest.raises(Locked):
        knock(stage, "01jb")
    assert knock(stage, "01ld") == officer_id(stage, "01ld")


def test_after_a_quarter_of_an_hour_it_opens_again(stage: Stage) -> None:
    fail(stage, "01jb", times=5)
    stage.clock.pass_(minutes=14, seconds=59)
    with pytest.raises(Locked):
        knock(stage, "01jb")
    stage.clock.pass_(seconds=1)
    assert knock(stage, "01jb") == officer_id(stage, "01jb")


def test_the_quarter_of_an_hour_begins_with_the_fifth(stage: Stage) -> None:
    fail(stage, "01jb", times=4)
    stage.clock.pass_(minutes=14)
    fail(stage, "01jb", times=1)
    stage.clock.pass_(minutes=10)
    with pytest.raises(Locked):
        knock(stage, "01jb")


def test_knocking_at_a_shut_door_does_not_keep_it_shut(stage: Stage) -> None:
    fail(stage, "01jb", times=5)
    for _ in range(5):
        stage.clock.pass_(minutes=2)
        with pytest.raises(Locked):
            knock(stage, "01jb")
    stage.clock.pass_(minutes=5)
    assert knock(stage, "01jb") == officer_id(stage, "01jb")


def test_five_slow_failures_shut_nothing(stage: Stage) -> None:
    for _ in range(6):
        fail(stage, "01jb", times=1)
        stage.clock.pass_(minutes=4)
    assert knock(stage, "01jb")


def test_one_address_that_tries_five_names_waits_for_all_names(stage: Stage) -> None:
    for name in ("01jb", "02jb", "03jb", "04jb", "x"):
        fail(stage, name, times=1, address=ADDRESS)
    with pytest.raises(Locked):
        knock(stage, "05jb")
    assert knock(stage, "05jb", address="10.0.0.8") == officer_id(stage, "05jb")


def test_a_name_and_a_password_that_are_wrong_get_the_same_sentence(stage: Stage) -> None:
    sentences = set()
    for name, password in (("01jb", "a guess"), ("nobody", "a guess"), ("", "")):
        with pytest.raises(NotAdmitted) as refused:
            knock(stage, name, password)
        sentences.add(refused.value.message)
    assert sentences == {words.NOT_ADMITTED}


def test_failures_are_in_the_journal_but_never_what_was_typed(stage: Stage) -> None:
    fail(stage, "01jb", times=5)
    fail(stage, "my-Passw0rd", times=1, address="10.0.0.9")
    assert journal(stage, "01jb") == ["login_failed"] * 5 + ["login_locked"]
    assert journal(stage) == ["login_failed"]
    with stage.office.desk(write=False) as desk:
        from workflow.journal import lines_of_case

        assert [(line.details, line.address) for line in lines_of_case(desk.session, "account:0")] == [({}, "10.0.0.9")]
