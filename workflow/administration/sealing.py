"""本单位印章: whoever keeps the seal puts its image in and takes it out of use; in a unit without a keeper its leader."""

from workflow.administration.record import Record
from workflow.desk import Desk
from workflow.documents.uploads import Upload
from workflow.errors import AlreadyDone, Incomplete
from workflow.people import PostKind, Unit, UnitKind
from workflow.signatures.rows import SealWithdrawal, UnitSeal
from workflow.signatures.seals import seal_to_withdraw


def keeper_of(desk: Desk, unit: Unit) -> PostKind | None:
    """The post that keeps the unit's seal today; a team has none: its members sign."""
    if unit.kind is UnitKind.TEAM:
        return None
    return PostKind.SEAL_KEEPER if unit.has_seal_keeper(desk.today) else PostKind.LEADER


def own_units(desk: Desk) -> list[Unit]:
    """Those of the officer's units that have a seal, whoever keeps it."""
    units = [desk.session.get_one(Unit, unit_id) for unit_id in sorted({unit_id for unit_id, _ in desk.posts})]
    return [unit for unit in units if unit.kind is not UnitKind.TEAM]


def keeps(desk: Desk, unit: Unit) -> bool:
    keeper = keeper_of(desk, unit)
    return keeper is not None and desk.holds(unit.id, keeper)


def put_in(desk: Desk, unit: Unit, image: Upload) -> UnitSeal:
    """The image is pressed from now on; papers that were made keep theirs."""
    _must_keep(desk, unit)
    file = desk.take_in(image)
    made = UnitSeal(unit_id=unit.id, file_id=file.id, uploaded_at=desk.now, uploaded_by_id=desk.officer_id)
    desk.session.add(made)
    desk.session.flush()
    desk.note("put_in_seal", Record("unit", unit.id), unit_id=unit.id, name=unit.name, sha256=file.sha256)
    return made


def withdraw(desk: Desk, unit: Unit, reason: str) -> SealWithdrawal:
    """停用: from now on the unit has no image, and its papers leave for the seal of metal; those that were made keep theirs."""
    _must_keep(desk, unit)
    in_use = seal_to_withdraw(desk.session, unit.id)
    if in_use is None:
        raise AlreadyDone("现在没有启用的印章图像，不必停用。")
    if not reason.strip():
        raise Incomplete({"reason": "请写明停用的理由，例如：单位更名，原印章已经收缴。"})
    made = SealWithdrawal(
        seal_id=in_use.id, withdrawn_at=desk.now, withdrawn_by_id=desk.officer_id, reason=reason.strip()
    )
    desk.session.add(made)
    desk.session.flush()
    desk.note("withdraw_seal", Record("unit", unit.id), unit_id=unit.id, name=unit.name, reason=made.reason)
    return made


def _must_keep(desk: Desk, unit: Unit) -> None:
    keeper = keeper_of(desk, unit)
    desk.must_hold(unit.id, *([keeper] if keeper else []))
