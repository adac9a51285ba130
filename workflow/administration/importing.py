"""人员导入: units, officers and posts from one workbook, all of it or nothing.

The system administrator hands it in when it has no mistake; it takes effect when the security administrator, who
gives the posts, has looked at it and releases it. It is read and judged anew then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts import addresses
from workflow.administration import accounts, units
from workflow.administration.appointing import give, in_words, must_be_a_post_of
from workflow.administration.record import Record, must_be
from workflow.administration.separation import hold, must_fit
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.documents import workbooks
from workflow.documents.workbooks import Line
from workflow.errors import AlreadyDone, Incomplete, Refusal
from workflow.files import KeptFile
from workflow.people import ADMINISTRATORS, POSTS, Officer, Post, PostKind, Unit, UnitKind
from workflow.store import Base, RowId, public_key

UNITS, OFFICERS, APPOINTED = "单位", "人员", "岗位"
LAYOUT: workbooks.Layout = {
    UNITS: ("单位全称", "简称", "类别", "机关代字", "联系电话", "收件组"),
    OFFICERS: ("账号", "姓名", "办公邮箱"),
    APPOINTED: ("账号", "单位全称", "岗位", "起始日期", "截止日期"),
}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNIT_KINDS = {label: kind for kind, label in units.KINDS.items()} | {"": UnitKind.ORDINARY}
_POST_KINDS = {label: kind for kind, label in POSTS.items()}


class Import(Base):
    """A workbook that was handed in, and what became of it."""

    __tablename__ = "people_import"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    handed_in_at: Mapped[datetime]
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    released: Mapped[bool] = mapped_column(default=False)
    file: Mapped[KeptFile] = relationship()
    handed_in_by: Mapped[Officer] = relationship(foreign_keys=[handed_in_by_id])


@dataclass(frozen=True)
class Wrong:
    """One mistake: sheet, row, what to do."""

    sheet: str
    row: int
    sentence: str


@dataclass
class Preview:
    """What the workbook would bring in, and what is wrong with it; what is there already is left out."""

    units: list[Line] = field(default_factory=list)
    officers: list[Line] = field(default_factory=list)
    posts: list[Line] = field(default_factory=list)
    known: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def blank() -> bytes:
    return workbooks.blank(LAYOUT)


def hand_in(desk: Desk, data: bytes, name: str) -> tuple[Import | None, Preview]:
    """Kept only when it has no mistake: with one, nothing of it is taken in."""
    must_be(desk, PostKind.ADMINISTRATOR)
    preview = _rehearsed(desk, data)
    if preview.wrong:
        return None, preview
    if not (preview.units or preview.officers or preview.posts):
        raise Incomplete({"file": "表中没有需要登记的内容：各行都已登记过，或者没有填写。请核对后再上传。"})
    kept = desk.keep(data, name, EXCEL)
    desk.session.flush()
    made = Import(file_id=kept.id, handed_in_at=desk.now, handed_in_by_id=desk.officer_id)
    desk.session.add(made)
    desk.session.flush()
    _note(desk, "hand_in_people", made, preview)
    return made, preview


def preview_of(desk: Desk, made: Import) -> Preview:
    return _rehearsed(desk, desk.files.read(made.file))


def release(desk: Desk, made: Import) -> Preview:
    """生效: everything in one transaction; refused as a whole when the world has changed in between."""
    must_be(desk, PostKind.SECURITY)
    data = desk.files.read(made.file)
    hold(desk, *_named(desk, data))
    _must_be_waiting(made)
    preview = _judged(desk, data)
    if preview.wrong:
        raise Refusal(
            "提交之后人员或者单位有了变化，这份导入表已不适用，没有导入任何内容。请退回，由系统管理员核对后重新提交。"
        )
    made.settled_at, made.settled_by_id, made.released = desk.now, desk.officer_id, True
    _note(desk, "bring_in_people", made, preview)
    return preview


def drop(desk: Desk, made: Import) -> None:
    """退回: nothing of it takes effect."""
    must_be(desk, PostKind.SECURITY)
    _must_be_waiting(made)
    made.settled_at, made.settled_by_id = desk.now, desk.officer_id
    desk.note("drop_people", Record("import", made.id))


def waiting(desk: Desk) -> Sequence[Import]:
    return desk.session.scalars(select(Import).where(Import.settled_at.is_(None)).order_by(Import.id)).all()


def _rehearsed(desk: Desk, data: bytes) -> Preview:
    """Carried out and taken back: what a preview promises is what will happen, whichever rules are asked."""
    noted = len(desk.lines)
    rehearsal = desk.session.begin_nested()
    try:
        return _judged(desk, data)
    finally:
        rehearsal.rollback()
        del desk.lines[noted:]


def _judged(desk: Desk, data: bytes) -> Preview:
    """Row by row, each on what the rows before it have brought in."""
    filled = workbooks.lines(data, LAYOUT)
    preview = Preview()
    for sheet, bring_in, new in (
        (UNITS, _bring_unit, preview.units),
        (OFFICERS, _bring_officer, preview.officers),
        (APPOINTED, _bring_post, preview.posts),
    ):
        for line in filled[sheet]:
            try:
                _must_stand_in_one_line(line)
                if bring_in(desk, line):
                    new.append(line)
                else:
                    preview.known += 1
            except Refusal as refusal:
                preview.wrong.append(Wrong(line.sheet, line.row, refusal.message))
    preview.wrong.extend(_doubled(filled[OFFICERS], "账号"))
    preview.wrong.extend(_doubled(filled[UNITS], "单位全称"))
    return preview


def _must_stand_in_one_line(line: Line) -> None:
    """A name goes into headers of mail and titles of papers."""
    broken = [heading for heading, text in line.cells.items() if len(text.splitlines()) > 1 or "\t" in text]
    if broken:
        raise Refusal(f"“{'、'.join(broken)}”单元格内有换行或制表符，请删去。")


def _bring_unit(desk: Desk, line: Line) -> bool:
    kind = _UNIT_KINDS.get(line["类别"])
    if kind is None:
        raise Refusal(f"类别“{line['类别']}”不在“{'、'.join(units.KINDS.values())}”之中，请改正。")
    known = _unit(desk, line["单位全称"]) if line["单位全称"] else None
    if known is not None:
        return False
    card = units.UnitCard(line["单位全称"], line["简称"], kind, line["机关代字"], line["联系电话"])
    unit = units.register(desk, card)
    if line["收件组"]:
        units.join(desk, unit, line["收件组"])
    return True


def _bring_officer(desk: Desk, line: Line) -> bool:
    login, name = line["账号"], line["姓名"]
    if not name or len(name) > 60:
        raise Refusal("请填写姓名，不超过60字。")
    known = _officer(desk, login)
    if known is not None and known.name != name:
        raise Refusal(f"账号“{login}”已由{known.name}使用，不能再给{name}。请换一个账号。")
    if known is None:
        if not accounts.LOGIN.fullmatch(login):
            raise Refusal(accounts.WRONG_LOGIN)
        addresses.must_be_one(line["办公邮箱"])
        accounts.enter(desk, login, name, line["办公邮箱"])
    return known is None


def _bring_post(desk: Desk, line: Line) -> bool:
    officer, unit, kind = _officer(desk, line["账号"]), _unit(desk, line["单位全称"]), _POST_KINDS.get(line["岗位"])
    if officer is None:
        raise Refusal(f"账号“{line['账号']}”没有登记，也不在“{OFFICERS}”表中。请补上或者改正。")
    if unit is None:
        raise Refusal(f"单位“{line['单位全称']}”没有登记，也不在“{UNITS}”表中。请与单位全称核对。")
    if kind is None or kind in ADMINISTRATORS:
        raise Refusal(f"岗位“{line['岗位']}”不能导入，可填“经办人”“主要领导”“印章管理员”。管理员岗位请单独安排。")
    since, until = _day(line, "起始日期") or desk.today, _day(line, "截止日期")
    if until is not None and until < since:
        raise Refusal("截止日期早于起始日期，请核对。")
    if not officer.active:
        raise Refusal(f"{officer.name}的账号“{officer.login}”已经停用，请先启用账号，或者改填其他人员。")
    held = [p for p in officer.posts if p.unit_id == unit.id and p.kind is kind and p.overlaps(since, until)]
    if any(post.covers(since, until) for post in held):
        return False
    if held:
        raise Refusal(f"{officer.name}已任{in_words(held[0])}，{_days(held[0])}，与表中的起止日期不一致。请核对改正。")
    if since < desk.today:
        raise Refusal("起始日期不能早于今天，请改正；不填的从导入生效之日起。")
    must_be_a_post_of(unit, kind)
    must_fit(officer, kind, since, until)
    give(desk, officer, unit, kind, since, until)
    return True


def _days(post: Post) -> str:
    return f"自{day_in_words(post.since)}起" + (f"至{day_in_words(post.until)}止" if post.until else "")


def _day(line: Line, heading: str) -> date | None:
    if not line[heading]:
        return None
    try:
        return date.fromisoformat(line[heading].replace("/", "-"))
    except ValueError:
        raise Refusal(f"{heading}“{line[heading]}”不是日期，请按 2026-01-31 的样式填写。") from None


def _doubled(lines: Sequence[Line], heading: str) -> Iterator[Wrong]:
    first: dict[str, int] = {}
    for line in lines:
        if line[heading] in first:
            yield Wrong(
                line.sheet, line.row, f"与第{first[line[heading]]}行的{heading}“{line[heading]}”重复，请删去一行。"
            )
        first.setdefault(line[heading], line.row)


def _named(desk: Desk, data: bytes) -> Sequence[Officer]:
    """Who is there already of those who are to get a post."""
    logins = {line["账号"] for line in workbooks.lines(data, LAYOUT)[APPOINTED]}
    return desk.session.scalars(select(Officer).where(Officer.login.in_(logins))).all()


def _officer(desk: Desk, login: str) -> Officer | None:
    return desk.session.scalar(select(Officer).where(Officer.login == login))


def _unit(desk: Desk, name: str) -> Unit | None:
    return desk.session.scalar(select(Unit).where(Unit.name == name))


def _must_be_waiting(made: Import) -> None:
    if made.settled_at is not None:
        raise AlreadyDone("这份导入表已经生效或者退回，不必重复办理。")


def _note(desk: Desk, verb: str, made: Import, preview: Preview) -> None:
    desk.note(
        verb, Record("import", made.id), units=len(preview.units), officers=len(preview.officers),
        posts=len(preview.posts),
    )  # fmt: skip
