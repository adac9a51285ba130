"""What a file is, by its content: the table of everything the system takes in. A name decides nothing."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from workflow.documents.archives import OLE, holds
from workflow.files import EXCEL, WORD

Sign = Callable[[bytes], bool]


def _begins(*signatures: bytes, at: int = 0) -> Sign:
    return lambda data: data.startswith(signatures, at)


def _package_with(part: str) -> Sign:
    """An Office file of the newer kind, known by its main part."""
    return lambda data: data.startswith(b"PK\x03\x04") and part in _names(data)


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return frozenset()


def _compound_with(*streams: str) -> Sign:
    """An Office file of the older kind, known by its main stream."""
    return lambda data: data.startswith(OLE) and any(holds(data, stream) for stream in streams)


def _riff(form: bytes) -> Sign:
    return lambda data: data.startswith(b"RIFF") and data[8:12] == form


def _is_text(data: bytes) -> bool:
    """Words in one of the two encodings of this country, without the signs that programs are made of."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in words)
    return False


@dataclass(frozen=True)
class Kind:
    """One kind of file; the first of its endings is the usual one."""

    media_type: str
    endings: tuple[str, ...]
    is_it: Sign


DOCX = Kind(WORD, (".docx",), _package_with("word/document.xml"))
XLSX = Kind(EXCEL, (".xlsx",), _package_with("xl/workbook.xml"))
DOC = Kind("application/msword", (".doc", ".wps"), _compound_with("WordDocument"))
XLS = Kind("application/vnd.ms-excel", (".xls", ".et"), _compound_with("Workbook", "Book"))
PDF = Kind("application/pdf", (".pdf",), _begins(b"%PDF-"))
PNG = Kind("image/png", (".png",), _begins(b"\x89PNG\r\n\x1a\n"))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff"))
TIFF = Kind("image/tiff", (".tif", ".tiff"), _begins(b"II*\x00", b"MM\x00*"))
RECORDINGS = (
    Kind("audio/mpeg", (".mp3",), _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    Kind("audio/wav", (".wav",), _riff(b"WAVE")),
    Kind("audio/amr", (".amr",), _begins(b"#!AMR")),
    Kind("video/mp4", (".mp4", ".m4a", ".mov", ".3gp"), _begins(b"ftyp", at=4)),
    Kind("video/x-msvideo", (".avi",), _riff(b"AVI ")),
)
TEXT = Kind("text/plain", (".txt", ".csv", ".log"), _is_text)

PACKAGES = (DOCX, XLSX)
COMPOUNDS = (DOC, XLS)
IMAGES = (PNG, JPEG, TIFF)

SCANS = (PDF, *IMAGES)
ANNEXES = (*PACKAGES, *COMPOUNDS, PDF, PNG, JPEG)
EVIDENCE = (*PACKAGES, *COMPOUNDS, *SCANS, *RECORDINGS, TEXT)


def kind_of(data: bytes, among: tuple[Kind, ...]) -> Kind | None:
    """The kind whose signs the content bears."""
    return next((kind for kind in among if kind.is_it(data)), None)
