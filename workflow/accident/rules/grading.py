"""The class of an accident (条例第3条), decided by the table bpmn/accident/grade.dmn, not by code.

The table is read from its most serious row down, so the highest class that any of the three figures reaches wins.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from workflow.accident.rules.money import in_words, money_error
from workflow.engine.decisions import Decision
from workflow.errors import Incomplete

TABLE = Path(__file__).parents[3] / "bpmn/accident/grade.dmn"


class Grade(StrEnum):
    """The four classes by the word the law uses; in the order of seriousness."""

    ORDINARY = "一般"
    LARGER = "较大"
    MAJOR = "重大"
    EXTREME = "特别重大"

    @property
    def rank(self) -> int:
        """0 for the least serious class, 3 for the most serious."""
        return list(Grade).index(self)

    @property
    def label(self) -> str:
        """重大事故"""
        return f"{self.value}事故"


class Investigator(StrEnum):
    """The level of government that is responsible for investigating (条例第19条); from the lowest up."""

    COUNTY = "县级人民政府"
    CITY = "设区的市级人民政府"
    PROVINCE = "省级人民政府"
    STATE_COUNCIL = "国务院或者国务院授权的有关部门"

    @property
    def rank(self) -> int:
        """0 for the county, 3 for the State Council."""
        return list(Investigator).index(self)


# 条例第19条; an office that is arranged otherwise sets a table of its own, see jurisdiction.py
ARTICLE_19: dict[Grade, Investigator] = {
    Grade.ORDINARY: Investigator.COUNTY,
    Grade.LARGER: Investigator.CITY,
    Grade.MAJOR: Investigator.PROVINCE,
    Grade.EXTREME: Investigator.STATE_COUNCIL,
}


@dataclass(frozen=True)
class Casualties:
    """The three figures of 条例第3条: persons, persons (acute industrial poisoning included), 元; else Incomplete."""

    deaths: int = 0
    injuries: int = 0
    loss: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        wrong = {
            "deaths": _count_error("死亡人数", self.deaths),
            "injuries": _count_error("重伤人数", self.injuries),
            "loss": money_error("直接经济损失", self.loss),
        }
        if any(wrong.values()):
            raise Incomplete({field: sentence for field, sentence in wrong.items() if sentence})

    @property
    def in_words(self) -> str:
        """死亡10人、重伤5人、直接经济损失0元"""
        return f"死亡{self.deaths}人、重伤{self.injuries}人、直接经济损失{in_words(self.loss)}"


@dataclass(frozen=True)
class Graded:
    """A decided class: who investigates by 条例第19条, the rule of the table ("R2"), and why, as a sentence."""

    grade: Grade
    investigator: Investigator
    rule: str
    why: str


def grade(casualties: Casualties) -> Graded:
    """The class of an accident with these figures."""
    decided = table().decide(
        {"deaths": casualties.deaths, "injuries": casualties.injuries, "loss": casualties.loss / 10000}
    )
    found = Grade(decided["grade"])
    why = f"{casualties.in_words}；符合“{decided['ground']}”，为{found.label}（条例第3条）。"
    return Graded(found, ARTICLE_19[found], decided["rule"], why)


@cache
def table() -> Decision:
    """The decision table itself, for a page that shows it."""
    return Decision(TABLE.read_bytes())


def _count_error(name: str, count: int) -> str:
    return "" if count >= 0 else f"{name}填写的是{count}，应当填写0或者正整数，请核对后重新填写。"
