"""拟制: the office clerk prepares a round — draft, annexes, basis, deadline, recipients — and sends it up."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from workflow.consultation import rules
from workflow.consultation.model import Annex, Draft, Round, RoundStage
from workflow.consultation.rules import Planned, deadline_warning, rehearse
from workflow.desk import Desk
from workflow.documents import uploads
from workflow.documents.outline import Outline
from workflow.documents.reading import read_draft
from workflow.errors import Incomplete, Unreadable
from workflow.files import WORD
from workflow.people import GroupMember, PostKind, Unit, UnitGroup, served

MAX_ANNEX_BYTES = 30 * 1024 * 1024
MOST_ANNEXES = 30
LONGEST = {"basis": 2000, "contact_name": 60, "contact_phone": 60}  # characters of each detail


def begin(desk: Desk, lead_unit: Unit, *, is_demo: bool = False) -> Round:
    """Open a new round with nothing in it yet."""
    desk.must_hold(lead_unit.id, PostKind.CLERK)
    round_ = Round(lead_unit_id=lead_unit.id, started_at=desk.now, started_by_id=desk.officer_id, is_demo=is_demo)
    round_.contact_name, round_.contact_phone = _contact(desk, lead_unit)
    round_.remind_days, round_.group_names, round_.unit_ids = [2, 1], [], []
    desk.session.add(round_)
    desk.start([round_])
    desk.note("begin", round_)
    return round_


def _contact(desk: Desk, lead_unit: Unit) -> tuple[str, str]:
    return (desk.officer.name if desk.officer else "", lead_unit.phone)


def upload_draft(desk: Desk, round_: Round, data: bytes, name: str) -> Draft:
    """Read the draft's structure and keep the file; before issue it replaces what was uploaded before."""
    _may_edit(desk, round_)
    outline = read_draft(data, name)
    for earlier in list(round_.drafts):
        desk.session.delete(earlier)
    desk.session.flush()
    kept = desk.keep(data, name, WORD)
    draft = Draft(round_id=round_.id, version=1, title=outline.title, file_id=kept.id, made_at=desk.now)
    draft.take_structure(outline)
    desk.session.add(draft)
    desk.session.flush()
    desk.session.expire(round_, ["drafts"])
    desk.note("upload_draft", round_, title=outline.title, parts=len(outline.parts), clauses=len(draft.clauses))
    return draft


def correct_structure(desk: Desk, round_: Round, outline: Outline) -> None:
    """What the clerk says the parts, clauses and title are."""
    _may_edit(desk, round_)
    if not round_.drafts:
        raise Incomplete({"draft": "还没有上传征求意见稿，请先上传再核对结构。"})
    round_.current_draft.take_structure(outline)
    desk.note("correct_structure", round_)


def add_annex(desk: Desk, round_: Round, data: bytes, name: str, title: str) -> Annex:
    """Another annex, behind those already there."""
    _may_edit(desk, round_)
    if len(round_.annexes) >= MOST_ANNEXES:
        raise Unreadable(f"附件已有{MOST_ANNEXES}个，不能再加。请把几个附件合并成一个文件，替换后再传。")
    if len(data) > MAX_ANNEX_BYTES:
        raise Unreadable("附件超过30 MB，无法上传。请压缩图片或拆分后再传。")
    kept = desk.take_in(uploads.annex(data, name))
    title = title.strip() or name.rsplit(".", 1)[0]
    annex = Annex(position=len(round_.annexes) + 1, title=title, file_id=kept.id)
    round_.annexes.append(annex)
    return annex


def remove_annex(desk: Desk, round_: Round, annex: Annex) -> None:
    _may_edit(desk, round_)
    round_.annexes.remove(annex)
    for position, left in enumerate(round_.annexes, 1):
        left.position = position


def order_annexes(desk: Desk, round_: Round, ids: Sequence[int]) -> None:
    """The annexes as they are to be numbered: all ids, in order."""
    _may_edit(desk, round_)
    place = {annex_id: position for position, annex_id in enumerate(ids, 1)}
    if set(place) != {annex.id for annex in round_.annexes}:
        raise Incomplete({"annexes": "附件清单已有变化，请刷新后重新排序。"})
    for annex in round_.annexes:
        annex.position = place[annex.id]


def move_annex_up(desk: Desk, round_: Round, annex: Annex) -> None:
    """One place towards the front; the first stays where it is."""
    _may_edit(desk, round_)
    ids = [each.id for each in round_.annexes]
    at = ids.index(annex.id)
    ids[max(at - 1, 0) : at + 1] = reversed(ids[max(at - 1, 0) : at + 1])
    order_annexes(desk, round_, ids)


def save_details(desk: Desk, round_: Round, details: Mapping[str, str]) -> None:
    """Save what is typed, as it is typed: basis, contact_name, contact_phone."""
    _may_edit(desk, round_)
    for name, most in LONGEST.items():
        if len(details.get(name, "")) > most:
            raise Incomplete({name: f"这一栏最多{most}个字，请精简。"})
        if name in details:
            setattr(round_, name, details[name].strip())


