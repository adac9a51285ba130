"""The journal of an accident case: every verb's sentence, and what it rests on, put together from the subjects."""

from collections.abc import Mapping

from workflow.accident.words import following, opening

SENTENCES: Mapping[str, str] = {**opening.SENTENCES, **following.SENTENCES}
RULES: Mapping[str, str] = {**opening.RULES, **following.RULES}
