"""体检: planted faults are found, each by its name; a healthy office has none."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, literal, select, update

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import DAY, HOUR, answer, must_be_well
from workflow.engine.checkup import examine
from workflow.engine.deserted import deserted
from workflow.engine.rows import instances, moments, tasks
from workflow.people import Post, PostKind


def a_running_round(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0)
    stage.unit(1).receive()


def plant(stage: Stage, *statements: Any) -> None:
    with stage.office.desk() as desk:
        for statement in statements:
            desk.session.execute(statement)


def found(stage: Stage) -> set[str]:
    with stage.look() as (desk, _):
        return {finding.what for finding in examine(desk, desk.engine).findings}


def the_reply(stage: Stage, number: int) -> Any:
    """The instance of that unit's reply."""
    return select(instances.c.id).where(
        instances.c.process == "reply", instances.c.subject_id == stage.unit(number).reply_id
    ).scalar_subquery()  # fmt: skip


def test_a_healthy_office_has_no_findings(stage: Stage) -> None:
    a_running_round(stage)
    must_be_well(stage)
    with stage.look() as (desk, _):
        checkup = examine(desk, desk.engine)
        assert (checkup.open_cases, checkup.completed_cases) == (4, 0)


def the_same_task_again(stage: Stage) -> Any:
    copied = [tasks.c[name] for name in ("step", "unit_id", "post", "opened_at")]
    rows = select(tasks.c.instance_id, literal("again"), *copied).where(tasks.c.instance_id == the_reply(stage, 1))
    return insert(tasks).from_select(["instance_id", "at", "step", "unit_id", "post", "opened_at"], rows)


def at_another_place(stage: Stage) -> Any:
    elsewhere = select(instances.c.position).where(instances.c.id == the_reply(stage, 0)).scalar_subquery()
    return update(instances).where(instances.c.id == the_reply(stage, 1)).values(position=elsewhere)


FAULTS: dict[str, tuple[Callable[[Stage], Any], set[str]]] = {
    "a task is gone": (lambda s: delete(tasks).where(tasks.c.instance_id == the_reply(s, 0)), {"tasks differ"}),
    "a moment is gone": (lambda s: delete(moments).where(moments.c.instance_id == the_reply(s, 1)), {"moments differ"}),
    "a task lies there twice": (the_same_task_again, {"tasks differ"}),
    "a case stands elsewhere": (at_another_place, {"tasks differ", "moments differ"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(stage: Stage, fault: str) -> None:
    a_running_round(stage)
    statement, names = FAULTS[fault]
    plant(stage, statement(stage))
    assert found(stage) == names


def nobody_is(stage: Stage, number: int, *kinds: PostKind) -> None:
    """Yesterday was the last day of that unit's people in these posts."""
    of_unit = Post.unit_id == stage.unit(number).unit_id
    with stage.office.desk() as desk:
        for post in desk.session.scalars(select(Post).where(of_unit, Post.kind.in_(kinds))):
            post.until = desk.today - DAY


def without_holder(stage: Stage) -> list[tuple[str, PostKind]]:
    with stage.look() as (desk, _):
        return [(task.step, task.post) for task in deserted(desk)]


def test_work_on_the_desk_of_a_post_that_nobody_holds_is_found(stage: Stage) -> None:
    a_running_round(stage)
    nobody_is(stage, 1, PostKind.CLERK)
    nobody_is(stage, 2, PostKind.LEADER)  # nothing lies before him
    assert found(stage) == {"nobody there"}
    assert without_holder(stage) == [("write", PostKind.CLERK)]


def test_a_unit_that_takes_part_on_paper_misses_nobody(stage: Stage) -> None:
    a_running_round(stage)
    plant(stage, delete(Post).where(Post.unit_id == stage.unit(2).unit_id))
    assert found(stage) == set()


def test_a_seal_without_a_keeper_waits_for_the_leader_and_without_either_for_nobody(stage: Stage) -> None:
    a_running_round(stage)
    stage.unit(1).write([])
    stage.unit(1).sign()
    nobody_is(stage, 1, PostKind.SEAL_KEEPER)
    must_be_well(stage)
    nobody_is(stage, 1, PostKind.LEADER)
    assert without_holder(stage) == [("seal", PostKind.SEAL_KEEPER)]


def test_a_round_whose_only_moment_stands_still_has_nothing_next(stage: Stage) -> None:
    a_round(stage, units=1, remind_days=[])
    of_round = select(instances.c.id).where(instances.c.process == "round")
    plant(stage, update(moments).where(moments.c.instance_id.in_(of_round)).values(due=None))
    assert found(stage) == {"nothing next"}


def test_moments_long_past_mean_that_nobody_sweeps(stage: Stage) -> None:
    a_round(stage, units=1, remind_days=[])
    stage.clock.move_to(DEADLINE + HOUR)
    assert found(stage) == {"overdue"}
    stage.pass_until(DEADLINE + HOUR)
    must_be_well(stage)
