"""What else is uploaded: annexes, kept as they are, and scans of replies. What a file is shows in its first bytes."""

from collections.abc import Mapping
from pathlib import PurePath

from workflow.errors import Unreadable
from workflow.files import EXCEL, WORD

MOST_SCAN_BYTES = 20 * 1024 * 1024

EMPTY = "这个文件是空的，可能没有上传完整。请核对原文件后重新选择。"
NO_SCAN = "这个文件不是图片或PDF。请上传来文的扫描件（PDF、JPG、PNG或TIFF）。"
LARGE_SCAN = "扫描件超过20MB。请降低扫描分辨率，或者只保留来文各页，再上传。"
NO_ANNEX = "附件请用Word、Excel、PDF或图片文件，其他类型的文件单位可能打不开。"
OTHER_INSIDE = "这个文件的内容与扩展名不符，可能已经损坏。请打开原文件核对，另存后重新选择。"

_SCANS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ANNEXES: Mapping[str, tuple[bytes, str]] = {
    ".docx": (b"PK", WORD),
    ".xlsx": (b"PK", EXCEL),
    ".doc": (_OLE, "application/msword"),
    ".xls": (_OLE, "application/vnd.ms-excel"),
    ".wps": (_OLE, "application/vnd.ms-works"),
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


def scan_type(data: bytes) -> str:
    """The media type of a scan; Unreadable for what is no picture or PDF, or is too large."""
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > MOST_SCAN_BYTES:
        raise Unreadable(LARGE_SCAN)
    found = next((media_type for signature, media_type in _SCANS if data.startswith(signature)), None)
    if found is None:
        raise Unreadable(NO_SCAN)
    return found


def annex_type(data: bytes, name: str) -> str:
    """The media type of an annex; Unreadable for what offices do not open, or for a file that is not what it says."""
    if not data:
        raise Unreadable(EMPTY)
    signature, media_type = _ANNEXES.get(PurePath(name).suffix.lower(), (b"", ""))
    if not media_type:
        raise Unreadable(NO_ANNEX)
    if not data.startswith(signature):
        raise Unreadable(OTHER_INSIDE)
    return media_type
