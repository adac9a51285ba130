"""The comments of the demonstration: made from the draft's own clauses, the same for the same draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.consultation.model import Clause

WITH_COMMENTS, COMMENTS = 30, 47

_PROPOSALS = (
    ("{words}，明确牵头单位和完成时限", "责任主体和时限不明确，基层难以落实。"),
    ("{words}，所需经费列入年度预算", "相关工作缺少经费来源。"),
    ("{words}，每半年通报一次进展情况", "便于各单位对照检查。"),
    ("进一步{words}", "表述与我单位现行职责衔接不够。"),
    ("{words}，由区安委会办公室会同有关部门制定具体办法", "条款较原则，需要配套办法。"),
    ("{words}（含园区和功能区）", "园区未在条款中列明。"),
)


@dataclass(frozen=True)
class Said:
    """One comment of the script: which clause (by its place in the draft), which words, into what, why."""

    position: int
    original: str
    proposed: str
    reason: str


_ORDERS = (
    "建立", "健全", "完善", "加强", "落实", "强化", "推进", "制定", "严格", "开展",
    "明确", "实施", "加快", "组织", "定期", "督促", "推动", "加大", "提高", "规范",
)  # fmt: skip


def script(clauses: Sequence[Clause]) -> list[list[Said]]:
    """The comments of thirty units, forty-seven in all; the last few repeat or contradict earlier ones."""
    singles = [_said(clauses, number) for number in range(COMMENTS - 3)]
    repeated = [singles[0], singles[1]]  # two units want the same: one row in the summary
    contrary = Said(singles[2].position, singles[2].original, f"删去“{singles[2].original}”", "与上级文件表述不一致。")
    everything = [*singles, *repeated, contrary]
    return [everything[unit::WITH_COMMENTS] for unit in range(WITH_COMMENTS)]  # 17 units say two things, 13 one


def _said(clauses: Sequence[Clause], number: int) -> Said:
    clause = clauses[number * 5 % len(clauses)]
    fragments = _fragments(clause.text) or [clause.title or clause.number]
    words = fragments[number // len(clauses) % len(fragments)]
    proposal, reason = _PROPOSALS[number % len(_PROPOSALS)]
    return Said(clause.position, words, proposal.format(words=words), reason)


def _fragments(text: str) -> list[str]:
    """Stretches between punctuation that order something to be done: that is what units comment on."""
    pieces = [piece for piece in re.split(r"[，。；：、“”《》（）\n\s]", text) if 6 <= len(piece) <= 30]
    return [piece for piece in pieces if piece.startswith(_ORDERS)] or pieces
