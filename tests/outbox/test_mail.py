"""What units are told goes out by mail: once, to whom it concerns, and what became of it is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import Stage, a_round
from tests.outbox.mailing import Mailing
from tests.process.telling import answer, reject
from tests.web.site import open_site
from web.commands.post_office import post_office
from workflow.clock import at_time, day_of
from workflow.consultation.model import Round
from workflow.errors import Incomplete
from workflow.notices import Channel, Notice
from workflow.outbox.carriers import Mail
from workflow.outbox.packing import DIGESTED, MORNING
from workflow.outbox.rows import Parcel, State
from workflow.outbox.sending import LOST, PostOffice, dispatch


def test_clerk_and_leader_of_a_unit_get_the_notice_by_mail(mailing: Mailing) -> None:
    a_round(mailing.stage, units=2)
    assert mailing.dispatch() == 3
    assert mailing.recipients() == ["01jb@units.example", "01ld@units.example", "02jb@units.example"]
    mail = mailing.postmaster.taken[0]
    text = mail.get_content()
    assert "征求意见" in mail["Subject"]
    with mailing.stage.reply(0) as reply:
        assert (
            f"请登录系统办理：https://zhengxun.example/?about={reply.subject}" in text.splitlines()
        )  # to the step, through the login
    assert "16:00前报送书面意见" in text


def test_a_unit_whose_reply_was_returned_is_told_by_mail(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])
    mailing.dispatch()
    mailing.postmaster.taken.clear()
    answer(mailing.stage, 0)
    reject(mailing.stage, 0)
    mailing.dispatch()
    mail = mailing.postmaster.taken[-1]
    assert mail["To"].addresses[0].addr_spec == "02jb@units.example"
    assert mail["Subject"].startswith("请补正回函：")
    assert "回函退回补正：" in mail.get_content()


def test_nothing_goes_out_twice(mailing: Mailing) -> None:
    a_round(mailing.stage, units=2)
    mailing.dispatch()
    assert mailing.dispatch() == 0
    assert len(mailing.postmaster.taken) == 3


def test_what_the_server_answered_is_written_down(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])
    mailing.dispatch()
    [(state, result)] = mailing.parcels()
    assert state is State.SENT
    assert result.startswith("邮件服务器已接收：250")


def test_a_busy_server_is_asked_again_later(mailing: Mailing) -> None:
    mailing.postmaster.answers = ["451 busy"]
    a_round(mailing.stage, units=[1])
    assert mailing.dispatch() == 0
    assert mailing.parcels() == [(State.WAITING, "邮件服务器不接受内容：451 busy")]
    assert mailing.dispatch() == 0  # not at once
    mailing.stage.clock.pass_(minutes=1)
    assert mailing.dispatch() == 1
    assert len(mailing.postmaster.taken) == 1


def test_after_the_last_attempt_it_is_given_up_and_says_so(mailing: Mailing) -> None:
    mailing.postmaster.answers = ["451 busy"] * 6
    a_round(mailing.stage, units=[1])
    for _ in range(6):
        mailing.dispatch()
        mailing.stage.clock.pass_(hours=5)
    assert mailing.parcels() == [(State.FAILED, "邮件服务器不接受内容：451 busy")]
    assert mailing.dispatch() == 0


def test_an_unknown_recipient_does_not_hold_up_the_others(mailing: Mailing) -> None:
    mailing.postmaster.strangers = {"01jb@units.example"}
    a_round(mailing.stage, units=2)
    assert mailing.dispatch() == 2
    assert (State.FAILED, "邮件服务器不接受收件人：550 No such user") in mailing.parcels()


def test_a_server_that_is_away_loses_nothing(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])
    away = Mail("smtp://127.0.0.1:1", "zhengxun@district.example")
    assert dispatch(mailing.stage.office.desk, PostOffice((away,))) == 0
    [(state, result)] = mailing.parcels()
    assert state is State.WAITING
    assert "无法连接" in result
    mailing.stage.clock.pass_(minutes=1)
    assert mailing.dispatch() == 1


def test_a_parcel_whose_process_died_is_not_sent_again(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])

    class Dying(Exception):
        pass

    class Carrier:
        way = mailing.mail.way

        def send(self, message: object) -> str:
            raise Dying

    with pytest.raises(Dying):
        dispatch(mailing.stage.office.desk, PostOffice((Carrier(),)))
    mailing.stage.clock.pass_(minutes=16)
    assert mailing.dispatch() == 0
    assert mailing.parcels() == [(State.UNKNOWN, LOST)]
    assert mailing.postmaster.taken == []


def test_reminders_of_one_day_are_one_mail_a_person(mailing: Mailing) -> None:
    """Two rounds remind the same unit on the same morning."""
    stage = mailing.stage
    a_round(stage, units=[1])
    a_round(stage, units=[1])
    mailing.dispatch()
    before = len(mailing.postmaster.taken)
    _remind_all(mailing)
    mailing.dispatch()
    assert len(mailing.postmaster.taken) == before  # they gather first
    stage.clock.pass_(minutes=10)
    assert mailing.dispatch() == 1
    digest = mailing.postmaster.taken[-1]
    assert "2件事项" in digest["Subject"]
    assert "2. 请尽快报送" in digest.get_content()


def test_a_digest_that_is_offered_again_is_still_the_days_only_one(mailing: Mailing) -> None:
    stage = mailing.stage
    _a_digest_is_gathered(mailing)
    mailing.postmaster.answers = ["451 busy"] * 3
    assert mailing.dispatch() == 0
    _remind_by_hand(stage)
    stage.clock.pass_(minutes=20)
    mailing.postmaster.answers = []
    assert mailing.dispatch() == 1
    stage.clock.pass_(minutes=60)
    assert mailing.dispatch() == 0
    _next_morning(stage)
    assert mailing.dispatch() == 1


def test_the_digest_of_the_next_morning_is_that_days_only_one(mailing: Mailing) -> None:
    stage = mailing.stage
    _a_digest_is_gathered(mailing)
    assert mailing.dispatch() == 1
    _remind_by_hand(stage)
    assert mailing.dispatch() == 0, "today's has gone"
    _next_morning(stage)
    assert mailing.dispatch() == 1
    _remind_by_hand(stage)
    mailing.dispatch()
    stage.clock.pass_(hours=2)
    assert mailing.dispatch() == 0, "the morning's was today's"


def _a_digest_is_gathered(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])
    mailing.dispatch()
    _remind_all(mailing)
    mailing.dispatch()
    mailing.stage.clock.pass_(minutes=10)


def _remind_by_hand(stage: Stage) -> None:
    """A further notice of the kind that is gathered."""
    with stage.office.desk() as desk:
        reply = desk.session.get_one(Round, stage.round_id).replies[0]
        desk.session.add(
            Notice(
                unit_id=reply.unit_id, case=reply.case, subject=reply.subject, kind=DIGESTED, title="请尽快报送",
                body="请尽快报送。", channel=Channel.SYSTEM, created_at=desk.now, sent_at=desk.now,
            )
        )  # fmt: skip


def _next_morning(stage: Stage) -> None:
    stage.clock.move_to(at_time(day_of(stage.clock()) + timedelta(days=1), MORNING) + timedelta(minutes=1))


def test_what_went_out_is_shown_to_the_office_with_its_answer(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[1])
    mailing.dispatch()
    for site in open_site(mailing.stage):
        page = site.as_("bgs").get(site.reply(0, "checks.check"))
        [line] = page.all("#sent-title + ul li")
    assert "邮件" in line
    assert "02jb@units.example" in line
    assert "邮件服务器已接收：250" in line
    assert line.endswith("已发出")


def _remind_all(mailing: Mailing) -> None:
    stage = mailing.stage
    due = stage._next_due()
    assert due is not None
    stage.pass_until(due)


def test_without_a_carrier_nothing_is_packed(stage: Stage) -> None:
    a_round(stage, units=[1])
    assert dispatch(stage.office.desk, PostOffice()) == 0
    with stage.office.desk(write=False) as desk:
        assert desk.session.scalars(select(Parcel)).all() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mail": "smtp://mail.example"}, "还请用 --mail-from 给出发件地址"),
        ({"gateway": "https://gate.example"}, "还请用 --gateway-secret 给出约定的密钥"),
    ],
)
def test_half_a_setting_is_refused_before_the_start(given: dict[str, str], sentence: str) -> None:
    nothing = {"site": "", "mail": None, "mail_from": None, "gateway": None, "gateway_secret": None}
    with pytest.raises(Incomplete, match=sentence):
        post_office(**{**nothing, **given})  # type: ignore[arg-type]
