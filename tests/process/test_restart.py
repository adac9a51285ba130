"""重启: a new program on the same file goes on where the old one stopped; what came due happens once, at once."""

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    HOUR,
    MINUTE,
    accept,
    answer,
    archive,
    conclude,
    confirm,
    journal,
    must_be_well,
    paper,
    propose,
    refused,
    release,
    send_decisions,
    steps,
    where,
)
from workflow.clock import SimulatedClock
from workflow.consultation.actions import answering, drafting, running
from workflow.consultation.model import Reply, Round
from workflow.consultation.model import Stage as Where
from workflow.consultation.process import REPLY, ROUND
from workflow.demo.stage import lead_unit
from workflow.desk import Desk, Office
from workflow.engine.checkup import examine
from workflow.engine.deployment import Engine
from workflow.engine.rows import incidents, moments
from workflow.engine.sweep import RETRY_AFTER, next_due_at, sweep
from workflow.errors import EngineFault, Incomplete, TooLate
from workflow.files import Files
from workflow.people import PostKind
from workflow.processes import PROCESSES
from workflow.store import open_database, sessions


def restarted(stage: Stage, folder: Path, engine: Engine | None = None) -> Stage:
    """Everything anew but the file: the database opened again, diagrams parsed again, an empty memo."""
    stage.close()
    clock = SimulatedClock(stage.clock())
    database = open_database(f"sqlite:///{folder / 'zhengxun.db'}")
    office = Office(sessions(database), clock, engine or Engine(PROCESSES, verify=True), Files(folder / "files"))
    return Stage(office, clock, round_id=stage.round_id)


def test_people_go_on_where_they_stopped(stage: Stage, tmp_path: Path) -> None:
    a_round(stage, units=2)
    stage.unit(0).receive()
    stage = restarted(stage, tmp_path)
    stage.unit(0).write([])
    stage = restarted(stage, tmp_path)
    stage.unit(0).sign()
    stage = restarted(stage, tmp_path)
    stage.unit(0).seal()
    stage = restarted(stage, tmp_path)
    accept(stage, 0)
    stage = restarted(stage, tmp_path)
    stage.pass_until(DEADLINE)
    assert where(stage) == [Where.ACCEPTED, Where.UNDELIVERED]
    for act in (propose, send_decisions, confirm, release, conclude, archive):
        stage = restarted(stage, tmp_path)
        act(stage)
    must_be_well(stage)
    with stage.look() as (desk, _):
        assert examine(desk, desk.engine).open_cases == 0


def test_what_came_due_during_a_downtime_happens_at_once_and_once(stage: Stage, tmp_path: Path) -> None:
    a_round(stage, units=3)
    stage.unit(0).receive()
    stage.clock.move_to(DEADLINE + HOUR)
    stage = restarted(stage, tmp_path)
    assert sweep(stage.office.desk, stage.office.engine) == 5  # one reminder moment, three replies, the round
    assert sweep(stage.office.desk, stage.office.engine) == 0
    stage = restarted(stage, tmp_path)
    assert sweep(stage.office.desk, stage.office.engine) == 0
    verbs = journal(stage)
    assert (verbs.count("close_silent"), verbs.count("close")) == (3, 1)
    with stage.look() as (_, round_):
        assert round_.closed_at == DEADLINE + HOUR
        assert {reply.standings[0].true_at for reply in round_.replies} == {DEADLINE}
    must_be_well(stage)


def test_every_moment_fires_once_however_often_somebody_sweeps(stage: Stage) -> None:
    a_round(stage, units=2)
    for hours in range(0, 200, 5):
        stage.clock.move_to(max(stage.clock(), DEADLINE - timedelta(hours=150 - hours)))
        sweep(stage.office.desk, stage.office.engine)
        sweep(stage.office.desk, stage.office.engine)
    verbs = journal(stage)
    assert [verbs.count(verb) for verb in ("remind", "close_silent", "close")] == [2, 2, 1]
    with stage.look() as (desk, _):
        assert next_due_at(desk) is None


