"""公开前审查: names of the dead and injured stay out of the published text, and nothing else does.

政府信息公开条例第15条 (个人隐私) on one side, full publication (安全生产法第86条) on the other. Pure.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from workflow.accident.model import ChapterKind
from workflow.accident.rules.gate import CHAPTERS

SHORTEST = 2  # characters of a name; a single one would be found everywhere
_SPACES = r"[^\S\n]*"  # within a line
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒")


def masked(text: str, names: Collection[str]) -> str:
    """The text with every name shortened to 张某, also where somebody put spaces into it; longer names first, so that
    none is cut by a shorter one."""
    for name in sorted(map(_bare, names), key=len, reverse=True):
        text = re.sub(_SPACES.join(map(re.escape, name)), shortened(name), text)
    return text


def shortened(name: str) -> str:
    """张三 → 张某; 欧阳某某 keeps its two characters."""
    surname = next((double for double in _COMPOUND if name.startswith(double)), name[:1])
    return f"{surname}某"


def names_in(text: str, names: Collection[str]) -> list[str]:
    """Which of the names the text still shows, also where somebody put spaces into them."""
    bare = _bare(text)
    return [name for name in names if _bare(name) in bare]


def _bare(text: str) -> str:
    return "".join(text.split())


def still_named(texts: Mapping[ChapterKind, str], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """("chapter:course", sentence) for each chapter that still names somebody."""
    for kind, text in texts.items():
        if found := names_in(text, names):
            people = "、".join(found)
            yield f"chapter:{kind.value}", f"“{CHAPTERS[kind]}”中仍有{people}的姓名，请隐去后再送审。"


def left_out(approved: Mapping[ChapterKind, str], public: Mapping[ChapterKind, str]) -> Iterator[tuple[str, str]]:
    """Chapters of which paragraphs are gone: names are removed, nothing else (全文公布)."""
    for kind, text in approved.items():
        if paragraphs_of(public[kind]) < paragraphs_of(text):
            yield (
                f"chapter:{kind.value}",
                f"“{CHAPTERS[kind]}”的公布稿比批复的报告少了段落。调查报告应当全文公布（安全生产法第86条），"
                "只隐去伤亡人员姓名，请补全。",
            )


def paragraphs_of(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())
