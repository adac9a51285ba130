"""The first hours (条例第9条 to 12): who reports by when, how far up, whom else to tell, and what a first report says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.accident.rules.grading import Grade
from workflow.clock import aware, moment_in_words
from workflow.errors import Incomplete

UNIT_REPORTS_WITHIN = timedelta(hours=1)  # 条例第9条
LEVEL_REPORTS_WITHIN = timedelta(hours=2)  # 条例第11条, each level


@dataclass(frozen=True)
class ReportClock:
    """One report that has a moment: `due` is the last moment in time; both aware. `done` None: not reported yet."""

    name: str
    due: datetime
    done: datetime | None
    article: str

    def late_by(self, now: datetime) -> timedelta:
        """By how much it was, or by now is, too late; zero in time. The due moment itself is in time."""
        return max(timedelta(0), (self.done or aware(now)) - self.due)

    def is_late(self, now: datetime) -> bool:
        return self.late_by(now) > timedelta(0)

    def in_words(self, now: datetime) -> str:
        """事故发生单位报告：应于…前报告，迟报1小时20分（条例第9条）"""
        late = self.late_by(now)
        done = "已按时报告" if self.done else "尚未到期"
        verdict = f"迟报{duration_in_words(late)}" if late else done
        return f"{self.name}：应于{moment_in_words(self.due)}前报告，{verdict}（{self.article}）"


def unit_report(learned: datetime, reported: datetime | None) -> ReportClock:
    """The unit's report: within an hour of its leader learning of the accident (条例第9条)."""
    _must_follow("单位负责人接报时间", learned, "单位报告时间", reported)
    return ReportClock("事故发生单位报告", learned + UNIT_REPORTS_WITHIN, reported, "条例第9条")


def level_report(received: datetime, passed_on: datetime | None) -> ReportClock:
    """One level's report to the next: within two hours of receiving it (条例第11条)."""
    _must_follow("接到报告时间", received, "上报时间", passed_on)
    return ReportClock("逐级上报", received + LEVEL_REPORTS_WITHIN, passed_on, "条例第11条")


class Level(StrEnum):
    """The levels of the authorities that reports climb, from the lowest up."""

    COUNTY = "县级"
    CITY = "设区的市级"
    PROVINCE = "省级"
    STATE_COUNCIL = "国务院有关部门"


HIGHEST_LEVEL: Mapping[Grade, Level] = {  # 条例第10条
    Grade.ORDINARY: Level.CITY,
    Grade.LARGER: Level.PROVINCE,
    Grade.MAJOR: Level.STATE_COUNCIL,
    Grade.EXTREME: Level.STATE_COUNCIL,
}
MUNICIPAL_LEVELS = (Level.COUNTY, Level.PROVINCE, Level.STATE_COUNCIL)  # a setting: no prefecture in between


def levels_to_report(grade: Grade, levels: tuple[Level, ...] = tuple(Level)) -> tuple[Level, ...]:
    """The levels above ours (the first of `levels`) that a report must climb, in order (条例第10条)."""
    order = list(Level)
    highest = order.index(HIGHEST_LEVEL[grade])
    reached = next(number for number, level in enumerate(levels) if order.index(level) >= highest)
    return levels[1 : reached + 1]


class Body(StrEnum):
    """The four bodies to be informed at the same time (条例第10条)."""

    POLICE = "公安机关"
    LABOUR = "劳动保障行政部门"
    UNION = "工会"
    PROCURATORATE = "人民检察院"


def bodies_to_inform(informed: Iterable[Body] = ()) -> tuple[Body, ...]:
    """Those of the four that have not been informed yet."""
    told = set(informed)
    return tuple(body for body in Body if body not in told)


class ReportItem(StrEnum):
    """The six items of a first report (条例第12条)."""

    UNIT = "事故发生单位概况"
    SCENE = "事故发生的时间、地点以及事故现场情况"
    COURSE = "事故的简要经过"
    CASUALTIES = "已经造成或者可能造成的伤亡人数（包括下落不明的人数）和初步估计的直接经济损失"
    MEASURES = "已经采取的措施"
    OTHER = "其他应当报告的情况"


def missing_items(report: Mapping[ReportItem, str]) -> tuple[ReportItem, ...]:
    """The items that a report leaves empty; 「无」 fills one."""
    return tuple(item for item in ReportItem if not report.get(item, "").strip())


def duration_in_words(length: timedelta) -> str:
    """1小时20分; 2天3小时; begun minutes count whole, so that what is late is never 0分."""
    minutes = -(-length // timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "天"), (hours, "小时"), (minutes, "分"))
    return "".join(f"{count}{name}" for count, name in parts if count) or "0分"


def _must_follow(first: str, earlier: datetime, second: str, later: datetime | None) -> None:
    if later is not None and aware(later) < aware(earlier):
        raise Incomplete(
            {
                "reported": f"{second}{moment_in_words(later)}早于{first}{moment_in_words(earlier)}，"
                "请核对两个时间后重新填写。"
            }
        )
