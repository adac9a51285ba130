"""时限提醒: what the system will say by itself about a case, and when. Pure: clocks in, planned alarms out.

A warning comes at the beginning of its working morning, an overdue alarm when the last day in time is over.
A clock that stands still warns of nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from workflow.accident.rules.clocks import Clock
from workflow.clock import at_time, day_in_words, end_of, moment_in_words

WARN_AT = time(9, 0)


class AlarmKind(StrEnum):
    """What is said, and by the number of 时限总表 where it comes from."""

    UNIT_REPORT_LATE = "unit_report_late"  # C1: the unit's hour has passed
    REPORT_UP_LATE = "report_up_late"  # C2: our two hours have passed
    SUPPLEMENT_CLOSED = "supplement_closed"  # C3: casualties no longer change the class
    NO_TEAM = "no_team"  # C4: suggests supervision
    REPORT_SOON = "report_soon"  # C5: before the day
    REPORT_OVERDUE = "report_overdue"  # C5: suggests supervision
    APPROVAL_SOON = "approval_soon"  # C7
    APPROVAL_OVERDUE = "approval_overdue"  # C7: suggests supervision
    PENALTY_LATE = "penalty_late"  # an item of accountability is past its day: suggests supervision
    PUBLISH_SOON = "publish_soon"  # C8
    PUBLISH_OVERDUE = "publish_overdue"  # C8
    EVALUATION_OPENS = "evaluation_opens"  # C10: the evaluation begins by itself


@dataclass(frozen=True)
class Planned:
    """One thing the system will say: which alarm, when (aware), and the sentence. `is_warning`: worthless when missed."""

    kind: str
    due: datetime
    says: str
    is_warning: bool = False


@dataclass(frozen=True)
class Watched:
    """What is still to be done in a case; each False silences the clocks of what has been done."""

    unit_reports: datetime | None  # the last moment in time, None: done, or not known
    we_report_up: datetime | None
    team_forms: bool
    report_comes: bool
    approval_comes: bool
    publication_comes: bool
    evaluation_begins: bool
    penalties: tuple[date, ...] = ()  # the last days of what is to be carried out


def planned(watched: Watched, clocks: Mapping[str, Clock], warning_days: tuple[int, ...]) -> list[Planned]:
    """Everything that lies ahead of a case by the facts of now, in the order of its moments."""
    found = [
        *_first_hours(watched),
        *_at_the_end(clocks.get("supplement_until"), AlarmKind.SUPPLEMENT_CLOSED),
        *_at_the_end(clocks.get("team_due") if watched.team_forms else None, AlarmKind.NO_TEAM),
        *_soon_and_overdue(clocks.get("report_due") if watched.report_comes else None, "report", warning_days),
        *_soon_and_overdue(clocks.get("approval_due") if watched.approval_comes else None, "approval", warning_days),
        *_soon_and_overdue(clocks.get("publish_due") if watched.publication_comes else None, "publish", warning_days),
        *(one for day in sorted(set(watched.penalties)) for one in _penalty(day)),
        *_at_the_beginning(clocks.get("evaluation_opens") if watched.evaluation_begins else None),
    ]
    return sorted(found, key=lambda one: (one.due, one.kind))


def warnings(clock: Clock, kind: str, days: tuple[int, ...]) -> Iterator[Planned]:
    """A warning on each of the days before the clock's last day."""
    for day in clock.warnings(days):
        left = (clock.due - day).days if clock.due else 0
        says = f"{clock.name}期限为{day_in_words(clock.due or day)}，还有{left}天。"
        yield Planned(kind, at_time(day, WARN_AT), says, is_warning=True)


def overdue(clock: Clock, kind: str, says: str) -> Iterator[Planned]:
    """When the clock's last day is over."""
    if clock.moment:
        yield Planned(kind, clock.moment, says)


def _first_hours(watched: Watched) -> Iterator[Planned]:
    if watched.unit_reports:
        until = moment_in_words(watched.unit_reports)
        says = f"事故发生单位应于{until}前报告，已到时限，尚未报告（条例第9条）。"
        yield Planned(AlarmKind.UNIT_REPORT_LATE, watched.unit_reports, says)
    if watched.we_report_up:
        until = moment_in_words(watched.we_report_up)
        says = f"应于{until}前上报，已到时限，尚未上报（条例第11条）。"
        yield Planned(AlarmKind.REPORT_UP_LATE, watched.we_report_up, says)


_ENDS: Mapping[AlarmKind, str] = {
    AlarmKind.SUPPLEMENT_CLOSED: "伤亡人数变化的补报期限已于{day}届满，等级不再随之调整（条例第13条）。",
    AlarmKind.NO_TEAM: "截至{day}尚未成立调查组，请尽快报请批准；系统已建议挂牌督办。",
    AlarmKind.REPORT_OVERDUE: "提交事故调查报告的期限已于{day}届满，尚未提交；系统已建议挂牌督办。",
    AlarmKind.APPROVAL_OVERDUE: "批复期限已于{day}届满，尚未批复；系统已建议挂牌督办。",
    AlarmKind.PUBLISH_OVERDUE: "全文公布调查报告的期限已于{day}届满，尚未公布，请尽快公布。",
}


def _at_the_end(clock: Clock | None, kind: AlarmKind) -> Iterator[Planned]:
    if clock and clock.due:
        yield from overdue(clock, kind, _ENDS[kind].format(day=day_in_words(clock.due)))


def _soon_and_overdue(clock: Clock | None, name: str, days: tuple[int, ...]) -> Iterator[Planned]:
    if clock:
        yield from warnings(clock, AlarmKind(f"{name}_soon"), days)
        yield from _at_the_end(clock, AlarmKind(f"{name}_overdue"))


def _penalty(day: date) -> Iterator[Planned]:
    says = f"责任追究事项应于{day_in_words(day)}前落实，已到期限，尚未全部落实；系统已建议挂牌督办。"
    yield Planned(AlarmKind.PENALTY_LATE, end_of(day), says)


def _at_the_beginning(clock: Clock | None) -> Iterator[Planned]:
    if clock and clock.opens:
        says = f"{day_in_words(clock.due or clock.opens.date())}起整改评估启动，请成立评估组，逐项对照评估。"
        yield Planned(AlarmKind.EVALUATION_OPENS, clock.opens, says)
