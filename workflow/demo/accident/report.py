"""The figures of a played case, all of them read from what it left behind."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from workflow.accident import signed
from workflow.accident.model import Accident, Measure
from workflow.accident.rehearsal import audit, matches
from workflow.accident.rules import assessment, clocks
from workflow.accident.rules.clocks import Clock
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.archiving.gathering import of_accident
from workflow.clock import day_of
from workflow.demo.documents import Document, in_json, write_archive, write_files
from workflow.desk import Desk


def write_documents(desk: Desk, accident: Accident, out: Path) -> list[Document]:
    """Every paper of the case below `out`."""
    written = write_files(desk, [(paper.kind, paper.file) for paper in accident.papers], out)
    return [*written, write_archive(desk, of_accident(accident), out)]


def figures(desk: Desk, accident: Accident, documents: list[Document], seconds: float) -> dict[str, Any]:
    """The object that `zhengxun demo accident --json` prints; dates as YYYY-MM-DD, None for what has not come."""
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    measures, lines = assessment.ordered(accident.measures), audit(desk, accident)
    return {
        "grade": accident.grade,
        "report_due": _due(clocks.report(replace(facts, extension_days=0))),
        "extended_to": _due(clocks.report(facts)),
        "approved": _day(accident.approved_at),
        "evaluation_opens": _due(clocks.evaluation_opens(facts)),
        "evaluation_due": _due(clocks.evaluation_due(facts)),
        "published": _day(accident.published_at),
        "measures": {
            "total": len(measures),
            "extended": sum(_was_extended(measure) for measure in measures),
            "redone": sum(measure.pass_number > 1 for measure in measures),
        },
        "dissents": len(signed.dissents(accident)),
        "events": sum(line.happened_at is not None for line in lines),
        "rehearsal_matches": matches(lines, desk.now),
        "documents": in_json(documents),
        "seconds": round(seconds, 2),
    }


def _was_extended(measure: Measure) -> bool:
    return any(extension.granted for extension in measure.extensions)


def _due(clock: Clock | None) -> str | None:
    return _iso(clock.due) if clock else None


def _day(moment: datetime | None) -> str | None:
    return _iso(day_of(moment)) if moment else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
