"""From facts to papers: the queries behind `papers`, one module a subject, and the keeping of what was made."""

from workflow.consultation.paperwork.answering import answer, letter_to_be, reply_letter
from workflow.consultation.paperwork.asking import (
    comment_form,
    correction,
    extension,
    notice,
    reminder,
    replacement,
    revocation,
)
from workflow.consultation.paperwork.keeping import (
    NONE_READY,
    Ready,
    file_name,
    hand_out_form,
    keep,
    keep_bytes,
    kept_paper,
    make_ready,
    renew_form,
)
from workflow.consultation.paperwork.phrases import (
    DEMO_SEAL,
    calendar_note,
    clause_of,
    form_code,
    notice_title,
    version,
)
from workflow.consultation.paperwork.records import SILENCE_RULE, SILENCE_SOURCE, record
from workflow.consultation.paperwork.summing_up import (
    FIGURES,
    adoption_report,
    coordination,
    figures,
    keep_figures,
    submission,
    summary,
)
from workflow.documents.title_marks import bare, in_marks

__all__ = [
    "DEMO_SEAL",
    "FIGURES",
    "NONE_READY",
    "SILENCE_RULE",
    "SILENCE_SOURCE",
    "Ready",
    "adoption_report",
    "answer",
    "bare",
    "calendar_note",
    "clause_of",
    "comment_form",
    "coordination",
    "correction",
    "extension",
    "figures",
    "file_name",
    "form_code",
    "hand_out_form",
    "in_marks",
    "keep",
    "keep_bytes",
    "keep_figures",
    "kept_paper",
    "letter_to_be",
    "make_ready",
    "notice",
    "notice_title",
    "record",
    "reminder",
    "renew_form",
    "replacement",
    "reply_letter",
    "revocation",
    "submission",
    "summary",
    "version",
]
