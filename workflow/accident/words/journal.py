"""The journal of an accident case: every verb's sentence, and what it rests on, put together from the subjects."""

from collections.abc import Mapping

from workflow.accident.words import following, opening, report

_PARTS = (opening, report, following)
SENTENCES: Mapping[str, str] = {verb: said for part in _PARTS for verb, said in part.SENTENCES.items()}
RULES: Mapping[str, str] = {verb: rule for part in _PARTS for verb, rule in part.RULES.items()}
