"""What a line of the journal says, whichever process or door it comes from: one reading for the auditor."""

import re
from collections.abc import Mapping
from typing import Any

from workflow.accident.words import journal as of_accidents
from workflow.accounts import words as of_accounts
from workflow.administration import words as own
from workflow.consultation import words as of_consultations
from workflow.journal import JournalLine, Outcome

SENTENCES: Mapping[str, str] = {
    **of_consultations.SENTENCES,
    **of_accidents.SENTENCES,
    **of_accounts.SENTENCES,
    **own.SENTENCES,
}
_PLACE = re.compile(r"\{[^{}]*\}")
UNKNOWN = "其他操作"


class _Known(dict[str, Any]):
    """A detail that a line of long ago does not have is left blank: the auditor reads every line."""

    def __missing__(self, name: str) -> str:
        return ""


def said(line: JournalLine) -> str:
    if line.outcome == Outcome.REFUSED.value:
        return f"{line.details.get('why', '')}（{line.details.get('page', '')}）"
    template = SENTENCES.get(line.verb, UNKNOWN)
    try:
        return template.format_map(_Known(line.details))
    except (ValueError, TypeError, AttributeError):
        return label(line.verb)


def label(verb: str) -> str:
    """The verb by itself, for the list to choose from."""
    return _PLACE.sub("…", SENTENCES.get(verb, UNKNOWN))
