"""How a message leaves the house: by SMTP, or as a signed webhook to a gateway. Each says what came of it."""

import hashlib
import hmac
import http.client
import json
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from workflow.clock import Clock, real_clock
from workflow.outbox.composing import SENDER, Message
from workflow.outbox.rows import Way

PATIENCE = 20  # seconds for one answer of the other side
TEMPORARY = (408, 425, 429)  # answers of HTTP that ask to come again, besides 5xx


class NotTaken(Exception):
    """The other side did not take the message. `again`: it may be offered once more."""

    def __init__(self, answer: str, *, again: bool) -> None:
        super().__init__(answer)
        self.answer, self.again = answer, again


class NobodyKnows(Exception):
    """The message was handed over and the answer got lost: offering it again might bring it twice."""


class Carrier(Protocol):
    """Takes one message; returns what the other side answered, in words for the record."""

    @property
    def way(self) -> Way: ...
    def send(self, message: Message) -> str: ...


@dataclass(frozen=True)
class Mail:
    """smtp://user:password@host:port or smtps://…; STARTTLS is used where the server offers it."""

    url: str
    sender: str
    way: Way = Way.MAIL

    def send(self, message: Message) -> str:
        with self._connected() as server:
            _offer(server, self.sender, message.address)
            return _hand_over(server, self._envelope(message))

    def _envelope(self, message: Message) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((SENDER, self.sender))
        mail["To"] = formataddr((message.name, message.address))
        mail["Subject"] = message.title
        mail["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers, please
        mail.set_content(message.text)
        return mail.as_bytes()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        parts = urlsplit(self.url)
        secure = parts.scheme == "smtps"
        try:
            server = (smtplib.SMTP_SSL if secure else smtplib.SMTP)(
                parts.hostname or "", parts.port or 0, timeout=PATIENCE
            )
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(f"邮件服务器无法连接（{error}）", again=True) from error
        try:
            _secure_and_log_in(server, parts.username, parts.password, secure=secure)
            yield server
        finally:
            server.close()


def _secure_and_log_in(server: smtplib.SMTP, user: str | None, password: str | None, *, secure: bool) -> None:
    try:
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if user:
            server.login(unquote(user), unquote(password or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"邮件服务器不接受登录（{error}）", again=True) from error


def _offer(server: smtplib.SMTP, sender: str, address: str) -> None:
    """Sender and recipient: until here nothing has been handed over."""
    try:
        answers = [server.mail(sender), server.rcpt(address)]
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"邮件服务器中断了连接（{error}）", again=True) from error
    for code, answer in answers:
        if code >= 300:
            raise NotTaken(f"邮件服务器不接受收件人：{code} {_text(answer)}", again=code < 500)


def _hand_over(server: smtplib.SMTP, envelope: bytes) -> str:
    try:
        code, answer = server.data(envelope)
    except smtplib.SMTPDataError as error:
        raise NotTaken(f"邮件服务器不接受内容：{error.smtp_code}", again=error.smtp_code < 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NobodyKnows(str(error)) from error
    if code >= 300:
        raise NotTaken(f"邮件服务器不接受内容：{code} {_text(answer)}", again=code < 500)
    return f"邮件服务器已接收：{code} {_text(answer)}"


def _text(answer: bytes) -> str:
    return answer.decode(errors="replace")[:200]


@dataclass(frozen=True)
class Gateway:
    """POST of JSON {id, login, name, title, text} to `url`, signed: X-Zhengxun-Signature = HMAC-SHA256(secret,
    timestamp + "." + body) in hex. The id stays the same when a message is offered again."""

    url: str
    secret: str
    clock: Clock = real_clock
    way: Way = Way.GATEWAY

    def send(self, message: Message) -> str:
        body = json.dumps(
            {
                "id": message.id, "login": message.address, "name": message.name, "title": message.title,
                "text": message.text,
            },
            ensure_ascii=False,
        ).encode()  # fmt: skip
        status = self._post(body, self._headers(body))
        if status >= 300:
            raise NotTaken(f"消息网关不接受：{status}", again=status >= 500 or status in TEMPORARY)
        return f"消息网关已接收：{status}"

    def _headers(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(self.clock().timestamp()))
        signature = hmac.new(self.secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Zhengxun-Timestamp": timestamp,
            "X-Zhengxun-Signature": signature,
        }

    def _post(self, body: bytes, headers: dict[str, str]) -> int:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
        try:
            connection.connect()
        except OSError as error:
            raise NotTaken(f"消息网关无法连接（{error}）", again=True) from error
        try:
            connection.request("POST", parts.path or "/", body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise NobodyKnows(str(error)) from error
        finally:
            connection.close()
