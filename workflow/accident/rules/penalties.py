"""Fines on the responsible unit by 《安全生产法》第114条: the table, and what lies outside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workflow.accident.rules.grading import Grade
from workflow.accident.rules.money import WAN, in_words, money_error
from workflow.errors import Incomplete

ARTICLE = "安全生产法第114条"
MULTIPLIERS = (Decimal(2), Decimal(5))  # 情节特别严重、影响特别恶劣


@dataclass(frozen=True)
class FineRange:
    """From `lowest` to `highest` 元, both included (民法典第1259条)."""

    lowest: Decimal
    highest: Decimal

    @property
    def in_words(self) -> str:
        """30万元以上100万元以下"""
        return f"{in_words(self.lowest)}以上{in_words(self.highest)}以下"


FINES: Mapping[Grade, FineRange] = {
    Grade.ORDINARY: FineRange(30 * WAN, 100 * WAN),
    Grade.LARGER: FineRange(100 * WAN, 200 * WAN),
    Grade.MAJOR: FineRange(200 * WAN, 1000 * WAN),
    Grade.EXTREME: FineRange(1000 * WAN, 2000 * WAN),
}


def fine_range(grade: Grade, *, is_grave: bool = False) -> FineRange:
    """What may be fined in all; `is_grave`: two to five times for 情节特别严重、影响特别恶劣."""
    fine = FINES[grade]
    return FineRange(fine.lowest * MULTIPLIERS[0], fine.highest * MULTIPLIERS[1]) if is_grave else fine


def must_be_a_fine(amount: Decimal, grade: Grade, *, is_grave: bool = False) -> None:
    """Refuses an amount in 元 outside the range of its class."""
    if error := money_error("罚款金额", amount):
        raise Incomplete({"amount": error})
    fine = fine_range(grade, is_grave=is_grave)
    if not fine.lowest <= amount <= fine.highest:
        case = "且情节特别严重、影响特别恶劣的" if is_grave else "的"
        raise Incomplete(
            {
                "amount": f"罚款{in_words(amount)}超出幅度：{ARTICLE}规定，发生{grade.label}{case}，"
                f"处{fine.in_words}罚款。请在幅度内确定金额，并核对事故等级。"
            }
        )


def multiplied(amount: Decimal, grade: Grade, multiplier: Decimal) -> Decimal:
    """A fine of the class's range times two to five, in 元; for 情节特别严重、影响特别恶劣 only."""
    must_be_a_fine(amount, grade)
    if not multiplier.is_finite() or not MULTIPLIERS[0] <= multiplier <= MULTIPLIERS[1]:
        raise Incomplete(
            {
                "multiplier": f"不能按{multiplier:f}倍处罚：{ARTICLE}规定，情节特别严重、影响特别恶劣的，"
                "处罚款数额的2倍以上5倍以下。请将倍数改为2至5。"
            }
        )
    return round(amount * multiplier, 2)
