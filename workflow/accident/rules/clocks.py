"""The statutory clocks of a case: pure functions from its `Facts` to due days, each with its arithmetic and articles.

Natural days, the first not counted; only publication is reckoned in working days. What is fixed by a setting of the
office and not by an article says so (`BY_SETTING`).
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from workflow.accident.rules.facts import Facts
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Suspended, suspended
from workflow.clock import at_time, day_in_words, end_of
from workflow.errors import Refusal, TooLate

BY_SETTING = "本单位设置"
BY_ORDER = "整改通知书"

SUPPLEMENT_DAYS = {False: 30, True: 7}  # 条例第13条: road traffic and fire have the shorter window
REPORT_DAYS = 60  # 条例第29条
APPROVAL_DAYS = {Grade.ORDINARY: 15, Grade.LARGER: 15, Grade.MAJOR: 15, Grade.EXTREME: 30}  # 条例第32条


@dataclass(frozen=True)
class Clock:
    """One clock: `due` is the last day that is in time, None while an appraisal makes it stand still.

    `arithmetic`: 「12月1日 + 60日 + 鉴定25日 = 2018年2月24日」; `note`: what people should know beside it, or "".
    """

    name: str
    due: date | None
    is_paused: bool
    arithmetic: str
    articles: tuple[str, ...]
    note: str = ""

    @property
    def moment(self) -> datetime | None:
        """When the due day is over: 24:00 Beijing time, aware. What comes before it is in time."""
        return end_of(self.due) if self.due else None

    @property
    def opens(self) -> datetime | None:
        """When the due day begins, Beijing time, aware; for a clock that opens something on its day."""
        return at_time(self.due, time()) if self.due else None

    def warnings(self, days_before: tuple[int, ...]) -> tuple[date, ...]:
        """The days on which to warn, the earliest first; none while the clock stands still."""
        due = self.due
        return tuple(sorted(due - timedelta(days) for days in days_before)) if due else ()

    def late_by(self, day: date) -> int:
        """How many days something done on that day would be late; 0 in time or while the clock stands still."""
        return max(0, (day - self.due).days) if self.due else 0

    @property
    def sentence(self) -> str:
        """The clock in one line, as it is shown beside its date."""
        return f"{self.name}：{self.arithmetic}（{'、'.join(self.articles)}）{self.note}"


def supplement(facts: Facts) -> Clock:
    """Until when changed casualties are reported and may change the class (条例第13条)."""
    days = SUPPLEMENT_DAYS[facts.traffic_or_fire]
    return _days("伤亡补报截止", facts, facts.occurred, days, "条例第13条")


def supplement_must_be_open(facts: Facts, day: date) -> None:
    """Refuses casualties that changed after the window (条例第13条)."""
    clock = supplement(facts)
    if clock.late_by(day):
        raise TooLate(
            f"伤亡人数变化的补报期限已于{day_in_words(clock.due or day)}届满（条例第13条），等级不再随之调整。"
            "请将情况另行书面报告区人民政府并附入案卷。"
        )


def team(facts: Facts) -> Clock:
    """Until when a team should stand; afterwards supervision is suggested."""
    return _days("成立调查组", facts, facts.occurred, facts.settings.team_days, BY_SETTING)


def report(facts: Facts) -> Clock:
    """Until when the report is submitted: 60 days, the approved extension (条例第29条), appraisals (条例第27条)."""
    extension = facts.extension_days
    due = facts.occurred + timedelta(REPORT_DAYS + extension)
    state = suspended(due, facts.appraisals)
    sum_ = f"{_short(facts.occurred)} + {REPORT_DAYS}日" + _plus("延长", extension) + _plus("鉴定", state.days)
    articles = ("条例第29条", "条例第27条") if state.days or state.open_since else ("条例第29条",)
    name, note = "提交事故调查报告", _too_late_in_words(state)
    if state.due is None:
        return Clock(name, None, True, f"{sum_}，{_standing_still(state)}", articles, note)
    return _shifted(Clock(name, state.due, False, f"{sum_} = {day_in_words(state.due)}", articles, note), facts)


def suspended_days(facts: Facts) -> int:
    """By how many days appraisals have put off the report so far."""
    return suspended(facts.occurred + timedelta(REPORT_DAYS + facts.extension_days), facts.appraisals).days


def supervision(facts: Facts) -> Clock | None:
    """Until when a supervised case is finished, from the receipt of the notice; None for one that is not supervised."""
    if facts.supervised is None:
        return None
    extension = facts.supervision_extension_days
    return _days("挂牌督办办结", facts, facts.supervised, facts.settings.supervision_days, BY_SETTING, extension)


def approval(facts: Facts) -> Clock | None:
    """Until when the government approves: 15 or 30 days after it received the report (条例第32条); None before."""
    if facts.submitted is None:
        return None
    days, extension = APPROVAL_DAYS[facts.grade], facts.approval_extension_days
    return _days("批复", facts, facts.submitted, days, "条例第32条", extension)


def publication(facts: Facts) -> Clock | None:
    """Until when the report is published in full: working days after the approval; None before it."""
    if facts.approved is None:
        return None
    days = facts.settings.publish_workdays
    due = facts.calendar.workdays_after(facts.approved, days)
    article = "政府信息公开条例第26条" if days == 20 else BY_SETTING
    arithmetic = f"{_short(facts.approved)} + {days}个工作日 = {day_in_words(due)}"
    return Clock("全文公布", due, False, arithmetic, (article,), facts.calendar.note(due))


def evaluation_opens(facts: Facts) -> Clock | None:
    """From which day the evaluation may begin, and begins by itself (安委办〔2021〕4号); None before the approval."""
    if facts.approved is None:
        return None
    months = facts.settings.evaluation_opens_months
    return _months("整改评估启动", facts.approved, months, "安委办〔2021〕4号" if months == 10 else BY_SETTING)


def evaluation_due(facts: Facts) -> Clock | None:
    """Until when the evaluation is done and public: a year after the approval (安全生产法第86条); None before it."""
    if facts.approved is None:
        return None
    months = facts.settings.evaluation_due_months
    article = "安全生产法第86条" if months == 12 else BY_SETTING
    return _shifted(_months("评估完成并公开", facts.approved, months, article), facts)


def evaluation_report(facts: Facts) -> Clock | None:
    """Until when an evaluation that has begun gives its report; None before."""
    if facts.evaluation_began is None:
        return None
    return _days("提交评估报告", facts, facts.evaluation_began, facts.settings.evaluation_days, BY_SETTING)


def measure(until: date, put_off_to: date | None = None) -> Clock:
    """Until when one measure is carried out: the day its order names, or the later one that was approved."""
    if put_off_to is None:
        return Clock("整改措施落实", until, False, day_in_words(until), (BY_ORDER,))
    if put_off_to <= until:
        raise Refusal(
            f"不能延期：申请延至的{day_in_words(put_off_to)}不晚于原期限{day_in_words(until)}。"
            "请填写原期限之后的日期，或者按原期限落实。"
        )
    arithmetic = f"{day_in_words(until)}，批准延期至{day_in_words(put_off_to)}"
    return Clock("整改措施落实", put_off_to, False, arithmetic, (BY_ORDER,))


CLOCKS: dict[str, Callable[[Facts], Clock | None]] = {
    "supplement_until": supplement,
    "team_due": team,
    "report_due": report,
    "supervision_due": supervision,
    "approval_due": approval,
    "publish_due": publication,
    "evaluation_opens": evaluation_opens,
    "evaluation_due": evaluation_due,
    "evaluation_report_due": evaluation_report,
}


def all_clocks(facts: Facts) -> dict[str, Clock]:
    """Every clock that has begun, by its name in diagrams and in JSON."""
    found = {name: clock(facts) for name, clock in CLOCKS.items()}
    return {name: clock for name, clock in found.items() if clock}


def months_after(day: date, months: int) -> date:
    """The same day that many months on, or the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(name: str, facts: Facts, start: date, days: int, article: str, extension: int = 0) -> Clock:
    due = start + timedelta(days + extension)
    arithmetic = f"{_short(start)} + {days}日{_plus('延长', extension)} = {day_in_words(due)}"
    return _shifted(Clock(name, due, False, arithmetic, (article,)), facts)


