"""What the system watches in an investigation: its plan from the facts, and whom each alarm concerns."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workflow.accident.actions import supervising
from workflow.accident.actions.alarms import Watch, notify
from workflow.accident.model import Accident, Alarm, Stage
from workflow.accident.rules import clocks, reporting
from workflow.accident.rules.alarms import AlarmKind, Planned, Watched, planned
from workflow.accident.rules.triggers import Trigger
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.desk import Desk
from workflow.people import Unit

FINISHED = (Stage.TRANSFERRED, Stage.ARCHIVED)
_CLOSED = AlarmKind.SUPPLEMENT_CLOSED
_ReportClock = Callable[[datetime, datetime | None], reporting.ReportClock]


def plan_of_case(desk: Desk, accident: Accident) -> list[Planned]:
    """Everything the system will say about the case by itself, if nothing else changes."""
    if accident.stage in FINISHED:
        return []
    settings = clock_settings(desk.session)
    facts = facts_of(accident, settings, desk.calendar)
    ahead = planned(_watched(accident), clocks.all_clocks(facts), settings.warning_days)
    return [one for one in ahead if one.due > desk.now or _still_matters(accident, one)]


def _watched(accident: Accident) -> Watched:
    approved = accident.approved_at is not None
    return Watched(
        unit_reports=_last_moment(accident.learned_at, accident.unit_reported_at, reporting.unit_report),
        we_report_up=_last_moment(accident.received_at, accident.reported_up_at, reporting.level_report),
        team_forms=accident.team_appointed_at is None,
        report_comes=accident.submitted_at is None,
        approval_comes=accident.submitted_at is not None and not approved,
        publication_comes=approved and accident.published_at is None,
        evaluation_begins=approved and accident.evaluation is None,
        penalties=tuple(item.due_on for item in accident.accountabilities if item.due_on and not item.carried_out_at),
    )


def _last_moment(start: datetime | None, done: datetime | None, clock: _ReportClock) -> datetime | None:
    return clock(start, None).due if start and done is None else None


def _still_matters(accident: Accident, one: Planned) -> bool:
    """What is past when the plan is made: said at once, unless it only closes a window or the report was in already."""
    returned = one.kind == AlarmKind.REPORT_OVERDUE and accident.report_version > 1
    return one.kind != _CLOSED and not returned


# -- what follows an alarm

_Concerned = Callable[[Accident], tuple[Unit | None, ...]]


def _office(accident: Accident) -> tuple[Unit | None, ...]:
    return (accident.lead_unit,)


def _team(accident: Accident) -> tuple[Unit | None, ...]:
    return accident.lead_unit, accident.team_unit


def _government(accident: Accident) -> tuple[Unit | None, ...]:
    return accident.lead_unit, accident.government


def _all(accident: Accident) -> tuple[Unit | None, ...]:
    return accident.lead_unit, accident.team_unit, accident.government


CONCERNED: Mapping[AlarmKind, _Concerned] = {
    AlarmKind.UNIT_REPORT_LATE: _office,
    AlarmKind.REPORT_UP_LATE: _government,
    AlarmKind.SUPPLEMENT_CLOSED: _office,
    AlarmKind.NO_TEAM: _government,
    AlarmKind.REPORT_SOON: _team,
    AlarmKind.REPORT_OVERDUE: _all,
    AlarmKind.APPROVAL_SOON: _government,
    AlarmKind.APPROVAL_OVERDUE: _government,
    AlarmKind.PENALTY_LATE: _government,
    AlarmKind.PUBLISH_SOON: _office,
    AlarmKind.PUBLISH_OVERDUE: _government,
    AlarmKind.EVALUATION_OPENS: _government,
}

SUGGESTS: Mapping[AlarmKind, Trigger] = {  # alarm -> the trigger of a suggested supervision
    AlarmKind.NO_TEAM: Trigger.NO_TEAM,
    AlarmKind.REPORT_OVERDUE: Trigger.REPORT_LATE,
    AlarmKind.APPROVAL_OVERDUE: Trigger.APPROVAL_LATE,
    AlarmKind.PENALTY_LATE: Trigger.PENALTY_LATE,
}


def say(desk: Desk, accident: Accident, alarm: Alarm) -> None:
    """Whom it concerns is told; what should have been done long ago is suggested for supervision."""
    kind = AlarmKind(alarm.kind)
    notify(desk, accident, CONCERNED[kind](accident), alarm)
    if kind in SUGGESTS:
        supervising.suggest(desk, accident, SUGGESTS[kind])


WATCH = Watch(plan_of_case, say)
