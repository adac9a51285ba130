"""Posts and substitutions on a real PostgreSQL server, where two administrators truly act at once."""

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import postgres
from tests.makers import START, a_stage
from tests.people.conftest import People, newcomer, one, post_of
from tests.people.test_importing import handed_in, workbook
from tests.process.test_postgresql import at_once
from workflow.administration import accounts, handing_over, importing, substituting
from workflow.administration.appointing import appoint
from workflow.administration.importing import Import
from workflow.clock import day_of
from workflow.desk import Desk
from workflow.people import Officer, PostKind

pytestmark = pytest.mark.xdist_group("postgresql")  # one server is enough
_numbers = itertools.count(1)
TODAY = day_of(START)
Act = Callable[[Desk], object]


@pytest.fixture
def people(server: postgres.Server, settled: str, tmp_path: Path) -> Iterator[People]:
    """The district on a PostgreSQL database of its own, and somebody new in it."""
    url = server.create(f"people_{next(_numbers)}", settled)
    stage = a_stage(url, tmp_path / "files", settled=False)
    with stage.office.desk() as desk:
        newcomer(desk)
    yield People(stage)
    stage.close()


def both(people: People, *acts: Act, by: Sequence[str] = ("aq", "aq")) -> list[str]:
    """Each in a transaction that has begun, and knows the people, before any of them acts; what the others were told."""
    begun = threading.Barrier(len(acts))

    def act(does: Act, who: str) -> None:
        with people.at(who) as desk:
            known = [(one, one.posts, one.substitutions) for one in desk.session.scalars(select(Officer)).all()]
            begun.wait()
            does(desk)
            assert known

    acting = [partial(act, does, who) for does, who in zip(acts, by, strict=True)]
    return [str(told) for told in at_once(*acting) if told is not None]


def entrust(who: str, to: str) -> Act:
    until = TODAY + timedelta(days=7)
    return lambda desk: substituting.entrust(desk, post_of(desk, who), one(desk, to), TODAY, until, "出差")


def succeed(who: str, successor: str) -> Act:
    return lambda desk: handing_over.hand_over(desk, post_of(desk, who), TODAY, one(desk, successor), 0)


def give(kind: PostKind) -> Act:
    """To the newcomer, of the office."""
    return lambda desk: appoint(desk, one(desk, "new"), post_of(desk, "bgs").unit, kind, TODAY)


def test_a_post_is_entrusted_to_one_of_two_on_the_same_days(people: People) -> None:
    assert both(people, entrust("01jb", "02jb"), entrust("01jb", "03jb")) == [
        "这个岗位在这段时间已有人代办，请先撤销原委托，再重新设定。"
    ]


def test_a_chain_of_substitutions_is_not_made_from_both_ends(people: People) -> None:
    (told,) = both(people, entrust("01jb", "02jb"), entrust("02jb", "03jb"))
    assert "不能转托" in told or "请先撤销其受托事项" in told


def test_each_in_the_others_post_waits_for_nobody_in_a_circle(people: People) -> None:
    (told,) = both(people, entrust("01jb", "02jb"), entrust("02jb", "01jb"))
    assert "不能转托" in told or "请先撤销其受托事项" in told


def test_nobody_is_given_two_posts_that_exclude_each_other(people: People) -> None:
    (told,) = both(people, give(PostKind.CLERK), give(PostKind.AUDITOR))
    assert "管理员" in told


def test_a_post_and_a_substitution_that_exclude_each_other_are_not_both_given(people: People) -> None:
    (told,) = both(people, give(PostKind.AUDITOR), entrust("01jb", "new"))
    assert "管理员" in told


def test_neither_are_they_where_one_of_them_comes_with_a_workbook(people: People) -> None:
    made, _ = handed_in(people, workbook(posts=[("new", "区安全生产委员会办公室", "经办人", None, None)]))
    (told,) = both(
        people, give(PostKind.AUDITOR), lambda desk: importing.release(desk, desk.session.get_one(Import, made))
    )
    assert "管理员" in told


def test_an_account_is_closed_or_its_owner_given_a_post(people: People) -> None:
    given = threading.Event()

    def appoints(desk: Desk) -> None:
        give(PostKind.CLERK)(desk)
        given.set()

    def closes(desk: Desk) -> None:
        given.wait(30)
        accounts.close_account(desk, one(desk, "new"))

    (told,) = both(people, appoints, closes, by=("aq", "admin"))
    assert "还有岗位" in told


def test_of_two_hand_overs_at_once_the_later_counts_and_two_clicks_are_one(people: People) -> None:
    assert both(people, succeed("01jb", "new"), succeed("01jb", "02ld")) == []
    with people.at("sj") as desk:
        tomorrow = post_of(desk, "01jb").unit.holders(PostKind.CLERK, TODAY + timedelta(days=1))
        assert len(tomorrow) == 1
    (told,) = both(people, succeed("02jb", "new"), succeed("02jb", "new"))
    assert "已经登记" in told
