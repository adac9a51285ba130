"""The rows' objects: how each kind is found from an address, and who its parties are. One indexed query each.

What nobody is a party to does not exist: a foreign key and a wrong one give the same answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from web.permissions.parties import (
    Anybody,
    Himself,
    Holder,
    OneOf,
    Parties,
    Reader,
    Seat,
    of_case,
    of_office,
    of_speakers,
    of_unit,
)
from web.permissions.who import Who
from workflow import errand_custody
from workflow.accident.model import Accident, Evaluation, Measure, Member, Supervision
from workflow.administration.handing_over import Handover
from workflow.administration.importing import Import
from workflow.administration.sealing import keeper_of
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.files import KeptFile
from workflow.people import Officer, Post, PostKind, Substitution, Unit, UnitKind
from workflow.signatures.rows import MarkedPaper, SignedPdf, SigningKey

Values = Mapping[str, Any]  # what an address says: its `key`, and the parts below it

_KEEPERS = {
    Who.ADMINISTRATOR: PostKind.ADMINISTRATOR,
    Who.SECURITY: PostKind.SECURITY,
    Who.AUDITOR: PostKind.AUDITOR,
}
_CASE = (Accident.lead_unit_id, Accident.government_id, Accident.team_unit_id)


@dataclass(frozen=True)
class Thing:
    """A kind of object; `find` gives its parties, or None when there is no such object."""

    title: str
    find: Callable[[Desk, Values], Parties | None]

    def standing(self, desk: Desk, values: Values) -> frozenset[Who]:
        """What the person at the desk is to it; empty: nothing, so that it does not exist for him."""
        parties = self.find(desk, values) or {}
        return frozenset(who for who, party in parties.items() if party.is_at(desk))


# -- without an object


def _nobody(desk: Desk, values: Values) -> Parties:
    return {}


def _own_desk(desk: Desk, values: Values) -> Parties:
    return {Who.ANYBODY: Anybody()}


def _installation(desk: Desk, values: Values) -> Parties:
    """That it is administered is no secret: whoever has no part in it is told so."""
    every_unit = frozenset(unit_id for unit_id, _ in desk.posts)
    keepers = {who: Holder(every_unit, frozenset({kind})) for who, kind in _KEEPERS.items()}
    return {Who.ANYBODY: Anybody(), **keepers}


def _administered(
    table: type[Officer] | type[Unit] | type[Post] | type[Import],
) -> Callable[[Desk, Values], Parties | None]:
    def find(desk: Desk, values: Values) -> Parties | None:
        found = desk.session.execute(select(table.id).where(table.key == values["key"])).first()
        return _installation(desk, values) if found else None

    return find


def _signing_key(desk: Desk, values: Values) -> Parties | None:
    found = desk.session.execute(select(SigningKey.id).where(SigningKey.key_id == values["key"])).first()
    return _installation(desk, values) if found else None


# -- one's own posts, entrusted and handed over


def _own_post(desk: Desk, values: Values) -> Parties | None:
    found = desk.session.execute(select(Post.officer_id).where(Post.key == values["key"])).first()
    return {Who.HIMSELF: Himself(found[0]), **_security(desk)} if found else None


def _substitution(desk: Desk, values: Values) -> Parties | None:
    find = select(Post.officer_id, Substitution.substitute_id).join(Substitution, Substitution.post_id == Post.id)
    found = desk.session.execute(find.where(Substitution.key == values["key"])).first()
    return {Who.HIMSELF: OneOf(frozenset(found)), **_security(desk)} if found else None


def _seal(desk: Desk, values: Values) -> Parties | None:
    unit = desk.session.scalars(select(Unit).where(Unit.key == values["key"])).first()
    keeper = keeper_of(desk, unit) if unit else None
    if unit is None or keeper is None:
        return None
    return {Who.UNIT_SEAL_KEEPER if keeper is PostKind.SEAL_KEEPER else Who.UNIT_LEADER: Seat(unit.id, keeper)}


def _handover(desk: Desk, values: Values) -> Parties | None:
    found = desk.session.execute(select(Handover.successor_id).where(Handover.key == values["key"])).first()
    return {Who.HIMSELF: OneOf(frozenset(found))} if found else None


def _security(desk: Desk) -> Parties:
    units = frozenset(unit_id for unit_id, _ in desk.posts)
    return {Who.SECURITY: Holder(units, frozenset({PostKind.SECURITY}))}


def _office(desk: Desk, values: Values) -> Parties:
    offices = _own_units(desk, UnitKind.OFFICE)
    return {
        Who.LEAD_CLERK: Holder(offices, frozenset({PostKind.CLERK})),
        Who.LEAD_HEAD: Holder(offices, frozenset({PostKind.LEADER})),
    }


def _rules(desk: Desk, values: Values) -> Parties:
    """The office works by them, its security administrator keeps them."""
    offices = _own_units(desk, UnitKind.OFFICE)
    return {**_office(desk, values), Who.SECURITY: Holder(offices, frozenset({PostKind.SECURITY}))}


def _cases(desk: Desk, values: Values) -> Parties:
    government, team = _own_units(desk, UnitKind.GOVERNMENT), _own_units(desk, UnitKind.TEAM)
    return {
        **_office(desk, values),
        Who.GOVERNMENT_CLERK: Holder(government, frozenset({PostKind.CLERK})),
        Who.GOVERNMENT: Holder(government, frozenset({PostKind.LEADER})),
        Who.TEAM_MEMBER: Holder(team, frozenset({PostKind.CLERK})),
        Who.TEAM_LEADER: Holder(team, frozenset({PostKind.LEADER})),
    }


def _units(desk: Desk, values: Values) -> Parties:
    ordinary = _own_units(desk, UnitKind.ORDINARY)
    return {
        Who.UNIT_CLERK: Holder(ordinary, frozenset({PostKind.CLERK})),
        Who.UNIT_LEADER: Holder(ordinary, frozenset({PostKind.LEADER})),
    }


def _own_units(desk: Desk, kind: UnitKind) -> frozenset[int]:
    """Those of the person's units that are of that kind."""
    held = {unit_id for unit_id, _ in desk.posts}
    return frozenset(desk.session.scalars(select(Unit.id).where(Unit.id.in_(held), Unit.kind == kind)))


