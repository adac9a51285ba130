"""The journal of an accident case: every verb's sentence, and what it rests on, put together from the subjects."""

from collections.abc import Mapping

from workflow.accident.words import opening

SENTENCES: Mapping[str, str] = {**opening.SENTENCES}
RULES: Mapping[str, str] = {**opening.RULES}
