"""The table that decides the class, as people read it: its rows in words, and the row that decides a case."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.accident.rules.grading import Casualties, grade, table


@dataclass(frozen=True)
class GradeRow:
    """One row: what each figure must reach ("30以上", "" where it does not matter), the class, the case it stands for."""

    deaths: str
    injuries: str
    loss: str  # 万元
    grade: str  # 重大
    ground: str  # 死亡10人以上30人以下
    article: str
    decides: bool


def grade_rows(casualties: Casualties) -> list[GradeRow]:
    """Every row in the order of the table, the one that decides these figures marked."""
    return list(_rows(grade(casualties).why))


def _rows(why: str) -> Iterator[GradeRow]:
    for row in table().rows():
        deaths, injuries, loss = map(_in_words, row.when)
        class_, _, ground = (text.strip('"') for text in row.then)
        yield GradeRow(deaths, injuries, loss, class_, ground, row.note, decides=f"“{ground}”" in why)


def _in_words(cell: str) -> str:
    """>= 30 → 30以上"""
    sign, _, number = cell.partition(" ")
    return f"{number}以上" if sign == ">=" else cell
