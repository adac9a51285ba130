"""What is true of an accident after every single thing that happens to it, and what may never change again."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tests.accident.world import World
from tests.makers import Stage
from tests.sequences.invariants import must_be_well, must_happen_once, must_leave_nothing, open_subjects, tasks_of
from workflow.accident.actions import accounting, team
from workflow.accident.model import Accident, Evaluation, Measure, MeasureStage, Supervision
from workflow.accident.model import Stage as Where
from workflow.accident.rules import gate
from workflow.accident.signed import changed_since, silent_members
from workflow.accident.timing import clocks_of, facts_now
from workflow.accident.why import sentence
from workflow.desk import Desk
from workflow.engine.rows import instances, moments, tasks
from workflow.journal import JournalLine
from workflow.people import PostKind, Unit

WRITTEN_DOWN = {  # besides the journal and the way: what only grows
    "a report of casualties": "select id, true_at, known_at, deaths, injuries, loss from accident_casualties order by id",
    "a signature": "select * from accident_signature order by id",
    "a conclusion": "select * from accident_conclusion order by id",
    "the chain of custody": "select * from accident_custody order by id",
    "a text of a chapter": "select * from accident_chapter_text order by id",
    "a correction": "select * from accident_published_correction order by id",
    "an inspection": "select * from accident_inspection order by id",
    "a finding": "select * from accident_finding order by id",
    "a proof": "select * from accident_proof order by id",
    "a paper": "select * from accident_paper order by id",
    "a notice": "select id, unit_id, subject, kind, body from notice order by id",
    "a kept file": "select id, name, sha256 from kept_file order by id",
    "a piece of evidence": "select id, number, title, collected_at from accident_evidence order by id",
    "an alarm": "select id, kind, due, says, planned_at from accident_alarm order by id",
}
STEPS: Mapping[Where, Collection[str]] = {  # a case's stage -> of what one thing lies on a desk
    Where.REPORTED: {"inform"},
    Where.CLASSIFYING: {"classify"},
    Where.FORMING_TEAM: {"propose_team", "appoint_team", "clear_interests"},
    Where.INVESTIGATING: {"investigate", "sign_report", "conclude", "decide_dissent", "ask_consent", "submit"},
    Where.APPROVING: {"approve"},
    Where.ARCHIVED: (),
    Where.TRANSFERRED: (),
}
AFTER_CLOSING = ({"check_privacy", "publish"}, {"settle_accountability"}, {"archive"})  # at most one of each
STEPS_OF_MEASURES: Mapping[MeasureStage, Collection[str]] = {
    MeasureStage.ANSWERING: {"answer_order", "review_objection"},
    MeasureStage.CARRYING_OUT: {"carry_out", "decide_extension", "sign_off"},
    MeasureStage.INSPECTING: {"inspect", "close_measure"},
    MeasureStage.CLOSED: (),
}
LATEST = 12  # lines of the journal
ONCE = (
    "register", "finish_informing", "classify", "hand_up", "transfer", "appoint_team", "clear_interests",
    "approve_report", "publish_report", "settle_accountability", "open_evaluation", "finish_evaluation",
    "archive_case", "impose_supervision", "decline_supervision", "lift_supervision", "begin_measure", "order_measure",
)  # fmt: skip


def must_hold(world: World, stage: Stage) -> None:
    """All invariants."""
    with stage.office.desk(write=False) as desk:
        accident = desk.session.get_one(Accident, world.accident_id)
        lying = tasks_of(desk)
        must_be_well(desk)
        must_happen_once(desk, ONCE)
        must_leave_nothing(desk)
        _the_case_must_stand(accident, lying)
        _its_parts_must_stand(desk, accident, lying)
        _somebody_must_be_there(desk)
        _alarms_must_be_set(desk, accident)
        _facts_must_agree(accident)
        _must_end_one_way(desk, accident, lying)
        _must_be_told(desk, accident)


def _the_case_must_stand(accident: Accident, lying: Mapping[tuple[str, int], list[str]]) -> None:
    steps = lying.get(("investigation", accident.id), [])
    assert len(set(steps)) == len(steps), f"a task lies there twice: {steps}"
    if accident.stage is Where.CLOSED:
        assert all(len(group & set(steps)) <= 1 for group in AFTER_CLOSING), steps
        assert set(steps) <= set().union(*AFTER_CLOSING), steps
        assert "archive" not in steps or len(steps) == 1, steps
    else:
        _must_be_one_of(steps, STEPS[accident.stage])


def _must_be_one_of(steps: Sequence[str], allowed: Collection[str]) -> None:
    assert len(steps) == bool(allowed), f"{steps} instead of one of {sorted(allowed)}"
    assert set(steps) <= set(allowed), f"{steps} instead of one of {sorted(allowed)}"


def _its_parts_must_stand(desk: Desk, accident: Accident, lying: Mapping[tuple[str, int], list[str]]) -> None:
    for measure in accident.measures:
        steps = lying.get(("rectification", measure.id), [])
        _must_be_one_of(steps, STEPS_OF_MEASURES[measure.stage] if measure.ordered_at else ())
        assert len([asked for asked in measure.extensions if asked.granted is None]) == ("decide_extension" in steps)
    for supervision in accident.supervisions:
        steps = lying.get(("supervision", supervision.id), [])
        undecided = {"decide"} if supervision.imposed is None else set()
        _must_be_one_of(steps, {"lift"} if supervision.imposed and not supervision.lifted_at else undecided)
    if accident.evaluation:
        assert len(lying.get(("evaluation", accident.evaluation.id), [])) <= 1


def _somebody_must_be_there(desk: Desk) -> None:
    """A task on the desk of nobody is a case without a next thing."""
    for unit_id, post, step in desk.session.execute(select(tasks.c.unit_id, tasks.c.post, tasks.c.step)):
        unit = desk.session.get_one(Unit, unit_id)
        assert unit.holders(PostKind(post), desk.today), f"nobody is there for {step}"


def _alarms_must_be_set(desk: Desk, accident: Accident) -> None:
    """What the engine waits for is what the facts say; nothing is planned twice, nor after the end."""
    rows = desk.session.execute(
        select(instances.c.process, instances.c.subject_id, moments.c.name, moments.c.due).join(moments)
    ).all()
    for subject in _parts(accident):
        process = desk.engine.processes[subject.process]
        mine = [row for row in rows if (row.process, row.subject_id) == (subject.process, subject.id)]
        for row in mine:
            assert row.due == process.moments[row.name](subject), f"{row.name} of {subject.subject} is set otherwise"
        pending = [(alarm.kind, alarm.due) for alarm in subject.alarms if alarm.is_pending]
        assert len(set(pending)) == len(pending), f"planned twice: {pending}"
        assert mine or not pending, f"{subject.subject} has ended and still waits for {pending}"


def _parts(accident: Accident) -> list[Any]:
    """The case and whatever of it has a case of its own."""
    ordered = [measure for measure in accident.measures if measure.ordered_at]
    evaluation: list[Measure | Evaluation | Supervision] = [accident.evaluation] if accident.evaluation else []
    return [accident, *ordered, *evaluation, *accident.supervisions]


def _facts_must_agree(accident: Accident) -> None:
    assert facts_now(accident).extension_days <= 60
    assert clocks_of(accident, facts_now(accident).settings)
    assert len([s for s in accident.supervisions if s.imposed_at and not s.lifted_at]) <= 1, "supervised twice"
    assert [piece.number for piece in accident.evidence] == list(range(1, len(accident.evidence) + 1))
    if accident.team_appointed_at:
        assert team.leader_of(accident) is not None, "a team without a leader"
    if accident.stage is Where.APPROVING and not changed_since(accident):
        assert silent_members(accident) == [], "submitted unsigned"
        assert not list(gate.undecided_dissents(accident)), "submitted with an open dissent"
    if accident.approved_at:
        assert accident.is_ours
        assert all(m.ordered_at and m.unit_id and m.due_on and m.order_number for m in gate.proposed(accident))
        assert not any(m.ordered_at for m in accident.measures if m.dropped_at)
        numbers = Counter([accident.approval_number, *(m.order_number for m in gate.proposed(accident))])
        assert all(times == 1 for times in numbers.values()), f"numbered twice: {numbers}"
    if accident.published_at:
        assert accident.privacy_checked_at


def _must_end_one_way(desk: Desk, accident: Accident, lying: Mapping[tuple[str, int], list[str]]) -> None:
    assert not (accident.archived_at and accident.transferred_at), "two ends"
    assert not (accident.approved_at and accident.transferred_at), "two ends"
    ended = accident.archived_at or accident.transferred_at
    assert bool(open_subjects(desk, "investigation", [accident.id])) == (ended is None)
    if accident.archived_at:
        measures = gate.proposed(accident)
        assert all(measure.closed_at for measure in measures)
        assert open_subjects(desk, "rectification", [measure.id for measure in measures]) == []
        assert accident.evaluation is not None
        assert accident.evaluation.finished_at
        assert accounting.open_items(accident) == []
    if accident.evaluation:
        finished = accident.evaluation.finished_at
        assert bool(open_subjects(desk, "evaluation", [accident.evaluation.id])) == (finished is None)


def _must_be_told(desk: Desk, accident: Accident) -> None:
    """What was written last has its words, every subject its name."""
    latest = select(JournalLine).where(JournalLine.case == accident.case).order_by(JournalLine.id.desc()).limit(LATEST)
    assert all(sentence(line) for line in desk.session.scalars(latest))
    for subject in _parts(accident):
        names = desk.engine.processes[subject.process].names(desk.session, [subject.id])
        assert names[subject.id].title
