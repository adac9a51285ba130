"""A case as its clocks see it: from the rows of the database to `rules.facts.Facts`, and the clocks people are shown."""

from sqlalchemy.orm import Session, object_session

from workflow.accident.model import Accident, Regime
from workflow.accident.rules import clocks, reporting
from workflow.accident.rules.clocks import Clock
from workflow.accident.rules.facts import Facts, Settings
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Pause
from workflow.accident.settings import clock_settings
from workflow.clock import day_of
from workflow.workdays import Calendar

SHORT_WINDOW = (Regime.ROAD_TRAFFIC, Regime.FIRE)  # 条例第13条: seven days instead of thirty


def facts_of(accident: Accident, settings: Settings, calendar: Calendar | None = None) -> Facts:
    """What the statutory clocks of this case depend on."""
    supervision, evaluation = accident.supervision, accident.evaluation
    grade = Grade(accident.grade) if accident.grade else Grade.ORDINARY
    is_first = evaluation is not None and evaluation.pass_number == 1  # a 复评 has no days of its own
    return Facts(
        occurred=accident.occurred_on,
        grade=grade,
        traffic_or_fire=accident.regime in SHORT_WINDOW,
        appraisals=tuple(Pause(a.commissioned_on, a.concluded_on) for a in accident.appraisals),
        extension_days=accident.report_extension_days,
        submitted=day_of(accident.submitted_at) if accident.submitted_at else None,
        approval_extension_days=accident.approval_extension_days if grade is Grade.EXTREME else 0,  # 条例第32条
        approved=day_of(accident.approved_at) if accident.approved_at else None,
        supervised=day_of(supervision.imposed_at) if supervision and supervision.imposed_at else None,
        evaluation_began=day_of(evaluation.opened_at) if evaluation and is_first else None,
        settings=settings,
        calendar=calendar or Calendar(),
    )


def clocks_of(accident: Accident, settings: Settings, calendar: Calendar | None = None) -> list[Clock]:
    """Every clock of the case that has begun, in the order of its life."""
    return list(clocks.all_clocks(facts_of(accident, settings, calendar)).values())


def report_clocks(accident: Accident) -> list[reporting.ReportClock]:
    """The first hours: the unit's one hour and our two."""
    found = []
    if accident.learned_at:
        found.append(reporting.unit_report(accident.learned_at, accident.unit_reported_at))
    if accident.received_at:
        found.append(reporting.level_report(accident.received_at, accident.reported_up_at))
    return found


def facts_now(accident: Accident) -> Facts:
    """With the settings as they are: for the engine, which has the case but no desk."""
    return facts_of(accident, clock_settings(session_of(accident)))


def session_of(accident: Accident) -> Session:
    """The session a loaded case belongs to."""
    session = object_session(accident)
    assert session is not None
    return session
