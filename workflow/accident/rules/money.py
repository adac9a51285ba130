"""Amounts of money: 元 as Decimal, exact to the 分; how they are checked and how they read."""

from decimal import Decimal

LARGEST = Decimal(10) ** 13  # 元; more is a slip of the unit, 万元 typed as 元
WAN = Decimal(10000)


def money_error(name: str, amount: Decimal) -> str:
    """What is wrong with an amount in 元, "" when nothing is."""
    if not amount.is_finite() or not 0 <= amount <= LARGEST:
        return f"{name}应当以元为单位填写0或者正数，请核对金额和单位后重新填写。"
    if amount != round(amount, 2):
        return f"{name}精确到分，请核对后重新填写。"
    return ""


def in_words(amount: Decimal) -> str:
    """1234.5元, 350万元, 1.2亿元"""
    if amount >= WAN * WAN:
        return f"{_plain(amount / WAN / WAN)}亿元"
    return f"{_plain(amount / WAN)}万元" if amount >= WAN else f"{_plain(amount)}元"


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
