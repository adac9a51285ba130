"""From the lines of a document to its outline: where the draft begins and ends, which numbers mark its clauses.

The clause is the level of （一） under 一、, of 第×条, or the only level there is; numbers below it stay text. The
opening paragraphs before the first number are not part of the outline.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.documents.outline.headings import Heading, Kind, heading_of, split_title
from workflow.documents.outline.values import Clause, Outline, Part

_SPACE = " \t\r\n\f\v\u00a0\u2002\u2003\u3000\u200b\ufeff"
_ANNEX = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[：:]?")  # on a line of its own: another document begins
_HARD_END = re.compile(r"附\s*[件表]?\s*\d*\s*[：:].*|附\s*件\s*\d+(\s.*)?|抄\s*送\s*[：:].*")
_DIGIT = "[\\d一二三四五六七八九十〇○零]"
_SOFT_END = re.compile(rf"{_DIGIT}{{4}}\s*年\s*{_DIGIT}{{1,3}}\s*月\s*{_DIGIT}{{1,3}}\s*日|（(联系|此件|公开方式).*）")
_PAGE_NUMBER = re.compile(r"PAGE(\s.*)?|[-—－–]+\s*\d{1,4}\s*[-—－–]+|第\s*\d+\s*页.{0,10}", re.IGNORECASE)
_CONTENTS = re.compile(r"目\s*录|.*(\t|…|\.{3,}|·{3,})\s*\d{1,4}")
_LETTER = re.compile(r".*征求.*的(通知|函)")
_BEFORE_TITLE = re.compile(
    r".*文件|.*〔\d{4}〕.*号|(特急|加急|急件|秘密|机密|绝密).{0,8}|签发人.*|\d{6}|附件.*|\d{4}年\d{1,2}月(\d{1,2}日)?"
)
_STAGE = re.compile(r"[（(].{0,10}(稿|草案|修订|试行).{0,6}[）)]")
_BRACKETED = re.compile(r"[（(].*[）)]")


def parse(lines: Sequence[str]) -> Outline:
    """The outline of the draft in these lines; without parts when no clause was recognised.

    When a covering letter stands before the draft (关于征求…意见的通知, then 附件1), the draft is meant; annexes behind
    the draft are left out.
    """
    outlines = [_document(each) for each in _documents(_clean(lines))]
    found = [outline for outline in outlines if outline.parts]
    drafts = [outline for outline in found if not _LETTER.fullmatch(outline.title)]
    return next(iter(drafts or found or outlines), Outline("", ()))


def _clean(lines: Sequence[str]) -> list[str]:
    """Stripped lines without blanks, page numbers and a table of contents."""
    kept: list[str] = []
    after_page_field = False
    for line in (line.strip(_SPACE) for line in lines):
        noise = not line or _PAGE_NUMBER.fullmatch(line) or _CONTENTS.fullmatch(line)
        if not noise and not (after_page_field and line.isdigit()):
            kept.append(line)
        after_page_field = line.upper().startswith("PAGE") or (after_page_field and not line)
    return kept


def _documents(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines cut where an annex begins: 附件2： on a line of its own."""
    starts = [at for at, line in enumerate(lines) if _ANNEX.fullmatch(line)]
    for start, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        yield list(lines[start:end])


def _document(lines: Sequence[str]) -> Outline:
    headings = {at: heading for at, line in enumerate(lines) if (heading := heading_of(line))}
    levels = _levels(list(headings.values()))
    marks = [at for at, heading in headings.items() if heading.kind in levels]
    if not marks:
        return Outline(_title(lines), ())
    body = _Body(levels)
    for at in range(marks[0], _end(lines, marks)):
        heading = headings.get(at)
        body.add(heading if heading and heading.kind in levels else None, lines[at])
    if _has_date(lines, marks):
        body.drop_signature()
    return Outline(_title(lines[: marks[0]]), body.parts())


def _end(lines: Sequence[str], marks: Sequence[int]) -> int:
    """Where the body ends: at the list of annexes, or at the date, the contact or the signature after all clauses."""
    for at in range(marks[0], len(lines)):
        if _HARD_END.fullmatch(lines[at]) or (at > marks[-1] and _SOFT_END.fullmatch(lines[at])):
            return at
    return len(lines)


def _has_date(lines: Sequence[str], marks: Sequence[int]) -> bool:
    end = _end(lines, marks)
    return any(_SOFT_END.fullmatch(line) for line in lines[end:])


# -- the title ---------------------------------------------------------------------------------------------------------


def _title(opening: Sequence[str]) -> str:
    """The title from the lines before the first number: it may run over several lines, blank ones between."""
    pieces: list[str] = []
    for line in opening:
        if _BEFORE_TITLE.fullmatch(line):
            continue
        note = _BRACKETED.fullmatch(line) and not _STAGE.fullmatch(line)  # （2026年9月27日印发）
        if _is_text(line) or (note and pieces):
            break
        pieces += [] if note else [re.sub(rf"[{_SPACE}]+", " ", line)]
        if len(pieces) > 1 and _ends_title(line):
            break
    return "".join(pieces)


def _ends_title(line: str) -> bool:
    """Whether the line ends in （征求意见稿） or the like: behind it may stand who drafted it."""
    return any(found.end() == len(line) for found in _STAGE.finditer(line))


