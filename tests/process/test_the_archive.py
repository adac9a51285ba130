"""办结和归档: a further round or the package; afterwards the round is read-only, whoever tries whatever."""

import hashlib
import inspect
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from tests.makers import DEADLINE, SAMPLE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    SCAN,
    a_comment,
    a_paper,
    accept,
    answer,
    as_office,
    conclude,
    confirm,
    journal,
    must_be_well,
    paper,
    propose,
    refused,
    release,
    send_decisions,
    to_the_archive,
    to_the_deadline,
    use_late,
)
from workflow.consultation.actions import (
    answering,
    checking,
    concluding,
    deciding,
    drafting,
    issuing,
    receiving,
    registering,
    running,
    writing,
)
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Outcome, Reply, Round, RoundStage, Verdict
from workflow.desk import Desk
from workflow.engine.sweep import sweep
from workflow.errors import AlreadyDone, Refusal, Stale
from workflow.notices import Channel, Notice
from workflow.people import PostKind, Unit
from workflow.store import Base


def an_archived_round(stage: Stage, outcome: Outcome = Outcome.FURTHER_ROUND) -> None:
    """With a comment, a written 无意见, a late letter and a silent unit in it."""
    a_round(stage, units=4)
    answer(stage, 0, a_comment())
    answer(stage, 1)
    stage.unit(2).receive()
    stage.unit(3).receive()
    stage.unit(3).write([a_comment(7)])  # lies unsigned with the leader
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    accept(stage, 1)
    paper(stage, 2, DEADLINE + HOUR, a_comment(6))
    use_late(stage, 2)
    to_the_archive(stage, outcome)
    must_be_well(stage)


# -- what follows


def test_a_further_round_is_a_new_one_with_a_previous(stage: Stage) -> None:
    an_archived_round(stage)
    first = stage.round_id
    with stage.as_office() as (desk, round_):
        stage.round_id = concluding.further_round(desk, round_).id
    with stage.look() as (_, second):
        assert (second.previous_id, second.ordinal, second.stage) == (first, 2, RoundStage.DRAFTING)
        assert second.previous is not None
        assert second.unit_ids == second.previous.unit_ids
        assert second.basis == second.previous.basis
        assert second.drafts == []
    stage.round_id = first
    with stage.look() as (_, round_):
        assert round_.stage is RoundStage.ARCHIVED


def test_a_further_round_may_go_to_the_units_concerned_only_and_runs_like_any_other(stage: Stage) -> None:
    an_archived_round(stage)
    with stage.as_office() as (desk, round_):
        concerned = [round_.replies[0].unit]
        second = concluding.further_round(desk, round_, concerned)
        stage.round_id = second.id
        drafting.upload_draft(desk, second, SAMPLE.read_bytes(), SAMPLE.name)
        drafting.set_deadline(desk, second, desk.now + timedelta(days=7))
        drafting.send_to_head(desk, second)
    stage.issue()
    answer(stage, 0)
    with stage.look() as (desk, round_):
        assert [reply.unit.name for reply in round_.replies] == ["文昌街道办事处"]
        told = desk.session.scalars(select(Notice).where(Notice.case == round_.case)).one()
        assert told.title.startswith("关于第二次征求《")
    must_be_well(stage)


def test_a_further_round_is_begun_once_and_only_when_the_round_ended_so(stage: Stage) -> None:
    an_archived_round(stage)
    as_office(stage, concluding.further_round)
    with refused(AlreadyDone, "已经发起"):
        as_office(stage, concluding.further_round)


def test_after_the_package_for_submission_there_is_no_further_round(stage: Stage) -> None:
    an_archived_round(stage, Outcome.FOR_SUBMISSION)
    with refused(Stale, "送审稿"):
        as_office(stage, concluding.further_round)
    with stage.look() as (_, round_):
        assert "submission" in [paper.kind for paper in round_.papers]


def test_each_step_towards_the_archive_is_done_once_and_in_its_order(stage: Stage) -> None:
    a_round(stage, units=1)
    to_the_deadline(stage)
    steps: list[Callable[[Stage], None]] = [propose, send_decisions, confirm, release, conclude]
    for step in steps:
        for later in (confirm, release, conclude):
            if steps.index(later) > steps.index(step):
                with refused(Stale):
                    later(stage)
        step(stage)
    for step in steps:
        if step is not propose:
            with refused(Stale):
                step(stage)
    assert [journal(stage).count(verb) for verb in ("send_decisions", "confirm", "release", "conclude")] == [1] * 4


