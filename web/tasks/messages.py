"""通知: what the officer's units were told inside the system, and he about his account, the latest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from web.tasks import pages
from workflow.accident import desks as case_desks
from workflow.accounts import news as account_news
from workflow.consultation import desks
from workflow.desk import Desk


@dataclass(frozen=True)
class Message:
    """One line of 通知."""

    title: str
    body: str
    at: datetime
    is_unread: bool
    url: str


def messages(desk: Desk) -> list[Message]:
    each = [*_of_rounds(desk), *_of_cases(desk), *_of_account(desk)]
    found = sorted(each, key=lambda message: message.at, reverse=True)
    return found[: desks.MOST]


def _of_rounds(desk: Desk) -> Iterator[Message]:
    for news in desks.notices(desk):
        yield Message(news.title, news.body, news.at, news.is_unread, url_for("replies.show", key=news.key))


def _of_cases(desk: Desk) -> Iterator[Message]:
    found = case_desks.notices(desk)
    for news, url in zip(found, pages.of_cases(desk, found), strict=True):
        yield Message(news.title, news.body, news.at, news.is_unread, url)


def _of_account(desk: Desk) -> Iterator[Message]:
    """What was done to his own account; once he has read it, it stands there alone."""
    for told in account_news.latest(desk):
        if told.read_at is None:
            yield Message(told.title, told.body, told.created_at, True, url_for("accounts.show"))
