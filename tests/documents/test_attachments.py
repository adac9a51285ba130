"""Scans and annexes: what a file is shows in its first bytes."""

import pytest

from workflow.documents.attachments import MOST_SCAN_BYTES, annex_type, scan_type
from workflow.errors import Unreadable


@pytest.mark.parametrize(
    ("beginning", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
    ],
)
def test_a_scan_is_a_picture_or_a_pdf(beginning: bytes, media_type: str) -> None:
    assert scan_type(beginning + b"more") == media_type


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空的"),
        (b"<html><script>", "不是图片或PDF"),
        (b"PK\x03\x04", "不是图片或PDF"),
        (b"%PDF-1.7" + bytes(MOST_SCAN_BYTES), "超过20MB"),
    ],
    ids=["empty", "page", "word", "large"],
)
def test_anything_else_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        scan_type(data)


def test_an_annex_is_what_its_name_says() -> None:
    assert annex_type(b"%PDF-1.7", "甲.PDF") == "application/pdf"
    with pytest.raises(Unreadable, match="与扩展名不符"):
        annex_type(b"PK", "甲.pdf")
    with pytest.raises(Unreadable, match="附件请用"):
        annex_type(b"%PDF-1.7", "甲.html")
