"""Units: entered and corrected by the system administrator. A unit is never deleted: its papers name it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workflow.administration.record import Record, must_be
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import GroupMember, PostKind, Unit, UnitGroup, UnitKind

KINDS = {UnitKind.ORDINARY: "一般单位", UnitKind.OFFICE: "安委办", UnitKind.GOVERNMENT: "人民政府"}


@dataclass(frozen=True)
class UnitCard:
    """What is entered about a unit."""

    name: str
    short_name: str
    kind: UnitKind = UnitKind.ORDINARY
    number_code: str = ""
    phone: str = ""


def enter(desk: Desk, card: UnitCard) -> Unit:
    must_be(desk, PostKind.ADMINISTRATOR)
    return register(desk, card)


def register(desk: Desk, card: UnitCard) -> Unit:
    """The row and its line; whoever calls has asked for the post."""
    _must_be_right(desk, card, None)
    unit = Unit(
        name=card.name, short_name=card.short_name or card.name, kind=card.kind,
        number_code=card.number_code, phone=card.phone,
    )  # fmt: skip
    desk.session.add(unit)
    desk.session.flush()
    desk.note("enter_unit", Record("unit", unit.id), unit_id=unit.id, name=unit.name)
    return unit


def correct(desk: Desk, unit: Unit, card: UnitCard) -> None:
    """Name, short name, number code and telephone; what kind of unit it is stays, cases hang on it."""
    must_be(desk, PostKind.ADMINISTRATOR)
    _must_be_right(desk, card, unit)
    before = unit.name
    unit.name, unit.short_name = card.name, card.short_name or card.name
    unit.number_code, unit.phone = card.number_code, card.phone
    desk.note("correct_unit", Record("unit", unit.id), unit_id=unit.id, before=before, name=unit.name)


def join(desk: Desk, unit: Unit, group_name: str) -> None:
    """收件组: the unit at the end of the group of that name, which is made when it is not there."""
    if len(group_name) > 100:
        raise Incomplete({"group": "收件组的名称不超过100字，请缩短。"})
    group = desk.session.scalar(select(UnitGroup).where(UnitGroup.name == group_name))
    if group is None:
        last = desk.session.scalar(select(func.max(UnitGroup.position)))
        group = UnitGroup(name=group_name, position=(last or 0) + 1)
        desk.session.add(group)
        desk.session.flush()
    if unit not in group.units:
        position = max((member.position for member in group.members), default=0) + 1
        group.members.append(GroupMember(unit=unit, position=position))
        desk.session.flush()


def _must_be_right(desk: Desk, card: UnitCard, own: Unit | None) -> None:
    if not card.name:
        raise Incomplete({"name": "请填写单位全称，与印章一致。"})
    if len(card.name) > 100 or len(card.short_name or card.name) > 40:
        raise Incomplete({"short_name": "单位全称不超过100字，简称不超过40字，请缩短。"})
    if len(card.number_code) > 20 or len(card.phone) > 40:
        raise Incomplete({"phone": "机关代字不超过20字，联系电话不超过40字，请缩短。"})
    other = desk.session.scalar(select(Unit).where(Unit.name == card.name))
    if other is not None and other is not own:
        raise Incomplete({"name": f"“{card.name}”已经登记过，不必重复登记。"})
