"""What waits for its mail may be overtaken; what reaches nobody holds up nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import DEADLINE, Stage, a_round
from tests.outbox.mailing import Mailing
from tests.process.telling import answer, extend
from tests.process.test_revoking import revoke
from tests.web.site import open_site
from workflow.consultation.model import Round
from workflow.notices import Channel, Notice
from workflow.outbox.packing import AT_ONCE
from workflow.outbox.rows import State
from workflow.outbox.sending import OVERTAKEN
from workflow.people import Officer


@pytest.fixture
def reminded(mailing: Mailing) -> Mailing:
    """The second unit of the district is reminded this minute; its clerk's mail gathers for ten."""
    a_round(mailing.stage, units=[1, 4])
    mailing.dispatch()
    due = mailing.stage._next_due()
    assert due is not None
    mailing.stage.pass_until(due)
    mailing.dispatch()
    mailing.postmaster.taken.clear()
    return mailing


def subjects(mailing: Mailing, minutes: int = 10) -> list[str]:
    """Of the mails that go out once the reminders have gathered."""
    mailing.stage.clock.pass_(minutes=minutes)
    mailing.dispatch()
    return [str(mail["Subject"]) for mail in mailing.postmaster.taken]


def unit_answers(stage: Stage) -> None:
    answer(stage, 0)


def head_extends(stage: Stage) -> None:
    extend(stage, DEADLINE + timedelta(days=7))


def clerk_leaves(stage: Stage) -> None:
    with stage.office.desk() as desk:
        [clerk] = desk.session.scalars(select(Officer).where(Officer.login == "02jb"))
        for post in clerk.posts:
            post.until = desk.today - timedelta(days=1)


def account_is_closed(stage: Stage) -> None:
    with stage.office.desk() as desk:
        [clerk] = desk.session.scalars(select(Officer).where(Officer.login == "02jb"))
        clerk.active = False


def test_the_reminder_goes_out_when_nothing_has_happened(reminded: Mailing) -> None:
    [subject] = subjects(reminded)
    assert subject.startswith("请尽快报送")


@pytest.mark.parametrize("happens", [unit_answers, head_extends, revoke, clerk_leaves, account_is_closed])
def test_a_reminder_that_was_overtaken_while_it_waited_is_not_sent(
    reminded: Mailing, happens: Callable[[Stage], None]
) -> None:
    happens(reminded.stage)
    assert [subject for subject in subjects(reminded) if subject.startswith("请尽快报送")] == []
    assert (State.DROPPED, OVERTAKEN) in reminded.parcels()


def test_after_an_extension_the_next_reminder_goes_out_again(reminded: Mailing) -> None:
    head_extends(reminded.stage)
    subjects(reminded)
    reminded.postmaster.taken.clear()
    due = reminded.stage._next_due()
    assert due is not None
    reminded.stage.pass_until(due)
    reminded.dispatch()
    [subject] = subjects(reminded)
    assert subject.startswith("请尽快报送")


def test_of_a_digest_only_what_was_overtaken_stays_back_and_the_office_sees_so(mailing: Mailing) -> None:
    stage = mailing.stage
    a_round(stage, units=[1])
    first = stage.round_id
    a_round(stage, units=[1])
    mailing.dispatch()
    due = stage._next_due()
    assert due is not None
    stage.pass_until(due)
    mailing.dispatch()
    mailing.postmaster.taken.clear()
    stage.round_id = first
    answer(stage, 0)
    [subject] = [subject for subject in subjects(mailing) if "事项" in subject or subject.startswith("请尽快")]
    assert subject.startswith("请尽快报送"), "one is left of the two"
    for site in open_site(stage):
        page = site.as_("bgs").get(site.reply(0, "checks.check"))
        [line] = [line for line in page.all("#sent-title + ul li") if "请尽快报送" in line]
    assert line.endswith("不再发出")


def test_what_reaches_nobody_does_not_hold_up_what_reaches_somebody(mailing: Mailing) -> None:
    """More units without any address were told something than are packed at once."""
    a_round(mailing.stage, units=[4])
    with mailing.stage.office.desk() as desk:
        reply = desk.session.get_one(Round, mailing.stage.round_id).replies[0]
        desk.session.add_all(
            Notice(
                unit_id=reply.unit_id, case=reply.case, subject=reply.subject, kind="notice", title="通知",
                body="请报送。", channel=Channel.SYSTEM, created_at=desk.now, sent_at=desk.now,
            )
            for _ in range(AT_ONCE)
        )  # fmt: skip
    a_round(mailing.stage, units=[1])
    mailing.dispatch()
    assert mailing.recipients() == ["02jb@units.example"]
