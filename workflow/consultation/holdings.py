"""案卷: every file of a round in the order of an archive, and the archive itself, readable without the system."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from workflow import personal
from workflow.clock import moment_in_words
from workflow.consultation import papers, paperwork, silence, why, words
from workflow.consultation.model import Letter, Paper, Reply, Round
from workflow.desk import Desk
from workflow.documents.packing import pack
from workflow.files import KeptFile

KINDS = {paper.kind: paper.title_in_words for paper in papers.PAPERS} | {
    "summary_sheet": "意见汇总表（Excel）",
    silence.KIND: silence.TITLE,
}

# Which step of its diagram (the round's, or for a paper about one unit the reply's) each kind of paper comes from, or
# puts on record; an extension, a replaced draft, a reminder and the answer belong to no step of their drawing.
MADE_IN = {
    "notice": "distribute",
    "coordination": "summarise",
    "summary": "confirm",
    "summary_sheet": "confirm",
    "adoption_report": "confirm",
    "submission": "conclude",
    "comment_form": "receive",
    "reply": "seal",
    "correction": "check",
    "silence_record": "close_silent",
    silence.KIND: "close_silent",
    "undelivered_record": "close_silent",
}

DRAFTS, LETTERS = "征求意见稿和附件", "单位回函"
FOLDERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DRAFTS, ()),
    ("通知和反馈单", ("notice", "extension", "replacement", "revocation", "comment_form")),
    (LETTERS, ("reply",)),
    ("催办和补正", ("reminder", "correction")),
    ("逾期和未送达记录", ("silence_record", silence.KIND, "undelivered_record")),
    ("意见汇总和处理", ("summary", "summary_sheet", "coordination", "adoption_report")),
    ("采纳情况反馈", ("answer",)),
    ("送审材料", ("submission",)),
)


@dataclass(frozen=True)
class Holding:
    """One file: what it is, of which unit ("" of the office), since when, and what must be known about it."""

    file: KeptFile
    title: str
    unit: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class Folder:
    title: str
    holdings: tuple[Holding, ...]


def folders(round_: Round) -> list[Folder]:
    """The files of a round, folder by folder; empty folders are left out."""
    by_folder = [Folder(title, tuple(_of(round_, title, kinds))) for title, kinds in FOLDERS]
    return [folder for folder in by_folder if folder.holdings]


def _of(round_: Round, title: str, kinds: tuple[str, ...]) -> Iterator[Holding]:
    if title == DRAFTS:
        yield from _drafts(round_)
    for kind in kinds:
        yield from _papers(round_, kind)
    if title == LETTERS:
        yield from _scans(round_.replies)


def _drafts(round_: Round) -> Iterator[Holding]:
    for draft in round_.drafts:
        note = f"更正：{draft.correction}" if draft.correction else ""
        yield Holding(draft.file, f"征求意见稿（{paperwork.version(draft)}）", "", draft.made_at, note)
    for annex in round_.annexes:
        yield Holding(annex.file, f"附件：{annex.title}", "", annex.file.kept_at)


def _papers(round_: Round, kind: str) -> Iterator[Holding]:
    replies = {reply.id: reply for reply in round_.replies}
    letters = {letter.file_id: letter for reply in round_.replies for letter in reply.letters}
    found = [paper for paper in round_.papers if paper.kind == kind]
    for paper in found:
        if kind in paperwork.FIGURES and paper is not found[-1]:
            yield Holding(paper.file, KINDS[kind], "", paper.made_at, "登记结果后有更正，以最后一份为准")
            continue
        yield _paper(paper, replies.get(paper.reply_id or 0), letters.get(paper.file_id))


def _paper(paper: Paper, reply: Reply | None, letter: Letter | None) -> Holding:
    note = words.VOIDS[letter.void] if letter and letter.void else ""
    return Holding(paper.file, KINDS[paper.kind], reply.unit.name if reply else "", paper.made_at, note)


def _scans(replies: Iterable[Reply]) -> Iterator[Holding]:
    for reply in replies:
        for letter in reply.letters:
            if letter.scan is not None:
                note = words.VOIDS[letter.void] if letter.void else ""
                title = f"来文扫描件（{words.LETTER_CHANNELS[letter.channel]}）"
                yield Holding(letter.scan, title, reply.unit.name, letter.scan.kept_at, note)


# -- as one archive


def archive(desk: Desk, round_: Round) -> bytes:
    """A zip of everything: the files in numbered folders, their list with hashes, and what was done when by whom."""
    named = list(_named(folders(round_)))
    parts = {path: desk.files.read(holding.file) for path, holding in named}
    parts["00 案卷目录.txt"] = _text(_contents(round_, named, why.corrections(desk, round_)))
    parts["00 办理记录.txt"] = _text(_done(desk, round_))
    return pack(parts)


def submission_package(desk: Desk, round_: Round) -> bytes:
    """送审材料: the cover, the summary and the report on adoption, as they were kept."""
    kinds = ("submission", "summary", "summary_sheet", "adoption_report")
    kept = [file for file in (paperwork.kept_paper(round_, kind) for kind in kinds) if file is not None]
    return pack({f"{number} {file.name}": desk.files.read(file) for number, file in enumerate(kept, 1)})


def _named(found: Iterable[Folder]) -> Iterator[tuple[str, Holding]]:
    """Paths inside the archive; a second file of the same name gets a number."""
    taken: dict[str, int] = {}
    for number, folder in enumerate(found, 1):
        for holding in folder.holdings:
            stem, dot, suffix = f"{number:02d} {folder.title}/{holding.file.name}".rpartition(".")
            taken[stem + suffix] = times = taken.get(stem + suffix, 0) + 1
            yield (f"{stem}{dot}{suffix}" if times == 1 else f"{stem}（{times}）{dot}{suffix}"), holding


def _contents(round_: Round, named: Iterable[tuple[str, Holding]], corrections: Iterable[why.Event]) -> Iterator[str]:
    yield f"《{paperwork.bare(round_.title)}》征求意见案卷目录"
    yield f"发文字号：{round_.doc_number or '（未编号）'}"
    yield from (f"更正：{event.what}　{moment_in_words(event.at)}" for event in corrections)
    for path, holding in named:
        about = "；".join(part for part in (holding.title, holding.unit, holding.note) if part)
        yield f"{path}　{about}　{moment_in_words(holding.at)}　SHA-256 {holding.file.sha256}"


def _done(desk: Desk, round_: Round) -> Iterator[str]:
    for event in why.events_of_case(desk, round_):
        yield f"{moment_in_words(event.at, seconds=True)}　{event.who}　{event.what}"


def _text(lines: Iterable[str]) -> bytes:
    listed = personal.masked("\r\n".join(lines), personal.Export.ARCHIVE_LIST)
    return listed.encode("utf-8-sig")  # opens in Notepad as Chinese
