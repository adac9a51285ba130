"""One state, one set of figures: the statistics, the summary, the report, the answers and the cover say the same."""

import re

import pytest

from tests.documents.opened import Opened
from tests.makers import DEADLINE, Stage, a_round
from tests.process.invariants import must_hold
from tests.process.telling import (
    DAY,
    HOUR,
    a_comment,
    accept,
    answer,
    answer_again,
    conclude,
    confirm,
    journal,
    paper,
    propose,
    release,
    replace,
    send_decisions,
    to_the_deadline,
    use_late,
)
from workflow.consultation import paperwork
from workflow.consultation.actions import concluding
from workflow.consultation.model import Outcome
from workflow.people import PostKind, Unit


def kept(stage: Stage, kind: str) -> list[str]:
    """The words of all papers of that kind, oldest first."""
    with stage.look() as (desk, round_):
        return [Opened(desk.files.read(each.file)).text for each in round_.papers if each.kind == kind]


def figure(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return int(found[1])


def test_while_a_second_reply_waits_for_its_check_a_unit_is_counted_once(stage: Stage) -> None:
    a_round(stage, units=2)
    answer(stage, 0, a_comment())
    accept(stage, 0)
    replace(stage)
    stage.clock.pass_(minutes=1)
    answer_again(stage, 0, a_comment(position=6))
    must_hold(stage)
    to_the_deadline(stage)
    must_hold(stage)
    accept(stage, 0)
    must_hold(stage)


@pytest.fixture
def with_late(stage: Stage) -> Stage:
    """One unit answered in time and wrote again late, one only late; both late letters are used."""
    a_round(stage, units=3)
    answer(stage, 0, a_comment())
    for number in (1, 2):
        stage.unit(number).receive()
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    for number in (0, 1):
        paper(stage, number, DEADLINE + HOUR, a_comment(position=7 + number), a_comment(position=9 + number))
        use_late(stage, number)
    return stage


def decided(stage: Stage) -> None:
    propose(stage)
    send_decisions(stage)
    confirm(stage)


def test_the_answer_speaks_of_every_comment_that_it_answers(with_late: Stage) -> None:
    decided(with_late)
    release(with_late)
    both, late, silent = kept(with_late, "answer")
    assert "书面反馈意见1条，另以逾期来文提出意见2条。经研究" in both
    assert "视为无意见，另以逾期来文提出意见2条。经研究" in late
    assert "视为无意见。本次征求意见现已结束" in silent


def test_a_late_letter_that_comes_after_the_confirmation_stands_in_the_cover_and_in_its_annexes(
    with_late: Stage,
) -> None:
    decided(with_late)
    release(with_late)
    with_late.clock.pass_(hours=1)
    paper(with_late, 2, DEADLINE + HOUR, a_comment())
    with_late.clock.pass_(hours=1)
    conclude(with_late, Outcome.FOR_SUBMISSION)
    cover, report = kept(with_late, "submission")[-1], kept(with_late, "adoption_report")[-1]
    assert figure(r"逾期来文(\d+)家", cover) == figure(r"逾期来文(\d+)家", report) == 3
    assert "逾期来文（3家）" in kept(with_late, "summary")[-1]
    assert "count_late" in journal(with_late)
    must_hold(with_late)


def test_without_one_nothing_is_made_anew(with_late: Stage) -> None:
    decided(with_late)
    release(with_late)
    conclude(with_late, Outcome.FOR_SUBMISSION)
    assert len(kept(with_late, "adoption_report")) == 1


def rename(stage: Stage, number: int, name: str) -> None:
    with stage.office.desk() as desk:
        desk.session.get_one(Unit, stage.units[number]).name = name


def test_a_unit_is_addressed_by_the_name_that_it_has_when_the_notice_is_issued(stage: Stage) -> None:
    stage.begin(units=2)
    rename(stage, 1, "区更名局")
    stage.issue()
    with stage.look() as (desk, round_):
        assert paperwork.notice(round_, desk.today).addressees[1] == "区更名局"
        assert "区更名局" in kept(stage, "notice")[0]


def test_a_further_round_addresses_a_unit_that_was_renamed_by_its_new_name(stage: Stage) -> None:
    a_round(stage, units=2)
    to_the_deadline(stage, DAY)
    decided(stage)
    release(stage)
    conclude(stage, Outcome.FURTHER_ROUND)
    rename(stage, 0, "区更名局")
    with stage.as_office(PostKind.CLERK) as (desk, round_):
        assert concluding.further_round(desk, round_).group_names[0] == "区更名局"
