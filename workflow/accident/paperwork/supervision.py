"""From a supervision to its papers: the notice with its four contents, and the one that lifts it."""

from collections.abc import Sequence
from typing import Any

from workflow.accident import papers
from workflow.accident.model import Supervision
from workflow.accident.paperwork import letterhead, seal_of
from workflow.accident.rules import triggers
from workflow.accident.rules.triggers import Trigger
from workflow.clock import day_in_words, day_of
from workflow.desk import Desk

BASIS = "按照生产安全事故查处挂牌督办的有关规定"


def supervision_notice(desk: Desk, supervision: Supervision) -> papers.SupervisionNotice:
    """名称、督办事项、办理期限、解除方式和程序."""
    accident = supervision.accident
    assert supervision.imposed_at
    assert supervision.due_on
    occurred = day_in_words(accident.occurred_on)
    return papers.SupervisionNotice(
        **_issued(desk, supervision, supervision.doc_number),
        basis=BASIS,
        occurrence=f"{occurred}，{accident.place or accident.unit_name}发生事故。",
        cause=triggers.draft(Trigger(supervision.trigger)).cause,
        matters=tuple(supervision.matters),
        days=(supervision.due_on - day_of(supervision.imposed_at)).days,
        due_on=supervision.due_on,
        report_to=accident.lead_unit.short_name,
        lifting=tuple(supervision.how_lifted.splitlines()),
    )


def supervision_lifted(desk: Desk, supervision: Supervision, results: Sequence[str]) -> papers.SupervisionLifted:
    """What came of each matter."""
    assert supervision.imposed_at
    return papers.SupervisionLifted(
        **_issued(desk, supervision, supervision.lift_number),
        notice_number=supervision.doc_number,
        noticed_on=day_of(supervision.imposed_at),
        results=tuple(f"{text.strip().rstrip('。')}。" for text in results if text.strip()),
    )


def _issued(desk: Desk, supervision: Supervision, number: str) -> dict[str, Any]:
    accident = supervision.accident
    office = accident.lead_unit
    return {
        "demonstration": accident.is_demo,
        "letterhead": letterhead(office),
        "number": number,
        "issuer": office.name,
        "issued_on": desk.today,
        "telephone": office.phone,
        "seal": seal_of(accident),
        "accident": accident.title,
        "addressee": supervision.addressee,
    }
