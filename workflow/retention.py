"""What is not needed any more is cleared each night: one table says what, when, and what stays.

Nothing official is touched: papers, replies, signatures, the journal and kept files stay as long as the archive does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from workflow import tallies
from workflow.accounts import kept_forms
from workflow.consultation.model import Round
from workflow.desk import Desk
from workflow.errands.clearing import clear_results
from workflow.errors import Incomplete
from workflow.people import Setting

SETTING = "retention_days"
USUAL, SHORTEST, LONGEST = 180, 30, 3650
_HALF_A_DAY = timedelta(hours=12)
RESULTS = "result_retention_days"  # of what was made in the background and can be made anew
USUAL_RESULTS, SHORTEST_RESULTS = 30, 7
WRONG_RESULTS = f"压缩包的保留天数请填写{SHORTEST_RESULTS}至{LONGEST}之间的整数。"
WRONG = f"保留天数请填写{SHORTEST}至{LONGEST}之间的整数。"


@dataclass(frozen=True)
class Rule:
    """What is cleared; `clear` is given the desk and the moment before which it is due, and tells how much it was."""

    what: str
    clear: Callable[[Desk, datetime], int]


def days(desk: Desk) -> int:
    found = desk.session.get(Setting, SETTING)
    return int(found.value) if found else USUAL


def choose(desk: Desk, chosen: int) -> None:
    if not SHORTEST <= chosen <= LONGEST:
        raise Incomplete({SETTING: WRONG})
    desk.session.merge(Setting(name=SETTING, value=str(chosen), changed_at=desk.now))


def result_days(desk: Desk) -> int:
    found = desk.session.get(Setting, RESULTS)
    return int(found.value) if found else USUAL_RESULTS


def choose_results(desk: Desk, chosen: int) -> None:
    if not SHORTEST_RESULTS <= chosen <= LONGEST:
        raise Incomplete({RESULTS: WRONG_RESULTS})
    desk.session.merge(Setting(name=RESULTS, value=str(chosen), changed_at=desk.now))


def clear(desk: Desk) -> Mapping[str, int]:
    """Carry out every rule; what was cleared, by its name."""
    before = desk.now - timedelta(days=days(desk))
    return {rule.what: rule.clear(desk, before) for rule in RULES}


def _contacts(desk: Desk, before: datetime) -> int:
    """The telephone of whoever ran the round; the papers that were issued keep it."""
    due = select(Round.id).where(Round.archived_at < before, (Round.contact_phone != "") | (Round.contact_name != ""))
    found = desk.session.scalars(due).all()
    desk.session.execute(update(Round).where(Round.id.in_(found)).values(contact_phone="", contact_name=""))
    return len(found)


def _attempts(desk: Desk, _before: datetime) -> int:
    return tallies.forget(desk.session, desk.now)


def _half_uploads(desk: Desk, _before: datetime) -> int:
    return desk.files.place.clear(desk.now - _HALF_A_DAY)


def _forms(desk: Desk, _before: datetime) -> int:
    return kept_forms.forget_old(desk)


def _results(desk: Desk, _before: datetime) -> int:
    return clear_results(desk, desk.now - timedelta(days=result_days(desk)))


RULES: tuple[Rule, ...] = (
    Rule("归档满保留天数的征求意见中登记的联系人和电话（已印发的文书照旧）", _contacts),
    Rule("已过期的访问次数记录", _attempts),
    Rule("登录失效时代存、过了一天没有取回的填写内容", _forms),
    Rule("没有传完的上传文件", _half_uploads),
    Rule("后台办理制作的压缩包和归档包（满压缩包保留天数，可以重新制作）", _results),
)
