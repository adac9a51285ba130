"""A draft as parts, clauses and paragraphs: what units comment on, clause by clause.

An outline is a value: made from the lines of a document (`parse`), stored and corrected as a plain dict (`as_dict`,
`from_dict`), and examined for slips of numbering (`gaps`). Nothing here knows Word.
"""

from workflow.documents.outline.corrections import from_dict
from workflow.documents.outline.parsing import parse
from workflow.documents.outline.slips import gaps
from workflow.documents.outline.values import Clause, Outline, Part

__all__ = ["Clause", "Outline", "Part", "from_dict", "gaps", "parse"]
