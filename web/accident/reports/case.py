"""Whose case it is, what of it waits for the person at the page, and the pages that lead through it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from web.frame.answers import done
from web.steps import own_steps
from workflow.accident.model import Accident, Stage
from workflow.accident.rules import clocks, gate
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.accident.words import opening
from workflow.accident.words import report as words
from workflow.desk import Desk
from workflow.people import PostKind

_WORK = (PostKind.CLERK, PostKind.LEADER)


def of_the_team(desk: Desk, accident: Accident) -> bool:
    return accident.team_unit_id is not None and desk.holds(accident.team_unit_id, *_WORK)


def of_the_office(desk: Desk, accident: Accident) -> bool:
    return desk.holds(accident.lead_unit_id, PostKind.CLERK)


def is_written(desk: Desk, accident: Accident) -> bool:
    """The person may change what belongs to the report: it is in work, and he is of the team."""
    in_work = accident.stage is Stage.INVESTIGATING and accident.report_finished_at is None
    return in_work and of_the_team(desk, accident)


def due(desk: Desk, accident: Accident, name: str) -> date | None:
    """The last day of one of the case's clocks; None as long as it has not begun or stands still."""
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    clock = clocks.all_clocks(facts).get(name)
    return clock.due if clock else None


def hands_over(desk: Desk, accident: Accident) -> bool:
    """Evidence lies with the team while it investigates, with the office from the submission on."""
    if accident.stage is Stage.INVESTIGATING:
        return of_the_team(desk, accident)
    return accident.stage in (Stage.APPROVING, Stage.CLOSED) and of_the_office(desk, accident)


@dataclass(frozen=True)
class Tab:
    """One of the pages of a case, with those below it; it shows as soon as there is something on it.

    `paths`: the words after the case's key in the addresses that belong to it.
    """

    title: str
    endpoint: str
    paths: tuple[str, ...]
    reached: Callable[[Accident], object] = lambda _: True


TABS = (
    Tab("调查进展", "investigate", ("investigation",)),
    Tab("证据", "evidence", ("evidence",)),
    Tab("原因分析", "causes", ("causes",)),
    Tab("拟提措施", "measures", ("proposals",)),
    Tab("报告撰写", "chapters", ("report",)),
    Tab(
        "讨论签署",
        "sign_report",
        ("signatures", "conclusion", "decision"),
        lambda a: a.report_finished_at or a.signatures,
    ),
    Tab("报送批复", "submit", ("submission", "consent", "approval"), lambda a: a.report_signed_at),
    Tab("公布", "publish", ("publication", "privacy"), lambda a: a.approved_at),
    Tab("责任追究", "settle_accountability", ("accountability",)),
    Tab("归档", "archive", ("archive",), lambda a: a.approved_at),
)


def about(desk: Desk, accident: Accident) -> dict[str, Any]:
    """What every page of a case shows."""
    return {
        "accident": accident,
        "tabs": [(tab.title, _url(tab.endpoint, accident.key), _is_here(tab)) for tab in TABS if tab.reached(accident)],
        "stage": opening.STAGES[accident.stage],
        "waits": own_steps(desk, accident),
        "writes": is_written(desk, accident),
        "in_team": of_the_team(desk, accident),
        "in_office": of_the_office(desk, accident),
        "words": words,
        "roles": opening.ROLES,
        "chapters": gate.CHAPTERS,
    }


def _is_here(tab: Tab) -> bool:
    """Also where a form of the page was sent to and came back."""
    _, _, below = request.path.partition("/accident/")
    return below.split("/")[1] in tab.paths


def _url(endpoint: str, key: str, **values: Any) -> str:
    return url_for(f"reports.{endpoint}", key=key, **values)


def to(page: str, key: str, told: str, **values: Any) -> ResponseReturnValue:
    """After something was done: the page that shows it, with a sentence."""
    return done(told, f"reports.{page}", key=key, **values)


# -- where what is missing is mended


def link_of(accident: Accident, line: gate.Missing) -> str:
    """The address for one line of the gate; `line.link` is «part» or «part:key»."""
    part, _, rest = line.link.partition(":")
    return _MENDED_AT[part](accident.key, rest)


def _dissent_page(key: str, _: str) -> str:
    return _url("sign_report", key, _anchor="dissents")


_MENDED_AT: dict[str, Callable[[str, str], str]] = {
    "chapter": lambda key, kind: _url("write", key, chapter=kind),
    "cause": lambda key, cause: _url("cause", key, cause=cause),
    "causes": lambda key, _: _url("causes", key, _anchor="add"),
    "measure": lambda key, measure: _url("measure", key, measure=measure),
    "member": lambda key, member: _url("sign_report", key, _anchor=f"member-{member}"),
    "conclusion": _dissent_page,
    "consent": lambda key, _: _url("ask_consent", key),
    "appraisals": lambda key, _: url_for("accidents.appraisals", key=key),
    "return": lambda key, _: _url("submit", key, _anchor="back"),
}
