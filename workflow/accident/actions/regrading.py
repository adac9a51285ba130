"""等级随伤亡变化: the table decides again; whether a superior takes the case over is the superior's decision."""

from workflow.accident.actions import alarms
from workflow.accident.model import Accident
from workflow.accident.paperwork.beginning import casualties_of
from workflow.accident.rules.grading import Grade, Graded, grade
from workflow.accident.rules.jurisdiction import transfer
from workflow.accident.settings import clock_settings, jurisdiction
from workflow.accident.timing import facts_of
from workflow.clock import day_of
from workflow.desk import Desk


def graded(accident: Accident) -> Graded:
    """What the table says of the figures known now; the line of figures keeps it."""
    found = grade(casualties_of(accident))
    accident.casualties.grade = found.grade
    return found


def regrade(desk: Desk, accident: Accident) -> None:
    """After new figures: a case that has its class gets the one the table gives now, up or down."""
    after = graded(accident)
    if accident.grade is None or after.grade == accident.grade:
        return
    before = Grade(accident.grade)
    accident.grade = after.grade
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    moved = transfer(before, after.grade, day_of(accident.casualties.true_at), facts, jurisdiction(desk.session))
    desk.note("regrade", accident, before=before.label, after=after.grade.label, why=after.why)
    if moved.is_possible:
        desk.note("may_be_transferred", accident, why=moved.why)
    alarms.plan_again(desk, accident)