def set_deadline(desk: Desk, round_: Round, deadline: datetime) -> str:
    """Set the deadline to the minute; returns a warning (or "") when its day is no working day."""
    _may_edit(desk, round_)
    deadline = deadline.replace(second=0, microsecond=0)
    if deadline <= desk.now:
        raise Incomplete({"deadline": "截止时间已经过去，请改为今天之后的时间。"})
    if deadline > desk.now + rules.LONGEST_PERIOD:
        raise Incomplete({"deadline": "截止时间在一年以后，请核对年份。"})
    round_.deadline = deadline
    return deadline_warning(round_.deadline, desk.calendar)


def choose_recipients(desk: Desk, round_: Round, groups: Sequence[UnitGroup], units: Sequence[Unit] = ()) -> None:
    """Groups and single units; whoever is in several of them is served once."""
    _may_edit(desk, round_)
    chosen = dict.fromkeys([*served(groups), *(unit for unit in units if unit.is_ordinary)])
    single = [unit.name for unit in units if unit not in set(served(groups))]
    round_.group_names = [group.name for group in groups] + single
    round_.unit_ids = [unit.id for unit in chosen]


def unit_names(desk: Desk) -> dict[int, str]:
    """As everybody is called now."""
    return {row.id: row.name for row in desk.session.execute(select(Unit.id, Unit.name))}


def addressees(desk: Desk, round_: Round, names: Mapping[int, str]) -> list[str]:
    """主送 in its order: the groups, and by these `names` each unit that belongs to none of them."""
    behind: dict[str, set[int]] = {}
    members = select(UnitGroup.name, GroupMember.unit_id).join(GroupMember, GroupMember.group_id == UnitGroup.id)
    for group, unit_id in desk.session.execute(members):
        behind.setdefault(group, set()).add(unit_id)
    inside = {unit_id for name in round_.group_names for unit_id in behind.get(name, ())}
    single = iter([names[unit_id] for unit_id in round_.unit_ids if unit_id not in inside])
    in_order = [name if name in behind else next(single, "") for name in round_.group_names]
    return [name for name in in_order if name] + list(single)


def choose_units(desk: Desk, round_: Round, keys: Collection[str]) -> None:
    """Units by their public keys; a group all of whose units are chosen is addressed by its name."""
    groups = desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position)).all()
    whole = [group for group in groups if group.units and all(unit.key in keys for unit in served([group]))]
    units = desk.session.scalars(select(Unit).where(Unit.key.in_(keys)).order_by(Unit.id)).all()
    in_groups = served(groups)
    units = sorted(units, key=lambda unit: in_groups.index(unit) if unit in in_groups else len(in_groups))
    choose_recipients(desk, round_, whole, units)


def choose_reminders(desk: Desk, round_: Round, days: Sequence[int]) -> None:
    """How many working days before the deadline the silent units are reminded; 0 is the day itself."""
    _may_edit(desk, round_)
    if any(not 0 <= day <= 30 for day in days):
        raise Incomplete({"remind_days": "提醒时间应在截止前0至30个工作日之内。"})
    round_.remind_days = sorted(set(days), reverse=True)


def rehearsal(desk: Desk, round_: Round) -> tuple[Planned, ...]:
    """What the system will do and when, if the round were issued now."""
    if round_.deadline is None:
        return ()
    return rehearse(desk.now, round_.deadline, round_.remind_days, round_.unit_ids, desk.calendar)


def send_to_head(desk: Desk, round_: Round) -> None:
    """送审; Incomplete names every field that is still missing."""
    _may_edit(desk, round_)
    taken = desk.take(round_, "draft")
    missing = whats_missing(desk, round_)
    if missing:
        raise Incomplete(missing)
    round_.sent_to_head_at, round_.sent_back_reason = desk.now, ""
    desk.note("send_to_head", round_)
    desk.complete(taken)


def whats_missing(desk: Desk, round_: Round) -> dict[str, str]:
    """Field -> what to do, for all that a round needs before it can be issued."""
    checks = (
        ("draft", bool(round_.drafts), "请上传征求意见稿（.docx）。"),
        ("basis", bool(round_.basis.strip()), "请填写依据（批示或交办文件），没有依据不能发起。"),
        ("contact_name", bool(round_.contact_name.strip()), "请填写联系人。"),
        ("contact_phone", bool(round_.contact_phone.strip()), "请填写联系电话。"),
        ("deadline", round_.deadline is not None, "请选择截止时间。"),
        ("deadline", round_.deadline is None or round_.deadline > desk.now, "截止时间已经过去，请重新选择。"),
        ("recipients", bool(round_.unit_ids), "请至少选择一家征求意见单位。"),
    )
    return {field: sentence for field, fine, sentence in checks if not fine}


def _may_edit(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    desk.lock([round_])
    round_.must_be(RoundStage.DRAFTING)
