"""Breaks a long title into lines of like length where the sense allows (GB/T 9704-2012, 7.3.1)."""

from itertools import accumulate

_NEVER_BEGINS = "》）〕〉”’，。、；：？！的"
_NEVER_ENDS = "《（〔〈“‘"
_GOOD_ENDS = "》）的和与及、，"
_GOOD_BEGINNINGS = "《（“"
_WORDS = (  # of two characters, which titles of this office are made of; a line never ends inside one
    "关于 征求 意见 通知 说明 实施 办法 方案 规定 细则 情况 汇总 采纳 反馈 修改 工作 安全 生产 发展 改革 领域 推进 "
    "管理 期限 回函 送审 报送 催办 补正 更正 延长 一般 较大 重大 特别 事故 火灾 爆炸 中毒 坍塌 调查 报告 成立 技术 "
    "鉴定 委托 批复 挂牌 督办 解除 整改 措施 落实 评估 有限 责任 公司 人民 政府"
)


_TORN = 12  # what a cut costs that tears a name in “” or an addition in （）


def broken(title: str, longest: int) -> list[str]:
    """The lines of `title`, none over `longest` characters, nearly even, names and brackets kept whole if possible.

    There are as few lines as possible, or one more where that keeps a name whole.
    """
    fewest = -(-len(title) // longest)
    lines = _in_lines(title, fewest, longest)
    if _dearest_cut(lines) < _TORN:
        return lines
    return min(lines, _in_lines(title, fewest + 1, longest), key=_dearest_cut)


def _in_lines(title: str, count: int, longest: int) -> list[str]:
    lines = []
    while count > 1:
        cut = _cut(title, count, longest)
        lines.append(title[:cut])
        title, count = title[cut:], count - 1
    return [*lines, title]


def _dearest_cut(lines: list[str]) -> float:
    title = "".join(lines)
    return max((_cost(title, cut) for cut in accumulate(map(len, lines[:-1]))), default=0)


def _cut(title: str, count: int, longest: int) -> int:
    """Where the first of `count` lines ends: what follows must still fit in the others, and leave none empty."""
    even = len(title) / count
    first, last = max(1, len(title) - (count - 1) * longest), min(longest, len(title) - (count - 1))
    return min(range(first, last + 1), key=lambda cut: abs(cut - even) + _cost(title, cut))


def _cost(title: str, cut: int) -> float:
    before, after = title[cut - 1], title[cut]
    if after in _NEVER_BEGINS or before in _NEVER_ENDS:
        return 50
    if title[:cut].count("（") > title[:cut].count("）"):
        return _TORN  # （征求意见稿） stays in one piece
    if title[:cut].count("“") > title[:cut].count("”"):
        return _TORN  # so does the name of an accident, “12·1”
    if before + after in _WORDS or (before.isascii() and after.isascii()):
        return 8
    if before in _GOOD_ENDS or after in _GOOD_BEGINNINGS:
        return -3
    return -2 if title[cut : cut + 2] in _WORDS else 0
