"""委托: B acts for A in A's post, for some days, and everywhere it can be read that it was B for A."""

from datetime import date, timedelta

import pytest

from tests.makers import a_round
from tests.people.conftest import KINDS, People, newcomer, one, post_of
from workflow.administration import substituting
from workflow.consultation import why
from workflow.consultation.actions import answering, receiving, writing
from workflow.consultation.model import Reply
from workflow.engine import inbox
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal
from workflow.people import Substitution

TODAY = date(2026, 11, 20)
FRIDAY = date(2026, 11, 27)


def entrust(people: People, post: str, to: str, since: date = TODAY, until: date = FRIDAY, by: str = "") -> int:
    with people.at(by or post) as desk:
        return substituting.entrust(desk, post_of(desk, post), one(desk, to), since, until, "出差").id


def waiting(people: People, login: str) -> list[str]:
    with people.at(login) as desk:
        return [task.step for task in inbox.waiting(desk, desk.engine, desk.posts)]


def signed_by(people: People, login: str) -> None:
    """The first unit has written and lies with its leader; whoever signs, signs."""
    a_round(people.stage, units=1)
    acts = people.stage.unit(0)
    acts.receive()
    acts.write([])
    with people.at(login) as desk:
        reply = desk.session.get_one(Reply, acts.reply_id)
        answering.sign(desk, reply)


