"""After the approval: the privacy check, full publication, accountability, and the archive."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.accident.inquiry import PENALTY, Inquiry, an_inquiry
from tests.accident.makers import OCCURRED
from tests.documents.opened import Opened
from tests.makers import Stage
from workflow.accident.actions import accounting, archiving, publishing, supervising, writing
from workflow.accident.model import AccountabilityKind, ChapterKind, Evaluation
from workflow.accident.model import Stage as CaseStage
from workflow.accident.paperwork import kept_paper
from workflow.accident.rules import privacy
from workflow.accident.rules.triggers import Trigger
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.people import PostKind

COURSE, CAUSES = ChapterKind.COURSE, ChapterKind.CAUSES

# -- what privacy asks, pure

MASKED = [
    ("李四坠落。", ["李四"], "李某坠落。"),
    ("李四光和李四坠落。", ["李四", "李四光"], "李某和李某坠落。"),
    ("欧阳明送医。", ["欧阳明"], "欧阳某送医。"),
    ("李 四坠落，李\u3000四光送医。", ["李四", "李四光"], "李某坠落，李某送医。"),
    ("李\n四人送医。", ["李四"], "李\n四人送医。"),
    ("无人伤亡。", ["李四"], "无人伤亡。"),
    ("李四坠落。", [], "李四坠落。"),
]


@pytest.mark.parametrize(("text", "names", "public"), MASKED)
def test_names_are_shortened(text: str, names: Collection[str], public: str) -> None:
    assert privacy.masked(text, names) == public
    assert privacy.names_in(public.replace("\n", "，"), names) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("李四坠落。", ["李四"]), ("李 四坠落。", ["李四"]), ("李\u3000四", ["李四"]), ("李某坠落。", [])],
)
def test_a_name_is_found_also_with_spaces_in_it(text: str, found: list[str]) -> None:
    assert privacy.names_in(text, ["李四"]) == found


LEFT_OUT: list[tuple[str, str, bool]] = [
    ("第一段。\n第二段。", "第一段。\n第二段。", False),
    ("李四坠落。\n\n送医。", "李某坠落。\n送医。", False),
    ("第一段。\n第二段。", "第一段。", True),
    ("第一段。", " ", True),
]


@pytest.mark.parametrize(("approved", "public", "is_short"), LEFT_OUT)
def test_no_paragraph_is_left_out(approved: str, public: str, is_short: bool) -> None:
    said: Mapping[ChapterKind, str] = dict(privacy.left_out({COURSE: approved}, {COURSE: public}))  # type: ignore[assignment]
    assert bool(said) is is_short


# -- the check and the publication


def _edit(case: Inquiry, kind: ChapterKind, text: str) -> None:
    with case.office() as (desk, accident):
        publishing.edit_public_text(
            desk, accident, kind, text, seen=writing.chapter_of(accident.chapters, kind).public_revision
        )


def test_the_published_report_names_none_of_the_injured_and_the_approved_one_stays(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    case.check("李四")
    case.publish()
    with case.look() as (desk, accident):
        public = kept_paper(accident, "accident_publication")
        filed = kept_paper(accident, "accident_report")
        assert public is not None
        assert filed is not None
        assert "李四" not in Opened(desk.files.read(public)).text
        assert "李某在拆除外架时坠落" in Opened(desk.files.read(public)).text
        assert "李四" in Opened(desk.files.read(filed)).text
        assert accident.published_where == "区政府门户网站"
    assert case.steps == {"settle_accountability"}


def test_a_name_with_a_space_in_it_is_not_published_in_a_measure_either(stage: Stage) -> None:
    case = an_inquiry(stage)
    case.propose_measure([case.trace(evidence=[case.find()])], text="做好李 四的善后。", test="李\u3000四家属签收。")
    case.write()
    case.finish()
    case.sign_all()
    case.submit()
    case.approve()
    case.check("李四")
    case.publish()
    with case.look() as (desk, accident):
        public = Opened(desk.files.read(accident.papers[-1].file)).text
    assert privacy.names_in(public, ["李四"]) == []
    assert "做好李某的善后。" in public


def test_the_chapter_that_still_names_somebody_is_named(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    with case.office() as (desk, accident):
        publishing.hide_names(desk, accident, ["李四"])
    _edit(case, CAUSES, "经调查查明，李四违章。\n第二段。")
    with (
        case.office() as (desk, accident),
        pytest.raises(Incomplete, match="事故发生的原因和事故性质”中仍有李四") as refused,
    ):
        publishing.finish_check(desk, accident)
    assert set(refused.value.fields) == {"chapter:causes"}
    _edit(case, CAUSES, "经调查查明，李某违章。\n第二段。")
    with case.office() as (desk, accident):
        publishing.finish_check(desk, accident)
    assert "publish" in case.steps


def test_a_text_edited_by_hand_is_kept_when_another_name_is_added(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    for names in (["李四"], ["李四", "张三"]):
        with case.office() as (desk, accident):
            publishing.hide_names(desk, accident, names)
        _edit(case, CAUSES, "按意见改写。\n第二段。")
    with case.look() as (_, accident):
        public = {chapter.kind: chapter.for_the_public for chapter in accident.chapters}
        assert public[COURSE] == "作业人员李某在拆除外架时坠落。"
        assert public[CAUSES] == "按意见改写。\n第二段。"


def test_the_report_is_published_in_full(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    _edit(case, CAUSES, "略。")
    with case.office() as (desk, accident), pytest.raises(Incomplete, match="应当全文公布") as refused:
        publishing.finish_check(desk, accident)
    assert set(refused.value.fields) == {"chapter:causes"}


def test_a_single_character_is_no_name(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    with case.office() as (desk, accident), pytest.raises(Incomplete, match="完整姓名"):
        publishing.hide_names(desk, accident, ["李"])


@pytest.mark.parametrize("step", ["investigate", "sign_report", "approve"])
def test_nothing_is_published_before_the_approval(stage: Stage, step: str) -> None:
    case = an_inquiry(stage, step)
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(Refusal, match=r"尚未批复.*条例第32条"):
        publishing.publish(desk, accident, "区政府门户网站")
    with case.office() as (desk, accident), pytest.raises(Refusal, match="尚未批复"):
        publishing.hide_names(desk, accident, ["李四"])
    assert case.steps == {step}


def test_the_head_may_send_the_check_back_before_the_publication(stage: Stage) -> None:
    case = an_inquiry(stage, "publish")
    with pytest.raises(Stale, match="审查已经办结"):
        _edit(case, CAUSES, "再改。\n第二段。")
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(Incomplete, match="理由"):
        publishing.send_back(desk, accident, "")
    with case.office(PostKind.LEADER) as (desk, accident):
        publishing.send_back(desk, accident, "第二部分还有姓名。")
    assert "check_privacy" in case.steps


def test_a_publication_says_where(stage: Stage) -> None:
    case = an_inquiry(stage, "publish")
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(Incomplete, match="网站"):
        publishing.publish(desk, accident, " ")
    with case.office() as (desk, accident), pytest.raises(NotYours):
        publishing.publish(desk, accident, "区政府门户网站")


def test_what_is_published_is_neither_withdrawn_nor_published_anew(stage: Stage) -> None:
    case = an_inquiry(stage, "publish")
    case.publish()
    with case.office(PostKind.LEADER) as (desk, accident):
        with pytest.raises(Refusal, match="不撤回"):
            publishing.send_back(desk, accident, "想改一处。")
        with pytest.raises(Refusal, match="追加更正"):
            publishing.publish(desk, accident, "区政府门户网站")
        assert accident.published_at is not None


# -- corrections


def _correct(case: Inquiry, **words: str) -> None:
    known = {"place": "第二部分", "old": "8时30分", "new": "8时35分", "reason": "核对监控后更正。"}
    with case.office(PostKind.LEADER) as (desk, accident):
        publishing.correct_publication(desk, accident, **{**known, **words})


def test_a_correction_is_appended_in_a_paper_of_its_own(stage: Stage) -> None:
    case = an_inquiry(stage, "publish")
    case.publish()
    case.pass_(days=2)
    _correct(case)
    _correct(case, place="第四部分")
    with case.look() as (desk, accident):
        kept = [paper.file for paper in accident.papers if paper.kind == "accident_publication"]
        texts = [Opened(desk.files.read(file)).text for file in kept]
        assert [text.count("核对监控后更正。") for text in texts] == [0, 1, 2]


@pytest.mark.parametrize(
    ("words", "field"),
    [({"place": ""}, "place"), ({"old": " "}, "old"), ({"new": ""}, "new"), ({"reason": ""}, "reason"),
     ({"new": "李四8时35分坠落"}, "new"), ({"place": "李四坠落一段"}, "new")],
)  # fmt: skip
def test_a_correction_says_where_what_and_why_and_names_nobody(stage: Stage, words: dict[str, str], field: str) -> None:
    case = an_inquiry(stage, "publish")
    case.publish()
    with pytest.raises(Incomplete) as refused:
        _correct(case, **words)
    assert set(refused.value.fields) == {field}


def test_an_unpublished_report_needs_no_correction(stage: Stage) -> None:
    with pytest.raises(Refusal, match="还没有公布"):
        _correct(an_inquiry(stage, "publish"))


# -- accountability

FINES: list[tuple[str, dict[str, Any], str]] = [  # the case is 一般: 30 to 100万元
    ("the least", {"amount": Decimal(300_000)}, ""),
    ("the most", {"amount": Decimal(1_000_000)}, ""),
    ("too little", {"amount": Decimal(299_999)}, "安全生产法第114条"),
    ("too much", {"amount": Decimal(1_000_001)}, "安全生产法第114条"),
    ("five times", {"amount": Decimal(1_000_000), "multiplier": 5}, ""),
    ("six times", {"amount": Decimal(1_000_000), "multiplier": 6}, "2倍以上5倍以下"),
    ("twice what is not in the table", {"amount": Decimal(200_000), "multiplier": 2}, "安全生产法第114条"),
    ("a person's fine is not in the table", {"amount": Decimal(5_000), "is_unit": False}, ""),
    ("a person's fine below nothing", {"amount": Decimal(-1), "is_unit": False}, "罚款金额"),
    (
        "a fine of nobody's business",
        {"kind": AccountabilityKind.DISCIPLINE, "amount": Decimal(300_000)},
        "只有行政处罚",
    ),
    ("discipline", {"kind": AccountabilityKind.DISCIPLINE}, ""),
    ("for nothing", {"grounds": " "}, "事实和依据"),
    ("against nobody", {"whom": ""}, "单位或者人员"),
    ("carried out by nobody", {"body": ""}, "负责执行"),
    ("a crime", {"kind": AccountabilityKind.CRIME}, "登记涉嫌犯罪移送"),
]


@pytest.mark.parametrize(("wishes", "refusal"), [pytest.param(*row[1:], id=row[0]) for row in FINES])
def test_penalties_stay_within_the_table(stage: Stage, wishes: dict[str, Any], refusal: str) -> None:
    case = an_inquiry(stage, "check_privacy")
    if refusal:
        with pytest.raises(Refusal, match=refusal):
            case.account(**wishes)
    else:
        case.account(**wishes)
    with case.look() as (_, accident):
        assert len(accident.accountabilities) == (0 if refusal else 1)


def test_accountability_is_settled_when_every_item_is_carried_out(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    key = case.account(amount=Decimal(600_000), multiplier=2)
    with pytest.raises(Incomplete, match="尚未落实") as refused:
        case.settle()
    assert set(refused.value.fields) == {f"accountability:{key}"}
    with case.office() as (desk, accident), pytest.raises(Incomplete, match="执行结果"):
        accounting.carry_out(desk, accident, key, " ")
    with case.office() as (desk, accident):
        accounting.carry_out(desk, accident, key, "罚款已缴纳，票据001号。")
    case.settle("")
    with case.look() as (_, accident):
        assert accident.accountability_done_at is not None
        assert accident.accountabilities[0].fine == Decimal(1_200_000)
    assert case.steps == {"check_privacy"}


def test_that_nobody_answers_for_an_accident_is_said_in_words(stage: Stage) -> None:
    case = an_inquiry(stage, "check_privacy")
    with pytest.raises(Incomplete, match="请说明情况"):
        case.settle(" ")
    case.settle()
    assert "settle_accountability" not in case.steps


def test_penalties_wait_for_the_approval(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    with pytest.raises(Refusal, match=r"按照批复执行.*条例第32条"):
        case.account(PENALTY)


def _hand_over(case: Inquiry, **words: Any) -> None:
    known = {"whom": "孙某", "grounds": "涉嫌重大责任事故罪。", "body": "公安分局", "materials": "询问笔录复印件6份。"}
    with case.team() as (desk, accident):
        accounting.hand_over_crime(desk, accident, **{**known, **words})


@pytest.mark.parametrize("step", ["investigate", "sign_report", "approve", "check_privacy"])
def test_suspected_crime_is_handed_over_at_any_time_of_the_investigation(stage: Stage, step: str) -> None:
    case = an_inquiry(stage, step)
    before = case.steps
    _hand_over(case)
    with case.look() as (_, accident):
        (item,) = accident.accountabilities
        assert (item.kind, item.body, item.carried_out_at) == (AccountabilityKind.CRIME, "公安分局", item.recorded_at)
    assert case.steps == before


@pytest.mark.parametrize(
    ("words", "field"),
    [({"whom": ""}, "whom"), ({"grounds": ""}, "grounds"), ({"body": " "}, "body"), ({"materials": ""}, "materials"),
     ({"at": OCCURRED + timedelta(days=300)}, "at"), ({"at": OCCURRED - timedelta(days=1)}, "at")],
)  # fmt: skip
def test_a_hand_over_names_who_what_and_to_whom(stage: Stage, words: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        _hand_over(an_inquiry(stage), **words)
    assert set(refused.value.fields) == {field}


def test_the_government_does_not_hand_over(stage: Stage) -> None:
    case = an_inquiry(stage, "approve")
    with case.government() as (desk, accident), pytest.raises(NotYours):
        accounting.hand_over_crime(desk, accident, whom="孙某", grounds="涉嫌", body="公安分局", materials="笔录")


# -- the archive


def _everything_else_is_done(case: Inquiry) -> None:
    """Measures closed and the evaluation finished, as their own actions leave them."""
    with case.office() as (desk, accident):
        for measure in accident.measures:
            measure.accepted_at = measure.signed_off_at = measure.passed_at = measure.closed_at = desk.now
            for step in ("answer_order", "carry_out", "sign_off", "inspect", "close_measure"):
                desk.complete(desk.take(measure, step))
    case.pass_(days=310)
    with case.office() as (desk, accident):
        assert isinstance(accident.evaluation, Evaluation)
        accident.evaluation.finished_at = desk.now
        desk.tell([accident], "evaluation_done")


def a_settled_case(stage: Stage) -> Inquiry:
    case = an_inquiry(stage, "publish")
    case.publish()
    case.settle()
    _everything_else_is_done(case)
    assert case.steps == {"archive"}
    return case


def _archive(case: Inquiry) -> None:
    with case.office() as (desk, accident):
        archiving.archive(desk, accident)


def test_an_archived_case_is_read_only(stage: Stage) -> None:
    case = a_settled_case(stage)
    _archive(case)
    assert case.steps == set()
    with case.look() as (desk, accident):
        assert accident.stage is CaseStage.ARCHIVED
        assert desk.open_steps(accident.measures[0]) == set()
        assert not desk.hears(accident.measures[0], "archive")
        assert accident.next_alarm is None
    for act in (_correct, _hand_over, case.account):
        with pytest.raises(Stale):
            act(case) if act in (_correct, _hand_over) else act()


def _reopen(case: Inquiry) -> None:
    with case.office() as (_, accident):
        accident.measures[0].closed_at = None


def _unfinish(case: Inquiry) -> None:
    with case.office() as (_, accident):
        assert accident.evaluation is not None
        accident.evaluation.finished_at = None


def _propose_supervision(case: Inquiry) -> None:
    with case.office() as (desk, accident):
        supervising.propose(desk, accident, Trigger.PENALTY_LATE, "处罚尚未执行完毕。")


def _supervise(case: Inquiry) -> None:
    _propose_supervision(case)
    with case.office(PostKind.LEADER) as (desk, accident):
        supervising.impose(desk, accident.supervisions[-1])


UNSETTLED = {
    "a measure is open": (_reopen, "第1项尚未销号"),
    "the evaluation is not finished": (_unfinish, "整改评估尚未办结"),
    "a supervision is not decided": (_propose_supervision, "挂牌督办尚未决定"),
    "a supervision is not lifted": (_supervise, "挂牌督办尚未解除"),
    "the evaluation found somebody to answer": (lambda case: case.account(), "责任追究尚未落实"),
}


@pytest.mark.parametrize(("change", "sentence"), UNSETTLED.values(), ids=UNSETTLED)
def test_an_unsettled_case_is_not_archived(stage: Stage, change: Any, sentence: str) -> None:
    case = a_settled_case(stage)
    change(case)
    with pytest.raises(Incomplete, match=sentence):
        _archive(case)
    assert case.steps == {"archive"}
