"""An uploaded picture of a seal: known by its content, drawn anew, its paper taken away, its margin cut."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from workflow.documents.uploads import seals
from workflow.errors import Unreadable

RED = (200, 20, 30)


def drawn(
    size: tuple[int, int] = (600, 600), paper: tuple[int, ...] = (255, 255, 255), ink: tuple[int, ...] = RED
) -> Image.Image:
    """A ring on paper, with a margin."""
    image = Image.new("RGBA" if len(paper) == 4 else "RGB", size, paper)
    ImageDraw.Draw(image).ellipse((60, 60, size[0] - 60, size[1] - 60), outline=ink, width=24)
    return image


def saved(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **more)
    return data.getvalue()


def opened(upload: seals.Upload) -> Image.Image:
    image = Image.open(io.BytesIO(upload.data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_white_paper_becomes_transparent_and_the_margin_goes(kind: str) -> None:
    image = opened(seals.seal(saved(drawn(), kind), "公章.jpg"))
    assert image.mode == "RGBA"
    assert abs(image.width - 481) <= 4
    assert image.getpixel((image.width // 2, image.height // 2))[3] == 0, "one reads what stands below"
    red, green, blue, alpha = image.getpixel((image.width // 2, 12))
    assert (alpha, red > 180, green < 60, blue < 60) == (255, True, True, True)


def test_grey_scanned_paper_counts_as_white() -> None:
    image = opened(seals.seal(saved(drawn(paper=(241, 240, 238))), "扫描.png"))
    assert image.getpixel((image.width // 2, image.height // 2))[3] == 0


def test_a_transparent_one_stays_as_it_is() -> None:
    image = opened(seals.seal(saved(drawn(paper=(255, 255, 255, 0), ink=(*RED, 255))), "章.png"))
    assert image.getpixel((image.width // 2, 12)) == (*RED, 255)


def test_nothing_that_came_along_is_kept() -> None:
    about = PngInfo()
    about.add_text("Comment", "scanned by somebody")
    assert b"somebody" not in seals.seal(saved(drawn(), pnginfo=about) + b"PK\x03\x04 somebody", "章.png").data


def test_it_is_no_larger_than_paper_can_show() -> None:
    assert max(opened(seals.seal(saved(drawn((2400, 2400))), "章.png")).size) == seals.LARGEST


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (lambda: saved(drawn(paper=(120, 120, 130))), "底色不是白色"),
        (lambda: saved(drawn((260, 260))), "太小"),
        (lambda: saved(Image.new("RGB", (600, 600), "white")), "没有看到印章"),
        (lambda: saved(drawn((1800, 600))), "不是一枚印章的形状"),
        (lambda: b"%PDF-1.7", "不是PNG或JPG"),
        (lambda: saved(drawn())[:2000], "不完整"),
        (lambda: saved(drawn()) + bytes(seals.MOST_BYTES), "超过5 MB"),
        (lambda: b"GIF89a" + bytes(100), "不是PNG或JPG"),
    ],
)
def test_what_is_no_seal_is_refused_with_advice(picture: Callable[[], bytes], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        seals.seal(picture(), "章.png")
