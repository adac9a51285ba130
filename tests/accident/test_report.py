"""The report: written by several, signed by each, concluded where they disagree, submitted through the gate, approved."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.accident.inquiry import (
    CLERK,
    EXPERT,
    LEADER,
    NO_ACCOUNT,
    REMEDY,
    UNIONIST,
    Inquiry,
    an_inquiry,
)
from tests.makers import Stage
from workflow.accident import settings, signed
from workflow.accident.actions import approving, clocks, declaring, reporting, restaffing, signing, submitting, writing
from workflow.accident.actions.reporting import Figures
from workflow.accident.actions.signing import Dissenting
from workflow.accident.actions.writing import Overtaken
from workflow.accident.model import ChapterKind
from workflow.accident.model import Stage as CaseStage
from workflow.accident.settings import DisagreementPolicy
from workflow.clock import day_of
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal
from workflow.notices import Notice
from workflow.people import PostKind

# -- writing


def _save(case: Inquiry, name: str, body: str, seen: int, kind: ChapterKind = ChapterKind.CAUSES) -> int:
    with case.as_member(name) as (desk, accident, _):
        return writing.save_chapter(desk, accident, kind, body, seen=seen)


def test_the_nine_chapters_are_there_at_first_use(stage: Stage) -> None:
    case = an_inquiry(stage)
    for _ in range(2):
        with case.team() as (desk, accident):
            assert [chapter.kind for chapter in writing.open_chapters(desk, accident)] == list(ChapterKind)


def test_a_chapter_is_saved_as_it_is_typed(stage: Stage) -> None:
    case = an_inquiry(stage)
    assert [_save(case, CLERK, text, seen) for seen, text in enumerate(("绳", "绳索", "绳索断裂"))] == [1, 2, 3]
    assert _save(case, CLERK, "绳索断裂", 2) == 3  # sent twice


def test_of_two_authors_neither_loses_a_word(stage: Stage) -> None:
    case = an_inquiry(stage)
    _save(case, CLERK, "绳索断裂。", 0)
    with pytest.raises(Overtaken) as overtaken:
        _save(case, UNIONIST, "无人检查。", 0)
    told = overtaken.value
    assert (told.kept, told.typed, told.revision) == ("绳索断裂。", "无人检查。", 1)
    assert "刚刚改动了这一章。您填写的内容没有丢失" in told.message
    _save(case, UNIONIST, "绳索断裂。无人检查。", told.revision)
    with case.look() as (_, accident):
        chapter = writing.chapter_of(accident.chapters, ChapterKind.CAUSES)
        assert chapter.body == "绳索断裂。无人检查。"
        first, second = (m.officer for m in accident.members if m.name in (CLERK, UNIONIST))
        assert [(text.body, text.saved_by) for text in chapter.history] == [("绳索断裂。", first)]
        assert chapter.saved_by == second


def test_what_is_laid_before_the_team_is_kept_word_for_word(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    with case.look() as (_, accident):
        assert all(chapter.history[-1].body == chapter.body for chapter in accident.chapters)
    with pytest.raises(Refusal, match="请先退回修改"):
        _save(case, CLERK, "另一种说法。", 1)


def test_an_endless_chapter_is_refused(stage: Stage) -> None:
    with pytest.raises(Incomplete, match="万字"):
        _save(an_inquiry(stage), CLERK, "字" * (writing.LONGEST + 1), 0)


def test_an_unfinished_report_is_not_laid_before_the_team(stage: Stage) -> None:
    case = an_inquiry(stage)
    case.propose_measure([case.trace(evidence=[case.find()])])
    case.write(without=[ChapterKind.TECHNICAL])
    with pytest.raises(Incomplete, match="技术问题专篇") as refused:
        case.finish()
    assert set(refused.value.fields) == {"chapter:technical"}
    assert case.steps == {"investigate"}


# -- signing


def test_the_last_signature_completes_the_signing(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    for name in (LEADER, CLERK, UNIONIST):
        case.sign(name)
        assert case.steps == {"sign_report"}
    case.sign(NO_ACCOUNT)
    assert case.steps == {"submit"}


def test_a_member_may_refuse_with_a_reason(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    for name in (LEADER, CLERK, NO_ACCOUNT):
        case.sign(name)
    case.sign(UNIONIST, refusal="部分事实未核实。")
    case.submit()
    with case.look() as (_, accident):
        assert [s.refusal_reason for s in signed.signatures(accident) if s.refused] == ["部分事实未核实。"]


def test_a_member_may_speak_again_until_the_last_has_signed(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign(CLERK)
    case.sign(CLERK)  # a second click
    case.sign(CLERK, refusal="部分事实未核实。")
    with case.look() as (_, accident):
        assert [s.refused for s in accident.signatures] == [False, True]
        assert [s.refused for s in signed.signatures(accident)] == [True]


WRONG_SIGNATURES = {
    "a refusal without reason": ({"refusal": " "}, "refusal"),
    "a dissent on nothing": ({"dissent": Dissenting("", "应当前移。", "见笔录。")}, "matter"),
    "a dissent without opinion": ({"dissent": Dissenting("排序", " ", "见笔录。")}, "opinion"),
    "a dissent without reason": ({"dissent": Dissenting("排序", "应当前移。", "")}, "reason"),
}


@pytest.mark.parametrize(("words", "field"), WRONG_SIGNATURES.values(), ids=WRONG_SIGNATURES)
def test_a_signature_that_says_half_is_refused(stage: Stage, words: dict[str, Any], field: str) -> None:
    case = an_inquiry(stage, "sign_report")
    with pytest.raises(Incomplete) as refused:
        case.sign(UNIONIST, **words)
    assert set(refused.value.fields) == {field}


def test_nobody_signs_for_another(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    with case.as_member(CLERK) as (desk, accident, _), pytest.raises(NotYours, match="不能代签"):
        signing.sign(desk, accident, next(m for m in accident.members if m.name == UNIONIST))
    with case.for_member(UNIONIST) as (desk, accident, member), pytest.raises(NotYours, match="不能代签"):
        signing.sign(desk, accident, member)
    with case.as_member(CLERK) as (desk, accident, _), pytest.raises(NotYours):
        signing.sign(desk, accident, next(m for m in accident.members if m.name == NO_ACCOUNT))


def test_experts_and_who_left_do_not_sign(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    with pytest.raises(Refusal, match="专家和受邀人员不在调查报告上签名"):
        case.sign(EXPERT)
    _leave(case, UNIONIST)
    with pytest.raises(Refusal, match="已离开调查组"):
        case.sign(UNIONIST)


def _leave(case: Inquiry, name: str) -> None:
    with case.for_member(name) as (desk, accident, member):
        restaffing.recuse(desk, accident, member, "工作调整")


def test_when_the_last_silent_member_leaves_the_signing_is_completed_by_hand(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    for name in (LEADER, CLERK, NO_ACCOUNT):
        case.sign(name)
    with case.team() as (desk, accident), pytest.raises(Incomplete, match=f"{UNIONIST}既未签名"):
        signing.finish_signing(desk, accident)
    _leave(case, UNIONIST)
    with case.team() as (desk, accident):
        signing.finish_signing(desk, accident)
    assert case.steps == {"submit"}


def test_a_report_sent_back_from_the_discussion_is_signed_anew(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign(CLERK)
    with case.team() as (desk, accident):
        signing.send_back(desk, accident, "补充演练情况。")
    assert case.steps == {"investigate"}
    case.finish()
    with case.look() as (_, accident):
        assert accident.report_version == 2
        assert len(accident.signatures) == 1
        assert signed.signatures(accident) == []


def test_nothing_is_sent_back_without_a_reason(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    with case.team() as (desk, accident), pytest.raises(Incomplete, match="理由"):
        signing.send_back(desk, accident, " ")


# -- disagreement


def _papers(case: Inquiry, kind: str) -> int:
    with case.look() as (_, accident):
        return sum(paper.kind == kind for paper in accident.papers)


def test_the_leader_concludes_a_disagreement(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign_all(dissenting=UNIONIST)
    assert case.steps == {"conclude"}
    assert _papers(case, "accident_dissent") == 1
    case.conclude()
    assert _papers(case, "accident_conclusion") == 1
    case.submit()
    assert case.steps == {"approve"}


def test_the_government_decides_where_the_policy_says_so(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    with case.security() as (desk, accident):
        settings.choose_disagreement_policy(desk, accident.lead_unit, DisagreementPolicy.ESCALATE_GOVERNMENT)
    case.sign_all(dissenting=UNIONIST)
    assert case.steps == {"decide_dissent"}
    with case.team(PostKind.LEADER) as (desk, accident), pytest.raises(AlreadyDone):
        signing.conclude(desk, accident, "维持原稿。", "作用相当。")
    with case.government() as (desk, accident):
        signing.decide_dissent(desk, accident, "采纳该成员意见。", "证据充分。")
    case.submit()
    with case.look() as (_, accident):
        assert accident.escalated_decision == "采纳该成员意见。"


def test_to_send_its_author_away_does_not_answer_a_dissent(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign_all(dissenting=UNIONIST)
    _leave(case, UNIONIST)
    with case.look() as (_, accident):
        assert [line.member.name for line in signed.dissents(accident)] == [UNIONIST]
    case.conclude()
    assert _papers(case, "accident_conclusion") == 1


@pytest.mark.parametrize(("opinion", "reason", "field"), [("", "作用相当。", "opinion"), ("维持原稿。", " ", "reason")])
def test_a_conclusion_says_what_and_why(stage: Stage, opinion: str, reason: str, field: str) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign_all(dissenting=UNIONIST)
    with case.team(PostKind.LEADER) as (desk, accident), pytest.raises(Incomplete) as refused:
        signing.conclude(desk, accident, opinion, reason)
    assert set(refused.value.fields) == {field}


def test_only_the_leader_of_the_team_concludes(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign_all(dissenting=UNIONIST)
    with case.as_member(CLERK) as (desk, accident, _), pytest.raises(NotYours):
        signing.conclude(desk, accident, "维持原稿。", "作用相当。")


# -- the superior's consent


def test_a_supervised_report_needs_the_superiors_consent(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.supervise()
    case.sign_all()
    assert case.steps == {"ask_consent"}
    with case.office() as (desk, accident):
        submitting.ask_consent(desk, accident)
        with pytest.raises(Incomplete, match="文书的名称或文号"):
            submitting.register_consent(desk, accident, " ")
    with case.office() as (desk, accident):
        submitting.register_consent(desk, accident, "市安办函〔2018〕3号")
    case.submit()
    assert case.steps == {"approve"}


def test_a_report_waits_for_the_conclusion_of_every_appraisal(stage: Stage) -> None:
    """Commissioned while the report was signed, it would otherwise stop the clock for ever."""
    case = an_inquiry(stage, "submit")
    with case.team() as (desk, accident):
        clocks.commission_appraisal(desk, accident, "市建设工程检测中心", "扣件强度")
    with pytest.raises(Incomplete, match="尚无结论（条例第27条），请先登记鉴定结论"):
        case.submit()
    with case.team() as (desk, accident):
        clocks.conclude_appraisal(desk, accident, accident.appraisals[-1], "检测样品灭失，终止委托")
    case.submit()
    assert case.steps == {"approve"}


def test_a_supervision_imposed_after_the_signing_still_needs_it(stage: Stage) -> None:
    case = an_inquiry(stage, "submit")
    case.supervise()
    with pytest.raises(Incomplete, match="市安委会办公室的审核同意"):
        case.submit()
    with case.office() as (desk, accident):
        submitting.register_consent(desk, accident, "市安办函〔2018〕3号")
    assert case.steps == {"submit"}
    case.submit()


def test_a_supervision_imposed_while_the_approval_is_late_needs_it_too(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    case.supervise()
    with pytest.raises(Incomplete, match="审核同意意见") as refused:
        case.approve()
    assert set(refused.value.fields) == {"consent"}
    with case.office() as (desk, accident):
        submitting.register_consent(desk, accident, "市安办函〔2018〕3号")
    case.approve()


def test_the_superior_may_return_the_report(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.supervise()
    case.sign_all()
    with case.office() as (desk, accident):
        submitting.register_return(desk, accident, "间接原因分析不够。")
    assert case.steps == {"investigate"}
    with case.look() as (_, accident):
        assert (accident.report_version, accident.back_reason) == (2, "间接原因分析不够。")


def test_consent_is_not_registered_for_a_case_that_nobody_supervises(stage: Stage) -> None:
    case = an_inquiry(stage, "submit")
    with case.office() as (desk, accident), pytest.raises(Refusal, match="没有挂牌督办"):
        submitting.register_consent(desk, accident, "市安办函〔2018〕3号")


# -- the submission


def _more_casualties(case: Inquiry) -> None:
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, Figures(deaths=2, injuries=0, source="医院诊断"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(_more_casualties, "伤亡情况在报告定稿后有变化"), (lambda case: _leave(case, EXPERT), "成员在报告定稿后有变动")],
    ids=["casualties", "team"],
)
def test_what_changes_after_the_signing_leads_back(stage: Stage, change: Any, sentence: str) -> None:
    case = an_inquiry(stage, "submit")
    case.pass_(hours=1)
    change(case)
    with pytest.raises(Incomplete, match=sentence):
        case.submit()
    with case.team(PostKind.LEADER) as (desk, accident):
        submitting.send_back(desk, accident, "情况有变化。")
    assert case.steps == {"investigate"}
    case.pass_(hours=1)
    case.finish()
    case.sign_all()
    case.submit()
    assert case.steps == {"approve"}


def test_a_report_that_does_not_know_the_casualties_is_not_approved(stage: Stage) -> None:
    """批复 would name the class of today above a report that was signed on the figures of yesterday."""
    case = an_inquiry(stage, "approve")
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, Figures(deaths=3, injuries=0, source="医院诊断"))
    with pytest.raises(Incomplete, match="伤亡情况在报告定稿后有变化"):
        case.approve()
    with case.government() as (desk, accident):
        approving.send_back(desk, accident, "伤亡人数有变化，请重新核对等级和责任。")
    case.pass_(hours=1)
    case.finish()
    case.sign_all()
    case.submit()
    case.approve()
    assert case.steps == {"check_privacy", "settle_accountability"}


def test_who_declares_an_interest_while_the_report_is_signed_does_not_sign_it(stage: Stage) -> None:
    case = an_inquiry(stage, "sign_report")
    case.sign(LEADER)
    with case.as_member(CLERK) as (desk, accident, member):
        declaring.declare(desk, accident, member, has_interest=True, interest="事故单位负责人是本人亲属")
    with pytest.raises(Refusal, match="不能签署调查报告（条例第23条）"):
        case.sign(CLERK)


def test_who_has_signed_and_then_declares_an_interest_leaves_before_the_report_goes_out(stage: Stage) -> None:
    case = an_inquiry(stage, "submit")
    with case.as_member(CLERK) as (desk, accident, member):
        declaring.declare(desk, accident, member, has_interest=True, interest="事故单位负责人是本人亲属")
    with pytest.raises(Incomplete, match="利害关系（条例第23条），请先办理回避"):
        case.submit()


def test_only_the_leader_of_the_team_submits(stage: Stage) -> None:
    case = an_inquiry(stage, "submit")
    with case.as_member(CLERK) as (desk, accident, _), pytest.raises(NotYours):
        submitting.submit(desk, accident)


# -- the approval


def test_the_approval_closes_the_case_and_orders_the_measures(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    case.pass_(days=3)
    case.approve(decisions=("对某某建筑公司处以罚款60万元",))
    assert case.steps == {"check_privacy", "settle_accountability"}
    with case.look() as (desk, accident):
        assert accident.stage is CaseStage.CLOSED
        assert accident.approval_number == "区政〔2017〕2号"  # the first appointed the team
        assert day_of(accident.approved_at) == desk.today
        (measure,) = accident.measures
        assert (measure.first_due_on, measure.ordered_at) == (measure.due_on, desk.now)
        assert measure.order_number == "安委办〔2017〕1号"
        assert desk.open_steps(measure) == {"answer_order"}
        notice = desk.session.query(Notice).where(Notice.kind == "order").one()
        assert (notice.unit_id, notice.subject) == (measure.unit_id, measure.subject)
        assert {"accident_report", "accident_approval", "accident_rectification"} <= {p.kind for p in accident.papers}


def test_every_measure_is_ordered_with_a_number_of_its_own(stage: Stage) -> None:
    case = an_inquiry(stage)
    cause = case.trace(evidence=[case.find()])
    for text in ("更换钢丝绳。", "建立台账。", "全员培训。"):
        case.propose_measure([cause], text=text)
    case.write()
    case.finish()
    case.sign_all()
    case.submit()
    case.approve()
    with case.look() as (_, accident):
        assert [m.order_number for m in accident.measures] == [f"安委办〔2017〕{n}号" for n in (1, 2, 3)]


WRONG_APPROVALS = {
    "no nature": ({"nature": " "}, "nature"),
    "nobody to appeal to": ({"remedy": approving.Remedy("", "区人民法院")}, "review_body"),
    "no court": ({"remedy": approving.Remedy("市人民政府", " ")}, "court"),
}


@pytest.mark.parametrize(("wishes", "field"), WRONG_APPROVALS.values(), ids=WRONG_APPROVALS)
def test_an_approval_names_nature_and_remedies(stage: Stage, wishes: dict[str, Any], field: str) -> None:
    case = an_inquiry(stage, "approve")
    with pytest.raises(Incomplete) as refused:
        case.approve(**wishes)
    assert set(refused.value.fields) == {field}
    assert case.steps == {"approve"}


def test_a_returned_report_becomes_the_next_version_and_old_signatures_stay(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    with case.government() as (desk, accident), pytest.raises(Incomplete, match="退回补充的理由"):
        approving.send_back(desk, accident, "")
    with case.government() as (desk, accident):
        approving.send_back(desk, accident, "补充资金使用情况。")
    assert case.steps == {"investigate"}
    with case.look() as (_, accident):
        assert accident.stage is CaseStage.INVESTIGATING
        assert (accident.report_version, len(accident.signatures)) == (2, 4)
    case.finish()
    case.sign_all()
    case.submit()
    case.approve()
    with case.look() as (_, accident):
        assert sorted({s.version for s in accident.signatures}) == [1, 2]
        assert sum(paper.kind == "accident_report" for paper in accident.papers) == 2


def test_only_the_government_approves(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(NotYours):
        approving.approve(desk, accident, nature="生产安全责任事故", remedy=REMEDY)


def test_a_measure_whose_day_has_passed_when_it_is_approved_is_still_ordered(stage: Stage) -> None:
    case = an_inquiry(stage)
    with case.look() as (desk, _):
        soon: date = desk.today + timedelta(days=5)
    case.propose_measure([case.trace(evidence=[case.find()])], due_on=soon)
    case.write()
    case.finish()
    case.sign_all()
    case.submit()
    case.pass_(days=9)
    case.approve()
    with case.look() as (_, accident):
        assert accident.measures[0].ordered_at is not None