# -- read-only


def everything(stage: Stage) -> dict[str, str]:
    """A fingerprint of every table, kept files aside: a refused upload may have kept its bytes, and nothing else."""
    with stage.office.desk(write=False) as desk:
        return {
            name: hashlib.sha256(repr(desk.session.execute(select(table)).all()).encode()).hexdigest()
            for name, table in Base.metadata.tables.items()
        }


def _first(round_: Round) -> Reply:
    return round_.replies[0]


def _row(round_: Round) -> Any:
    return deciding.rows_of(round_)[0]


def _scan(desk: Desk) -> Any:
    return desk.keep(SCAN, "来文.pdf", "application/pdf")


def _paper(desk: Desk, round_: Round, received: Any) -> None:
    registering.register_paper(desk, _first(round_), a_paper(received), _scan(desk))


Act = Callable[[Desk, Round], Any]
ACTS: dict[Callable[..., Any], Act] = {
    drafting.upload_draft: lambda d, r: drafting.upload_draft(d, r, SAMPLE.read_bytes(), SAMPLE.name),
    drafting.correct_structure: lambda d, r: drafting.correct_structure(d, r, r.current_draft.outline),
    drafting.add_annex: lambda d, r: drafting.add_annex(d, r, b"x", "a.docx", "附件"),
    drafting.move_annex_up: lambda d, r: drafting.move_annex_up(d, r, None),  # type: ignore[arg-type]
    drafting.choose_units: lambda d, r: drafting.choose_units(d, r, [_first(r).unit.key]),
    drafting.remove_annex: lambda d, r: drafting.remove_annex(d, r, None),  # type: ignore[arg-type]
    drafting.order_annexes: lambda d, r: drafting.order_annexes(d, r, []),
    drafting.save_details: lambda d, r: drafting.save_details(d, r, {"basis": "另一依据"}),
    drafting.set_deadline: lambda d, r: drafting.set_deadline(d, r, d.now + DAY),
    drafting.choose_recipients: lambda d, r: drafting.choose_recipients(d, r, [], [_first(r).unit]),
    drafting.choose_reminders: lambda d, r: drafting.choose_reminders(d, r, [3]),
    drafting.send_to_head: drafting.send_to_head,
    issuing.issue: issuing.issue,
    issuing.send_back: lambda d, r: issuing.send_back(d, r, "理由"),
    receiving.open_notice: lambda d, r: receiving.open_notice(d, r.replies[3]),
    receiving.receive: lambda d, r: receiving.receive(d, _first(r)),
    writing.save_comment: lambda d, r: writing.save_comment(d, _first(r), None, Wish(None, "", "改", "")),
    writing.begin_comment: lambda d, r: writing.begin_comment(d, _first(r), 1, None),
    writing.change_comment: lambda d, r: writing.change_comment(d, _first(r), "key", proposed="改"),
    writing.remove_comment: lambda d, r: writing.remove_comment(d, _first(r), "key"),
    writing.declare_no_objection: lambda d, r: writing.declare_no_objection(d, _first(r)),
    writing.import_form: lambda d, r: writing.import_form(d, _first(r), SAMPLE.read_bytes(), "反馈单.docx"),
    answering.send_for_signing: lambda d, r: answering.send_for_signing(d, _first(r)),
    answering.return_to_clerk: lambda d, r: answering.return_to_clerk(d, _first(r), "理由"),
    answering.sign: lambda d, r: answering.sign(d, _first(r)),
    answering.seal: lambda d, r: answering.seal(d, _first(r)),
    answering.return_unsealed: lambda d, r: answering.return_unsealed(d, _first(r), "理由"),
    answering.withdraw: lambda d, r: answering.withdraw(d, _first(r)),
    answering.send_late: lambda d, r: answering.send_late(d, r.replies[3]),
    checking.accept: lambda d, r: checking.accept(d, _first(r)),
    checking.reject: lambda d, r: checking.reject(d, _first(r), ["unsealed"]),
    registering.register_paper: lambda d, r: _paper(d, r, DEADLINE - HOUR),
    checking.use_late: lambda d, r: checking.use_late(d, r.replies[2], r.replies[2].late_letters[0], False, "理由"),
    registering.record_delivery: lambda d, r: registering.record_delivery(
        d, r.replies[3], Channel.PHONE, DEADLINE - HOUR, "值班室接听", True
    ),
    running.remind: lambda d, r: running.remind(d, r.replies[3], Channel.PHONE, "值班室接听"),
    running.remind_several: lambda d, r: running.remind_several(d, r, [r.replies[3].key], Channel.PHONE, "值班室接听"),
    running.extend: lambda d, r: running.extend(d, r, d.now + DAY, "理由"),
    running.replace_draft: lambda d, r: running.replace_draft(d, r, SAMPLE.read_bytes(), SAMPLE.name, "更正"),
    deciding.propose: lambda d, r: deciding.propose(d, r, _row(r), Verdict.ADOPTED),
    deciding.propose_many: lambda d, r: deciding.propose_many(d, r, [_row(r)], Verdict.ADOPTED),
    deciding.coordinate: lambda d, r: deciding.coordinate(
        d, r, [_row(r)], held_on=d.today, chair="甲", participants=["乙"], course="经过", outcome="结果"
    ),
    deciding.send_decisions: deciding.send_decisions,
    deciding.send_decisions_back: lambda d, r: deciding.send_decisions_back(d, r, "理由"),
    deciding.confirm: deciding.confirm,
    deciding.release: deciding.release,
    concluding.conclude: lambda d, r: concluding.conclude(d, r, Outcome.FOR_SUBMISSION),
    concluding.archive: concluding.archive,
}
BEGINNINGS = {drafting.begin, concluding.further_round}  # they open another round
BY_THE_SYSTEM = {issuing.distribute, running.remind_silent, running.close_silent, running.close, running.reopen}
LOOKS = {
    drafting.rehearsal, drafting.whats_missing, drafting.addressees, drafting.unit_names, deciding.rows_of,
    deciding.coordinations, deciding.uncoordinated, deciding.whats_missing, deciding.row_of, deciding.settled_by,
    deciding.must_all_be_decided, deciding.with_undecided_late_letters, deciding.has_proposed, concluding.concerned,
    deciding.rows_named, deciding.must_be_releasable, deciding.answers_ready, issuing.must_be_ready,
}  # fmt: skip
QUIETLY = {receiving.open_notice}  # looking at the notice of an archived round is allowed and changes nothing


