"""体检: is every open case somewhere, and do the rows say what the position says?"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from workflow.engine.deployment import Engine
from workflow.engine.process import Hands
from workflow.engine.rows import incidents, instances, moments, tasks

OVERDUE_AFTER = timedelta(minutes=5)  # a moment still waiting so long after its time means that nobody sweeps


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be. `what` is a code; pages put it into words."""

    process: str
    subject_id: int
    what: str  # "nothing next" | "tasks differ" | "moments differ" | "overdue" | "incident"
    detail: str


@dataclass(frozen=True)
class Checkup:
    """How many cases were looked at, and what was found."""

    open_cases: int
    completed_cases: int
    findings: tuple[Finding, ...]


def examine(hands: Hands, engine: Engine) -> Checkup:
    """Compare the position of every case with its rows."""
    session = hands.session
    open_tasks, open_moments = _places(hands, tasks), _places(hands, moments)
    alive = set(session.scalars(select(moments.c.instance_id).where(moments.c.due.is_not(None))))
    findings: list[Finding] = []
    rows = session.execute(select(instances)).all()
    for row in rows:
        items = engine.open_at(session, engine.definition(session, row.definition), row.position)
        expected = {kind: {i.at for i in items if i.kind == kind} for kind in ("task", "moment", "message")}

        def found(what: str, detail: str, row: object = row) -> None:
            findings.append(Finding(row.process, row.subject_id, what, detail))  # type: ignore[attr-defined]

        if expected["task"] != open_tasks.get(row.id, set()):
            found("tasks differ", f"{sorted(expected['task'])} / {sorted(open_tasks.get(row.id, set()))}")
        if expected["moment"] != open_moments.get(row.id, set()):
            found("moments differ", f"{sorted(expected['moment'])} / {sorted(open_moments.get(row.id, set()))}")
        if row.completed_at is None and not (expected["task"] or expected["message"] or row.id in alive):
            found("nothing next", row.position)
    findings += _overdue(hands) + _incidents(hands)
    done = sum(row.completed_at is not None for row in rows)
    return Checkup(len(rows) - done, done, tuple(findings))


def _places(hands: Hands, table: object) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for instance_id, at in hands.session.execute(select(table.c.instance_id, table.c.at)):  # type: ignore[attr-defined]
        found.setdefault(instance_id, set()).add(at)
    return found


def _overdue(hands: Hands) -> list[Finding]:
    late = (
        select(instances.c.process, instances.c.subject_id, moments.c.at, moments.c.due)
        .join(instances, instances.c.id == moments.c.instance_id)
        .where(moments.c.due < hands.now - OVERDUE_AFTER)
    )
    return [Finding(r.process, r.subject_id, "overdue", f"{r.at} {r.due}") for r in hands.session.execute(late)]


def _incidents(hands: Hands) -> list[Finding]:
    open_ = (
        select(instances.c.process, instances.c.subject_id, incidents.c.event, incidents.c.error)
        .join(instances, instances.c.id == incidents.c.instance_id)
        .where(incidents.c.resolved_at.is_(None))
    )
    rows = hands.session.execute(open_)
    return [Finding(r.process, r.subject_id, "incident", f"{r.event}: {r.error.splitlines()[-1]}") for r in rows]
