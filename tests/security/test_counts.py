"""How many files one case may gather: the next one too many is refused with a sentence, and the others stay."""

import pytest
from sqlalchemy import inspect

from tests.makers import Stage
from tests.web.inquiry import Inquiry
from workflow.accident.actions import collecting
from workflow.accident.actions.collecting import Found
from workflow.accident.model import Evidence, EvidenceKind
from workflow.consultation.actions import drafting
from workflow.errors import Incomplete, Unreadable

PDF = b"%PDF-1.4\n%%EOF"


def test_a_round_takes_thirty_annexes(stage: Stage) -> None:
    from workflow.demo.stage import lead_unit
    from workflow.people import PostKind

    with stage.office.desk(write=False) as desk:
        lead = lead_unit(desk).id
    with stage.as_(lead, PostKind.CLERK) as desk:
        round_ = drafting.begin(desk, lead_unit(desk), is_demo=True)
        for number in range(drafting.MOST_ANNEXES):
            drafting.add_annex(desk, round_, PDF, f"{number}.pdf", "")
        with pytest.raises(Unreadable, match="请把几个附件合并"):
            drafting.add_annex(desk, round_, PDF, "多.pdf", "")
        assert len(round_.annexes) == drafting.MOST_ANNEXES


def test_a_case_takes_a_thousand_pieces_of_evidence(case: Inquiry) -> None:
    with case.case.team() as (desk, accident):
        found = Found(EvidenceKind.OBJECT, "钢丝绳", "现场", accident.occurred_at, "王某、陈某")
        first = collecting.record_evidence(desk, accident, found)
        row = {
            column.key: getattr(first, column.key)
            for column in inspect(Evidence).columns
            if column.key not in ("id", "key")
        }
        numbers = range(first.number + 1, collecting.MOST_EVIDENCE + 1)
        desk.session.add_all(Evidence(**{**row, "number": number}) for number in numbers)
        desk.session.flush()
        desk.session.expire(accident)
        with pytest.raises(Incomplete, match="不能再登记"):
            collecting.record_evidence(desk, accident, found)
        desk.session.rollback()