def test_every_action_is_tried_below() -> None:
    """A new action must be added to ACTS, or to the actions that change no archived round."""
    modules: list[ModuleType] = [drafting, issuing, receiving, writing, answering]
    modules += [checking, registering, running, deciding, concluding]
    actions = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert actions == set(ACTS) | BEGINNINGS | BY_THE_SYSTEM | LOOKS


def everybody(stage: Stage) -> list[int]:
    """Everyone who might try: clerk and head of the office, and all people of the round's units."""
    with stage.look() as (desk, round_):
        units: list[Unit] = [round_.lead_unit, *(reply.unit for reply in round_.replies)]
        kinds = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)
        return [officer.id for unit in units for kind in kinds for officer in unit.holders(kind, desk.today)]


def test_after_the_archive_no_action_of_anybody_changes_anything(stage: Stage) -> None:
    an_archived_round(stage)
    before, people = everything(stage), everybody(stage)
    for action, act in ACTS.items():
        for officer in people:
            _must_be_refused(stage, action, act, officer)
        assert everything(stage) == before, f"{action.__name__} changed an archived round"


def _must_be_refused(stage: Stage, action: Callable[..., Any], act: Act, officer: int) -> None:
    try:
        with stage.office.desk(officer) as desk:
            act(desk, desk.session.get_one(Round, stage.round_id))
    except Refusal:
        return
    assert action in QUIETLY, f"{action.__name__} was not refused after the archive"


def test_after_the_archive_no_moment_fires(stage: Stage) -> None:
    an_archived_round(stage)
    before = everything(stage)
    stage.clock.pass_(days=400)
    assert sweep(stage.office.desk, stage.office.engine) == 0
    assert everything(stage) == before


@pytest.mark.parametrize("number", [0, 3])
def test_after_the_archive_nothing_lies_on_any_desk(stage: Stage, number: int) -> None:
    an_archived_round(stage)
    with stage.look() as (desk, round_):
        assert desk.open_steps(round_) == set()
        assert desk.open_steps(round_.replies[number]) == set()
        assert not any(desk.hears(round_.replies[number], message) for message in ("paper", "withdraw", "reopen"))
