"""What is true of every case of every process: its way only grows, its rows say what its position says, it ends once."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.desk import Desk
from workflow.engine.checkup import examine
from workflow.engine.rows import instances, moments, tasks
from workflow.journal import JournalLine

WRITTEN_DOWN: Mapping[str, str] = {  # what -> how it is read; only ever more of it
    "the journal": "select id, verb, at, subject, officer_id, details from journal_line order by id",
    "the way of a case": "select * from engine_trail order by id",
}
VERSIONS = "select sum(version), count(*) from engine_instance"


@dataclass(frozen=True)
class Written:
    """What has been written down."""

    lines: Mapping[str, list[Any]]
    versions: list[Any]

    def must_only_grow(self, after: "Written") -> None:
        for what, lines in self.lines.items():
            assert after.lines[what][: len(lines)] == lines, f"{what} was changed"
        assert after.versions >= self.versions, "a case went back"


def record(database: Any, queries: Mapping[str, str]) -> Written:
    """Read past the ORM, by the driver's own connection: this is done after every single operation."""
    lines = {what: database.execute(query).fetchall() for what, query in (WRITTEN_DOWN | dict(queries)).items()}
    return Written(lines, database.execute(VERSIONS).fetchall())


def must_be_well(desk: Desk) -> None:
    """Overdue alone is no fault here: nobody may have swept yet."""
    findings = [finding for finding in examine(desk, desk.engine).findings if finding.what != "overdue"]
    assert findings == []
    _must_be_due_when_the_facts_say(desk)
    _must_say_in_which_post(desk)
    _must_not_be_done_in_a_name(desk)


def _must_be_due_when_the_facts_say(desk: Desk) -> None:
    """A moment's row is the only place where it is looked up: it must say what would be computed now."""
    about = (instances.c.process, instances.c.subject_id)
    for row in desk.session.execute(select(*about, moments.c.name, moments.c.due).join(moments)):
        process = desk.engine.processes[row.process]
        [subject] = process.load(desk.session, [row.subject_id])
        assert row.due == process.moments[row.name](subject), f"{row.name} of {row.process}:{row.subject_id}"


HIMSELF = {  # what a member of a team does as the person he is, whatever posts he holds
    "declare_no_interest", "declare_interest", "sign_report", "refuse_to_sign", "dissent",
}  # fmt: skip


FOUND = {"deliver", "late_report_up", "late_unit_report"}  # what a person's own deed has brought about, with its date


def _must_say_in_which_post(desk: Desk) -> None:
    """Every verb has asked whether the person may: what nobody asked about stands in the journal without a post."""
    unasked = select(JournalLine.verb).where(
        JournalLine.officer_id.is_not(None), JournalLine.post.is_(None), JournalLine.verb.not_in(HIMSELF)
    )
    assert set(desk.session.scalars(unasked)) == set(), "done by somebody whose post nobody has asked"


def _must_not_be_done_in_a_name(desk: Desk) -> None:
    """What the system does when it is due is nobody's deed, whoever's transaction it rides in."""
    named = select(JournalLine.verb).where(JournalLine.due.is_not(None), JournalLine.officer_id.is_not(None))
    assert set(desk.session.scalars(named)) - FOUND == set(), "the system's deed in a person's name"


def tasks_of(desk: Desk) -> dict[tuple[str, int], list[str]]:
    """(process, subject) -> the steps that lie open."""
    found: dict[tuple[str, int], list[str]] = {}
    rows = select(instances.c.process, instances.c.subject_id, tasks.c.step).join(tasks)
    for process, subject, step in desk.session.execute(rows):
        found.setdefault((process, subject), []).append(step)
    return found


def must_happen_once(desk: Desk, verbs: Collection[str]) -> None:
    """Each of these at most once to each subject."""
    lines = select(JournalLine.verb, JournalLine.subject).where(JournalLine.verb.in_(verbs))
    ends = Counter(tuple(line) for line in desk.session.execute(lines))
    assert all(times == 1 for times in ends.values()), f"ended twice: {ends}"


def must_leave_nothing(desk: Desk) -> None:
    """A case that has ended has neither tasks nor moments."""
    ended = select(instances.c.id).where(instances.c.completed_at.is_not(None))
    for table in (tasks, moments):
        left = desk.session.scalars(select(table.c.at).where(table.c.instance_id.in_(ended))).all()
        assert left == [], "something is left of a case that has ended"


def open_subjects(desk: Desk, process: str, ids: Sequence[int]) -> Sequence[int]:
    """Those whose case has not ended."""
    open_ = select(instances.c.subject_id).where(instances.c.completed_at.is_(None), instances.c.process == process)
    return desk.session.scalars(open_.where(instances.c.subject_id.in_(ids))).all()
