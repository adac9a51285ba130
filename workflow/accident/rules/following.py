"""The alarms of an evaluation and of a supervision: before they are due, and when they are late."""

from collections.abc import Iterator

from workflow.accident.rules.alarms import Planned, overdue, warnings
from workflow.accident.rules.clocks import Clock
from workflow.clock import day_in_words

EVALUATION_WARNINGS = (30, 7)  # days before the year after the approval ends

EVALUATION_SOON = "evaluation_soon"
EVALUATION_OVERDUE = "evaluation_overdue"
EVALUATION_REPORT_OVERDUE = "evaluation_report_overdue"
SUPERVISION_SOON = "supervision_soon"
SUPERVISION_OVERDUE = "supervision_overdue"

_SAYS = {
    EVALUATION_OVERDUE: "整改评估应于{day}前完成并公开，现已逾期（{article}），请区人民政府主要领导督促办理。",
    EVALUATION_REPORT_OVERDUE: "提交评估报告的期限已于{day}届满，尚未提交，请抓紧办理。",
    SUPERVISION_OVERDUE: "挂牌督办事项应于{day}前办结，现已逾期，请说明原因并尽快办结。",
}


def of_evaluation(due: Clock | None, report: Clock | None, *, is_assessed: bool, is_public: bool) -> list[Planned]:
    """Until the result is public the end of the year presses; the report's own clock only until it is there."""
    if due is None or is_public:
        return []
    found = [*warnings(due, EVALUATION_SOON, EVALUATION_WARNINGS), *_late(due, EVALUATION_OVERDUE)]
    if report is not None and not is_assessed:
        found += _late(report, EVALUATION_REPORT_OVERDUE)
    return sorted(found, key=lambda one: one.due)


def of_supervision(clock: Clock | None, warning_days: tuple[int, ...]) -> list[Planned]:
    """From the notice until it is lifted; None when it is not in force."""
    if clock is None:
        return []
    return [*warnings(clock, SUPERVISION_SOON, warning_days), *_late(clock, SUPERVISION_OVERDUE)]


def _late(clock: Clock, kind: str) -> Iterator[Planned]:
    if clock.due:
        says = _SAYS[kind].format(day=day_in_words(clock.due), article=clock.articles[0])
        yield from overdue(clock, kind, says)
