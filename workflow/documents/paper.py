"""What the papers of every process have in common, and how one of them becomes a Word file.

A process declares its papers as frozen dataclasses below these two; `kind` is the name of the template in
templates/word/, whose placeholders are the fields.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflow.documents.marking import Mark
from workflow.documents.rendering import render


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is common to all: a kind, a name people use, and whether it shows demonstration data."""

    kind: ClassVar[str]
    title_in_words: ClassVar[str]

    demonstration: bool = False  # marks every page 演示数据


@dataclass(frozen=True, kw_only=True)
class Issued(Paper):
    """A paper that leaves the office under its name: head, number, signature and date, contact."""

    letterhead: str = ""  # 发文机关标志, e.g. 某某区安全生产委员会办公室文件; "" prints no red head
    number: str = ""  # 发文字号 with 〔〕, "" when it has none
    issuer: str  # 发文机关署名
    issued_on: date  # 成文日期: the day it was signed
    contact: str = ""  # 联系人, for the 附注
    telephone: str = ""  # 联系电话（传真）
    seal: bytes | None = None  # PNG of the seal; None prints the unsealed form (GB/T 9704-2012, 7.3.5.2)


def word(paper: Paper, mark: Mark | None = None) -> bytes:
    """The paper as a .docx, with its verification mark when it has one."""
    return render(paper.kind, paper, mark)