def test_requests_taken_in_before_the_deadline_go_first(stage: Stage) -> None:
    """Three seconds of grace: the seal of 15:59:59 waited for the lock while the sweep was about to begin."""
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    stage.clock.move_to(DEADLINE + timedelta(seconds=2))
    assert sweep(stage.office.desk, stage.office.engine, grace=timedelta(seconds=3)) in (1, 2)  # reminders only
    with stage.look() as (_, round_):
        keeper = round_.replies[0].unit.holders(PostKind.SEAL_KEEPER, DEADLINE.date())[0].id
    with stage.office.desk(keeper, now=DEADLINE - timedelta(seconds=1)) as desk:
        answering.seal(desk, desk.session.get_one(Reply, unit.reply_id))
    stage.pass_until(DEADLINE + MINUTE)
    assert where(stage) == [Where.SUBMITTED]


# -- a moment that cannot be carried out


class Broken:
    """The closing of one reply fails as long as it is told to."""

    def __init__(self) -> None:
        self.reply_id = 0
        self.closed: list[int] = []

    def __call__(self, desk: Desk, replies: Sequence[Any]) -> None:
        if self.reply_id in [reply.id for reply in replies]:
            raise OSError("the disk is full")
        running.close_silent(desk, replies)
        self.closed += [reply.id for reply in replies]


@pytest.fixture
def stage(stage_of_its_own: Stage) -> Stage:
    return stage_of_its_own


@pytest.fixture
def broken() -> Broken:
    return Broken()


@pytest.fixture
def fragile(stage: Stage, tmp_path: Path, broken: Broken) -> Stage:
    """A round whose first unit cannot be closed."""
    a_round(stage, units=3, remind_days=[])
    reply = changed(REPLY, operations={"close_silent_replies": broken})
    stage = restarted(stage, tmp_path, Engine([ROUND, reply], verify=True))
    broken.reply_id = stage.unit(0).reply_id
    return stage


def open_incidents(stage: Stage) -> int:
    with stage.look() as (desk, _):
        return len(desk.session.execute(select(incidents).where(incidents.c.resolved_at.is_(None))).all())


def test_one_failure_leaves_an_incident_and_the_others_go_on(fragile: Stage, broken: Broken) -> None:
    fragile.clock.move_to(DEADLINE)
    assert sweep(fragile.office.desk, fragile.office.engine) == 3  # two units and the round
    assert where(fragile) == [Where.ISSUED, Where.UNDELIVERED, Where.UNDELIVERED]
    assert open_incidents(fragile) == 1
    with fragile.look() as (desk, _):
        findings = examine(desk, desk.engine).findings
        assert [(finding.what, finding.subject_id) for finding in findings] == [("incident", broken.reply_id)]
        assert "the disk is full" in findings[0].detail


def test_a_failure_is_tried_again_later_and_heals(fragile: Stage, broken: Broken) -> None:
    failing, broken_id = broken, broken.reply_id
    fragile.clock.move_to(DEADLINE)
    sweep(fragile.office.desk, fragile.office.engine)
    fragile.clock.pass_(minutes=1)
    assert sweep(fragile.office.desk, fragile.office.engine) == 0  # not before its time
    fragile.clock.move_to(DEADLINE + RETRY_AFTER)
    assert sweep(fragile.office.desk, fragile.office.engine) == 0  # fails again: a second incident
    assert open_incidents(fragile) == 2
    failing.reply_id = 0
    fragile.clock.move_to(DEADLINE + 2 * RETRY_AFTER)
    assert sweep(fragile.office.desk, fragile.office.engine) == 1
    assert open_incidents(fragile) == 0
    assert failing.closed.count(broken_id) == 1
    must_be_well(fragile)


def test_an_incident_heals_by_the_next_person_s_step_too(fragile: Stage, broken: Broken) -> None:
    """Whoever touches the case first carries out what is due; a registered paper does it here."""
    fragile.clock.move_to(DEADLINE)
    sweep(fragile.office.desk, fragile.office.engine)
    broken.reply_id = 0
    fragile.clock.pass_(minutes=1)
    paper(fragile, 0, DEADLINE - HOUR)
    assert open_incidents(fragile) == 0
    assert where(fragile)[0] is Where.ACCEPTED
    must_be_well(fragile)


