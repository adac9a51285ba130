"""本单位印章: whoever keeps the seal puts its image in; in a unit without a keeper its leader does."""

from workflow.administration.record import Record
from workflow.desk import Desk
from workflow.documents.uploads import Upload
from workflow.people import PostKind, Unit, UnitKind
from workflow.signatures.rows import UnitSeal


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
    keeper = keeper_of(desk, unit)
    desk.must_hold(unit.id, *([keeper] if keeper else []))
    file = desk.take_in(image)
    made = UnitSeal(unit_id=unit.id, file_id=file.id, uploaded_at=desk.now, uploaded_by_id=desk.officer_id)
    desk.session.add(made)
    desk.session.flush()
    desk.note("put_in_seal", Record("unit", unit.id), unit_id=unit.id, name=unit.name, sha256=file.sha256)
    return made
