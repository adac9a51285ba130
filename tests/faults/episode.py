"""One episode: the notices go out, a reminder, the last minutes before a deadline, the deadline, a day without power;
faults all the while, and afterwards everything is looked at.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread

from sqlalchemy import exists, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.faults.invariants import Traces, what_is_wrong
from tests.faults.mailbox import Letter as Mail
from tests.faults.mischief import Kind, Mischief
from tests.faults.scene import Scene
from tests.faults.town import AWAKE, DEADLINE, REMINDED
from workflow import jobs
from workflow.engine.rows import incidents, moments
from workflow.notices import Channel, Notice
from workflow.outbox.packing import OLDEST
from workflow.outbox.rows import Content, Parcel, State
from workflow.outbox.sending import LOST_AFTER

SETTLES_WITHIN = 90.0  # seconds after the last fault
MORE = timedelta(seconds=10)  # faults go on beyond the deadline
A_FEW = 5  # sweeps more than one a second; a day has 86,400 seconds to be made up for by whoever storms


@dataclass(frozen=True)
class Length:
    """Seconds of the scene's clock for each part."""

    mailing: float
    rush: float
    leases: bool = True  # whether one is stopped for longer than a lease, which may be minutes


@dataclass
class Report:
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    wrong: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return sum(sentence.startswith("every acknowledged reply") for sentence in self.wrong)


def play(scene: Scene, kinds: Sequence[Kind], length: Length, report: Report) -> None:
    """What was done and seen is added to the report, also when it breaks off."""
    try:
        scene.warm_up()
        scene.find_the_pace()
        scene.must_answer()
        _mailing(scene, kinds, length, report)
        _rush(scene, kinds, length, report)
        report.wrong += _looked_at(scene)
        _a_day_without_power(scene, report)
        report.wrong += _looked_at(scene)
        scene.end_all()
    finally:
        report.kills += scene.kills
        report.acknowledged.update(line.what for line in scene.ledger.acknowledged)
        report.heard.update(scene.ledger.heard)
        report.mails += len(scene.mailbox.taken)


def _mailing(scene: Scene, kinds: Sequence[Kind], length: Length, report: Report) -> None:
    """Notices, then reminders, go out by a slow mail server while programs die; one is stopped for longer than a lease."""
    scene.mailbox.slowness = 0.02
    for beginning in (scene.helm.now(), REMINDED + timedelta(seconds=1)):
        scene.helm.move_to(beginning)
        with _mischief(scene, kinds, report):
            time.sleep(length.mailing / 2 / scene.helm.pace)
        _settle(scene)
        scene.helm.pass_(minutes=11)  # reminders gather for ten minutes
    if length.leases:
        _stop_for_longer_than_a_lease(scene, report)
    with _mischief(scene, kinds, report):
        time.sleep(length.mailing / 2 / scene.helm.pace)
    _settle(scene)
    scene.mailbox.slowness = 0.0


def _stop_for_longer_than_a_lease(scene: Scene, report: Report) -> None:
    """Of those that sweep one; the others take over what it held, and then it goes on as if nothing had been."""
    program = next(program for name, program in scene.programs.items() if name.startswith(scene.sweeper))
    if program.is_running:
        program.freeze()
        scene.helm.move_to(scene.helm.now() + LOST_AFTER + timedelta(minutes=1))
        time.sleep(scene.lease)
        program.thaw()
        report.faults["SIGSTOP for longer than any lease, then SIGCONT"] += 1


def _rush(scene: Scene, kinds: Sequence[Kind], length: Length, report: Report) -> None:
    """The last minutes. Where there are two machines, one dies for good before the deadline: the other closes the round."""
    scene.helm.move_to(DEADLINE - timedelta(seconds=length.rush))
    crowd = Thread(target=scene.crowd().work)
    with _mischief(scene, kinds, report):
        crowd.start()
        scene.helm.wait_until(DEADLINE - timedelta(seconds=length.rush / 6))
        one = _one_machine_dies(scene, report)
        crowd.join()
        scene.helm.wait_until(DEADLINE + MORE)
    _settle(scene)
    scene.out_of_order -= one


def _one_machine_dies(scene: Scene, report: Report) -> set[str]:
    """The names of the programs that are gone with it."""
    if len(scene.network.machines) < 2:
        return set()
    dying = scene.programs_on(scene.network.machines[0])
    scene.out_of_order |= {program.order.name for program in dying}
    for program in dying:
        if program.is_running:
            program.kill()
    report.faults["a machine dies for good before the deadline"] += 1
    return {program.order.name for program in dying}


