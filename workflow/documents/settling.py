"""What GB/T 9704-2012 makes depend on the words themselves: where signature, date and seal stand, how large
the head may be, which table rows may break.

It runs after a template is filled and goes by the names of the styles, which a clerk sees in Word.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

CHARACTER = 315  # twips a 三号 character takes with 0.25 pt less between characters: 28 of them make a line
LINE = 579  # twips
EMU_PER_TWIP = 635

ISSUER, DATE, HEAD = "署名", "成文日期", "发文机关标志"

_LARGEST_HEAD, _SMALLEST_HEAD = 96, 52  # half-points
_LONG_CELL = 240  # characters: beyond, keeping a row on one page leaves holes or loses text


def style_names(styles: bytes) -> dict[str, str]:
    """Id of each style -> its name; Word changes the ids when it saves, never the names."""
    found = etree.fromstring(styles).iter(f"{W}style")
    return {style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val") for style in found}


def settle(document: bytes, names: Mapping[str, str]) -> bytes:
    """The filled word/document.xml with everything in its place."""
    root = etree.fromstring(document)
    _size_heads(root, names)
    _place_signatures(root, names)
    _let_long_rows_break(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _styled(root: Any, names: Mapping[str, str], *wanted: str) -> Iterator[tuple[str, Any]]:
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = names.get(style.get(f"{W}val"), "") if style is not None else ""
        if name in wanted:
            yield name, paragraph


def _size_heads(root: Any, names: Mapping[str, str]) -> None:
    """The head in one line and as large as it may be (7.2.4 leaves the size to the issuer)."""
    for _, head in _styled(root, names, HEAD):
        fitting = int(_text_width(root) / 20 / max(len(_words(head)), 1)) * 2
        size = str(max(_SMALLEST_HEAD, min(_LARGEST_HEAD, fitting)))
        for attribute in (*head.iter(f"{W}sz"), *head.iter(f"{W}szCs")):
            attribute.set(f"{W}val", size)


def _place_signatures(root: Any, names: Mapping[str, str]) -> None:
    width = _text_width(root)
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
    properties = paragraph.find(f"{W}pPr")
    for old in (*properties.findall(f"{W}ind"), *properties.findall(f"{W}jc")):
        properties.remove(old)
    _insert(properties, "ind", {"left": str(left), "right": "0", "firstLine": "0"})
    _insert(properties, "jc", {"val": "left"})


_AFTER = {
    "ind": ("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
            "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    "jc": ("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
           "pPrChange"),
}  # fmt: skip


def _insert(properties: Any, name: str, values: Mapping[str, str]) -> None:
    """Add a property at the place the schema gives it; Word refuses files that mix the order."""
    element = etree.Element(f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})
    followers = [child for child in properties if etree.QName(child).localname in _AFTER[name]]
    if followers:
        followers[0].addprevious(element)
    else:
        properties.append(element)


def _let_long_rows_break(root: Any) -> None:
    for row in root.iter(f"{W}tr"):
        longest = max((len(_words(cell)) for cell in row.iter(f"{W}tc")), default=0)
        if longest > _LONG_CELL:
            for mark in list(row.iter(f"{W}cantSplit")):
                mark.getparent().remove(mark)


def _text_width(root: Any) -> int:
    section = list(root.iter(f"{W}sectPr"))[-1]
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    return int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))


def _words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _width(paragraph: Any) -> int:
    """Twips that the words take in 三号: half a character for digits and letters."""
    return sum(CHARACTER if ord(character) > 0x2E7F or character in "“”—…" else 155 for character in _words(paragraph))
