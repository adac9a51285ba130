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
    file_name,
    hand_out_form,
    keep,
    keep_bytes,
    kept_paper,
    renew_form,
)
from workflow.consultation.paperwork.phrases import (
    DEMO_SEAL,
    bare,
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

__all__ = [
    "DEMO_SEAL",
    "FIGURES",
    "SILENCE_RULE",
    "SILENCE_SOURCE",
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
    "keep",
    "keep_bytes",
    "keep_figures",
    "kept_paper",
    "letter_to_be",
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
