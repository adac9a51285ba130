"""更正登记: the title or place of a registered accident was wrong.

The journal keeps what stood before, beside what stands now and why; papers that were made stay as they are.
"""

from workflow.accident.actions.reporting import LONGEST
from workflow.accident.model import Accident, Stage
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale
from workflow.people import PostKind

FIELDS = {"title": "事故名称", "place": "事故发生地点"}
OPEN_TO_CORRECTION = (Stage.REPORTED, Stage.CLASSIFYING, Stage.FORMING_TEAM, Stage.INVESTIGATING)


def correct(desk: Desk, accident: Accident, *, title: str, place: str, reason: str) -> None:
    """Until the report lies before the team, which signs what it says."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    if not may_be_corrected(accident):
        raise Stale("调查报告已经提交讨论签署，登记的名称和地点不再更正。报告有误的，请由调查组退回修改后再办。")
    said = {"title": title.strip(), "place": place.strip()}
    _must_be_right(accident, said, reason.strip())
    for name, text in said.items():
        old = getattr(accident, name)
        if text != old:
            desk.note("correct_registration", accident, what=FIELDS[name], old=old, new=text, reason=reason.strip())
            setattr(accident, name, text)


def may_be_corrected(accident: Accident) -> bool:
    return accident.stage in OPEN_TO_CORRECTION and accident.report_finished_at is None


def _must_be_right(accident: Accident, said: dict[str, str], reason: str) -> None:
    wrong = {name: f"请填写{FIELDS[name]}。" for name, text in said.items() if not text}
    if len(said["title"]) > LONGEST["title"]:
        wrong["title"] = f"事故名称最多{LONGEST['title']}个字，请精简。"
    if not reason:
        wrong["reason"] = "请写明更正的理由，将与原来的登记一并保留。"
    if not wrong and all(text == getattr(accident, name) for name, text in said.items()):
        wrong["title"] = "名称和地点都没有变化，不需要更正。请修改后再办。"
    if wrong:
        raise Incomplete(wrong)
