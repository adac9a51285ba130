"""What `make run` shows: the finished round of 2017, one that is open now, and an accident case at each stage."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from workflow.clock import SimulatedClock, at_time, day_of
from workflow.consultation.model import Round
from workflow.demo import district, playing
from workflow.demo.accident.seeding import announce_cases
from workflow.demo.comments import Said, script
from workflow.demo.stage import Play, UnitActs, units_of
from workflow.desk import Office
from workflow.people import Setting

SAMPLES = Path(__file__).parent.parent.parent / "templates" / "sample"
WORKDAYS_LEFT = 3
ANSWERED, WITHOUT_COMMENTS, RECEIVED_ONLY = 17, 6, 12  # of the open round's units


def sample_draft() -> playing.Source:
    return playing.Source("draft.docx", (SAMPLES / "draft.docx").read_bytes())


def sample_annexes() -> list[playing.Source]:
    title = "市关于推进安全生产领域改革发展的实施意见（节选）"
    return [playing.Source("annex.docx", (SAMPLES / "annex.docx").read_bytes(), title)]


def seed(
    office: Callable[[SimulatedClock], Office], now: datetime, tell: Callable[[str], None]
) -> list[district.Login]:
    """Fill an empty database; `office` makes one that lives by the given clock. Returns every account."""
    clock = SimulatedClock(playing.BEGUN)
    standing = office(clock)
    with standing.desk() as desk:
        logins = district.settle(desk)
        desk.session.add(Setting(name=district.MARK, value="yes", changed_at=desk.now))
    play = Play(standing, clock, tell)
    playing.play_round(play, sample_draft(), sample_annexes())
    tell("各阶段的事故案件和一轮正在征求意见的")
    announce_cases(play, now)
    _announce_open_round(play, now)
    play.run()
    play.pass_until(now)
    return logins


def _announce_open_round(play: Play, now: datetime) -> None:
    calendar = play.office.calendar
    begun = at_time(calendar.workdays_before(day_of(now), 2), time(9, 0))
    deadline = at_time(calendar.workdays_after(day_of(now), WORKDAYS_LEFT), time(16, 0))
    play.at(begun, lambda: playing.prepare(play, sample_draft(), sample_annexes(), deadline))
    play.at(begun + timedelta(hours=1), lambda: _issue(play, begun))


def _issue(play: Play, begun: datetime) -> None:
    """From here on the units are known, and answer."""
    playing.issue(play)
    with play.office.desk(write=False) as desk:
        said = script(desk.session.get_one(Round, play.round_id).current_draft.clauses)
    for number, unit in enumerate(units_of(play)[: ANSWERED + RECEIVED_ONLY]):
        begin = begun + timedelta(hours=2, minutes=10 * number)
        play.at(begin, unit.receive)
        if number < ANSWERED:
            _answer(play, unit, number, said[number] if number >= WITHOUT_COMMENTS else [], begin)


def _answer(play: Play, unit: UnitActs, number: int, said: list[Said], begin: datetime) -> None:
    """How far the unit has come: some accepted, some waiting for their check, for the seal, for the leader."""
    steps: list[Callable[[], None]] = [
        partial(unit.write, said),
        unit.sign,
        unit.seal,
        partial(playing.accept, play, unit.reply_id),
    ]
    reached = 4 if number < 9 else 3 if number < 12 else 2 if number < 14 else 1
    for step, act in enumerate(steps[:reached], 1):
        play.at(begin + timedelta(minutes=15) * step, act)