def _months(name: str, start: date, months: int, article: str) -> Clock:
    due = months_after(start, months)
    return Clock(name, due, False, f"{_short(start)} + {months}个月 = {day_in_words(due)}", (article,))


def _shifted(clock: Clock, facts: Facts) -> Clock:
    """The clock, its day moved to the next working day where the office has set so."""
    due, calendar = clock.due, facts.calendar
    if due is None or not facts.settings.shift_holidays or calendar.is_workday(due):
        return clock
    moved = calendar.workdays_after(due, 1)
    arithmetic = f"{clock.arithmetic}，{calendar.describe(due)}，顺延至{day_in_words(moved)}"
    return replace(
        clock,
        due=moved,
        arithmetic=arithmetic,
        articles=(*clock.articles, BY_SETTING),
        note=clock.note or calendar.note(moved),
    )


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _plus(what: str, days: int) -> str:
    return f" + {what}{days}日" if days else ""


def _standing_still(state: Suspended) -> str:
    return f"鉴定自{day_in_words(state.open_since)}起尚无结论，期限暂停计算" if state.open_since else ""


def _too_late_in_words(state: Suspended) -> str:
    days = "、".join(day_in_words(pause.start) for pause in state.too_late)
    return f"{days}委托的鉴定在期限届满之后，不影响期限。" if days else ""
