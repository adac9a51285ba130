"""The table and the domain say the same: whenever an action of a request guards itself, its guard is compared.

The guards stay (a mistake in one place opens nothing); here it is seen that neither is wider than the other.
"""

from collections.abc import Callable

from flask import g, has_request_context, request

from web.permissions import Line, Who
from web.permissions.parties import Seat
from workflow.desk import Desk
from workflow.people import PostKind

Guard = Callable[..., None]

BY_STAGE = {  # who may is a question of how far the case is: the table names everybody who ever may
    "reports.hand_over", "accidents.ask_extension", "accidents.commission", "accidents.conclude_appraisal",
    "accidents.declare", "reports.hand_over_crime",
}  # fmt: skip


def compared(guard: Guard) -> Guard:
    def must_hold(desk: Desk, unit_id: int, *kinds: PostKind) -> None:
        line = g.get("admitted_by") if has_request_context() else None
        if line is not None:
            _compare(desk, line, unit_id, kinds)
        guard(desk, unit_id, *kinds)

    return must_hold


def _compare(desk: Desk, line: Line, unit_id: int, kinds: tuple[PostKind, ...]) -> None:
    seats = {who: party for who, party in _parties(desk, line).items() if isinstance(party, Seat)}
    asked = {seat for seat in seats.values() if seat.unit_id == unit_id and seat.post in kinds}
    may = {seat for who, seat in seats.items() if who in line.may}
    agrees = asked <= may if request.endpoint in BY_STAGE else asked == may
    assert agrees, f"{request.endpoint}: the table says {may}, the action asks for {asked}"


def _parties(desk: Desk, line: Line) -> dict[Who, object]:
    return dict(line.thing.find(desk, request.view_args or {}) or {})
