"""A district whose people have addresses, and a mail server that really takes what is sent to them."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import Envelope
from sqlalchemy import select

from tests.makers import Stage
from workflow.consultation.telling import is_overtaken, tell_of_letters
from workflow.outbox.carriers import Mail
from workflow.outbox.rows import Parcel, State
from workflow.outbox.sending import PostOffice, dispatch

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
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]  # typeshed: policy of Message
        return answer


@dataclass
class Mailing:
    """A district whose people have addresses, and the server their mail goes to."""

    stage: Stage
    postmaster: Postmaster
    mail: Mail

    def dispatch(self) -> int:
        post_office = PostOffice((self.mail,), "https://zhengxun.example")
        return dispatch(self.stage.office.desk, post_office, tell_of_letters, is_overtaken)

    def parcels(self) -> list[tuple[State, str]]:
        with self.stage.office.desk(write=False) as desk:
            return [(p.state, p.result) for p in desk.session.scalars(select(Parcel).order_by(Parcel.id))]

    def recipients(self) -> list[str]:
        return sorted(str(mail["To"].addresses[0].addr_spec) for mail in self.postmaster.taken)
