"""What several papers of a round say in the same way."""

from datetime import datetime
from pathlib import Path

from workflow.clock import day_of
from workflow.consultation import words
from workflow.consultation.model import Comment, Draft, Reply, Round
from workflow.documents.title_marks import in_marks
from workflow.workdays import Calendar

DEMO_SEAL = Path(__file__).parents[3] / "templates" / "word" / "seal.png"


def notice_title(round_: Round) -> str:
    again = f"第{words.REPEATED_SECOND_ROUND[round_.ordinal]}次" if round_.ordinal > 1 else ""
    return f"关于{again}征求{in_marks(round_.title)}意见的通知"


def sentence(text: str) -> str:
    """An item of a list ends with its full stop, however whoever wrote it has ended it."""
    said = text.strip().rstrip("；，、")
    return said if said.rstrip("”’）").endswith(("。", "！", "？")) and not said.endswith("）") else f"{said}。"


def version(draft: Draft) -> str:
    return f"第{draft.version}稿"


def seal_of(round_: Round) -> bytes | None:
    """Demonstration rounds carry the demonstration seal; real papers are sealed by hand."""
    return DEMO_SEAL.read_bytes() if round_.is_demo else None


def clause_of(comment: Comment) -> str:
    return comment.clause.label if comment.clause else "全文"


def calendar_note(deadline: datetime, calendar: Calendar) -> str:
    day = day_of(deadline)
    kind = "工作日" if calendar.is_workday(day) else "非工作日"
    note = calendar.note(day)
    return f"截止日为{kind}（{calendar.describe(day)}）" + (f"；{note}" if note else "")


def form_code(reply: Reply) -> str:
    return f"{reply.key}-{reply.round.current_draft.version}"
