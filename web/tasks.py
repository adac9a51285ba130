"""Everybody's desk: what waits, what was done, what was begun."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from web.deadlines import Countdown, DueDay, countdown, due_day
from web.frame.desk import read_desk
from workflow.accident import desks as case_desks
from workflow.accident.custody import is_seen
from workflow.accident.model import Accident, Measure
from workflow.accident.words.opening import STAGES
from workflow.accounts import news as account_news
from workflow.consultation import desks, words
from workflow.desk import Desk
from workflow.engine import inbox

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    with read_desk() as desk:
        if step := _step_about(desk, request.args.get("about", "")):
            return redirect(step)
        notices = sorted(
            [*_of_rounds(desk), *_of_cases(desk), *_of_account(desk)], key=lambda notice: notice.at, reverse=True
        )
        return render_template("tasks/waiting.html", tasks=list(_tasks(desk)), notices=notices[: desks.MOST])


def _step_about(desk: Desk, subject: str) -> str | None:
    """The link of a mail leads to the one step about its subject that waits for the reader; else he finds his desk."""
    waiting = inbox.waiting(desk, desk.engine, desk.posts) if subject else []
    found = [url_for(task.page, key=task.case.key) for task in waiting if task.subject == subject]
    return found[0] if len(found) == 1 else None


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    with read_desk() as desk:
        rounds, more_rounds = desks.done(desk)
        cases, more_cases = case_desks.done(desk)
        lines: list[tuple[desks.Done | case_desks.Done, str]] = [
            *((each, _page_of(each)) for each in rounds),
            *zip(cases, _pages_of(desk, cases), strict=True),
        ]
        lines.sort(key=lambda line: line[0].at, reverse=True)
        has_older = more_rounds or more_cases or len(lines) > desks.MOST
        return render_template("tasks/done.html", lines=lines[: desks.MOST], most=desks.MOST, has_older=has_older)


@blueprint.get("/started")
def started() -> ResponseReturnValue:
    with read_desk() as desk:
        rounds = [(each, url_for("rounds.board", key=each.key)) for each in desks.started(desk)]
        cases = [(each, url_for("accidents.show", key=each.key)) for each in case_desks.started(desk)]
        return render_template(
            "tasks/started.html", rounds=rounds, stages=words.ROUND_STAGES, cases=cases, case_stages=STAGES
        )


@dataclass(frozen=True)
class Task:
    """One line of 待办."""

    title: str
    about: str
    step: str
    since: datetime
    deadline: Countdown | None
    due: DueDay | None  # of a case that runs until a day instead
    url: str


def _tasks(desk: Desk) -> Iterator[Task]:
    found = [*inbox.waiting(desk, desk.engine, desk.posts), *case_desks.signatures_to_record(desk)]
    for task in sorted(found, key=inbox.urgency):
        case = task.case
        days = (case.due_on - desk.today).days if case.due_on else None
        yield Task(
            case.title, case.about, task.step, task.since, countdown(desk, case.deadline), due_day(case.due_on, days),
            url_for(task.page, key=case.key),
        )  # fmt: skip


def _page_of(line: desks.Done) -> str:
    """People of a unit look at their reply, the office at its round."""
    if line.is_own_unit and line.reply_key:
        return url_for("replies.show", key=line.reply_key)
    return url_for("rounds.board", key=line.round_key)


@dataclass(frozen=True)
class Message:
    """One line of 通知."""

    title: str
    body: str
    at: datetime
    is_unread: bool
    url: str


def _of_rounds(desk: Desk) -> Iterator[Message]:
    for news in desks.notices(desk):
        yield Message(news.title, news.body, news.at, news.is_unread, url_for("replies.show", key=news.key))


def _of_cases(desk: Desk) -> Iterator[Message]:
    found = case_desks.notices(desk)
    for news, url in zip(found, _pages_of(desk, found), strict=True):
        yield Message(news.title, news.body, news.at, news.is_unread, url)


def _of_account(desk: Desk) -> Iterator[Message]:
    """What was done to his own account; once he has read it, it stands there alone."""
    for told in account_news.latest(desk):
        if told.read_at is None:
            yield Message(told.title, told.body, told.created_at, True, url_for("accounts.show"))


class _AboutCase(Protocol):
    """A line about a case or, named in the journal's way, about a part of it."""

    @property
    def accident_key(self) -> str: ...
    @property
    def subject(self) -> str: ...


def _pages_of(desk: Desk, lines: Sequence[_AboutCase]) -> Iterator[str]:
    """Whoever sees the case is led to it; a unit to the measure that the line is about; else ""."""
    seen = set(desk.session.scalars(select(Accident.key).where(is_seen(desk))))
    measures = {f"measure:{id_}": key for id_, key in desk.session.execute(_measures_in(lines))}
    for line in lines:
        case = url_for("accidents.show", key=line.accident_key) if line.accident_key in seen else ""
        measure = url_for("measures.show", key=measures[line.subject]) if line.subject in measures else ""
        yield case or measure


def _measures_in(lines: Sequence[_AboutCase]) -> Select[int, str]:
    ids = {int(line.subject.partition(":")[2]) for line in lines if line.subject.startswith("measure:")}
    return select(Measure.id, Measure.key).where(Measure.id.in_(ids))
