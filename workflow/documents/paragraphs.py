"""The text of a Word document as lines, as a reader of the page would take it down.

Automatic numbers are written out, tables are read cell by cell, tracked insertions count and deletions do not. Text
boxes, hidden text, tables of contents and page numbers are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workflow.documents.numbering import Numbering, W
from workflow.documents.package import Package

_GONE = {f"{W}{tag}" for tag in ("del", "moveFrom")}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_THROUGH = {f"{W}{tag}" for tag in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo")}
_RUNS = {f"{W}{tag}" for tag in ("r", "ruby", "rubyBase", "sdt")}
_NOT_TEXT = {
    "PAGE",
    "NUMPAGES",
    "SECTIONPAGES",
    "PAGEREF",
    "TOC",
}  # fields whose result is the page's, not the author's


def lines(package: Package) -> list[str]:
    """The lines of the body in order, blank ones left out."""
    return list(_Reader(package).lines())


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def is_text(self) -> bool:
        return self.in_result and not _leaves_out(self.instruction)


def _leaves_out(instruction: str) -> bool:
    return (instruction.split() or [""])[0].upper() in _NOT_TEXT


class _Reader:
    """Walks the body once: numbers and fields depend on everything before them."""

    def __init__(self, package: Package) -> None:
        self._body = package.document.find(f"{W}body")
        self._numbering = Numbering(package.numbering, package.styles)
        self._fields: list[_Field] = []  # open ones, the outermost first; they may span paragraphs
        self._joined = ""  # text of paragraphs whose mark was deleted: it belongs to the next one

    def lines(self) -> Iterator[str]:
        for paragraph in _paragraphs(self._body) if self._body is not None else ():
            text = self._joined + "".join(self._text(paragraph))
            if _mark_deleted(paragraph):
                self._joined = text
                continue
            self._joined = ""
            yield from _split(self._numbering.of(paragraph) + text)
        yield from _split(self._joined)

    def _text(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag in _THROUGH or (child.tag in _RUNS and not _hidden(child)):
                yield from self._text(child)
            elif child.tag == f"{W}fldSimple":
                yield from () if _leaves_out(child.get(f"{W}instr", "")) else self._text(child)
            else:
                yield self._sign(child)

    def _sign(self, child: etree._Element) -> str:
        """What a leaf of a run adds to the text; field marks add nothing but are remembered."""
        if child.tag == f"{W}fldChar":
            self._mark_field(child.get(f"{W}fldCharType", ""))
        elif child.tag == f"{W}instrText" and self._fields:
            self._fields[-1].instruction += child.text or ""
        elif all(field.is_text for field in self._fields):
            return (child.text or "") if child.tag == f"{W}t" else _SIGNS.get(str(child.tag), "")
        return ""

    def _mark_field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Every paragraph in order, those in tables and content controls too."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE and not _left_out_block(child):
            yield from _paragraphs(child)


def _left_out_block(element: etree._Element) -> bool:
    """A deleted table row, or a table of contents that Word keeps in a content control."""
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    return contents or element.find(f"{W}trPr/{W}del") is not None


def _mark_deleted(paragraph: etree._Element) -> bool:
    return any(paragraph.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None for tag in ("del", "moveFrom"))


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in {"0", "false", "off"}


def _split(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line.strip())