# -- 征求意见


def _round(desk: Desk, values: Values) -> Parties | None:
    found = desk.session.execute(select(Round.lead_unit_id).where(Round.key == values["key"])).first()
    return of_office(found[0]) if found else None


def _reply(desk: Desk, values: Values) -> Parties | None:
    find = select(Reply.unit_id, Round.lead_unit_id).join(Round, Round.id == Reply.round_id)
    found = desk.session.execute(find.where(Reply.key == values["key"])).first()
    return {**of_unit(found[0]), **of_office(found[1])} if found else None


# -- 事故


def _accident(desk: Desk, values: Values) -> Parties | None:
    found = desk.session.execute(select(*_CASE).where(Accident.key == values["key"])).first()
    return of_case(*found) if found else None


def _part_of_case(table: type[Evaluation] | type[Supervision]) -> Callable[[Desk, Values], Parties | None]:
    def find(desk: Desk, values: Values) -> Parties | None:
        of_part = select(*_CASE).join(table, table.accident_id == Accident.id).where(table.key == values["key"])
        found = desk.session.execute(of_part).first()
        return of_case(*found) if found else None

    return find


def _measure(desk: Desk, values: Values) -> Parties | None:
    """An ordered measure: a proposed one is a part of its case's report."""
    find = select(Measure.unit_id, *_CASE).join(Accident, Accident.id == Measure.accident_id)
    ordered = find.where(Measure.key == values["key"], Measure.ordered_at.is_not(None))
    found = desk.session.execute(ordered).first()
    if found is None:
        return None
    return {**of_speakers(found[0]), **of_case(*found[1:])}


def _case_or_part(desk: Desk, values: Values) -> Parties | None:
    return _PARTS[values["part"]](desk, values)


_PARTS: Mapping[str, Callable[[Desk, Values], Parties | None]] = {
    "accident": _accident,
    "measure": _measure,
    "evaluation": _part_of_case(Evaluation),
    "supervision": _part_of_case(Supervision),
}


def _signature(desk: Desk, values: Values) -> Parties | None:
    """Each signs for himself (条例第30条); what a member without an account signed on paper the office writes down."""
    find = select(Member.officer_id, *_CASE).join(Accident, Accident.id == Member.accident_id)
    of_member = find.where(Accident.key == values["key"], Member.key == values["member"])
    found = desk.session.execute(of_member).first()
    if found is None:
        return None
    signer = Himself(found[0]) if found[0] is not None else Seat(found[1], PostKind.CLERK)
    return {**of_case(*found[1:]), Who.SIGNER: signer}


# -- errands


def _errand(desk: Desk, values: Values) -> Parties | None:
    office = errand_custody.office_of(desk, values["key"])
    return of_office(office) if office is not None else None


# -- files


def _file(desk: Desk, values: Values) -> Parties:
    """A file that is not there is looked for in the same places: the answer takes as long."""
    found = desk.session.scalar(select(KeptFile.id).where(KeptFile.key == values["key"])) or 0
    printed = select(MarkedPaper.file_id).join(SignedPdf, SignedPdf.paper_id == MarkedPaper.id)
    word = desk.session.scalar(printed.where(SignedPdf.file_id == found))  # a PDF goes to whoever may have the paper
    return {Who.READER: Reader(word or found)}


ENTRANCE = Thing("登录前", _nobody)
OWN_DESK = Thing("本人的工作台", _own_desk)
INSTALLATION = Thing("本系统", _installation)
OFFICER = Thing("一名人员", _administered(Officer))
UNIT = Thing("一个单位", _administered(Unit))
POST = Thing("一个岗位", _administered(Post))
IMPORT = Thing("一份导入表", _administered(Import))
SIGNING_KEY = Thing("一个签名密钥", _signing_key)
OWN_POST = Thing("可委托的岗位", _own_post)
SUBSTITUTION = Thing("一项委托", _substitution)
SEAL = Thing("本单位印章", _seal)
HANDOVER = Thing("一份交接清单", _handover)
ALL_ROUNDS = Thing("征求意见（全部）", _office)
ALL_CASES = Thing("事故处理（全部）", _cases)
OFFICE_SETTINGS = Thing("管辖和时限设置", _rules)
OWN_MEASURES = Thing("本单位整改措施", _units)
ROUND = Thing("一轮征求意见", _round)
REPLY = Thing("一个单位的回复", _reply)
ACCIDENT = Thing("一起事故", _accident)
SIGNATURE = Thing("调查报告的签署", _signature)
MEASURE = Thing("一项整改措施", _measure)
EVALUATION = Thing("整改评估", _PARTS["evaluation"])
SUPERVISION = Thing("挂牌督办", _PARTS["supervision"])
CASE_OR_PART = Thing("一起事故或其中一项", _case_or_part)
ERRAND = Thing("一件后台办理的事项", _errand)
FILE = Thing("文件", _file)
