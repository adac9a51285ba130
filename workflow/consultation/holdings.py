"""案卷: every file of a round in the order of an archive, and the archive itself, readable without the system."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow import personal
from workflow.clock import moment_in_words
from workflow.consultation import papers, paperwork, silence, why, words
from workflow.consultation.model import Letter, LetterChannel, Paper, Reply, Round
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

DRAFTS, LETTERS, VOIDED = "征求意见稿和附件", "单位回函", "已退回、撤回或被代替的回函"
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


OUTDATED = "其后另有更正或来文，以最后一份为准"


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


Named = tuple[str, Holding]  # path inside an archive
Reading = Callable[[Collection[Named]], Iterable[Named]]  # whoever packs much tells between two files how far it is


def papers_of_all(desk: Desk, round_: Round) -> Sequence[Paper]:
    """The papers of the round that are about no single unit."""
    found = select(Paper).where(Paper.round_id == round_.id, Paper.reply_id.is_(None)).order_by(Paper.id)
    return desk.session.scalars(found.options(joinedload(Paper.file))).all()


def folders(round_: Round) -> list[Folder]:
    """The files of a round, folder by folder; empty folders are left out."""
    by_folder = [Folder(title, tuple(_of(round_, title, kinds))) for title, kinds in FOLDERS]
    return [folder for folder in by_folder if folder.holdings]


def _of(round_: Round, title: str, kinds: tuple[str, ...]) -> Iterator[Holding]:
    if title == DRAFTS:
        yield from drafts(round_)
    for kind in kinds:
        yield from _papers(round_, kind)
    if title == LETTERS:
        yield from _scans(round_.replies)


def drafts(round_: Round) -> Iterator[Holding]:
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
            yield Holding(paper.file, KINDS[kind], "", paper.made_at, OUTDATED)
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
                yield Holding(letter.scan, scan_title(letter.channel), reply.unit.name, letter.scan.kept_at, note)


def scan_title(channel: LetterChannel) -> str:
    return f"来文扫描件（{words.LETTER_CHANNELS[channel]}）"


# -- as one archive


def archive(desk: Desk, round_: Round, reading: Reading = iter) -> bytes:
    """A zip of everything: the files in numbered folders, their list with hashes, and what was done when by whom."""
    named = list(_named((f"{number:02d} {folder.title}/", folder) for number, folder in enumerate(folders(round_), 1)))
    parts = {path: desk.files.read(holding.file) for path, holding in reading(named)}
    parts["00 案卷目录.txt"] = _text(_contents(round_, named, why.corrections(desk, round_)))
    parts["00 办理记录.txt"] = _text(_done(desk, round_))
    return pack(parts)


def letters(desk: Desk, round_: Round, reading: Reading = iter) -> bytes:
    """A zip of what the units said, with its list; what was returned or withdrawn lies in a folder of its own."""
    found = tuple(_of(round_, LETTERS, ("reply",)))
    standing = Folder(LETTERS, tuple(holding for holding in found if not holding.note))
    voided = Folder(LETTERS, tuple(holding for holding in found if holding.note))
    named = list(_named((("", standing), (f"{VOIDED}/", voided))))
    parts = {path: desk.files.read(holding.file) for path, holding in reading(named)}
    return pack({**parts, "00 回函目录.txt": _text(_contents(round_, named, ()))})


def submission_package(desk: Desk, round_: Round) -> bytes:
    """送审材料: the cover, the summary and the report on adoption, as they were kept."""
    kinds = ("submission", "summary", "summary_sheet", "adoption_report")
    kept = [file for file in (paperwork.kept_paper(round_, kind) for kind in kinds) if file is not None]
    return pack({f"{number} {file.name}": desk.files.read(file) for number, file in enumerate(kept, 1)})


def _named(found: Iterable[tuple[str, Folder]]) -> Iterator[Named]:
    """Each folder with what its paths begin with; a second file of the same name gets a number."""
    taken: dict[str, int] = {}
    for prefix, folder in found:
        for holding in folder.holdings:
            stem, dot, suffix = f"{prefix}{holding.file.name}".rpartition(".")
            taken[stem + suffix] = times = taken.get(stem + suffix, 0) + 1
            yield (f"{stem}{dot}{suffix}" if times == 1 else f"{stem}（{times}）{dot}{suffix}"), holding


def _contents(round_: Round, named: Iterable[Named], corrections: Iterable[why.Event]) -> Iterator[str]:
    yield f"{paperwork.in_marks(round_.title)}征求意见案卷目录"
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
