"""收件组: a round keeps the groups it was sent to, whatever becomes of them later."""

from sqlalchemy import select

from tests.makers import Stage
from workflow.consultation import board
from workflow.consultation.actions import drafting
from workflow.people import Unit, UnitGroup, UnitKind


def test_the_board_keeps_the_headings_under_which_the_units_were_served(stage: Stage) -> None:
    stage.begin(units=1)
    with stage.as_office() as (desk, round_):
        round_.sent_to_head_at = None
        group = desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position)).first()
        assert group is not None
        inside = {unit.id for unit in group.units}
        outside = desk.session.scalars(
            select(Unit).where(Unit.kind == UnitKind.ORDINARY, Unit.id.not_in(inside))
        ).first()
        assert outside is not None
        drafting.choose_recipients(desk, round_, [group], [outside])
        round_.sent_to_head_at = desk.now
        name, units = group.name, len(group.units)
    stage.issue()
    headings = groups_on_the_board(stage)
    assert headings == [name] * units + [board.SINGLE]
    with stage.as_office() as (desk, _):
        group = desk.session.scalars(select(UnitGroup).where(UnitGroup.name == name)).one()
        group.name = "另一个组"
        group.members.pop()
    assert groups_on_the_board(stage) == headings


def groups_on_the_board(stage: Stage) -> list[str]:
    with stage.look() as (desk, round_):
        return [row.group for row in board.rows(desk, round_)]
