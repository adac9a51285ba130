"""Do two Word files say the same? Text paragraph by paragraph, tables, pictures; not how they were packed or styled.

Saving a file again changes its bytes and leaves this unchanged. Headers, footers and page numbers are not content.
"""

import difflib
import hashlib
import unicodedata
from dataclasses import dataclass

from workflow import foreign_xml
from workflow.documents.archives import opened
from workflow.documents.reading import lines_of

_ALIKE = 0.5  # of the paragraphs: below, it is another document and not an altered one


@dataclass(frozen=True)
class Content:
    """The lines of the body, blanks at their ends left out, and the hashes of its pictures."""

    lines: tuple[str, ...]
    pictures: frozenset[str]


@dataclass(frozen=True)
class Difference:
    """`changed`: numbers of the paragraphs (from 1) that differ or are new; `missing`: how many are not there any more."""

    changed: tuple[int, ...]
    missing: int
    pictures: bool

    @property
    def is_none(self) -> bool:
        return not (self.changed or self.missing or self.pictures)


def content_of(data: bytes) -> Content:
    """Unreadable for what is no Word file."""
    lines = (unicodedata.normalize("NFC", line).strip() for line in lines_of(data))
    with opened(data) as archive:
        pictures = frozenset(
            hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith("word/media/")
        )
    return Content(tuple(lines), pictures)


def difference(kept: Content, given: Content) -> Difference | None:
    """What is different in the file that was given; None when it is another document altogether."""
    matcher = difflib.SequenceMatcher(None, kept.lines, given.lines, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    changes = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    changed = tuple(number + 1 for _, _, _, start, end in changes for number in range(start, end))
    missing = sum(max(0, (old_end - old) - (end - start)) for _, old, old_end, start, end in changes)
    return Difference(changed, missing, kept.pictures != given.pictures)


def mark_in(data: bytes) -> str:
    """The words of the footers, where a verification code may stand."""
    with opened(data) as archive:
        footers = [name for name in archive.namelist() if name.startswith("word/footer") and name.endswith(".xml")]
        roots = [foreign_xml.read(archive.read(name)) for name in footers]
    return "\n".join("".join(text.text or "" for text in root.iter("{*}t")) for root in roots)
