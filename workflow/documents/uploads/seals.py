"""印章图像: an uploaded picture of a seal, drawn anew so that it can be pressed over the lines of a letter.

What was white becomes transparent, the margin around the seal goes, and it is no larger than paper can show.
"""

import io

from PIL import Image, ImageChops

from workflow.documents.uploads import images, kinds
from workflow.documents.uploads.receiving import Upload, plain_name
from workflow.errors import Unreadable

MOST_BYTES = 5 * 1024 * 1024
SMALLEST, LARGEST = 200, 1000  # points on the longer side: 120 and 600 to the inch at 42 mm
WHITE, FULL = 235, 110  # of the darkest colour of a point: from here on it is paper, up to here it is ink
SQUARE = 1.6  # the longer side at most so many times the shorter: round, square and oval seals

LARGE = "印章图片超过5 MB。请降低扫描分辨率，或者只保留印章部分，再上传。"
NO_PICTURE = "这个文件不是PNG或JPG图片。请上传印章的扫描件或者制章单位给的电子图样。"
DARK = "印章图片的底色不是白色，也不是透明，盖在文书上会遮住文字。请在白纸上盖章后扫描，或者换用透明底的图样。"
EMPTY = "图片上没有看到印章。请核对文件，换一张清晰的再上传。"
SMALL = f"印章图片太小（不足{SMALLEST}个像素），印出来会模糊。请用300线以上的分辨率重新扫描。"
LONG = "图片上除了印章还有其他内容，或者不是一枚印章的形状。请只保留印章部分，再上传。"


def seal(data: bytes, name: str) -> Upload:
    """The seal as a PNG with a transparent background; Unreadable when it is no picture of a seal."""
    if len(data) > MOST_BYTES:
        raise Unreadable(LARGE)
    kind = kinds.kind_of(data, (kinds.PNG, kinds.JPEG))
    if kind is None:
        raise Unreadable(NO_PICTURE)
    with Image.open(io.BytesIO(images.redrawn(data, kind))) as image:
        drawn = _cut_out(image.convert("RGBA"))
    saved = io.BytesIO()
    drawn.save(saved, "PNG", optimize=True)
    return Upload(saved.getvalue(), f"{plain_name(name).rpartition('.')[0]}.png", kinds.PNG.media_type)


def _cut_out(image: Image.Image) -> Image.Image:
    transparent = _without_paper(image)
    box = transparent.getchannel("A").point(lambda alpha: 255 if alpha > 32 else 0).getbbox()
    if box is None:
        raise Unreadable(EMPTY)
    found = transparent.crop(box)
    if max(found.size) < SMALLEST:
        raise Unreadable(SMALL)
    if max(found.size) > SQUARE * min(found.size):
        raise Unreadable(LONG)
    found.thumbnail((LARGEST, LARGEST))
    return found


def _without_paper(image: Image.Image) -> Image.Image:
    """As it came when its edge is transparent; else with the white of the paper taken away."""
    if max(_edge(image.getchannel("A"))) < FULL:
        return image
    red, green, blue, _ = flat = _on_white(image).split()
    darkest = ImageChops.darker(red, ImageChops.darker(green, blue))
    if sorted(_edge(darkest))[len(_edge(darkest)) // 10] < WHITE:  # a stain of the paper is no background
        raise Unreadable(DARK)
    ink = darkest.point(lambda value: max(0, min(255, (WHITE - value) * 255 // (WHITE - FULL))))
    return Image.merge("RGBA", (*flat[:3], ink))


def _on_white(image: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)


def _edge(channel: Image.Image) -> list[int]:
    """The points along the four sides."""
    width, height = channel.size
    sides = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    return [value for side in sides for value in channel.crop(side).tobytes()]
