"""Personal data in what leaves the system as a list: which of it is blacked out where, as one table says.

Kept files go out as they were handed in: they are evidence. Names and office telephones of those who act stay, for
without them a list would prove nothing.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum


class Personal(Enum):
    """What is recognised in any text by its form."""

    MOBILE = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?![0-9A-Za-z])")
    IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")  # 居民身份证号
    MAIL = re.compile(r"(?<![\w.+-])(\w)[\w.+-]*@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})", re.ASCII)


class Export(Enum):
    """What is made for taking away."""

    SHEET = "sheet"  # every .xlsx: lists go from hand to hand
    ARCHIVE_LIST = "archive_list"  # 案卷目录 and 办理经过 in an archive


EVERYTHING = frozenset(Personal)
MASKED: Mapping[Export, frozenset[Personal]] = {Export.SHEET: EVERYTHING, Export.ARCHIVE_LIST: EVERYTHING}

_SHOWN: Mapping[Personal, str] = {
    Personal.MOBILE: r"\1****\2",
    Personal.IDENTITY: r"\1********\2",
    Personal.MAIL: r"\1***@\2",
}


def masked(text: str, export: Export) -> str:
    """The text as it may stand in that export; an identity number first, for a telephone number fits into one."""
    for kind in sorted(MASKED[export], key=_ORDER):
        text = kind.value.sub(_SHOWN[kind], text)
    return text


_ORDER: Callable[[Personal], int] = [Personal.IDENTITY, Personal.MOBILE, Personal.MAIL].index
