"""Whether a notice reaches anybody is asked of the database, whom it reaches of the people: both must say the same."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import Stage
from workflow.desk import Desk
from workflow.notices import Channel, Notice
from workflow.outbox.packing import _addressees, _reaches
from workflow.outbox.rows import Way
from workflow.people import FALLS_TO, Officer, Post, PostKind, Substitution, Unit

KINDS = (PostKind.CLERK, PostKind.LEADER, *FALLS_TO)
DAYS = (-2, -1, 0, 1, 2)  # from today: what began or ended the day before, begins or ends the day after
WAYS = ((Way.MAIL,), (Way.GATEWAY,), (Way.MAIL, Way.GATEWAY))


def a_unit(desk: Desk, dice: random.Random, number: int) -> None:
    """One with three people, who may have gone, hold posts and stand in for each other, and what it was told."""
    unit = Unit(name=f"第{number}家单位", short_name=f"单位{number}")
    officers = [
        Officer(
            login=f"u{number}-{each}", name="某某", password_hash="none", active=dice.random() < 0.8,
            email=dice.choice(["", f"u{number}-{each}@units.example"]),
        )
        for each in range(3)
    ]  # fmt: skip
    desk.session.add_all([unit, *officers])
    desk.session.flush()
    for holder in officers[:2]:
        post = Post(officer=holder, unit=unit, kind=dice.choice(KINDS), **period(desk, dice, dice.random() < 0.5))
        desk.session.add(post)
        desk.session.add_all(
            Substitution(
                post=post, substitute=dice.choice([one for one in officers if one is not holder]), made_at=desk.now,
                made_by_id=holder.id, revoked_at=dice.choice([None, None, desk.now]), **period(desk, dice),
            )
            for _ in range(dice.choice([0, 1, 1, 2]))
        )  # fmt: skip
    desk.session.add_all(
        Notice(
            unit_id=unit.id, case="round:1", subject="round:1", kind="notice", title="通知", body="请报送。",
            channel=Channel.SYSTEM, created_at=desk.now, sent_at=desk.now, post=post, caused_by_id=cause,
        )
        for post in (None, *KINDS) for cause in (None, *(one.id for one in officers))
    )  # fmt: skip


def period(desk: Desk, dice: random.Random, is_open: bool = False) -> dict[str, object]:
    first, last = sorted(dice.choices(DAYS, k=2))
    return {
        "since": desk.today + timedelta(days=first),
        "until": None if is_open else desk.today + timedelta(days=last),
    }


@pytest.mark.parametrize("ways", WAYS, ids="+".join)
def test_a_notice_reaches_somebody_exactly_when_it_has_an_addressee(stage: Stage, ways: Sequence[Way]) -> None:
    dice = random.Random(len(ways))
    with stage.office.desk() as desk:
        for number in range(120):
            a_unit(desk, dice, number)
    with stage.office.desk(write=False) as desk:
        notices = desk.session.scalars(select(Notice)).all()
        addressed = {one.id for one in notices if any(any(_addressees(desk, one, way)) for way in ways)}
        assert set(desk.session.scalars(select(Notice.id).where(_reaches(desk, ways)))) == addressed
        assert len(notices) / 20 < len(addressed) < len(notices) / 2, "both are common"