def _a_day_without_power(scene: Scene, report: Report) -> None:
    scene.kill_all()
    before = len(scene.mailbox.taken)
    _make_a_day_pass_for_the_job_engine(scene)
    scene.helm.move_to(AWAKE)
    began = time.time()
    scene.start_all()
    _settle(scene)
    scene.helm.pass_(minutes=11)
    _settle(scene)
    sweeps, seconds = _sweeps_since(scene, began), time.time() - began
    storm = [f"{sweeps} sweeps in {seconds:.0f} seconds"] if sweeps > seconds + A_FEW else []
    storm += flood(scene.mailbox.taken[before:])
    report.wrong += [f"no storm after a day: {sentence}" for sentence in storm]
    report.faults["a day without power"] += 1


def flood(mails: Sequence[Mail]) -> list[str]:
    """One digest a person, whatever came due."""
    got = Counter(mail.to for mail in mails)
    many = [f"{to} got {times} mails at once" for to, times in got.items() if times > 1]
    return many or ([] if got else ["nobody was reminded of what is still open"])


def _mischief(scene: Scene, kinds: Sequence[Kind], report: Report) -> Mischief:
    return Mischief(scene, kinds, report.faults, report.trouble)


# -- rest


def _settle(scene: Scene) -> None:
    """Until nothing is due any more. What failed is tried again after its pause, and what was in the hands of a program
    when it died is given up after its time: the clock passes over both.
    """
    scene.disk.empty()
    scene.start_all()
    scene.wait_until_up()
    scene.helm.move_to(scene.helm.now() + jobs.GRACE)
    until = time.monotonic() + SETTLES_WITHIN / scene.helm.pace
    while left := _left_to_do(scene):
        assert time.monotonic() < until, f"no rest: {left}; {scene.tail()}"
        time.sleep(0.5)
        if left == ["database"]:
            scene.start_all()
        elif set(left) <= {"incident", "handed over"}:
            scene.helm.pass_(**({"minutes": 16} if "handed over" in left else {"minutes": 5, "seconds": 1}))


def _left_to_do(scene: Scene) -> list[str]:
    try:
        return _asked(scene)
    except OperationalError:
        return ["database"]  # it is still coming up again


def _asked(scene: Scene) -> list[str]:
    with scene.look() as desk:
        now = desk.now - jobs.GRACE
        asked = {
            "due": select(func.count()).where(moments.c.due <= now),
            "incident": select(func.count()).where(incidents.c.resolved_at.is_(None)),
            "to be packed": select(func.count()).where(
                Notice.channel == Channel.SYSTEM,
                Notice.created_at > desk.now - OLDEST,
                ~exists().where(Content.notice_id == Notice.id),
            ),
            "handed over": select(func.count()).where(Parcel.state == State.SENDING),
            "to be sent": select(func.count()).where(Parcel.state == State.WAITING, Parcel.not_before <= now),
        }
        return [what for what, query in asked.items() if desk.session.scalar(query)]


def _looked_at(scene: Scene) -> list[str]:
    """By the checks, and by the commands an administrator has."""
    with scene.look() as desk:
        wrong = what_is_wrong(Traces(desk, scene.ledger, tuple(scene.mailbox.taken), scene.folder / "files"))
    return [*wrong, *(f"`zhengxun {name}` says no" for name in ("verify", "check") if scene.run(name) != 0)]


# -- the job engine's own records


def _make_a_day_pass_for_the_job_engine(scene: Scene) -> None:
    """Its clock is the machine's: what it remembers is made a day older instead."""
    with scene.town.office.sessions() as session:
        table = _of_the_job_engine(session, "workflow_schedules")
        a_day_ago = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
        session.execute(text(f"update {table} set last_fired_at = :at"), {"at": a_day_ago})  # noqa: S608 -- two constants
        session.commit()


def _sweeps_since(scene: Scene, moment: float) -> int:
    with scene.town.office.sessions() as session:
        table = _of_the_job_engine(session, "workflow_status")
        count = f"select count(*) from {table} where name = 'sweep_moments' and created_at >= :since"  # noqa: S608
        return int(session.execute(text(count), {"since": int(moment * 1000)}).scalar_one())


def _of_the_job_engine(session: Session, table: str) -> str:
    return table if session.get_bind().dialect.name == "sqlite" else f"dbos.{table}"
