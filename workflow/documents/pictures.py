"""Seals and handwritten signatures on a paper: a template says {{r seal|pressed }} or {{r signature|written }}.

A seal floats over the text and is put in its place by `settling`; a signature stands in its line.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

EMU_PER_MM = 36_000
SEAL_DIAMETER = 42  # mm; offices of this level have seals of 42 to 45 mm

_PNG = b"\x89PNG\r\n\x1a\n"
_SIGNATURE = (32, 10)  # mm: one line high, six characters wide, which the template leaves free
_ID = "rIdPicture"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True)
class Picture:
    """A PNG that goes into the paper; `id` ties the drawing to the image part."""

    id: str
    png: bytes

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height, from the header of the PNG."""
        width, height = struct.unpack(">II", self.png[16:24])
        return width, height

    def within(self, width: float, height: float) -> tuple[int, int]:
        """The size in EMU, as large as fits into `width` x `height` mm without distortion."""
        wide, high = self.pixels
        scale = min(width / wide, height / high)
        return round(wide * scale * EMU_PER_MM), round(high * scale * EMU_PER_MM)


@dataclass
class Album:
    """The pictures of one paper, in the order in which its fields name them."""

    pictures: list[Picture] = field(default_factory=list)

    def add(self, png: bytes) -> Picture:
        """Take in a PNG; ValueError for anything else, since pages check what users upload."""
        if not png.startswith(_PNG) or len(png) < 24:
            raise ValueError("a seal or a signature is a PNG")
        self.pictures.append(Picture(f"{_ID}{len(self.pictures) + 1}", png))
        return self.pictures[-1]

    def put_into(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """The parts with image files, their relationships and their content type."""
        if not self.pictures:
            return parts
        rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
        relations = "".join(
            f'<Relationship Id="{one.id}" Type="{_IMAGE}" Target="media/{one.id}.png"/>' for one in self.pictures
        )
        images = {f"word/media/{one.id}.png": one.png for one in self.pictures}
        return (
            parts
            | images
            | {
                rels: parts[rels].replace(b"</Relationships>", relations.encode() + b"</Relationships>"),
                types: with_png(parts[types]),
            }
        )


def with_png(types: bytes) -> bytes:
    if b'Extension="png"' in types:
        return types
    return types.replace(b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>')


def pressed(seal: Picture | None) -> Markup:
    """A run with the seal floating in front of the text; where exactly is settled when the text is known."""
    return _floating(seal, "seal", "印章图像", "column", (SEAL_DIAMETER, SEAL_DIAMETER)) if seal else Markup()


def written(signature: Picture | None) -> Markup:
    """A run with the handwriting, floating from here on: a line of exact height would cut a picture in it."""
    return _floating(signature, "signature", "签字图像", "character", _SIGNATURE) if signature else Markup()


def _floating(picture: Picture, name: str, words: str, beside: str, size: tuple[int, int]) -> Markup:
    width, height = picture.within(*size)
    number = picture.id.removeprefix(_ID)
    return Markup(  # noqa: S704 -- numbers and names of our own only
        f'<w:r><w:drawing><wp:anchor {_NAMESPACES} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="25165824{number}" behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{beside}"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="10{number}" name="{name}" descr="{words}"/><wp:cNvGraphicFramePr/>'
        f"{_graphic(picture, width, height)}</wp:anchor></w:drawing></w:r>"
    )


def _graphic(picture: Picture, width: int, height: int) -> str:
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{picture.id}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )


FILTERS: dict[str, Callable[..., object]] = {"pressed": pressed, "written": written}
