"""How this office follows up late measures: its setting, read and changed."""

from sqlalchemy.orm import Session

from workflow.accident.rules.escalation import Pace
from workflow.accident.settings import OfficeSettings
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import PostKind, Setting, Unit

BEFORE = "accident.measure_reminders"  # days before the due day: "7,1"
LATE = "accident.measure_escalation"  # days after it, for 催办,督办,约谈,通报: "1,7,15,30"


def pace_of(session: Session) -> Pace:
    """The pace that is set, or the usual one."""
    usual = Pace()
    return Pace(_days(session, BEFORE) or usual.before, _days(session, LATE) or usual.late)


def choose_pace(desk: Desk, office: Unit, before: str, late: str) -> None:
    """Both as the office types them, days with commas; it counts for what is planned from now on."""
    desk.must_hold(office.id, PostKind.CLERK, PostKind.LEADER)
    Pace(_read("before", before), _read("late", late))
    for name, value in ((BEFORE, before), (LATE, late)):
        desk.session.merge(Setting(name=name, value=value.strip(), changed_at=desk.now))
    desk.session.flush()
    desk.note("choose_pace", OfficeSettings(office.id), before=before.strip(), late=late.strip())


def _read(field: str, text: str) -> tuple[int, ...]:
    try:
        return tuple(int(days) for days in text.replace("，", ",").split(",") if days.strip())
    except ValueError:
        raise Incomplete({field: f"“{text}”不是天数，请填写整数，几个之间用逗号隔开。"}) from None


def _days(session: Session, name: str) -> tuple[int, ...]:
    setting = session.get(Setting, name)
    return _read(name, setting.value) if setting else ()