def _is_text(line: str) -> bool:
    return "。" in line or line.endswith(("：", ":", "；", "，")) or len(line) > 60


# -- the levels --------------------------------------------------------------------------------------------------------


def _levels(headings: Sequence[Heading]) -> tuple[Kind, ...]:
    """The kinds that mark parts and clauses, the clause last; one kind for a draft without parts, none for no draft."""
    present = [kind for kind in Kind if any(heading.kind is kind for heading in headings)]
    if Kind.ARTICLE in present and _begins(headings, Kind.ARTICLE):
        return (*_parts_of_articles(headings), Kind.ARTICLE)
    ladder = [kind for kind in present if kind not in (Kind.ARTICLE, Kind.SECTION)]
    if Kind.CHAPTER in ladder and not _begins(headings, Kind.CHAPTER):
        ladder.remove(Kind.CHAPTER)
    if len(ladder) < 2 or ladder[0] not in (Kind.CHAPTER, Kind.ONE):
        return tuple(ladder[:1] or present[:1])
    if ladder[1] in (Kind.THREE, Kind.FOUR) and not _runs_on(headings, ladder[0], ladder[1]):
        return (ladder[0],)
    return tuple(ladder[:2])


def _begins(headings: Sequence[Heading], kind: Kind) -> bool:
    """Whether the kind begins with one: a lone 第三十四条 at the start of a paragraph is a citation."""
    return any(heading.kind is kind and heading.value == 1 for heading in headings)


def _parts_of_articles(headings: Sequence[Heading]) -> tuple[Kind, ...]:
    before = [heading.kind for heading in headings]
    before = before[: before.index(Kind.ARTICLE)]
    if Kind.CHAPTER in before:
        return (Kind.CHAPTER, Kind.SECTION)
    return (Kind.ONE,) if Kind.ONE in before else ()


def _runs_on(headings: Sequence[Heading], upper: Kind, lower: Kind) -> bool:
    """Whether the lower numbers run on through the upper headings: then they are clauses, not items of a clause."""
    values = [heading.value for heading in headings if heading.kind is lower]
    first_at = next(at for at, heading in enumerate(headings) if heading.kind is lower)
    last_at = max(at for at, heading in enumerate(headings) if heading.kind is lower)
    crossed = any(heading.kind is upper for heading in headings[first_at:last_at])
    return crossed and values == list(range(1, len(values) + 1))


# -- the body ----------------------------------------------------------------------------------------------------------


@dataclass
class _OpenClause:
    number: str
    title: str | None
    paragraphs: list[str]


@dataclass
class _OpenPart:
    number: str | None = None
    title: str | None = None
    clauses: list[_OpenClause] = field(default_factory=list)


class _Body:
    """Takes line after line and knows which part and clause is open."""

    def __init__(self, levels: tuple[Kind, ...]) -> None:
        self._clause_kind = levels[-1]
        self._parts: list[_OpenPart] = []
        self._chapter = ""

    def add(self, heading: Heading | None, line: str) -> None:
        if heading is None:
            self._text(line)
        elif heading.kind is self._clause_kind:
            self._open_clause(heading)
        else:
            self._open_part(heading)

    def drop_signature(self) -> None:
        """Take the names above the date off the last clause."""
        paragraphs = self._parts[-1].clauses[-1].paragraphs if self._parts[-1].clauses else []
        while paragraphs and len(paragraphs[-1]) <= 30 and not re.search(r"[。；：，！？]", paragraphs[-1]):
            paragraphs.pop()

    def parts(self) -> tuple[Part, ...]:
        following = [*(part.number or "" for part in self._parts[1:]), ""]
        return tuple(
            Part(part.number, part.title, tuple(_closed(clause) for clause in part.clauses))
            for part, after in zip(self._parts, following, strict=True)
            if part.clauses or not (part.number and after.startswith(part.number))  # a chapter that is all sections
        )

    def _open_part(self, heading: Heading) -> None:
        title, text = split_title(heading.kind, heading.text)
        if title is None and "。" not in heading.text:
            title, text = heading.text or None, ""
        self._parts.append(_OpenPart(self._part_number(heading), title))
        if text:
            self._text(text)

    def _part_number(self, heading: Heading) -> str:
        if heading.kind is Kind.SECTION:
            return self._chapter + heading.number
        self._chapter = heading.number
        return heading.number

    def _open_clause(self, heading: Heading) -> None:
        title, text = split_title(heading.kind, heading.text)
        self._part().clauses.append(_OpenClause(heading.number, title, [text] if text else []))

    def _text(self, line: str) -> None:
        part = self._part()
        if not part.clauses and part.title and part.title.endswith(("，", "、")):
            part.title += line  # the heading runs over two lines
        elif part.clauses:
            part.clauses[-1].paragraphs.append(line)
        else:
            part.clauses.append(_OpenClause(part.number or "", None, [line]))

    def _part(self) -> _OpenPart:
        if not self._parts:
            self._parts.append(_OpenPart())
        return self._parts[-1]


def _closed(clause: _OpenClause) -> Clause:
    return Clause(clause.number, clause.title, tuple(clause.paragraphs))
