"""案卷: the papers of a case with what they are called, and all of them as one archive readable without the system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from workflow import personal
from workflow.accident import why
from workflow.accident.model import Accident, CasePaper, Measure
from workflow.accident.papers import PAPERS
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.documents.packing import pack
from workflow.files import KeptFile

# In which step of its diagram (the case's, or of the part it is about) each kind of paper is made.
MADE_IN = {
    "accident_first_report": "inform",
    "accident_team": "appoint_team",
    "accident_appraisal": "investigate",
    "accident_extension": "investigate",
    "accident_dissent": "sign_report",
    "accident_conclusion": "conclude",
    "accident_report": "submit",
    "accident_approval": "approve",
    "accident_publication": "publish",
    "accident_rectification": "answer_order",
    "accident_closing": "close_measure",
    "accident_supervision": "decide",
    "accident_supervision_lifted": "lift",
    "accident_evaluation": "approve_report",
}
TITLES = {paper.kind: paper.title_in_words for paper in PAPERS}


@dataclass(frozen=True)
class Holding:
    """One kept paper. `about`: the part of the case it is about, in words, or ""."""

    title: str
    about: str
    file: KeptFile
    at: datetime


def papers(accident: Accident) -> list[Holding]:
    """Every paper the system made for the case, in the order in which they were made."""
    measures = {measure.subject: measure for measure in accident.measures}
    return [_holding(paper, measures) for paper in accident.papers]


def _holding(paper: CasePaper, measures: dict[str, Measure]) -> Holding:
    measure = measures.get(paper.about)
    about = f"第{measure.number}项整改措施" if measure else ""
    return Holding(TITLES.get(paper.kind, paper.file.name), about, paper.file, paper.made_at)


def archive(desk: Desk, accident: Accident) -> bytes:
    """A zip of all papers, their list with hashes, and what was done when by whom."""
    named = [(f"{number:03d} {held.file.name}", held) for number, held in enumerate(papers(accident), 1)]
    parts = {path: desk.files.read(held.file) for path, held in named}
    parts["000 案卷目录.txt"] = _text(_contents(accident, named))
    parts["000 办理记录.txt"] = _text(_done(desk, accident))
    return pack(parts)


def _contents(accident: Accident, named: list[tuple[str, Holding]]) -> Iterator[str]:
    yield f"{accident.title}案卷目录"
    for path, held in named:
        about = f"{held.title}　{held.about}" if held.about else held.title
        yield f"{path}　{about}　{moment_in_words(held.at)}　SHA-256 {held.file.sha256}"


def _done(desk: Desk, accident: Accident) -> Iterator[str]:
    for event in why.events_of_case(desk, accident):
        yield f"{moment_in_words(event.at, seconds=True)}　{event.who}　{event.what}"


def _text(lines: Iterator[str]) -> bytes:
    listed = personal.masked("\r\n".join(lines), personal.Export.ARCHIVE_LIST)
    return listed.encode("utf-8-sig")  # opens in Notepad as Chinese
