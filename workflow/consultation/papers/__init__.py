"""The papers of a consultation round: each dataclass is exactly what one paper shows.

A paper's `kind` is the name of its template in templates/word/, whose placeholders are the fields below
(a test holds the two together). Dates and moments are values; how they read in Chinese is settled in one
place, `workflow.documents.wording`. Equal papers give equal bytes.
"""

from workflow.consultation.papers.answering import CommentLine, Reply
from workflow.consultation.papers.asking import (
    Change,
    CommentForm,
    Correction,
    Extension,
    FormClause,
    Notice,
    Reminder,
    Replacement,
    Revocation,
)
from workflow.consultation.papers.records import Delivery, Reminding, SilenceRecord, UndeliveredRecord
from workflow.consultation.papers.summing_up import (
    SUMMARY_HEADINGS,
    AdoptionReport,
    Answer,
    AnswerLine,
    Coordination,
    Figures,
    Position,
    ReportedComment,
    Submission,
    Summary,
    SummaryRow,
    summary_sheet,
)
from workflow.documents.paper import Issued, Paper, word

PAPERS: tuple[type[Paper], ...] = (
    Notice,
    CommentForm,
    Reply,
    Reminder,
    Extension,
    Correction,
    Replacement,
    Revocation,
    Summary,
    AdoptionReport,
    Answer,
    SilenceRecord,
    UndeliveredRecord,
    Submission,
    Coordination,
)

__all__ = [
    "PAPERS",
    "SUMMARY_HEADINGS",
    "AdoptionReport",
    "Answer",
    "AnswerLine",
    "Change",
    "CommentForm",
    "CommentLine",
    "Coordination",
    "Correction",
    "Delivery",
    "Extension",
    "Figures",
    "FormClause",
    "Issued",
    "Notice",
    "Paper",
    "Position",
    "Reminder",
    "Reminding",
    "Replacement",
    "Reply",
    "ReportedComment",
    "Revocation",
    "SilenceRecord",
    "Submission",
    "Summary",
    "SummaryRow",
    "UndeliveredRecord",
    "summary_sheet",
    "word",
]
