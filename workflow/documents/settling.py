"""What GB/T 9704-2012 makes depend on the words themselves: where signature, date and seal stand, how a long
title is broken, how large the head may be, which table rows may break.

It runs after a template is filled and goes by the names of the styles, which a clerk sees in Word.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree as typed_etree

from workflow.documents.titles import broken

etree: Any = typed_etree  # its stubs want a None check behind every find; the templates are our own

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

CHARACTER = 315  # twips a 三号 character takes with 0.25 pt less between characters: 28 of them make a line
LINE = 579  # twips
TITLE_CHARACTER = 440  # twips, 二号
EMU_PER_TWIP = 635

ISSUER, DATE, TITLE, BLANK = "署名", "成文日期", "公文标题", "空行"
HEAD, LETTER_HEAD = "发文机关标志", "信函标志"

# Size of the head in points: as large as fits in one line. Its top lies 35 mm under the top of the text
# (7.2.4), and 30 mm under the edge of the page in a letter (10.1).
_LARGEST, _SMALLEST = 44, 22
_HEAD_DROP = 1945  # twips; 35 mm less what the glyph leaves free of its em at the top
_HEAD_LINE = 1.4  # height of its line, in its size
_LONG_CELL = 10  # lines, of which a page holds some forty: beyond, keeping a row on one page leaves holes or loses text
_IN_TABLES = 240  # twips; the characters of tables, 小四号


def style_names(styles: bytes) -> dict[str, str]:
    """Id of each style -> its name; Word changes the ids when it saves, never the names."""
    found = etree.fromstring(styles).iter(f"{W}style")
    return {style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val") for style in found}


def settle(parts: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, bytes]:
    """The filled parts, name -> XML, with everything in its place."""
    trees = {name: etree.fromstring(part) for name, part in parts.items()}
    width = _text_width(trees["word/document.xml"])
    for tree in trees.values():
        _size_heads(tree, names, width)
        _break_titles(tree, names, width)
        _place_signatures(tree, names, width)
        _keep_signatures_with_text(tree, names)
        _let_long_rows_break(tree)
    return {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in trees.items()
    }


def _styled(root: Any, names: Mapping[str, str], *wanted: str) -> Iterator[tuple[str, Any]]:
    for paragraph in root.iter(f"{W}p"):
        name = _style(paragraph, names)
        if name in wanted:
            yield name, paragraph


def _style(paragraph: Any, names: Mapping[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return names.get(style.get(f"{W}val"), "") if style is not None else ""


def _size_heads(root: Any, names: Mapping[str, str], width: int) -> None:
    for name, head in _styled(root, names, HEAD, LETTER_HEAD):
        size = max(_SMALLEST, min(_LARGEST, width // 20 // max(len(_words(head)), 1)))
        for attribute in (*head.iter(f"{W}sz"), *head.iter(f"{W}szCs")):
            attribute.set(f"{W}val", str(size * 2))
        if name == HEAD:
            _drop(head, size)


def _drop(head: Any, size: int) -> None:
    line = round(size * _HEAD_LINE * 20)
    above_the_glyph = (line - size * 20) // 2
    _put(
        head,
        "spacing",
        {"before": str(_HEAD_DROP - above_the_glyph), "after": "0", "line": str(line), "lineRule": "exact"},
    )


def _break_titles(root: Any, names: Mapping[str, str], width: int) -> None:
    """A long title in even lines that do not tear a name (7.3.1); one the user broke is left alone."""
    for _, title in _styled(root, names, TITLE):
        texts = list(title.iter(f"{W}t"))
        if not texts or title.find(f".//{W}br") is not None:
            continue
        first, *rest = broken(_words(title), width // TITLE_CHARACTER)
        for text in texts[1:]:
            text.getparent().remove(text)
        texts[0].text = first
        for line in rest:
            etree.SubElement(texts[0].getparent(), f"{W}br")
            etree.SubElement(texts[0].getparent(), f"{W}t").text = line


def _place_signatures(root: Any, names: Mapping[str, str], width: int) -> None:
    issuer = None
    for name, paragraph in _styled(root, names, ISSUER, DATE):
        if name == ISSUER:
            issuer = paragraph
        elif issuer is not None:
            place = _sealed if issuer.find(f".//{WP}anchor") is not None else _unsealed
            place(issuer, paragraph, width)


def _sealed(issuer: Any, date: Any, width: int) -> None:
    """7.3.5.1: the date four characters from the right, the name centred over it, the seal over both.

    A name too long for that stays inside the text; the date is then centred under the name.
    """
    name_width, date_width = _width(issuer), _width(date)
    centre = width - max(4 * CHARACTER + date_width // 2, (name_width + 1) // 2)
    _stand(issuer, centre - name_width // 2)
    _stand(date, centre - date_width // 2)
    _centre_seal(issuer, centre)


def _unsealed(issuer: Any, date: Any, width: int) -> None:
    """7.3.5.2: the name two characters from the right, the date beginning two characters further in.

    A date that would come closer to the edge keeps the two characters, and the name moves left.
    """
    name_width, date_width = _width(issuer), _width(date)
    left = min(width - 2 * CHARACTER - name_width, width - 4 * CHARACTER - date_width)
    _stand(issuer, max(left, 0))
    _stand(date, max(left, 0) + 2 * CHARACTER)


def _centre_seal(issuer: Any, centre: int) -> None:
    """Name and date come to lie in the middle of the seal, slightly below, its top within a line of the text."""
    anchor = issuer.find(f".//{WP}anchor")
    extent = anchor.find(f"{WP}extent")
    across, down = int(extent.get("cx")), int(extent.get("cy"))
    above = down // 2 + 3 * 36_000 - LINE * EMU_PER_TWIP  # the pair's middle 3 mm under the seal's
    anchor.find(f"{WP}positionH/{WP}posOffset").text = str(centre * EMU_PER_TWIP - across // 2)
    anchor.find(f"{WP}positionV/{WP}posOffset").text = str(-above)


def _stand(paragraph: Any, left: int) -> None:
    """Begin at `left`; a font wider than ours runs into the margin and never leaves 日 on a line of its own."""
    _put(paragraph, "ind", {"left": str(left), "right": str(-2 * CHARACTER), "firstLine": "0"})
    _put(paragraph, "jc", {"val": "left"})


def _keep_signatures_with_text(root: Any, names: Mapping[str, str]) -> None:
    """No page may hold the signature alone (7.3.5): the last line of the text goes with it."""
    for _, issuer in _styled(root, names, ISSUER):
        before = issuer.getprevious()
        while before is not None and before.tag == f"{W}p" and _style(before, names) == BLANK:
            before = before.getprevious()
        if before is not None and before.tag == f"{W}p":
            _put(before, "keepNext", {})


# The order of the schema, as far as the papers use it; what is not named here comes after all of it.
_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc"),
)


def _put(paragraph: Any, name: str, values: Mapping[str, str]) -> None:
    """Set a property at the place the schema gives it; Word refuses files that mix the order."""
    properties = paragraph.find(f"{W}pPr")
    for old in properties.findall(f"{W}{name}"):
        properties.remove(old)
    element = etree.Element(f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})
    earlier = _ORDER[: _ORDER.index(name)]
    place = sum(etree.QName(child).localname in earlier for child in properties)
    properties.insert(place, element)


def _let_long_rows_break(root: Any) -> None:
    for row in root.iter(f"{W}tr"):
        if any(_lines(cell) > _LONG_CELL for cell in row.iter(f"{W}tc")):
            for mark in list(row.iter(f"{W}cantSplit")):
                mark.getparent().remove(mark)


def _lines(cell: Any) -> float:
    """How many there are if every character is a Chinese one."""
    width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
    return len(_words(cell)) * _IN_TABLES / width


def _text_width(root: Any) -> int:
    section = list(root.iter(f"{W}sectPr"))[-1]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    return int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))


def _words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _width(paragraph: Any) -> int:
    """Twips that the words take in 三号: half a character for digits and letters."""
    return sum(CHARACTER if ord(sign) > 0x2E7F or sign in "“”—…" else CHARACTER // 2 for sign in _words(paragraph))
