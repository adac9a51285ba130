"""What one line of a draft is: a numbered heading, a title with text behind it, or noise.

The numbers of official papers are 第一章, 一、, 第一条, （一）, 1. and （1） (GB/T 9704-2012, 7.3.3).
"""

import re
from dataclasses import dataclass
from enum import Enum

import cn2an

_NUMERAL = "[一二三四五六七八九十百零〇○]{1,7}"


class Kind(Enum):
    """The kinds of numbers, from the widest to the narrowest."""

    CHAPTER = "第一章"
    SECTION = "第一节"
    ONE = "一、"
    ARTICLE = "第一条"
    TWO = "（一）"
    THREE = "1."
    FOUR = "（1）"


@dataclass(frozen=True)
class Heading:
    """A numbered line. `number` without its 、 or full stop, brackets full-width; `text` is what follows it."""

    kind: Kind
    number: str
    text: str

    @property
    def value(self) -> int | None:
        return value_of(self.number)


# A line that merely begins like a number is text: "第三条第二款规定的", "一、二类企业", "1.5万元".
_SHAPES: tuple[tuple[Kind, re.Pattern[str], str], ...] = (
    (Kind.CHAPTER, re.compile(rf"第\s?({_NUMERAL}|\d{{1,3}})\s?(章|编|部分)(?![的规所、和至])"), "第{0}{1}"),
    (Kind.SECTION, re.compile(rf"第\s?({_NUMERAL}|\d{{1,3}})\s?节(?![的规所、和至])"), "第{0}节"),
    (
        Kind.ARTICLE,
        re.compile(rf"第\s?({_NUMERAL}|\d{{1,3}})\s?条(之{_NUMERAL})?(?![第的规所、和至中及或])"),
        "第{0}条{1}",
    ),
    (Kind.ONE, re.compile(rf"({_NUMERAL})\s?[、．.](?!{_NUMERAL}[、类级等项])"), "{0}"),
    (Kind.TWO, re.compile(rf"[（(]\s?({_NUMERAL})\s?[）)]"), "（{0}）"),
    (Kind.THREE, re.compile(r"(\d{1,3})\s?[.．、](?!\d)"), "{0}"),
    (Kind.FOUR, re.compile(r"[（(]\s?(\d{1,3})\s?[）)]"), "（{0}）"),
)


def heading_of(line: str) -> Heading | None:
    """The numbered heading a (stripped) line is, or None: （征求意见稿） and （联系人：…） are none."""
    for kind, shape, pattern in _SHAPES:
        found = shape.match(line)
        if found:
            number = pattern.format(*(_western(group or "") for group in found.groups()))
            return Heading(kind, number, line[found.end() :].lstrip(" \t\u3000、.．"))
    return None


def value_of(number: str) -> int | None:
    """The ordinal of a number: 33 for 三十三, （三十三）, 第三十三条; None for 第八条之一 and what is no number."""
    found = re.search(rf"\d+|{_NUMERAL}", number)
    if not found or "之" in number:
        return None
    try:
        return int(found[0]) if found[0].isdigit() else int(cn2an.cn2an(found[0].replace("○", "〇"), "normal"))
    except ValueError:
        return None


def like(number: str, value: int) -> str:
    """The same kind of number with another value: （六） for （五） and 6."""
    numeral = str(value) if re.search(r"\d", number) else cn2an.an2cn(value)
    return re.sub(rf"\d+|{_NUMERAL}", numeral, number, count=1)


def reading(number: str) -> str:
    """A number as it stands in a text: 一 -> 一、, 1 -> 1., the others as they are."""
    if re.fullmatch(r"\d+", number):
        return f"{number}."
    return f"{number}、" if re.fullmatch(_NUMERAL, number) else number


# Words of a provision: a sentence with one of them is text, however short ("本办法自发布之日起施行。").
_PROVISION = re.compile(r"应当|必须|不得|可以|起施行|负责解释|本(办法|意见|细则|规定|方案|通知)|各[^，。主重]{1,8}要")
_QUOTED = re.compile("“[^”]*”")  # a slogan such as “三个必须” may stand in a title
_BRACKETED = re.compile(r"(?:【([^【】]{1,20})】|（([^（）]{1,20})）)\s*(.*)")
_COLON = re.compile(r"([^，。；：:]{2,12})[：:](.+)")
_WIDE_SPACE = re.compile(r"(\S{2,20}?)(?:\u3000|\t| {2,})\s*(\S.*)")


def split_title(kind: Kind, text: str) -> tuple[str | None, str]:
    """The title at the beginning of a heading's text and what follows it; the title is None when it is all text.

    A title is the first sentence when it reads as one: at most 30 characters, at most one comma (then 24), and no word
    of a provision. An article (第×条) is text unless its title stands in brackets or alone without a full stop.
    """
    for title, rest in _cuts(kind, text):
        if reads_as_title(title):
            return title, rest
    return None, text


def reads_as_title(sentence: str) -> bool:
    """Whether a sentence without its full stop is a title rather than text."""
    if not sentence or re.search(r"[。；：:;！？]", sentence) or _PROVISION.search(_QUOTED.sub("", sentence)):
        return False
    commas = sentence.count("，")
    return commas <= 1 and len(sentence) <= (24 if commas else 30)


def _cuts(kind: Kind, text: str) -> list[tuple[str, str]]:
    """Where a title may end, most likely first."""
    sentence, stop, rest = text.partition("。")
    if kind is Kind.ARTICLE:
        found = _BRACKETED.match(text)
        return [(found[1] or found[2], found[3])] if found else [] if stop else [(text, "")]
    cuts = [(sentence.strip(), rest.strip())]
    cuts += [(found[1], found[2].strip()) for found in (_COLON.match(text), _WIDE_SPACE.match(text)) if found]
    return cuts


def _western(group: str) -> str:
    """Full-width digits as plain ones; other text as it is."""
    return str(int(group)) if group.isdigit() else group
