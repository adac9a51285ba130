"""待办, the first page: what waits for whoever looks, by urgency; what waits on others; what he did last; what he was told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.deadlines import Countdown, DueDay, countdown, due_day
from web.frame.desk import read_desk
from web.lists import Column, List, Narrowing, look_at, options_by
from web.tasks.blueprint import blueprint
from web.tasks.done import steps
from web.tasks.messages import messages
from web.tasks.others import awaited
from web.tasks.pages import is_of_rounds
from workflow.accident import desks as case_desks
from workflow.clock import day_of
from workflow.desk import Desk
from workflow.engine import inbox
from workflow.engine.process import Named

SOON = 3  # working days that are soon
LATEST = 5  # steps that were done


class Urgency(StrEnum):
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"  # without a date


URGENCIES = {
    Urgency.LATE: "已过期限",
    Urgency.TODAY: "今天到期",
    Urgency.SOON: f"{SOON}个工作日以内",
    Urgency.LATER: "以后",
    Urgency.OPEN: "不限期",
}


TONES = {Urgency.LATE: "bad", Urgency.TODAY: "warn"}


class Field(StrEnum):
    CONSULTATION = "consultation"
    ACCIDENT = "accident"


FIELDS = {Field.CONSULTATION: "征求意见", Field.ACCIDENT: "事故处理"}


@dataclass(frozen=True)
class Task:
    """One line of 待办."""

    title: str
    about: str
    step: str
    since: datetime
    over: datetime | None
    deadline: Countdown | None
    due: DueDay | None  # of a case that runs until a day instead
    urgency: Urgency
    field: Field
    url: str

    @property
    def in_words(self) -> str:
        """How long is left and until when, as the sheet says it."""
        limit = self.deadline or self.due
        return limit.left if limit else "不限期"


TASKS: List[Task] = List(
    "tasks",
    "待办事项",
    "tasks.waiting",
    (
        Column("事项", lambda task: task.title, "title"),
        Column("有关单位", lambda task: task.about, on_page=False),
        Column("办理环节", lambda task: task.step, "step"),
        Column("收到时间", lambda task: task.since, "since"),
        Column("期限", lambda task: task.over, "deadline"),
        Column("剩余时间", lambda task: task.in_words, on_page=False),
    ),
    narrowings={
        "field": Narrowing(lambda task, field: task.field == field, frozenset(Field)),
        "urgency": Narrowing(lambda task, urgency: task.urgency == urgency, frozenset(Urgency)),
    },
    size=100,
)


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    look = look_at(TASKS)
    with read_desk() as desk:
        if step := _step_about(desk, request.args.get("about", "")):
            return redirect(step)
        found = list(_tasks(desk))
        shown = look.shown(found)
        return look.answer(
            found,
            "tasks/waiting.html",
            groups=[("", list(shown.lines))] if look.sort else _by_urgency(shown.lines),
            fields=options_by(found, lambda task: task.field, FIELDS, {}, look.chosen["field"]),
            urgencies=options_by(found, lambda task: task.urgency, URGENCIES, TONES, look.chosen["urgency"]),
            others=awaited(desk),
            latest=steps(desk)[0][:LATEST],
            notices=messages(desk),
        )


def _step_about(desk: Desk, subject: str) -> str | None:
    """The link of a mail leads to the one step about its subject that waits for the reader; else he finds his desk."""
    waiting = inbox.waiting(desk, desk.engine, desk.duties) if subject else []
    found = [url_for(task.page, key=task.case.key) for task in waiting if task.subject == subject]
    return found[0] if len(found) == 1 else None


def _by_urgency(tasks: Sequence[Task]) -> list[tuple[str, list[Task]]]:
    return [(URGENCIES[urgency], list(some)) for urgency, some in groupby(tasks, key=lambda task: task.urgency)]


def _tasks(desk: Desk) -> Iterator[Task]:
    """The most urgent first."""
    found = [*inbox.waiting(desk, desk.engine, desk.duties), *case_desks.signatures_to_record(desk)]
    for task in sorted(found, key=inbox.urgency):
        case = task.case
        days = (case.due_on - desk.today).days if case.due_on else None
        yield Task(
            case.title, case.about, task.step, task.since, case.over, countdown(desk, case.deadline),
            due_day(case.due_on, days), urgency_of(desk, case),
            Field.CONSULTATION if is_of_rounds(task.page) else Field.ACCIDENT, url_for(task.page, key=case.key),
        )  # fmt: skip


def urgency_of(desk: Desk, case: Named) -> Urgency:
    last = case.due_on or (day_of(case.deadline) if case.deadline else None)
    if case.over is None or last is None:
        return Urgency.OPEN
    if case.over <= desk.now:
        return Urgency.LATE
    if last == desk.today:
        return Urgency.TODAY
    return Urgency.SOON if desk.calendar.workdays_between(desk.today, last) <= SOON else Urgency.LATER
