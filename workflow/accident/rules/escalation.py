"""What follows when a measure comes due and is not done: reminders before, then 催办 → 督办 → 约谈 → 通报.

The days are the office's to set (`Pace`); an approved extension moves them all, a closed measure has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.accident.model.measure import Escalation
from workflow.accident.rules.alarms import WARN_AT, Planned
from workflow.clock import at_time, day_in_words
from workflow.errors import Incomplete

DUE_SOON = "measure_due_soon"
STEPS: Mapping[str, Escalation] = {f"measure_{step}": step for step in Escalation}  # kind of alarm -> step

_SAYS: Mapping[Escalation, str] = {
    Escalation.REMINDED: "{what}应于{due}前完成，已逾期{late}天，现予催办，请抓紧落实并报送佐证材料。",
    Escalation.SUPERVISED: "{what}应于{due}前完成，已逾期{late}天，转为督办，请书面说明原因和完成时间。",
    Escalation.SUMMONED: "{what}应于{due}前完成，已逾期{late}天，转为约谈，请区安委办约谈责任单位主要领导。",
    Escalation.REPRIMANDED: "{what}应于{due}前完成，已逾期{late}天，予以通报，并作为追究责任的线索。",
}


@dataclass(frozen=True)
class Pace:
    """How fast a measure is followed up, in natural days: before its due day, and after it for each step in turn."""

    before: tuple[int, ...] = (7, 1)
    late: tuple[int, ...] = (1, 7, 15, 30)  # 催办, 督办, 约谈, 通报

    def __post_init__(self) -> None:
        if len(self.late) != len(Escalation) or list(self.late) != sorted(set(self.late)) or self.late[0] < 1:
            raise Incomplete(
                {"late": "催办、督办、约谈、通报的逾期天数应当填写四个，从1天起依次增大，请重新填写，如“1,7,15,30”。"}
            )
        if any(days < 0 for days in self.before):
            raise Incomplete({"before": "到期前提醒的天数不能为负数，请重新填写，如“7,1”。"})


def planned(what: str, due_on: date, pace: Pace) -> list[Planned]:
    """Every alarm of a measure that is being carried out, the earliest first. `what`: 第3项整改措施（某单位）."""
    return [*_before(what, due_on, pace), *_after(what, due_on, pace)]


def _before(what: str, due_on: date, pace: Pace) -> Iterator[Planned]:
    for days in sorted(set(pace.before), reverse=True):
        left = f"还有{days}天" if days else "今日到期"
        says = f"{what}应于{day_in_words(due_on)}前完成，{left}。完成后请报送佐证材料；确需延期的，请在届满前申请。"
        yield Planned(DUE_SOON, at_time(due_on - timedelta(days), WARN_AT), says, is_warning=True)


def _after(what: str, due_on: date, pace: Pace) -> Iterator[Planned]:
    for (kind, step), days in zip(STEPS.items(), pace.late, strict=True):
        says = _SAYS[step].format(what=what, due=day_in_words(due_on), late=days)
        yield Planned(kind, at_time(due_on + timedelta(days), WARN_AT), says)
