"""One case at each stage, so that whoever opens the site sees them all: the dates are those of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.clock import day_of
from workflow.demo.accident import beginning, evaluating, investigating, settling, supervising, team
from workflow.demo.accident.case import Act, Case, announce
from workflow.demo.accident.cases import (
    BLOW,
    CRANE,
    DRILL,
    FALL,
    MACHINE,
    POISON,
    SHOCK,
    VEHICLE,
    in_every_state,
    short,
)
from workflow.demo.accident.playing import course
from workflow.demo.accident.plot import Plot
from workflow.demo.simulation import Simulation


@dataclass(frozen=True)
class Standing:
    """A case that happened so many days ago and has come as far as `upto`."""

    plot: Plot
    days_ago: int
    upto: Act


CASES: Sequence[Standing] = (
    Standing(short(BLOW), 1, beginning.report_up),  # 接报
    Standing(short(FALL), 4, team.propose),  # 组建调查组
    Standing(short(MACHINE), 24, investigating.hand_over_for_appraisal),  # 调查中，鉴定未结
    Standing(short(SHOCK), 125, investigating.sign_first_half),  # 签署报告
    Standing(short(CRANE), 136, investigating.submit),  # 待批复
    Standing(short(VEHICLE, measures=in_every_state(), pays_late=True), 240, supervising.impose),  # 整改中，挂牌督办中
    Standing(short(POISON), 468, evaluating.assess_first_half),  # 评估中
    Standing(short(DRILL), 560, settling.archive),  # 已归档
)


def announce_cases(play: Simulation, now: datetime) -> list[Case]:
    """Put them all on the stage, beside whatever else is announced there; nothing is announced for later than `now`."""
    cases = [Case(play, one.plot, day_of(now) - timedelta(one.days_ago), is_told=False) for one in CASES]
    for case, standing in zip(cases, CASES, strict=True):
        announce(case, course(case, standing.upto), before=now)
    return cases
