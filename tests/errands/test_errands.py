"""后台办理: begun with what they belong to, carried out once, by whichever worker lives; told in words what became of them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.makers import Stage, a_round, a_stage
from tests.running.programs import until
from workflow import jobs
from workflow.archiving import errand as archiving
from workflow.archiving.gathering import of_round
from workflow.archiving.package import archive
from workflow.consultation.model import Round
from workflow.errand_kinds import KINDS
from workflow.errands import LABELS, Errand, State, start
from workflow.errands.carrying import GIVEN_UP, Carry, Overtaken, Running, carry_out_next, give_back
from workflow.errors import Incomplete

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture
def stage(database: str, tmp_path: Path) -> Iterator[Stage]:
    """A round of two units, on either database."""
    stage = a_stage(database, tmp_path / "files", settled=False)
    a_round(stage, units=2)
    yield stage
    stage.close()


def begin(stage: Stage, kind: str = "test", **arguments: object) -> int:
    with stage.office.desk() as desk:
        return start(desk, kind, desk.session.get_one(Round, stage.round_id), "试办", **arguments).id


def errand(stage: Stage, id_: int) -> Errand:
    with stage.office.desk(write=False) as desk:
        found = desk.session.get_one(Errand, id_)
        desk.session.expunge(found)
        return found


def work(stage: Stage, carry: Carry, worker: str = "first") -> bool:
    return carry_out_next(stage.office, worker, {"test": carry})


def finish(running: Running) -> None:
    with running.finish() as finishing:
        finishing.with_("好了。")


def test_what_is_undone_has_begun_nothing(stage: Stage) -> None:
    def refused() -> None:
        with stage.office.desk() as desk:
            start(desk, "test", desk.session.get_one(Round, stage.round_id), "试办")
            raise Incomplete({"reason": "请填写"})

    with pytest.raises(Incomplete):
        refused()
    assert not work(stage, finish)


def test_the_archive_is_packed_by_a_worker_and_is_the_same(stage: Stage) -> None:
    with stage.office.desk() as desk:
        begun = archiving.begin(desk, desk.session.get_one(Round, stage.round_id)).id
    assert errand(stage, begun).state is State.WAITING
    assert carry_out_next(stage.office, "first", KINDS)
    with stage.office.desk(write=False) as desk:
        done = desk.session.get_one(Errand, begun)
        assert (done.state, done.said) == (State.DONE, archiving.READY)
        assert done.file is not None
        assert desk.files.read(done.file) == archive(desk, of_round(desk.session.get_one(Round, stage.round_id)))


def test_a_second_click_finds_the_first_errand_until_it_has_ended(stage: Stage) -> None:
    first = begin(stage, which=1)
    assert begin(stage, which=1) == first
    assert begin(stage, which=2) != first
    assert work(stage, finish)
    assert begin(stage, which=1) != first


def test_how_far_it_is_can_be_seen_while_it_goes_on(stage: Stage) -> None:
    begun = begin(stage)
    seen = []

    def carry(running: Running) -> None:
        running.tell(0, 4)
        for _ in range(4):
            with running.write(ready=1):
                pass
            seen.append(errand(stage, begun).percent)
        finish(running)

    assert work(stage, carry)
    assert seen == [25, 50, 75, 100]


def test_it_is_done_as_the_person_who_began_it(stage: Stage) -> None:
    with stage.as_office() as (desk, round_):
        officer = desk.officer_id
        start(desk, "test", round_, "试办")
    found = []

    def carry(running: Running) -> None:
        with running.finish() as finishing:
            found.append(finishing.desk.officer_id)

    assert work(stage, carry)
    assert found == [officer]


def test_many_workers_carry_each_errand_out_once(stage: Stage) -> None:
    begun = [begin(stage, number=number) for number in range(24)]
    carried: list[int] = []

    def carry(running: Running) -> None:
        carried.append(running.arguments["number"])
        finish(running)

    def works(name: str) -> None:
        while work(stage, carry, name):
            pass

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(works, ["first", "second", "third", "fourth"]))
    while work(stage, carry):  # whoever lost a race for one went home
        pass
    assert sorted(carried) == list(range(24))
    assert {errand(stage, id_).state for id_ in begun} == {State.DONE}


def test_who_was_overtaken_writes_nothing(stage: Stage) -> None:
    """Stopped for longer than anybody waits; when it wakes up, another has done the work."""
    begun = begin(stage)
    asleep, awake = threading.Event(), threading.Event()
    undone: list[Exception] = []

    def slow(running: Running) -> None:
        asleep.set()
        awake.wait(60)
        try:
            with running.finish() as finishing:
                finishing.with_("迟到的结果")
        except Overtaken as overtaken:
            undone.append(overtaken)
            raise

    first = threading.Thread(target=work, args=(stage, slow, "first"))
    first.start()
    asleep.wait(60)
    assert give_back(stage.office, {"second"}) == 1
    assert work(stage, finish, "second")
    awake.set()
    first.join()
    assert undone
    assert (errand(stage, begun).said, errand(stage, begun).worker) == ("好了。", "second")


def test_only_the_dead_lose_what_they_hold(stage: Stage) -> None:
    begun = begin(stage)
    held(stage, begun, "first")
    assert give_back(stage.office, {"first", "second"}) == 0
    assert give_back(stage.office, {"second"}) == 1
    held(stage, begun, "first")
    assert give_back(stage.office, (), "second") == 0
    assert give_back(stage.office, (), "first") == 1, "the same worker has come back"
    assert work(stage, finish, "second")


def held(stage: Stage, errand_id: int, worker: str) -> None:
    with stage.office.session() as session:
        session.execute(update(Errand).where(Errand.id == errand_id).values(state=State.RUNNING, worker=worker))


def test_what_cannot_be_done_is_said_in_words_and_not_tried_again(stage: Stage) -> None:
    begun = begin(stage)

    def refused(_: Running) -> None:
        raise Incomplete({"x": "缺少文件"}, "还缺一份文件，补齐后请再办一次。")

    assert work(stage, refused)
    assert (errand(stage, begun).state, errand(stage, begun).said) == (
        State.FAILED,
        "还缺一份文件，补齐后请再办一次。",
    )
    assert not work(stage, finish)


def test_what_went_wrong_is_tried_again_later_and_given_up_in_the_end(stage: Stage) -> None:
    begun = begin(stage)

    def broken(_: Running) -> None:
        raise OSError("the disk is full")

    for minutes in (0, 1, 2):
        stage.clock.move_to(stage.clock() + timedelta(minutes=minutes))
        assert work(stage, broken)
        assert not work(stage, broken), "not at once"
    found = errand(stage, begun)
    assert (found.state, found.said, found.attempt) == (State.FAILED, GIVEN_UP, 3)
    assert "the disk is full" in found.fault


def test_what_takes_every_worker_with_it_is_given_up(stage: Stage) -> None:
    begun = begin(stage)
    for _ in range(3):
        with pytest.raises(SystemExit):
            work(stage, dies)
        give_back(stage.office, ())
    assert not work(stage, dies)
    assert errand(stage, begun).state is State.FAILED


def dies(_: Running) -> None:
    raise SystemExit(9)


def test_a_program_that_does_the_jobs_carries_errands_out(stage: Stage) -> None:
    with stage.office.desk() as desk:
        begun = archiving.begin(desk, desk.session.get_one(Round, stage.round_id)).id
    jobs.launch(stage.office, stage.office.sessions.kw["bind"].url.render_as_string(hide_password=False))  # type: ignore[attr-defined]
    try:
        until(lambda: errand(stage, begun).has_ended)
    finally:
        jobs.close()
    assert errand(stage, begun).state is State.DONE


def test_every_state_is_told_in_its_own_words() -> None:
    assert len(set(LABELS.values())) == len(LABELS) == len(State)