def test_decisions_wait_for_a_unit_that_could_not_be_closed(fragile: Stage) -> None:
    fragile.clock.move_to(DEADLINE)
    sweep(fragile.office.desk, fragile.office.engine)
    with refused(Incomplete, "截止登记还没有完成"):
        send_decisions(fragile)


def test_no_extension_once_a_unit_was_registered_as_overdue(stage: Stage, tmp_path: Path) -> None:
    """The replies have closed, the round itself could not; an extension taken in a second before comes too late."""
    a_round(stage, units=1, remind_days=[])
    stage = restarted(
        stage, tmp_path, Engine([changed(ROUND, operations=ROUND.operations | {"close_round": fail}), REPLY])
    )
    stage.clock.move_to(DEADLINE)
    assert sweep(stage.office.desk, stage.office.engine) == 1
    with stage.look() as (_, round_):
        head = round_.lead_unit.holders(PostKind.LEADER, DEADLINE.date())[0].id
    with refused(TooLate), stage.office.desk(head, now=DEADLINE - MINUTE) as desk:
        running.extend(desk, desk.session.get_one(Round, stage.round_id), DEADLINE + HOUR, "理由")


def fail(desk: Desk, rounds: Sequence[Any]) -> None:
    raise OSError("the disk is full")


def test_the_step_of_a_person_is_refused_while_what_is_due_before_it_fails(fragile: Stage) -> None:
    fragile.clock.move_to(DEADLINE)
    with pytest.raises(OSError, match="disk"):
        fragile.unit(0).receive()
    assert steps(fragile, 0) == {"receive"}
    with pytest.raises(TooLate):
        fragile.unit(1).receive()


# -- the engine's own truth


def begin_and_fail(desk: Desk) -> None:
    drafting.begin(desk, lead_unit(desk))
    raise OSError("the disk is full")


def test_a_transaction_that_failed_leaves_no_gap_in_the_engine_s_memory(stage: Stage, tmp_path: Path) -> None:
    """The first round ever is begun, the transaction fails; the second attempt must find its position stored."""
    stage = restarted(stage, tmp_path)
    with stage.office.desk(write=False) as desk:
        clerk = lead_unit(desk).holders(PostKind.CLERK, desk.today)[0].id
    with pytest.raises(OSError, match="disk"), stage.office.desk(clerk) as desk:
        begin_and_fail(desk)
    with stage.office.desk(clerk) as desk:
        drafting.begin(desk, lead_unit(desk))


def test_a_case_keeps_the_diagram_it_was_started_with(stage: Stage, tmp_path: Path) -> None:
    """A later release has another reply diagram; rounds under way go on with the one they began with."""
    a_round(stage, units=1)
    engine = Engine([ROUND, changed(REPLY, diagrams=("consultation/round.bpmn", "consultation/reply.bpmn"))])
    assert engine.current("reply").key != stage.office.engine.current("reply").key
    stage = restarted(stage, tmp_path, engine)
    answer(stage, 0)
    accept(stage, 0)
    must_be_well(stage)


def test_a_diagram_that_names_what_nobody_declares_is_refused_at_start() -> None:
    with pytest.raises(EngineFault, match="close_silent_replies"):
        Engine([changed(REPLY, operations={})])
    with pytest.raises(EngineFault, match="deadline"):
        Engine([changed(REPLY, moments={})])
    with pytest.raises(EngineFault, match="has_reply"):
        Engine([changed(REPLY, facts={k: v for k, v in REPLY.facts.items() if k != "has_reply"})])
    with pytest.raises(EngineFault, match="check"):
        Engine([changed(REPLY, steps={k: v for k, v in REPLY.steps.items() if k != "check"})])


def test_the_next_moment_is_known(stage: Stage) -> None:
    a_round(stage, units=1, remind_days=[])
    with stage.look() as (desk, _):
        assert next_due_at(desk) == DEADLINE
        assert len(desk.session.execute(select(moments)).all()) == 3  # the unit's and the round's deadline, a reminder
