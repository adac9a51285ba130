"""From a measure to its papers: 整改通知书 that orders it, 销号单 that closes it."""

from datetime import date

from workflow.accident import papers
from workflow.accident.model import Measure
from workflow.accident.paperwork import clause, seal_of
from workflow.clock import day_of
from workflow.desk import Desk


def rectification_order(
    measure: Measure, on: date, *, cause: str = "", plan_due: date | None = None
) -> papers.RectificationOrder:
    """The order as it goes to the unit. `cause`: only for a second one, 经评估，该项措施未落实."""
    accident = measure.accident
    office = accident.lead_unit
    assert accident.approved_at is not None
    assert measure.due_on is not None
    assert measure.unit is not None
    return papers.RectificationOrder(
        demonstration=accident.is_demo,
        number=measure.order_number,
        issuer=office.name,
        issued_on=on,
        letterhead=office.name,
        telephone=office.phone,
        seal=seal_of(accident),
        accident=accident.title,
        unit=measure.unit.name,
        approval_number=accident.approval_number,
        approved_on=day_of(accident.approved_at),
        cause=clause(cause),
        measure_number=measure.number,
        measure=measure.text,
        due_on=measure.due_on,
        test=measure.test,
        plan_due=plan_due,
        deliver_to=office.short_name,
    )


def closing_code(measure: Measure) -> str:
    """XH-事故-措施-次: the number of the sheet within the case."""
    return f"XH-{measure.accident_id:04d}-{measure.number:02d}-{measure.pass_number}"


def closing_sheet(desk: Desk, measure: Measure) -> papers.ClosingSheet:
    """What was ordered, proven and seen in this pass."""
    accident, inspection = measure.accident, measure.inspections[-1]
    assert measure.unit
    assert measure.due_on
    assert measure.signed_off_at
    assert desk.officer
    first = measure.first_due_on or measure.due_on
    return papers.ClosingSheet(
        demonstration=accident.is_demo,
        record_code=closing_code(measure),
        accident=accident.title,
        unit=measure.unit.name,
        measure_number=measure.number,
        measure=measure.text,
        test=measure.test,
        due_on=first,
        extended_to=measure.due_on if measure.due_on != first else None,
        completed_on=day_of(measure.signed_off_at),
        evidence=_evidence(measure),
        finding=inspection.finding,
        inspectors=tuple(inspection.inspectors) or (inspection.by.name,),
        inspected_on=day_of(inspection.at),
        office=accident.lead_unit.name,
        closed_by=desk.signature,
        closed_on=desk.today,
    )


def _evidence(measure: Measure) -> tuple[papers.ClosingEvidence, ...]:
    own = [proof for proof in measure.proofs if proof.pass_number == measure.pass_number and proof.withdrawn_at is None]
    return tuple(papers.ClosingEvidence(n, p.title, day_of(p.at), p.note) for n, p in enumerate(own, 1))
