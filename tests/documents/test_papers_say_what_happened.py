"""The words of the papers: what each must say, what it must never say, and that people's text stays text."""

from datetime import date

import pytest

from tests.documents.opened import Opened
from tests.documents.specimens import DEADLINE, DEMO_SEAL, SPECIMENS, specimen
from workflow.clock import beijing
from workflow.consultation import papers
from workflow.documents.paper import word

STATEMENT = "本系统生成的签名、印章图像用于内部流转与完整性校验，是否作为正式签章由使用单位依法确定"


def text(kind: str, **changes) -> str:
    return Opened(word(specimen(kind, **changes))).text


# -- the notice


def test_a_notice_names_basis_deadline_contact_and_what_silence_means() -> None:
    said = text("notice")
    for words in (
        "各镇街、园区，区安委会成员单位：",
        "根据区政府主要领导批示要求，",
        "经主要负责同志签字并加盖公章后，于2026年11月24日（星期二）16:00前报送",
        "逾期未反馈视为无意见。",
        "（联系人：王某；联系电话及传真：00000000）",
    ):
        assert words in said


def test_single_addressees_are_set_apart_by_a_pause_mark() -> None:
    assert "甲镇、乙镇：" in text("notice", addressees=("甲镇", "乙镇"))


def test_a_round_in_which_silence_means_nothing_does_not_threaten() -> None:
    assert "视为无意见" not in text("notice", silence_means_no_objection=False)
    assert "视为无意见" not in text("reminder", silence_means_no_objection=False)


@pytest.mark.parametrize("kind", ["notice", "extension", "answer", "submission"])
def test_dates_have_no_leading_zeros(kind: str) -> None:
    assert "2026年1月5日" in text(kind, issued_on=date(2026, 1, 5))


# -- the reply


def test_a_reply_with_comments_lists_them_and_carries_opinion_name_and_full_date() -> None:
    said = text("reply")
    for words in (
        "提出修改意见1条",
        "建议改为：“每月检查一次。”",
        "主要领导意见：同意，请按程序报送。",
        "签字：赵某",
        "2026年11月9日",
    ):
        assert words in said


def test_a_reply_without_comments_says_the_fixed_sentence() -> None:
    said = text("reply", comments=())
    assert "经研究，我单位对《关于加强小餐饮场所用气安全管理的实施办法（征求意见稿）》无修改意见。" in said
    assert "修改意见0条" not in said


def test_an_unsigned_reply_says_so_and_has_no_date() -> None:
    said = text("reply", leader="", signed_on=None, opinion="", seal=None)
    assert "尚未经主要领导签字" in said
    assert "　　年　月　日" in said
    assert STATEMENT not in said


def test_a_signature_needs_name_and_date_and_a_seal_needs_a_signature() -> None:
    with pytest.raises(ValueError, match="a name and a date"):
        specimen("reply", signed_on=None, seal=None)
    with pytest.raises(ValueError, match="only to what has been signed"):
        specimen("reply", leader="", signed_on=None, seal=DEMO_SEAL)


@pytest.mark.parametrize(
    "kind", ["notice", "reply", "reminder", "extension", "revocation", "correction", "replacement", "answer"]
)
def test_where_a_seal_is_shown_the_paper_says_what_it_is_worth(kind: str) -> None:
    assert STATEMENT in text(kind, seal=DEMO_SEAL)


# -- reminding, extending, correcting


def test_a_reminder_says_where_the_unit_stands_and_how_long_it_has() -> None:
    said = text("reminder")
    assert "你单位尚未签收通知。" in said
    assert "距截止时间还有2个工作日。" in said


def test_an_extension_names_both_deadlines_and_only_goes_forward() -> None:
    assert "2026年11月24日（星期二）16:00前" in text("extension")
    assert "延长至2026年12月1日（星期二）16:00。" in text("extension")
    with pytest.raises(ValueError, match="goes forward"):
        specimen("extension", new_deadline=DEADLINE)


def test_a_correction_lists_the_defects_in_one_sentence() -> None:
    assert "1.未经主要负责同志签字；\n2.未加盖单位公章。" in text("correction")


def test_a_revocation_tells_units_that_silence_means_nothing() -> None:
    assert "因上级文件已作调整，经研究，决定撤销本次征求意见，原通知即行废止。" in text("revocation")
    assert "没有反馈的不视为无意见" in text("revocation")


def test_a_replacement_asks_replied_units_to_confirm() -> None:
    assert "以第2稿代替第1稿" in text("replacement")
    assert "已经反馈意见的单位，请对照第2稿再次确认" in text("replacement")


# -- figures


FIGURES = {
    "sent": 58, "with_comments": 30, "no_objection": 18, "silent": 9, "undelivered": 1,
    "comments": 47, "adopted": 21, "partly": 9, "declined": 14, "explained": 3,
}  # fmt: skip


@pytest.mark.parametrize("wrong", ["sent", "with_comments", "no_objection", "silent", "undelivered"])
def test_received_and_overdue_must_make_sent(wrong: str) -> None:
    with pytest.raises(ValueError, match="units it was sent to"):
        papers.Figures(**(FIGURES | {wrong: FIGURES[wrong] + 1}))


@pytest.mark.parametrize("wrong", ["comments", "adopted", "partly", "declined", "explained"])
def test_the_four_decisions_must_make_the_comments(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"comments$"):
        papers.Figures(**(FIGURES | {wrong: FIGURES[wrong] + 1}))


