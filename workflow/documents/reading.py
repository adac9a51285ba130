"""An uploaded draft as an outline: .docx directly, .doc through LibreOffice.

What a file is shows in its first bytes, not in its name: a .doc may hold a .docx or RTF. Whatever cannot be read is
refused with a sentence of its own that says what to do.
"""

import struct
from collections.abc import Callable
from pathlib import PurePath

from workflow.documents import office
from workflow.documents.archives import OLE, holds, must_be_harmless_ole
from workflow.documents.outline import Outline, parse
from workflow.documents.package import (
    BROKEN,
    EMPTY,
    ENCRYPTED,
    MACROS,
    MOST_BYTES,
    NOT_WORD,
    PDF,
    TOO_LARGE,
    open_package,
)
from workflow.documents.paragraphs import lines
from workflow.errors import Unreadable

NO_CLAUSES = (
    "没有识别到条款：文稿中没有以“一、”“（一）”“1.”或者“第一条”开头的段落。请在Word中给各条编上序号，另存后重新上传。"
)
NO_OFFICE = "这是旧格式的.doc文件，本机没有安装转换所需的LibreOffice。请在Word或WPS中另存为.docx后重新上传。"

_MACRO_SUFFIXES = {".docm", ".dotm"}
_CONVERSION_SECONDS = 60


def read_draft(data: bytes, name: str) -> Outline:
    """The outline of an uploaded file called `name`; Unreadable when it cannot be read or holds no clauses."""
    if PurePath(name).suffix.lower() in _MACRO_SUFFIXES:
        raise Unreadable(MACROS)
    outline = parse(lines_of(data))
    if not any(outline.clauses()):
        raise Unreadable(NO_CLAUSES)
    return outline


def lines_of(data: bytes) -> list[str]:
    """The lines of a Word file, automatic numbers written out, blank lines left out; Unreadable for anything else."""
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    reader = next((reader for signature, reader in _READERS if data.startswith(signature)), _not_word)
    return reader(data)


def _docx(data: bytes) -> list[str]:
    try:
        return lines(open_package(data))
    except (ValueError, RecursionError) as broken:  # numbers that are none, nesting without end
        raise Unreadable(BROKEN) from broken


def _old_word(data: bytes) -> list[str]:
    must_be_harmless_ole(data)
    if _password_in_header(data):
        raise Unreadable(ENCRYPTED)
    if not holds(data, "WordDocument"):
        raise Unreadable(NOT_WORD)
    return _converted(data, "doc")


def _rich_text(data: bytes) -> list[str]:
    return _converted(data, "rtf")


def _converted(data: bytes, suffix: str) -> list[str]:
    if not office.available():
        raise Unreadable(NO_OFFICE)
    return _docx(office.convert(data, "docx", _CONVERSION_SECONDS, suffix_from=suffix))


def _pdf(_data: bytes) -> list[str]:
    raise Unreadable(PDF)


def _not_word(_data: bytes) -> list[str]:
    raise Unreadable(NOT_WORD)


_READERS: tuple[tuple[bytes, Callable[[bytes], list[str]]], ...] = (
    (b"PK", _docx),
    (OLE, _old_word),
    (b"{\\rtf", _rich_text),
    (b"%PDF", _pdf),
)


def _password_in_header(data: bytes) -> bool:
    """Whether a Word 97 file information block says that the text is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""
    for at in range(512, len(data) - 12, 512):
        if data[at : at + 2] == b"\xec\xa5":
            return bool(struct.unpack_from("<H", data, at + 10)[0] & 0x0100)
    return False
