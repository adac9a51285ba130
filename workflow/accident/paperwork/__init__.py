"""From facts to papers of a case: one module a subject; here is what all of them share, and how a paper is kept."""

from pathlib import Path

from workflow.accident import attesting
from workflow.accident.model import Accident, CasePaper
from workflow.accident.papers import Paper, word
from workflow.accident.rules.grading import Grade
from workflow.desk import Desk
from workflow.files import WORD, KeptFile
from workflow.numbers import take_number
from workflow.people import Unit

DEMO_SEAL = Path(__file__).parents[3] / "templates" / "word" / "seal.png"


def keep(desk: Desk, accident: Accident, paper: Paper, about: str = "", *, name: str = "") -> KeptFile:
    """Make the paper and keep it with the case. `about`: the part it is about, "measure:3"; `name`: for the file's."""
    mark = attesting.mark_for(desk)
    paper = attesting.sealed(desk, accident, paper)
    kept = desk.keep(word(paper, mark), file_name(paper.title_in_words, name), WORD)
    accident.papers.append(CasePaper(about=about, kind=paper.kind, file_id=kept.id, made_at=desk.now))
    attesting.vouch(desk, accident, kept, paper, mark)
    return kept


def file_name(title: str, about: str = "", suffix: str = "docx") -> str:
    return f"{title}（{about}）.{suffix}" if about else f"{title}.{suffix}"


def kept_paper(accident: Accident, kind: str, about: str = "") -> KeptFile | None:
    """The latest kept paper of that kind."""
    found = [paper for paper in accident.papers if (paper.kind, paper.about) == (kind, about)]
    return found[-1].file if found else None


def number_for(desk: Desk, unit: Unit) -> str:
    """The next 发文字号 of this unit in this year."""
    return str(take_number(desk.session, unit.number_code, desk.today.year))


def seal_of(accident: Accident) -> bytes | None:
    """Demonstration cases carry the demonstration seal; real papers are sealed by hand."""
    return DEMO_SEAL.read_bytes() if accident.is_demo else None


def letterhead(unit: Unit) -> str:
    return f"{unit.name}文件"


def grade_in_words(accident: Accident) -> str:
    """较大事故, or what people call a case whose class is not decided."""
    return Grade(accident.grade).label if accident.grade else "等级待核定"


def clause(text: str) -> str:
    """What people typed, as it stands inside a sentence: without its last stop."""
    return text.strip().rstrip("，。；")