def test_the_refusal_names_the_numbers() -> None:
    with pytest.raises(ValueError, match=r"21, partly 9, declined 14 and explained 4 .* 47"):
        papers.Figures(**(FIGURES | {"explained": 4}))


def test_figures_are_counts() -> None:
    with pytest.raises(ValueError, match="late counts something"):
        papers.Figures(**FIGURES, late=-1)
    with pytest.raises(ValueError, match="returned and never corrected"):
        papers.Figures(**FIGURES, returned_uncorrected=11)


def test_the_report_shows_the_four_facts_apart_and_late_replies_outside_the_sum() -> None:
    said = text("adoption_report")
    for words in (
        "（一）收到书面反馈48家。其中有意见30家、47条，书面无意见18家。",
        "（二）逾期视为无意见9家。",
        "（三）未送达1家。北山镇。",
        "（四）逾期来文1家。单位3。",
        "合计58家",
        "采纳21条，部分采纳9条，不予采纳14条，解释说明3条。",
    ):
        assert words in said
    assert not [added for added in ("27家", "28家", "19家", "10家", "59家") if added in said]


def test_the_report_names_as_many_units_as_it_counts() -> None:
    with pytest.raises(ValueError, match="by name"):
        specimen("adoption_report", silent_units=("单位1",))


# -- answers and records


def test_an_answer_quotes_the_units_own_comment_with_decision_and_reason() -> None:
    said = text("answer")
    for words in ("每季度检查一次。", "建议改为：“每月检查一次。”", "部分采纳", "改为每两个月一次。"):
        assert words in said


def test_an_answer_to_a_unit_without_comments_has_no_table() -> None:
    said = text("answer", lines=(), standing="于2026年11月9日书面回复无修改意见")
    assert "你单位于2026年11月9日书面回复无修改意见。" in said
    assert "采纳情况反馈如下" not in said


def test_a_silence_record_gives_proof_reminders_rule_and_closing_second() -> None:
    said = text("silence_record")
    for words in (
        "2026年11月3日09:00:12",
        "2026年11月20日09:00:00",
        "逾期未反馈视为无意见（征求意见通知）",
        "2026年11月24日（星期二）16:00:03",
        "截止日为工作日",
    ):
        assert words in said


@pytest.mark.parametrize("kind", ["silence_record", "undelivered_record"])
def test_a_record_is_no_paper_of_the_unit(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    assert "不是该单位的文书，不代替该单位签字、盖章" in opened.text
    assert not [style for style in ("署名", "成文日期") if opened.styled(style)]
    assert not {"seal", "signature", "leader"} & set(vars(specimen(kind)))


def test_who_was_never_reached_is_not_silent() -> None:
    with pytest.raises(ValueError, match="never reached him"):
        specimen("silence_record", deliveries=())
    assert "不视为无意见" in text("undelivered_record")
    assert "逾期视为无意见记录" not in text("undelivered_record")


def test_the_summary_names_all_units_of_a_merged_comment() -> None:
    assert "湖东街道办事处、区商务局" in text("summary")


# -- people's text stays text


HOSTILE = {
    "a placeholder": "{{ unit }}{% if x %}{{ 7*7 }}",
    "docxtpl's own escapes": "{_{ x }_} {_% %_}",
    "markup": "</w:t></w:r><w:p>&amp;<!-- -->]]>",
    "signs": "A&B <甲> \"引\" 'x' ﹤﹥",
    "a long text": "长" * 5000,
    "emoji": "👍🏽 𠮷野家",
}
FREE_TEXT = [
    (kind, name)
    for kind, paper in SPECIMENS.items()
    for name in vars(paper)
    if isinstance(getattr(paper, name), str) and name not in ("letterhead", "title", "draft_title")
]


@pytest.mark.parametrize("text_", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_write_comes_out_as_they_wrote_it(text_: str) -> None:
    for kind, name in FREE_TEXT:
        said = Opened(word(specimen(kind, **{name: text_}))).every_text
        assert text_ in said.replace("\n", ""), (kind, name)  # a title is broken into lines


def test_titles_too_take_any_text() -> None:
    for text_ in HOSTILE.values():
        joined = text("notice", title=text_, letterhead=text_, draft_title=text_)
        assert joined.replace("\n", "").count(text_) >= 3


def test_line_breaks_and_tabs_are_kept_and_control_characters_dropped() -> None:
    said = text("coordination", course="第一行\r\n第二行\u2028第三行\t右\x00\x07\x0c\ud800末")
    assert "第一行\n第二行\n第三行\t右\n末" in said


def test_a_template_cannot_reach_into_python(tmp_path, monkeypatch) -> None:
    from jinja2.exceptions import SecurityError, UndefinedError

    from workflow.documents import packing, rendering

    parts = packing.unpack((rendering.TEMPLATES / "correction.docx").read_bytes())
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    for attack, refusal in (("unit.__class__.__mro__", SecurityError), ("no_such_field", UndefinedError)):
        changed = parts | {
            "word/document.xml": parts["word/document.xml"].replace(b"{{ unit }}", b"{{ %b }}" % attack.encode())
        }
        (tmp_path / "correction.docx").write_bytes(packing.pack(changed))
        with pytest.raises(refusal):
            word(specimen("correction", received_at=beijing(2026, 11, 9)))
