"""What units are told goes out by mail: once, to whom it concerns, and what became of it is written down."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from sqlalchemy import select

from tests.makers import Stage, a_round
from tests.postgres import free_port
from web.commands.post_office import post_office
from workflow.errors import Incomplete
from workflow.outbox.carriers import Mail
from workflow.outbox.rows import Parcel, State
from workflow.outbox.sending import LOST, PostOffice, dispatch
from workflow.people import Officer

OK = "250 OK"


@dataclass
class Postmaster:
    """A mail server that keeps what it takes. `answers`: what it says to the next messages, OK when none is left."""

    answers: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.strangers:
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        answer = self.answers.pop(0) if self.answers else OK
        if answer == OK:
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return answer


@dataclass
class Mailing:
    """A district whose people have addresses, and the server their mail goes to."""

    stage: Stage
    postmaster: Postmaster
    mail: Mail

    def dispatch(self) -> int:
        return dispatch(self.stage.office.desk, PostOffice((self.mail,), "https://zhengxun.example"))

    def parcels(self) -> list[tuple[State, str]]:
        with self.stage.office.desk(write=False) as desk:
            return [(p.state, p.result) for p in desk.session.scalars(select(Parcel).order_by(Parcel.id))]

    def recipients(self) -> list[str]:
        return sorted(str(mail["To"].addresses[0].addr_spec) for mail in self.postmaster.taken)


@pytest.fixture
def mailing(stage: Stage) -> Iterator[Mailing]:
    postmaster = Postmaster()
    port = free_port()
    server = Controller(postmaster, hostname="127.0.0.1", port=port)
    server.start()
    with stage.office.desk() as desk:
        for officer in desk.session.scalars(select(Officer).where(Officer.login.in_(["01jb", "01ld", "01yz", "02jb"]))):
            officer.email = f"{officer.login}@units.example"
    yield Mailing(stage, postmaster, Mail(f"smtp://127.0.0.1:{port}", "zhengxun@district.example"))
    server.stop()


def test_clerk_and_leader_of_a_unit_get_the_notice_by_mail(mailing: Mailing) -> None:
    a_round(mailing.stage, units=2)
    assert mailing.dispatch() == 3
    assert mailing.recipients() == ["01jb@units.example", "01ld@units.example", "02jb@units.example"]
    mail = mailing.postmaster.taken[0]
    text = mail.get_content()
    assert "征求意见" in mail["Subject"]
    with mailing.stage.reply(0) as reply:
        assert f"https://zhengxun.example/?about={reply.subject}\n" in text  # to the step, through the login
    assert "16:00前反馈书面意见" in text


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
    assert "连接不上" in result
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
    assert "2. 请尽快反馈" in digest.get_content()


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
