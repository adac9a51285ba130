"""The journal: who did what, when, to which case. Lines are only ever added, and each holds the one before."""

from workflow.journal.checking import ALTERED, LOOSE, MISSING, MISSING_AT_THE_END, Broken, first_broken
from workflow.journal.lanes import JournalHead, ends, head
from workflow.journal.lines import (
    KEEP,
    Entry,
    JournalLine,
    Outcome,
    all_lines,
    by_whom,
    content_of,
    lines_about,
    lines_of_case,
    people_in,
    sealed_rows,
)
from workflow.journal.writing import append

__all__ = [
    "ALTERED", "KEEP", "LOOSE", "MISSING", "MISSING_AT_THE_END", "Broken", "Entry", "JournalHead", "JournalLine",
    "Outcome", "all_lines", "append", "by_whom", "content_of", "ends", "first_broken", "head", "lines_about",
    "lines_of_case", "people_in", "sealed_rows",
]  # fmt: skip
