"""Opens an uploaded Word file as far as reading needs: the XML of its text, styles and numbering, and nothing else.

Uploads come from anywhere, so everything is checked before it is unpacked: what it is, how large it grows, macros,
passwords. python-docx is not used here because it gives up on harmless oddities (a picture target «NULL», strict XML).
"""

import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from workflow import foreign_xml
from workflow.documents.archives import BROKEN, ENCRYPTED, MACROS, SWOLLEN, opened, read_part
from workflow.errors import Unreadable

__all__ = ["BROKEN", "ENCRYPTED", "MACROS", "SWOLLEN", "Package", "open_package"]

MOST_BYTES = 20 * 1024 * 1024

TOO_LARGE = "这个文件超过20 MB，无法读取。请在Word中压缩或者删去图片，另存后重新上传。"
EMPTY = "这个文件是空的，可能没有上传完整。请核对原文件后重新上传。"
NOT_WORD = "这个文件不是Word文档，无法识别条款。请用Word或WPS打开文稿，另存为.docx后重新上传。"
PDF = "这个文件是PDF，无法识别条款。请上传可以编辑的Word文档（.docx）。"

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Package:
    """The roots of document.xml, styles.xml and numbering.xml; the latter two may be missing."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None


def open_package(data: bytes) -> Package:
    """The parts of a .docx; Unreadable with the sentence that fits what is wrong."""
    with opened(data) as archive:
        return _parts(archive)


def _parts(archive: zipfile.ZipFile) -> Package:
    if "[Content_Types].xml" not in archive.namelist():
        raise Unreadable(NOT_WORD)
    main = _related(archive, "").get("officeDocument", "")
    kind = _content_type(archive, main)
    if "macroEnabled" in kind:
        raise Unreadable(MACROS)
    if "wordprocessingml" not in kind:
        raise Unreadable(NOT_WORD)
    related = _related(archive, main)
    return Package(
        _xml(archive, main), _optional(archive, related.get("styles")), _optional(archive, related.get("numbering"))
    )


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """What a part refers to: the last word of the relationship's type -> path in the archive."""
    folder, name = posixpath.split(part)
    relations = _optional(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        relation.get("Type", "").rpartition("/")[2]: posixpath.normpath(
            posixpath.join("/", folder, relation.get("Target", ""))
        ).lstrip("/")
        for relation in (relations if relations is not None else ())
        if relation.get("TargetMode") != "External"
    }


def _content_type(archive: zipfile.ZipFile, part: str) -> str:
    types = _xml(archive, "[Content_Types].xml")
    named = {each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "") for each in types}
    return named.get(part.lower(), "") if part else ""


def _optional(archive: zipfile.ZipFile, part: str | None) -> etree._Element | None:
    return _xml(archive, part) if part in archive.namelist() and part else None


def _xml(archive: zipfile.ZipFile, part: str) -> etree._Element:
    data = read_part(archive, archive.getinfo(part))
    try:
        return foreign_xml.read(data.replace(_STRICT, _TRANSITIONAL))
    except foreign_xml.NotXml as broken:
        raise Unreadable(BROKEN) from broken
