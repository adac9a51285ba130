"""发文字号: one after another, without gaps and without doubles, whatever fails in between."""

import pytest

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import DAY, extend, refused
from workflow.errors import Incomplete
from workflow.numbers import DocNumber, take_number


def numbers(stage: Stage) -> list[str]:
    with stage.look() as (_, round_):
        return [round_.doc_number, *(extension.doc_number for extension in round_.extensions)]


def test_notice_and_extensions_follow_each_other(stage: Stage) -> None:
    a_round(stage, units=1)
    extend(stage, DEADLINE + DAY)
    extend(stage, DEADLINE + 2 * DAY)
    assert numbers(stage) == ["安委办〔2026〕1号", "安委办〔2026〕2号", "安委办〔2026〕3号"]


def test_a_refused_extension_gives_its_number_back(stage: Stage) -> None:
    a_round(stage, units=1)
    with refused(Incomplete):
        extend(stage, DEADLINE + DAY, reason="")
    extend(stage, DEADLINE + DAY)
    assert numbers(stage)[-1] == "安委办〔2026〕2号"


def take_and_fail(stage: Stage) -> None:
    with stage.office.desk() as desk:
        take_number(desk.session, "安委办", 2026)
        raise OSError("the disk is full")


def test_a_transaction_that_fails_leaves_no_gap(stage: Stage) -> None:
    with pytest.raises(OSError, match="disk"):
        take_and_fail(stage)
    a_round(stage, units=1)
    assert numbers(stage) == ["安委办〔2026〕1号"]


def test_each_year_and_each_code_counts_for_itself(stage: Stage) -> None:
    with stage.office.desk() as desk:
        taken = [
            take_number(desk.session, code, year)
            for code, year in (("甲", 2026), ("乙", 2026), ("甲", 2027), ("甲", 2026))
        ]
    assert [number.serial for number in taken] == [1, 1, 1, 2]


def test_it_is_written_with_the_brackets_of_the_standard() -> None:
    assert str(DocNumber("安委办", 2026, 7)) == "安委办\u30142026\u30157号"
