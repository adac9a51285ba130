"""时间轴: what happened in a case, by the day it happened — facts, not who typed them and when (that is 为什么)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from workflow.accident.model import Accident
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.reporting import Body
from workflow.accident.timing import report_clocks
from workflow.clock import at_time, day_of

MIDNIGHT = time()


@dataclass(frozen=True)
class Fact:
    """One thing that happened. `at`: to the minute, or midnight of a day with `is_day`; `tone`: how it looks."""

    at: datetime
    what: str
    detail: str = ""
    tone: str = "quiet"
    is_day: bool = False


def by_day(accident: Accident) -> list[tuple[date, list[Fact]]]:
    """The facts of a case under their days, the earliest first."""
    ordered = sorted(_facts(accident), key=lambda fact: fact.at)
    return [(day, list(facts)) for day, facts in groupby(ordered, key=lambda fact: day_of(fact.at))]


def _facts(accident: Accident) -> Iterator[Fact]:
    yield from _first_hours(accident)
    yield from _casualties(accident)
    yield from _investigation(accident)
    yield from _clock_facts(accident)
    yield from _supervisions(accident)
    yield from _after_closing(accident)
    yield from (Fact(alarm.raised_at, "时限提醒", alarm.says, "warn") for alarm in accident.alarms if alarm.raised_at)


def _on(at: datetime | None, what: str, detail: str = "", tone: str = "quiet") -> Iterator[Fact]:
    if at is not None:
        yield Fact(at, what, detail, tone)


def _on_day(day: date | None, what: str, detail: str = "") -> Iterator[Fact]:
    if day is not None:
        yield Fact(at_time(day, MIDNIGHT), what, detail, is_day=True)


def _first_hours(accident: Accident) -> Iterator[Fact]:
    yield Fact(accident.occurred_at, "事故发生", accident.place, "bad")
    yield from _on(accident.learned_at, "事故发生单位负责人接到报告")
    yield from _on(accident.unit_reported_at, "事故发生单位报告")
    yield from _on(accident.received_at, "本级接到报告")
    yield from _on(accident.reported_up_at, "上报事故快报")
    for name, at in accident.informed.items():
        yield Fact(datetime.fromisoformat(at), f"通知{Body[name].value}")
    for clock in report_clocks(accident):
        if clock.done and clock.is_late(clock.done):
            yield Fact(clock.done, f"{clock.name}迟报", clock.in_words(clock.done), "bad")


def _casualties(accident: Accident) -> Iterator[Fact]:
    for number, line in enumerate(accident.casualty_reports):
        said = f"死亡{line.deaths}人、重伤{line.injuries}人、下落不明{line.missing}人"
        yield Fact(line.true_at, "补报伤亡和损失" if number else "接报时伤亡", said)


def _investigation(accident: Accident) -> Iterator[Fact]:
    grade = Grade(accident.grade).label if accident.grade else ""
    yield from _on(accident.classified_at, "核定等级和调查主体", f"{grade}，由{accident.investigator}负责调查", "going")
    yield from _on(accident.transferred_at, "移交上级", accident.transfer_reason, "warn")
    yield from _on(accident.team_proposed_at, "拟定调查组，报请批准")
    yield from _on(accident.team_appointed_at, "成立调查组", _team(accident), "going")
    yield from _on(accident.interests_cleared_at, "回避声明核对完毕，开始调查")
    for member in accident.members:
        yield from _on(member.left_at, f"{member.name}退出调查组", member.left_reason, "warn")
    yield from _on(accident.report_signed_at, "调查报告签署完毕")
    yield from _on(accident.consent_asked_at, "报督办机关审核")
    yield from _on(accident.consented_at, "督办机关同意", accident.consent_document)
    yield from _on(accident.submitted_at, "提交事故调查报告", tone="going")
    yield from _on(accident.approved_at, "批复，结案", accident.approval_number, "good")


def _team(accident: Accident) -> str:
    leader = next((m.name for m in accident.members if m.role == "leader" and m.is_active), "")
    return f"组长{leader}" if leader else ""


def _clock_facts(accident: Accident) -> Iterator[Fact]:
    for appraisal in accident.appraisals:
        yield from _on_day(appraisal.commissioned_on, "委托技术鉴定，期限暂停计算", appraisal.institution)
        yield from _on_day(appraisal.concluded_on, "技术鉴定出具结论，期限恢复计算", appraisal.institution)
    for extension in accident.extensions:
        yield Fact(extension.asked_at, f"申请延期{extension.days}日", extension.reason)
        said = "同意" if extension.granted else "不同意"
        detail = extension.doc_number or extension.decision_reason
        yield from _on(extension.decided_at, f"{said}延期{extension.days}日", detail, "going")


def _supervisions(accident: Accident) -> Iterator[Fact]:
    for supervision in accident.supervisions:
        yield from _on(supervision.imposed_at, "挂牌督办", supervision.doc_number, "warn")
        yield from _on(supervision.lifted_at, "解除挂牌督办", supervision.lift_number)


def _after_closing(accident: Accident) -> Iterator[Fact]:
    yield from _on(accident.published_at, "全文公布调查报告", accident.published_where, "good")
    yield from _on(accident.accountability_done_at, "责任追究落实完毕")
    for measure in accident.measures:
        name, unit = f"第{measure.number}项整改措施", measure.unit.short_name if measure.unit else ""
        yield from _on(measure.ordered_at, f"{name}下达", unit)
        yield from _on(measure.closed_at, f"{name}销号", unit, "good")
    if accident.evaluation:
        yield from _on(accident.evaluation.opened_at, "启动整改评估", tone="going")
        yield from _on(accident.evaluation.first_published_at, "公布评估结果", tone="good")
    yield from _on(accident.archived_at, "归档", tone="good")
