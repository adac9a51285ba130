"""Draws an uploaded picture anew: what is kept holds its points and nothing else, whatever came along with them.

Where it was taken, with which device, remarks, colour profiles, a second file behind the picture: all gone.
"""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from workflow.documents.uploads.kinds import JPEG, PNG, TIFF, Kind
from workflow.errors import Unreadable

MOST_POINTS = 75_000_000  # A3 at 600 dpi
MOST_POINTS_IN_ALL = 600_000_000
MOST_PAGES = 200
MOST_INK = (1200, 600)  # a signature is printed 32 mm wide: more than 900 dots to the inch

BROKEN = "这张图片不完整，无法显示。请打开原图核对，另存或者重新扫描后再上传。"
TOO_LARGE = "这张图片的尺寸过大（超过A3幅面600线）。请降低扫描分辨率，或者分成几页，再上传。"
TOO_MANY = f"这个扫描件的页数过多（最多{MOST_PAGES}页）。请分成几个文件，或者改存为PDF，再上传。"

_FORMATS = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF"}
_SAVED: dict[Kind, dict[str, Any]] = {
    PNG: {"optimize": False},
    JPEG: {"quality": 90},
    TIFF: {"compression": "tiff_deflate"},
}
_JPEG_MODES = ("L", "RGB")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# what Pillow raises for damaged files is not one class
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, struct.error, zlib.error, LookupError, OverflowError,
    AttributeError, ArithmeticError, NotImplementedError, Warning,
)  # fmt: skip


def redrawn(data: bytes, kind: Kind) -> bytes:
    """The picture alone, upright as it was meant to be seen; Unreadable when it is none, or beyond reason."""
    try:
        with Image.open(io.BytesIO(data), formats=(_FORMATS[kind],)) as image:
            pages = _pages(image, kind)
    except _BOMBS as bomb:
        raise Unreadable(TOO_LARGE) from bomb
    except _DAMAGED as broken:
        raise Unreadable(BROKEN) from broken
    drawn = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind is TIFF else {}
    pages[0].save(drawn, _FORMATS[kind], **_SAVED[kind], **more)
    return drawn.getvalue()


def ink(data: bytes) -> bytes | None:
    """A drawing on transparent ground, cut to what was drawn and no larger than print needs; None for an empty one."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        drawn = image.convert("RGBA")
    box = drawn.getchannel("A").getbbox()
    if box is None:
        return None
    cut = drawn.crop(box)
    cut.thumbnail(MOST_INK)
    out = io.BytesIO()
    cut.save(out, "PNG", **_SAVED[PNG])
    return out.getvalue()


def _pages(image: Image.Image, kind: Kind) -> list[Image.Image]:
    if kind is not TIFF:
        return [_alone(image, kind)]
    pages: list[Image.Image] = []
    points = 0
    for page in ImageSequence.Iterator(image):
        points += page.width * page.height
        if len(pages) == MOST_PAGES or points > MOST_POINTS_IN_ALL:
            raise Unreadable(TOO_MANY)
        pages.append(_alone(page, kind))
    return pages


def _alone(image: Image.Image, kind: Kind) -> Image.Image:
    if image.width * image.height > MOST_POINTS:
        raise Unreadable(TOO_LARGE)
    drawn = ImageOps.exif_transpose(image)
    if kind is JPEG and drawn.mode not in _JPEG_MODES:
        drawn = drawn.convert("RGB")
    copy = drawn.copy()
    copy.info = {name: drawn.info[name] for name in ("transparency",) if name in drawn.info}
    return copy
