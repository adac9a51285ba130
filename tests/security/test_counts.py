"""How many files one case may gather: the next one too many is refused with a sentence, and the others stay."""

import pytest

from tests.makers import Stage
from tests.web.inquiry import Inquiry
from workflow.accident.actions import investigating
from workflow.accident.actions.investigating import Found
from workflow.accident.model import EvidenceKind
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
        investigating.record_evidence(desk, accident, found)
        accident.evidence.extend([accident.evidence[0]] * (investigating.MOST_EVIDENCE - len(accident.evidence)))
        with pytest.raises(Incomplete, match="不能再登记"):
            investigating.record_evidence(desk, accident, found)
        desk.session.rollback()
