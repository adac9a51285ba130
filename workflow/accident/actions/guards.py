"""What must hold before anybody works in or on a team: that it is there, who is in it, that its report is still open."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from workflow.accident.model import Accident, Cause, Evidence, Measure, Member, Stage
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.people import PostKind

# While there is a team to be formed or changed.
AT_WORK = (Stage.FORMING_TEAM, Stage.INVESTIGATING, Stage.APPROVING)
_Part = TypeVar("_Part", Evidence, Cause, Measure)
INVESTIGATION_NOT_OPEN = "本案现在不在调查阶段，不能改动调查材料。请从“待办”进入，查看本案现在的环节。"
LAID_BEFORE_TEAM = (
    "调查报告已提交调查组讨论签署，所附证据、原因和措施（条例第30条）不能再改动。"
    "确需改动的，请先退回修改，形成下一稿后再办。"
)


def team_of(accident: Accident) -> int:
    if accident.team_unit_id is None:
        raise Refusal("本案尚未成立调查组，不能开展调查取证（条例第22条）。请先报请成立调查组。")
    return accident.team_unit_id


def must_be_of_the_team(desk: Desk, accident: Accident) -> None:
    """The clerks and the leader of the team investigate and write."""
    desk.must_hold(team_of(accident), PostKind.CLERK, PostKind.LEADER)


def must_be_in_work(desk: Desk, accident: Accident) -> None:
    """Under lock: somebody of the team is at work on a report that nobody has been asked to sign."""
    must_be_of_the_team(desk, accident)
    desk.lock([accident])
    if accident.report_finished_at is not None:
        raise Refusal(LAID_BEFORE_TEAM)
    if accident.stage is not Stage.INVESTIGATING:
        raise Stale(INVESTIGATION_NOT_OPEN)


def must_be_filled(checks: Iterable[tuple[str, str, str]]) -> None:
    """(field, what was typed, sentence): each field that is blank is refused, all at once."""
    missing = {field: sentence for field, text, sentence in checks if not text.strip()}
    if missing:
        raise Incomplete(missing)


def must_have_happened(desk: Desk, accident: Accident, field: str, what: str, at: datetime) -> None:
    if at > desk.now:
        raise Incomplete({field: f"{what}时间晚于现在，请核对后重新填写。"})
    if at < accident.occurred_at:
        occurred = moment_in_words(accident.occurred_at)
        raise Incomplete({field: f"{what}时间早于事故发生时间（{occurred}），请核对后重新填写。"})


def part_by_key(parts: Sequence[_Part], key: str, what: str) -> _Part:
    part = next((part for part in parts if part.key == key), None)
    if part is None:
        raise Stale(f"没有找到这{what}，可能已有变化。请刷新后核对再办。")
    return part


def must_be_at_work(accident: Accident) -> None:
    if accident.stage not in AT_WORK:
        raise Stale("本案现在没有在组建或者运行的调查组，成员不能变动。")


def must_be_here(accident: Accident, member: Member) -> None:
    if member not in accident.members or not member.is_active:
        raise Stale("这名人员已不在调查组中，请刷新后核对名单。")
