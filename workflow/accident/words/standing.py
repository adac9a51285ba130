"""How the clocks of a case stand."""

from collections.abc import Mapping

from workflow.accident.standing import ClockState

CLOCK_STATES: Mapping[ClockState, str] = {
    ClockState.RUNNING: "计时中",
    ClockState.PAUSED: "暂停计算",
    ClockState.LATE: "已逾期",
    ClockState.DONE: "按期办结",
    ClockState.DONE_LATE: "逾期办结",
    ClockState.OVER: "已届满",
    ClockState.ENDED: "不再计算",
}
