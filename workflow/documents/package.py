"""Opens an uploaded Word file as far as reading needs: the XML of its text, styles and numbering, and nothing else.

Uploads come from anywhere, so everything is checked before it is unpacked: what it is, how large it grows, macros,
passwords. python-docx is not used here because it gives up on harmless oddities (a picture target «NULL», strict XML).
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from workflow.errors import Unreadable

MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_XML = 32 * 1024 * 1024  # a draft of a thousand pages stays below
_MOST_ENTRIES = 5000

TOO_LARGE = "这个文件超过20MB，无法读取。请在Word中压缩或者删去图片，另存后重新上传。"
EMPTY = "这个文件是空的，可能没有上传完整。请核对原文件后重新上传。"
NOT_WORD = "这个文件不是Word文档，无法识别条款。请用Word或WPS打开文稿，另存为.docx后重新上传。"
PDF = "这个文件是PDF，无法识别条款。请上传可以编辑的Word文档（.docx）。"
ENCRYPTED = "这个文件设有打开密码，无法读取。请在Word中取消密码，另存后重新上传。"
MACROS = "这个文件带有宏，为安全起见不予读取。请在Word中另存为不带宏的.docx后重新上传。"
BROKEN = "这个文件已经损坏，无法打开。请用Word打开原文件，确认内容完整，另存为.docx后重新上传。"
SWOLLEN = "这个文件解压后大得不正常，为安全起见不予读取。请把正文粘贴到新建的Word文档中，另存为.docx后重新上传。"

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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_dangerous(archive)
            return _parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError) as broken:
        raise Unreadable(BROKEN) from broken


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable(SWOLLEN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(ENCRYPTED)
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise Unreadable(MACROS)


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
    if archive.getinfo(part).file_size > _MOST_XML:
        raise Unreadable(SWOLLEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(archive.read(part).replace(_STRICT, _TRANSITIONAL), parser)
    except etree.XMLSyntaxError as broken:
        raise Unreadable(BROKEN) from broken
    if root.getroottree().docinfo.internalDTD is not None:  # no Word file has one; entities could hide or swell text
        raise Unreadable(BROKEN)
    return root
