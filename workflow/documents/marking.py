"""The verification mark of a paper: a small line under the page number, outside everything GB/T 9704 gives a place.

It stands in a frame at the lower edge of each page: margins, lines and page numbers do not move for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from markupsafe import escape

from workflow.documents.packing import pack, unpack
from workflow.documents.pictures import with_png

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TWIPS_PER_MM = 56.7
EMU_PER_MM = 36_000
QR = 11  # mm: legible from paper up to some 45 signs of address
FROM_BELOW = 17  # mm from the lower edge of the page: under the double line of a letter, inside what printers reach
_HEIGHT, _WIDTH, _WIDTH_WITH_REMARK = 12, 110, 156  # mm; the last is as wide as the text
_GREY = "7F7F7F"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Mark:
    """`code` as people type it; `qr`: PNG of the address where the paper can be checked, None when there is none."""

    code: str
    qr: bytes | None = None

    @property
    def words(self) -> str:
        return f"验证码 {self.code}" + ("　扫码可核对本文书" if self.qr else "")


def marked(parts: Mapping[str, bytes], mark: Mark | None) -> dict[str, bytes]:
    """The parts of a finished paper with the mark on every page."""
    if mark is None:
        return dict(parts)
    left, top = _place(parts["word/document.xml"])
    footers = [name for name in parts if name.startswith("word/footer")]
    frame = _frame(mark, left, top)
    found = dict(parts) | {name: _with_frame(parts[name], frame) for name in footers}
    return found if mark.qr is None else found | _pictures(found, footers, mark.qr)


def with_remark(paper: bytes, words: str) -> bytes:
    """A marked paper with some more words behind its mark, e.g. what a printed form of it has to say about itself."""
    parts = unpack(paper)
    footers = [name for name in parts if name.startswith("word/footer") and b"framePr" in parts[name]]
    return pack(parts | {name: _remarked(parts[name], words) for name in footers})


def _remarked(footer: bytes, words: str) -> bytes:
    root = etree.fromstring(footer)
    for paragraph in root.iter(f"{{{W}}}p"):
        frame = paragraph.find(f"{{{W}}}pPr/{{{W}}}framePr")
        if frame is not None:
            frame.set(f"{{{W}}}w", str(round(_WIDTH_WITH_REMARK * TWIPS_PER_MM)))
            *_, last = paragraph.iter(f"{{{W}}}t")
            last.text = f"{last.text}　{words}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place(document: bytes) -> tuple[int, int]:
    section = list(etree.fromstring(document).iter(f"{{{W}}}sectPr"))[-1]
    size, margins = section.find(f"{{{W}}}pgSz"), section.find(f"{{{W}}}pgMar")
    assert size is not None
    assert margins is not None  # of our own templates
    height, left = int(size.get(f"{{{W}}}h", "0")), int(margins.get(f"{{{W}}}left", "0"))
    return left, height - round(FROM_BELOW * TWIPS_PER_MM)


def _with_frame(footer: bytes, frame: str) -> bytes:
    root = etree.fromstring(footer)
    root.insert(0, etree.fromstring(frame))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _frame(mark: Mark, left: int, top: int) -> str:
    fonts = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:hint="eastAsia"/>'
    return (
        f'<w:p xmlns:w="{W}" xmlns:r="{_REL}"><w:pPr>'
        f'<w:framePr w:w="{round(_WIDTH * TWIPS_PER_MM)}" w:h="{round(_HEIGHT * TWIPS_PER_MM)}" w:hRule="exact" '
        f'w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"/>'
        '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/><w:textAlignment w:val="center"/></w:pPr>'
        f"{_qr() if mark.qr else ''}"
        f'<w:r><w:rPr>{fonts}<w:color w:val="{_GREY}"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve">{" " if mark.qr else ""}{escape(mark.words)}</w:t></w:r></w:p>'
    )


def _qr() -> str:
    side = QR * EMU_PER_MM
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:docPr id="9001" name="verification" descr="验证二维码"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="0" name="verification.png"/>'
        '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdVerification"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _pictures(parts: Mapping[str, bytes], footers: list[str], qr: bytes) -> dict[str, bytes]:
    relation = f'<Relationship Id="rIdVerification" Type="{_REL}/image" Target="media/verification.png"/>'
    types = "[Content_Types].xml"
    found = {"word/media/verification.png": qr, types: with_png(parts[types])}
    for name in footers:
        rels = f"word/_rels/{name.removeprefix('word/')}.rels"
        empty = f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()
        found[rels] = parts.get(rels, empty).replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    return found
