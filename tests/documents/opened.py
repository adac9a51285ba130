"""A finished Word file as a test wants to ask about it."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from workflow.documents.packing import unpack

EMU_PER_MM = 36_000


class Opened:
    """Paragraphs with their styles, the words, the page, the drawings."""

    def __init__(self, data: bytes) -> None:
        self.parts = unpack(data)
        self.document: Any = Document(io.BytesIO(data))

    @property
    def section(self) -> Any:
        return self.document.sections[-1]

    @property
    def body(self) -> Any:
        return self.document.element.body

    @property
    def paragraphs(self) -> list[Any]:
        """All paragraphs of the body, those in tables too."""
        return list(self.body.iter(qn("w:p")))

    @property
    def text(self) -> str:
        return "\n".join(map(words, self.paragraphs))

    @property
    def every_text(self) -> str:
        """The words of the body, headers and footers."""
        margins = [self.section.header, self.section.even_page_header, self.section.first_page_header]
        margins += [self.section.footer, self.section.even_page_footer, self.section.first_page_footer]
        return self.text + "\n".join(words(paragraph._p) for margin in margins for paragraph in margin.paragraphs)

    def styled(self, style: str) -> list[Any]:
        """The paragraphs in the style of that name."""
        ids = {each.style_id for each in self.document.styles if each.name == style}
        return [paragraph for paragraph in self.paragraphs if style_id(paragraph) in ids]

    def only(self, style: str) -> Any:
        found = self.styled(style)
        assert len(found) == 1, f"{len(found)} paragraphs in the style {style}"
        return found[0]

    def runs(self) -> list[Any]:
        """The runs that show something; a placeholder leaves empty ones beside it."""
        return [run for run in self.body.iter(qn("w:r")) if words(run)]

    def anchor(self) -> Any:
        found = list(self.body.iter(qn("wp:anchor")))
        assert len(found) == 1, f"{len(found)} floating pictures"
        return found[0]


def words(paragraph: Any) -> str:
    spelled = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(spelled.get(each.tag) or each.text or "" for each in paragraph.iter(qn("w:t"), *spelled))


def style_id(paragraph: Any) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def attribute(element: Any, path: str, name: str) -> str | None:
    """The attribute `name` of what lies under `element` at w:a/w:b; None if there is no such thing."""
    for step in path.split("/"):
        element = element.find(qn(step))
        if element is None:
            return None
    return element.get(qn(name)) if ":" in name else element.get(name)


def left_edge(paragraph: Any) -> int:
    """Where the words of a paragraph begin, in twips from the edge of the text."""
    return int(attribute(paragraph, "w:pPr/w:ind", "w:left") or 0)
