"""Breaks a long title into lines of like length where the sense allows (GB/T 9704-2012, 7.3.1)."""

_NEVER_BEGINS = "》）〕〉”’，。、；：？！的"
_NEVER_ENDS = "《（〔〈“‘"
_GOOD_ENDS = "》）的和与及、，"
_GOOD_BEGINNINGS = "《（"
_WORDS = (  # of two characters, which titles of this office are made of; a line never ends inside one
    "关于 征求 意见 通知 说明 实施 办法 方案 规定 细则 情况 汇总 采纳 反馈 修改 工作 安全 生产 发展 改革 领域 推进 "
    "管理 期限 回函 送审 报送 催办 补正 更正 延长"
)


def broken(title: str, longest: int) -> list[str]:
    """The lines of `title`, none over `longest` characters, nearly even, names and brackets kept whole if possible."""
    count = -(-len(title) // longest)
    lines = []
    while count > 1:
        cut = _cut(title, count, longest)
        lines.append(title[:cut])
        title, count = title[cut:], count - 1
    return [*lines, title]


def _cut(title: str, count: int, longest: int) -> int:
    """Where the first of `count` lines ends: what follows must still fit in the others."""
    even = len(title) / count
    first, last = max(1, len(title) - (count - 1) * longest), min(longest, len(title) - 1)
    return min(range(first, last + 1), key=lambda cut: abs(cut - even) + _cost(title, cut))


def _cost(title: str, cut: int) -> float:
    before, after = title[cut - 1], title[cut]
    if after in _NEVER_BEGINS or before in _NEVER_ENDS:
        return 50
    if title[:cut].count("（") > title[:cut].count("）"):
        return 12  # （征求意见稿） stays in one piece
    if before + after in _WORDS or (before.isascii() and after.isascii()):
        return 8
    if before in _GOOD_ENDS or after in _GOOD_BEGINNINGS:
        return -3
    return -2 if title[cut : cut + 2] in _WORDS else 0