def test_the_substitute_finds_the_work_on_his_own_desk_from_the_first_day_to_the_last(people: People) -> None:
    a_round(people.stage, units=1, deadline=people.stage.clock() + timedelta(days=60), remind_days=())
    entrust(people, "01jb", "01yz", TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    found = []
    for _ in range(4):
        found.append(bool(waiting(people, "01yz")))
        people.stage.clock.pass_(days=1)
    assert found == [False, True, True, False]
    assert waiting(people, "01jb"), "who entrusts does not lose his own desk"


def test_the_paper_and_the_journal_say_who_signed_for_whom(people: People) -> None:
    entrust(people, "01ld", "01yz")
    signed_by(people, "01yz")
    with people.stage.look() as (desk, round_):
        leader, keeper = one(desk, "01ld"), one(desk, "01yz")
        reply = round_.replies[0]
        assert reply.letter is not None
        assert reply.letter.signer_name == f"{leader.name}（{keeper.name}代）"
        assert reply.letter.signed_by_id == keeper.id
        (line,) = [
            event for event in why.events_of_reply(desk, reply) if leader.name in event.who and "签" in event.what
        ]
        assert line.who == f"{reply.unit.short_name} {keeper.name}（代 {leader.name}）"


def test_who_has_prepared_a_thing_does_not_sign_it_for_the_leader_even_when_he_is_no_longer_clerk(
    people: People,
) -> None:
    a_round(people.stage, units=1)
    acts = people.stage.unit(0)
    acts.receive()
    acts.write([])
    with people.at("aq") as desk:
        clerk = post_of(desk, "01jb")
        clerk.until = TODAY
    people.stage.clock.pass_(days=1)
    entrust(people, "01ld", "01jb", since=TODAY + timedelta(days=1), by="aq")
    with people.at("01jb") as desk:
        reply = desk.session.get_one(Reply, acts.reply_id)
        with pytest.raises(NotYours, match="不能既经办又审签"):
            answering.sign(desk, reply)


def test_who_has_prepared_a_thing_for_the_clerk_does_not_sign_it_for_the_leader_a_day_later(people: People) -> None:
    tomorrow = TODAY + timedelta(days=1)
    a_round(people.stage, units=1)
    entrust(people, "01jb", "02ld", until=TODAY, by="aq")
    entrust(people, "01ld", "02ld", since=tomorrow, until=tomorrow, by="aq")
    acts = people.stage.unit(0)
    with people.at("02ld") as desk:
        reply = desk.session.get_one(Reply, acts.reply_id)
        receiving.receive(desk, reply)
        writing.declare_no_objection(desk, reply)
        answering.send_for_signing(desk, reply)
    people.stage.clock.pass_(days=1)
    with people.at("02ld") as desk, pytest.raises(NotYours, match="不能既经办又审签"):
        answering.sign(desk, desk.session.get_one(Reply, acts.reply_id))


def test_the_keeper_of_the_seal_who_stands_in_for_the_leader_signs_although_he_looked_first_and_sealed_before(
    people: People,
) -> None:
    entrust(people, "01ld", "01yz")
    a_round(people.stage, units=1)
    acts = people.stage.unit(0)
    with people.at("01yz") as desk:
        receiving.open_notice(desk, desk.session.get_one(Reply, acts.reply_id))
    acts.receive()
    acts.write([])
    for act in (answering.sign, answering.seal):
        with people.at("01yz") as desk:
            act(desk, desk.session.get_one(Reply, acts.reply_id))
    acts.withdraw()
    acts.write([])
    with people.at("01yz") as desk:
        answering.sign(desk, desk.session.get_one(Reply, acts.reply_id))


@pytest.mark.parametrize(("post", "to"), [("01ld", "01jb"), ("01jb", "01ld")])
def test_the_clerk_never_stands_in_for_his_leader_nor_the_leader_for_his_clerk(
    people: People, post: str, to: str
) -> None:
    with pytest.raises(Refusal, match="不能既经办又审签"):
        entrust(people, post, to)


def test_there_are_no_chains(people: People) -> None:
    entrust(people, "01ld", "02ld", by="aq")
    with pytest.raises(Incomplete, match="不能再委托出去"):
        entrust(people, "02ld", "03ld", by="aq")
    with pytest.raises(Incomplete, match="不能转托"):
        entrust(people, "04ld", "01ld", by="aq")


def test_one_post_has_one_substitute_at_a_time(people: People) -> None:
    entrust(people, "01jb", "01yz", until=TODAY + timedelta(days=2))
    with pytest.raises(Incomplete, match="已有人代办"):
        entrust(people, "01jb", "02jb", by="aq")
    entrust(people, "01jb", "02jb", since=TODAY + timedelta(days=3), by="aq")


@pytest.mark.parametrize("administrator", ["admin", "aq", "sj"])
def test_an_administrator_stands_in_for_nobody_and_nobody_for_him(people: People, administrator: str) -> None:
    with pytest.raises(Refusal, match="三人分别担任"):
        entrust(people, "01jb", administrator, by="01jb")
    with pytest.raises(Refusal, match="不能委托"):
        entrust(people, administrator, "01jb", by=administrator)
    assert len(KINDS) == 3


def test_only_the_holder_or_the_security_administrator_entrusts_a_post(people: People) -> None:
    for stranger in ("01yz", "admin", "sj", "02ld"):
        with pytest.raises(NotYours):
            entrust(people, "01jb", "01yz", by=stranger)


@pytest.mark.parametrize("who", ["01jb", "01yz", "aq"])
def test_either_of_the_two_or_the_security_administrator_revokes_it_at_once(people: People, who: str) -> None:
    a_round(people.stage, units=1)
    made = entrust(people, "01jb", "01yz")
    assert waiting(people, "01yz")
    with people.at(who) as desk:
        substituting.revoke(desk, desk.session.get_one(Substitution, made))
    assert waiting(people, "01yz") == []
    with people.at(who) as desk, pytest.raises(AlreadyDone):
        substituting.revoke(desk, desk.session.get_one(Substitution, made))
    with people.at("02jb") as desk, pytest.raises(NotYours):
        substituting.revoke(desk, desk.session.get_one(Substitution, made))


def test_a_period_lies_ahead_and_within_the_post(people: People) -> None:
    with people.at("aq") as desk:
        post_of(desk, "01jb").until = TODAY + timedelta(days=3)
    for since, until in ((TODAY - timedelta(days=1), TODAY), (TODAY, TODAY - timedelta(days=1)), (TODAY, FRIDAY)):
        with pytest.raises(Incomplete):
            entrust(people, "01jb", "01yz", since, until)


def test_both_see_it(people: People) -> None:
    made = entrust(people, "01jb", "01yz")
    for login, seen in (("01jb", [made]), ("01yz", [made]), ("aq", [made]), ("01ld", []), ("02jb", [])):
        with people.at(login) as desk:
            assert [each.id for each in substituting.concerning(desk)] == seen, login


def test_a_closed_account_is_no_substitute(people: People) -> None:
    with people.at("aq") as desk:
        newcomer(desk).active = False
    with pytest.raises(Incomplete, match="停用"):
        entrust(people, "01jb", "new", by="aq")


def test_it_ends_with_the_post_itself(people: People) -> None:
    a_round(people.stage, units=1, deadline=people.stage.clock() + timedelta(days=60), remind_days=())
    entrust(people, "01jb", "01yz")
    with people.at("aq") as desk:
        post_of(desk, "01jb").until = TODAY
    people.stage.clock.pass_(days=1)
    assert waiting(people, "01yz") == []


def test_who_entrusted_a_post_that_he_has_left_may_stand_in_for_others_again(people: People) -> None:
    entrust(people, "01jb", "01yz")
    with people.at("aq") as desk:
        post_of(desk, "01jb").until = TODAY
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Incomplete, match="不能转托"):
        entrust(people, "02jb", "01jb", by="aq")
    entrust(people, "02jb", "01jb", since=tomorrow, by="aq")
