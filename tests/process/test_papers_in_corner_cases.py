"""公文的字句: what the papers of a round say where little is left to say, or where something came too late."""

import re

import pytest

from tests.documents.opened import Opened
from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    a_comment,
    a_corrected_draft,
    accept,
    answer,
    conclude,
    confirm,
    extend,
    paper,
    propose,
    reject,
    release,
    remind,
    replace,
    send_decisions,
    to_the_deadline,
    use_late,
)
from workflow.consultation.model import Round, Verdict
from workflow.consultation.paperwork import notice_title
from workflow.files import KeptFile


def latest(stage: Stage, kind: str) -> str:
    """The words of the last paper of that kind."""
    with stage.look() as (desk, round_):
        return Opened(desk.files.read([each for each in round_.papers if each.kind == kind][-1].file)).text


def to_the_submission(stage: Stage, *verdicts: Verdict) -> None:
    propose(stage, *verdicts)
    send_decisions(stage)
    confirm(stage)
    release(stage)
    conclude(stage)


# -- 补正通知


def test_returned_in_time_a_unit_is_asked_to_correct_before_the_deadline(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    reject(stage, 0)
    said = latest(stage, "correction")
    assert "请于2026年11月27日（星期五）16:00前补正" in said
    assert "已填写的意见仍在" in said


def test_returned_after_the_deadline_nobody_is_asked_to_correct_by_a_day_that_has_passed(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    to_the_deadline(stage, HOUR)
    reject(stage, 0)
    said = latest(stage, "correction")
    assert "前补正" not in said
    assert "截止时间2026年11月27日（星期五）16:00已过，这份意见不能再补正，不计入反馈。" in said
    assert "按逾期未反馈处理，视为无意见。仍需反映意见的，可以作为逾期来文报送，由区安委会办公室决定是否采用。" in said
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    release(stage)
    assert "曾报送回函，截止后审查因未加盖单位公章未予接收。" in latest(stage, "silence_record")
    assert "退回补正后" not in latest(stage, "adoption_report")


def test_returned_after_the_deadline_an_earlier_reply_stands_and_the_paper_says_so(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    accept(stage, 0)
    replace(stage)
    stage.unit(0).write([a_comment()])
    stage.unit(0).sign_and_seal()
    to_the_deadline(stage, HOUR)
    reject(stage, 0)
    said = latest(stage, "correction")
    assert "你单位此前报送的意见仍然有效，以其为准。" in said
    assert "无意见" not in said


def test_a_unit_never_shown_to_be_reached_is_not_told_that_it_counts_as_having_no_objection(stage: Stage) -> None:
    a_round(stage, units=1)
    to_the_deadline(stage, HOUR)
    paper(stage, 0, DEADLINE, is_sealed=False)  # when it came proves nothing about the time before
    assert "按逾期" not in latest(stage, "correction")
    assert "按未送达登记，不视为无意见。" in latest(stage, "correction")
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    assert "退回补正后" not in latest(stage, "adoption_report")


# -- 采纳情况说明、送审稿说明


def test_what_came_late_and_is_used_is_counted_apart_from_what_came_in_time(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0, a_comment())
    answer(stage, 1)
    stage.unit(2).receive()
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    accept(stage, 1)
    paper(stage, 2, DEADLINE, a_comment(6), a_comment(7))
    use_late(stage, 2)
    to_the_submission(stage)
    report, submission = latest(stage, "adoption_report"), latest(stage, "submission")
    assert "（一）收到书面反馈2家。其中有意见1家、1条，书面无意见1家。" in report
    assert "经研究，采用其中意见2条。" in report
    assert "其中有意见1家、1条，书面无意见1家" in submission
    for said in (report, submission):
        assert "对收到的3条意见（含采用的逾期来文意见2条），采纳3条" in said


def test_without_late_letters_nothing_is_said_of_them(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    to_the_submission(stage)
    for kind in ("adoption_report", "submission"):
        assert "对收到的1条意见，采纳1条" in latest(stage, kind)


def test_a_comment_without_a_wording_is_told_by_what_it_holds(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment(proposed="", reason="标准过高"), a_comment(6, proposed="", reason="表述不清"))
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    to_the_submission(stage, Verdict.ADOPTED, Verdict.DECLINED)
    assert "1.二、（六）：标准过高。\n" in latest(stage, "submission")
    assert "二、（七）\n表述不清" in latest(stage, "adoption_report")


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("改为每月更新一次", "改为每月更新一次。"),
        ("改为每月更新一次；", "改为每月更新一次。"),
        ("改为“每月更新一次。”", "改为“每月更新一次。”"),
        ("删去“及时”", "删去“及时”。"),
    ],
)
def test_each_change_ends_with_one_full_stop(stage: Stage, wish: str, told: str) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment(proposed=wish))
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    to_the_submission(stage)
    assert f"1.二、（六）：{told}\n" in latest(stage, "submission")


def test_what_is_taken_up_in_part_is_not_told_as_if_all_of_it_were(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    to_the_submission(stage, Verdict.PARTLY)
    assert "1.二、（六）：改为每月更新一次（部分采纳：与上位文件不一致）。\n" in latest(stage, "submission")


def test_a_record_names_the_defects_of_what_was_returned_in_one_breath(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    reject(stage, 0, "unsigned", "unsealed")
    to_the_deadline(stage, DAY)
    to_the_submission(stage)
    said = latest(stage, "silence_record")
    assert "曾报送回函，因未经主要负责同志签字、未加盖单位公章退回补正，截止前未补正。" in said


# -- 更正通知


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("厘清部门监管职责", "明确部门监管职责", "二、（五）条题\n厘清部门监管职责\n明确部门监管职责"),
        ("百分之十五", "百分之二十", "一、（三）\n"),
    ],
)
def test_a_correction_of_titles_is_listed_like_one_of_the_text(stage: Stage, old: str, new: str, told: str) -> None:
    a_round(stage, units=1)
    replace(stage, a_corrected_draft(old, new))
    said = latest(stage, "replacement")
    assert "更正之处如下：" in said
    assert told in said


# -- 再次征求意见


@pytest.mark.parametrize(("ordinal", "called"), [(2, "第二次"), (9, "第九次"), (10, "第十次"), (21, "第二十一次")])
def test_a_further_round_is_called_by_its_number_however_many_there_were(ordinal: int, called: str) -> None:
    round_ = Round()
    for _ in range(1, ordinal):
        round_ = Round(previous=round_)
    assert notice_title(round_).startswith(f"关于{called}征求")


def test_in_no_paper_of_a_round_do_the_same_title_marks_stand_within_each_other(stage: Stage) -> None:
    a_round(stage, units=4)
    with stage.as_office() as (_, round_):
        round_.drafts[0].title = "贯彻《安全生产法》实施办法（征求意见稿）"
    answer(stage, 0, a_comment())
    paper(stage, 1, stage.clock(), is_sealed=False)
    stage.unit(2).receive()
    remind(stage, 2)
    extend(stage, DEADLINE + DAY)
    stage.pass_until(DEADLINE + DAY + HOUR)
    accept(stage, 0)
    to_the_submission(stage)
    with stage.look() as (desk, round_):
        words = {each.kind: Opened(desk.files.read(each.file)).text for each in round_.papers if is_word(each.file)}
    assert len(words) > 8
    assert any("〈安全生产法〉" in text for text in words.values())
    assert {kind: found for kind, text in words.items() if (found := re.findall("《[^》〈]*《.{10}", text))} == {}


def is_word(file: KeptFile) -> bool:
    return file.name.endswith(".docx")
