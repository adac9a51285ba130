"""Which government investigates (条例第19条 to 21, 45): a table that the office may edit, and what a changed class moves.

How the districts of a municipality directly under the State Council stand to 「设区的市级」 is not said in the
regulation; an office there sets its own table, and no article is then quoted for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.accident.rules.clocks import BY_SETTING, supplement
from workflow.accident.rules.facts import Facts
from workflow.accident.rules.grading import ARTICLE_19, Casualties, Grade, Investigator
from workflow.clock import day_in_words
from workflow.errors import Incomplete


class SpecialRegime(StrEnum):
    """Kinds of accidents whose reporting and investigation other laws may arrange (条例第45条)."""

    ROAD_TRAFFIC = "道路交通"
    FIRE = "火灾"
    RAILWAY = "铁路交通"
    SPECIAL_EQUIPMENT = "特种设备"
    COAL_MINE = "煤矿"

    @property
    def shortens_the_supplement_window(self) -> bool:
        """条例第13条: seven days instead of thirty."""
        return self in (SpecialRegime.ROAD_TRAFFIC, SpecialRegime.FIRE)


@dataclass(frozen=True)
class Jurisdiction:
    """Class -> the government that investigates, and how that government is called here ("" as in the regulation)."""

    investigators: Mapping[Grade, Investigator]
    names: Mapping[Investigator, str]

    def __post_init__(self) -> None:
        missing = [grade.label for grade in Grade if grade not in self.investigators]
        if missing:
            raise Incomplete({"investigators": f"{'、'.join(missing)}还没有指定负责调查的政府，请补齐后保存。"})
        for lower, higher in zip(list(Grade), list(Grade)[1:], strict=False):
            if self.investigators[higher].rank < self.investigators[lower].rank:
                raise Incomplete(
                    {
                        "investigators": f"{higher.label}的调查主体不能低于{lower.label}的调查主体，"
                        "请对照条例第19条核对后保存。"
                    }
                )

    def investigator(self, grade: Grade) -> Investigator:
        return self.investigators[grade]

    def name(self, grade: Grade) -> str:
        """What the government is called on papers: 县级人民政府, or what the office has set."""
        level = self.investigators[grade]
        return self.names.get(level, "") or level.value

    def article(self, grade: Grade) -> str:
        """What the line rests on: 条例第19条, or the office's own setting where it differs."""
        return "条例第19条" if self.investigators[grade] is ARTICLE_19[grade] else BY_SETTING


DEFAULT = Jurisdiction(ARTICLE_19, {})

# A district of a municipality directly under the State Council: the municipality is of provincial rank.
MUNICIPALITY = Jurisdiction(
    {**ARTICLE_19, Grade.LARGER: Investigator.PROVINCE},
    {Investigator.COUNTY: "区人民政府", Investigator.PROVINCE: "市人民政府"},
)


def special_notice(regime: SpecialRegime, grade: Grade) -> str:
    """What the office should know about a special kind of accident, "" for the most serious class (条例第45条)."""
    if grade is Grade.EXTREME:
        return ""
    return f"{regime.value}事故的报告和调查处理，有关法律、行政法规或者国务院另有规定的，依照其规定（条例第45条），请先核对。"


def may_be_delegated(grade: Grade, casualties: Casualties, slightly_injured: int = 0) -> bool:
    """Whether the unit itself may be entrusted with the investigation: 一般, and nobody hurt (条例第19条)."""
    nobody_hurt = not (casualties.deaths or casualties.injuries or slightly_injured)
    return grade is Grade.ORDINARY and nobody_hurt


@dataclass(frozen=True)
class Transfer:
    """Whether a re-grade lets the superior government investigate (条例第20条), which one, and why, as a sentence."""

    is_possible: bool
    to: Investigator
    why: str


def transfer(
    before: Grade, after: Grade, changed: date, facts: Facts, jurisdiction: Jurisdiction = DEFAULT
) -> Transfer:
    """What a change of casualties on day `changed` does to a case of class `before`.

    The superior *may* investigate when the class rose past our jurisdiction within the supplement window.
    """
    to = jurisdiction.investigator(after)
    if to.rank <= jurisdiction.investigator(before).rank:
        return Transfer(False, to, f"{_change(before, after)}，仍由{jurisdiction.name(before)}负责调查。")
    window = supplement(facts)
    until = day_in_words(window.due or changed)
    if window.late_by(changed):
        return Transfer(
            False,
            jurisdiction.investigator(before),
            f"{_change(before, after)}，但变化发生在{until}补报期限之后（条例第13条、第20条），不因此移交上级调查。",
        )
    return Transfer(
        True,
        to,
        f"{_change(before, after)}，变化发生在{until}补报期限之内，依照条例第20条，"
        f"{jurisdiction.name(after)}可以另行组织事故调查组进行调查，本级转为配合。",
    )


def _change(before: Grade, after: Grade) -> str:
    return f"事故等级仍为{after.value}" if before is after else f"事故等级由{before.value}变为{after.value}"
