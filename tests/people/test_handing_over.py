"""交接: nothing is left on a desk that nobody sits at."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.makers import a_round
from tests.people.conftest import People, newcomer, one, post_of
from workflow.accounts import news
from workflow.administration import handing_over
from workflow.administration.appointing import appoint
from workflow.administration.handing_over import Handover
from workflow.engine import inbox
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.journal import JournalLine
from workflow.people import PostKind

TODAY = date(2026, 11, 20)


def hand_over(people: People, who: str, to: str = "", seen: int = 1, by: str = "aq", last_day: date = TODAY) -> int:
    with people.at(by) as desk:
        successor = one(desk, to) if to else None
        return handing_over.hand_over(desk, post_of(desk, who), last_day, successor, seen).id


@pytest.fixture
def busy(people: People) -> People:
    """The clerk of the first unit has a notice to receive; somebody new waits for a post."""
    a_round(people.stage, units=1, deadline=people.stage.clock() + timedelta(days=60), remind_days=())
    with people.at("admin") as desk:
        newcomer(desk)
    return people


def test_a_post_with_open_work_is_not_left_empty(busy: People) -> None:
    with pytest.raises(Incomplete, match="还有1件待办"):
        hand_over(busy, "01jb")
    with busy.at("01jb") as desk:
        assert post_of(desk, "01jb").until is None


def test_the_successor_finds_the_open_work_the_next_day_and_confirms_the_list(busy: People) -> None:
    made = hand_over(busy, "01jb", "new")
    with busy.at("new") as desk:
        assert desk.posts == set()
    busy.stage.clock.pass_(days=1)
    with busy.at("01jb") as desk:
        assert desk.posts == set()
    with busy.at("new") as desk:
        assert [task.step for task in inbox.waiting(desk, desk.engine, desk.posts)] == ["签收"]
        (handover,) = handing_over.to_take_over(desk)
        assert [step for _, step in handover.things] == ["签收"]
        handing_over.take_over(desk, handover)
    with busy.at("new") as desk:
        assert list(handing_over.to_take_over(desk)) == []
        with pytest.raises(AlreadyDone):
            handing_over.take_over(desk, desk.session.get_one(Handover, made))


def test_a_second_click_is_no_second_list(busy: People) -> None:
    hand_over(busy, "01jb", "new")
    with pytest.raises(AlreadyDone, match="已经登记"):
        hand_over(busy, "01jb", "new")
    with busy.at("new") as desk:
        assert len(handing_over.to_take_over(desk)) == 1


def test_a_second_click_without_a_successor_speaks_of_none(busy: People) -> None:
    hand_over(busy, "02jb", seen=0)
    with pytest.raises(AlreadyDone, match=r"不必重复登记。$"):
        hand_over(busy, "02jb", seen=0)


@pytest.fixture
def renamed(busy: People) -> People:
    """The clerk of the first unit was to be succeeded by one, and now is by another."""
    with busy.at("admin") as desk:
        newcomer(desk, "other")
    hand_over(busy, "01jb", "new")
    hand_over(busy, "01jb", "other")
    return busy


def lists(people: People, login: str) -> list[Handover]:
    with people.at(login) as desk:
        return list(handing_over.to_take_over(desk))


def clerks(people: People, days: int) -> list[str]:
    """Who is clerk of the first unit so many days from today."""
    with people.stage.office.desk(write=False) as desk:
        held = post_of(desk, "01jb").unit.holders(PostKind.CLERK, TODAY + timedelta(days=days))
        return [officer.login for officer in held]


def test_another_successor_takes_the_place_of_the_first_who_is_told_so(renamed: People) -> None:
    assert clerks(renamed, 1) == ["other"]
    assert (len(lists(renamed, "new")), len(lists(renamed, "other"))) == (0, 1)
    with renamed.at("new") as desk:
        (told,) = news.latest(desk)
        assert told.title == "岗位交接已变更"
        (first,) = desk.session.scalars(select(Handover).where(Handover.successor_id == desk.officer_id))
        with pytest.raises(AlreadyDone, match="重新办理交接"):
            handing_over.take_over(desk, first)
    with renamed.at("sj") as desk:
        assert [
            line.details["successor"]
            for line in desk.session.scalars(select(JournalLine).where(JournalLine.verb == "replace_handover"))
        ] == ["新来人"]


def test_the_first_successor_may_be_named_again(renamed: People) -> None:
    hand_over(renamed, "01jb", "new")
    assert clerks(renamed, 1) == ["new"]
    assert (len(lists(renamed, "new")), len(lists(renamed, "other"))) == (1, 0)


def test_who_was_to_succeed_and_does_not_may_have_any_other_post(renamed: People) -> None:
    with renamed.at("aq") as desk:
        appoint(desk, one(desk, "new"), one(desk, "sj").posts[0].unit, PostKind.ADMINISTRATOR, TODAY)


@pytest.mark.parametrize("days", [-1, 1])
def test_another_last_day_moves_the_successors_first_and_leaves_one_list(busy: People, days: int) -> None:
    day = TODAY + timedelta(days=3)
    hand_over(busy, "01jb", "new", last_day=day)
    hand_over(busy, "01jb", "new", last_day=day + timedelta(days=days))
    assert len(lists(busy, "new")) == 1
    assert [clerks(busy, 3 + days), clerks(busy, 3 + days + 1)] == [["01jb"], ["new"]]
    with busy.at("new") as desk:
        assert list(news.latest(desk)) == []


def test_whoever_was_to_succeed_is_not_counted_where_nobody_is_to_succeed_any_more(busy: People) -> None:
    hand_over(busy, "01jb", "new")
    with pytest.raises(Incomplete, match="还有1件待办"):
        hand_over(busy, "01jb")
    assert clerks(busy, 1) == ["new"]


def test_a_colleague_who_was_to_take_over_keeps_the_post_that_was_his_before(busy: People) -> None:
    with busy.at("aq") as desk:
        first = post_of(desk, "01jb")
        appoint(desk, one(desk, "new"), first.unit, first.kind, TODAY)
    with busy.at("admin") as desk:
        newcomer(desk, "other")
    hand_over(busy, "01jb", "new")
    hand_over(busy, "01jb", "other")
    assert clerks(busy, 1) == ["new", "other"]


def test_whoever_left_may_not_stay_longer_beside_what_he_was_given_for_afterwards(busy: People) -> None:
    hand_over(busy, "01jb", "new")
    with busy.at("aq") as desk:
        appoint(desk, one(desk, "01jb"), post_of(desk, "sj").unit, PostKind.AUDITOR, TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="三人分别担任"):
        hand_over(busy, "01jb", "new", last_day=TODAY + timedelta(days=3))
    assert (clerks(busy, 0), clerks(busy, 1)) == (["01jb"], ["new"])


def test_whoever_succeeds_two_still_succeeds_the_one_when_another_succeeds_the_other(renamed: People) -> None:
    with renamed.at("aq") as desk:
        colleague = newcomer(desk, "colleague")
        appoint(desk, colleague, post_of(desk, "01jb").unit, PostKind.CLERK, TODAY)
    hand_over(renamed, "01jb", "new")
    hand_over(renamed, "colleague", "new")
    hand_over(renamed, "01jb", "other")
    assert sorted(clerks(renamed, 1)) == ["new", "other"]
    assert len(lists(renamed, "new")) == 1


def test_nobody_is_said_to_take_over_where_the_post_is_left_without_a_successor(busy: People) -> None:
    with busy.at("admin") as desk:
        newcomer(desk, "other")
    hand_over(busy, "02jb", "new", seen=0)
    hand_over(busy, "02jb", seen=0)
    with busy.at("new") as desk:
        (told,) = news.latest(desk)
        assert "他人" not in told.title + told.body


def test_nobody_else_confirms_the_list(busy: People) -> None:
    made = hand_over(busy, "01jb", "new")
    with busy.at("01ld") as desk, pytest.raises(NotYours):
        handing_over.take_over(desk, desk.session.get_one(Handover, made))


def test_what_has_come_in_since_the_list_was_read_is_read_first(busy: People) -> None:
    with pytest.raises(Stale, match="核对"):
        hand_over(busy, "01jb", "new", seen=0)


def test_a_post_without_work_may_end_and_one_with_a_second_holder_too(busy: People) -> None:
    hand_over(busy, "02jb", seen=0)
    with busy.at("aq") as desk:
        first = post_of(desk, "01jb")
        appoint(desk, one(desk, "new"), first.unit, first.kind, TODAY)
    hand_over(busy, "01jb")


def test_the_last_administrator_of_a_kind_is_replaced_not_removed(busy: People) -> None:
    with pytest.raises(Incomplete, match="只有这一位"):
        hand_over(busy, "sj", seen=0)
    hand_over(busy, "sj", "new", seen=0)


def test_only_the_security_administrator_does_it_and_not_for_himself(busy: People) -> None:
    for stranger in ("01jb", "01ld", "admin", "sj", "zr"):
        with pytest.raises(NotYours):
            hand_over(busy, "01jb", "new", by=stranger)
    with pytest.raises(Refusal, match="另一位安全管理员"):
        hand_over(busy, "aq", "new", seen=0)


def test_a_successor_fits_the_post(busy: People) -> None:
    for administrator in ("admin", "sj"):
        with pytest.raises(Refusal, match="三人分别担任"):
            hand_over(busy, "01jb", administrator)
    with pytest.raises(Incomplete, match="接任人不能是"):
        hand_over(busy, "01jb", "01jb")


@pytest.fixture
def signed(people: People) -> People:
    """The letter of the first unit is signed and lies before the keeper of its seal."""
    a_round(people.stage, units=1, deadline=people.stage.clock() + timedelta(days=60), remind_days=())
    unit = people.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    return people


def on_his_desk(people: People, login: str) -> list[str]:
    with people.at(login) as desk:
        return [task.step for task in inbox.waiting(desk, desk.engine, desk.duties)]


def test_the_seal_keepers_post_may_end_with_open_work_for_it_falls_to_the_leader(signed: People) -> None:
    hand_over(signed, "01yz")
    assert on_his_desk(signed, "01ld") == []
    signed.stage.clock.pass_(days=1)
    assert (on_his_desk(signed, "01ld"), on_his_desk(signed, "01yz")) == (["用印"], [])


def test_it_does_not_end_without_a_successor_where_there_is_no_leader_either(signed: People) -> None:
    with signed.at("aq") as desk:
        post_of(desk, "01ld").until = TODAY
    with pytest.raises(Incomplete, match="还有1件待办"):
        hand_over(signed, "01yz")


@pytest.mark.parametrize("ended", [TODAY - timedelta(days=1), TODAY], ids=["yesterday", "today"])
def test_what_falls_to_the_leader_leaves_with_his_post(signed: People, ended: date) -> None:
    with signed.at("aq") as desk:
        post_of(desk, "01yz").until = ended
    with pytest.raises(Incomplete, match="还有1件待办"):
        hand_over(signed, "01ld")
    with signed.at("aq") as desk:
        newcomer(desk)
    hand_over(signed, "01ld", "new")


def test_what_falls_to_the_leader_by_his_last_day_is_not_left_by_him(signed: People) -> None:
    with signed.at("aq") as desk:
        post_of(desk, "01yz").until = TODAY + timedelta(days=3)
        newcomer(desk)
    with pytest.raises(Incomplete, match="还有1件待办"):
        hand_over(signed, "01ld", seen=0, last_day=TODAY + timedelta(days=5))
    hand_over(signed, "01ld", seen=0, last_day=TODAY + timedelta(days=2))


def test_what_a_new_keeper_has_by_then_does_not_keep_the_leader(signed: People) -> None:
    with signed.at("aq") as desk:
        post_of(desk, "01yz").until = TODAY
        appoint(desk, newcomer(desk), post_of(desk, "01yz").unit, PostKind.SEAL_KEEPER, TODAY + timedelta(days=3))
    hand_over(signed, "01ld", last_day=TODAY + timedelta(days=5))
