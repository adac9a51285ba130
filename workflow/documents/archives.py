"""Opens an Office file (.docx, .xlsx) from elsewhere, once everything in it is known to be harmless.

Refused are: what grows beyond reason, passwords, macros, whatever is fetched from elsewhere on opening (linked
pictures, templates, data), programs wrapped as objects, document types. A plain link that a reader may click stays.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from lxml import etree

from workflow import foreign_xml
from workflow.errors import Unreadable

MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 32 * 1024 * 1024  # one part; a draft of a thousand pages stays below
MOST_ENTRIES = 5000
_DEEPEST = 2  # a sheet in a document; nobody needs a sheet in a document in a document

ENCRYPTED = "这个文件设有打开密码，无法读取。请打开原文件取消密码，另存后重新上传。"
MACROS = "这个文件带有宏，为安全起见不予接收。请打开原文件，另存为不带宏的.docx或.xlsx后重新上传。"
BROKEN = "这个文件已经损坏，无法打开。请用Word或WPS打开原文件，确认内容完整，另存后重新上传。"
SWOLLEN = "这个文件解压后大得不正常，为安全起见不予读取。请把正文粘贴到新建的文档中，另存后重新上传。"
LINKED = (
    "这个文件打开时会到别处去取内容（链接的图片、模板、数据等），为安全起见不予接收。"
    "请断开链接，把内容直接放进文件；不清楚链接在哪里的，把正文粘贴到新建的文档中，另存后重新上传。"
)
WRAPPED = "这个文件里嵌入了其他程序的文件，为安全起见不予接收。请删去嵌入的对象，需要的内容作为附件另传。"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file, [MS-CFB] 2.2: .doc, .xls, and objects inside newer files

_MACRO_PARTS = re.compile(r"vbaproject|vbadata|(^|/)activex/|(^|/)macrosheets/|(^|/)dialogsheets/|(^|/)ctrlprops/")
_LINK_PARTS = re.compile(r"^xl/(externallinks/|connections\.xml$|querytables/)")
_CLICKED = "hyperlink"  # a link of the text, opened by its reader only
_TYPES = "[content_types].xml"
_LOST = "null"  # what Word writes for a picture it has lost
_FIELDS = re.compile(r"^word/(glossary/)?(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$")
_FETCHES = re.compile(
    r"^\s*(DDE|DDEAUTO|LINK|INCLUDE|INCLUDETEXT|IMPORT|DATABASE"
    # the picture itself stays in a file into which it was pasted from a drive of its writer's own computer
    r'|INCLUDEPICTURE(?!\s+"?(?:file:///)?[a-z]:[\\/]))\b',
    re.IGNORECASE,
)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError)


@contextmanager
def opened(data: bytes, depth: int = 0) -> Iterator[zipfile.ZipFile]:
    """The archive, to be read within the block; Unreadable with the sentence that fits what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _must_be_harmless(archive, depth)
            yield archive
    except _DAMAGED as broken:
        raise Unreadable(BROKEN) from broken


def holds(data: bytes, stream: str) -> bool:
    """Whether a compound file names that stream in its directory."""
    return stream.encode("utf-16-le") in data


def must_be_harmless_ole(data: bytes) -> None:
    """The same for a compound file, as far as its directory tells."""
    for streams, sentence in _STREAMS:
        if any(holds(data, stream) for stream in streams):
            raise Unreadable(sentence)


_STREAMS = (
    (("EncryptedPackage", "EncryptionInfo"), ENCRYPTED),
    (("_VBA_PROJECT",), MACROS),
    (("Ole10Native",), WRAPPED),  # [MS-OLEDS] 2.3.6: any file whatever, opened by a double click
)


def _must_be_harmless(archive: zipfile.ZipFile, depth: int) -> None:
    entries = archive.infolist()
    if depth >= _DEEPEST or len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(SWOLLEN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(ENCRYPTED)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(map(_leads_elsewhere, names)):
        raise Unreadable(BROKEN)  # two readers of one archive must not see different files
    for found, sentence in ((_MACRO_PARTS, MACROS), (_LINK_PARTS, LINKED)):
        if any(found.search(name) for name in names):
            raise Unreadable(sentence)
    for entry in entries:
        _must_be_a_harmless_part(archive, entry, depth)


def _leads_elsewhere(name: str) -> bool:
    return "\\" in name or name.startswith("/") or ".." in PurePosixPath(name).parts


def _must_be_a_harmless_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    name = entry.filename.lower()
    if "/embeddings/" in name and not entry.is_dir():
        _must_be_a_harmless_object(archive.read(entry), depth)
    elif name.endswith((".xml", ".rels", ".vml")):
        _must_be_harmless_xml(name, read_part(archive, entry))


def _must_be_a_harmless_object(data: bytes, depth: int) -> None:
    if data.startswith(b"PK"):
        with opened(data, depth + 1):
            return
    if data.startswith(OLE):
        must_be_harmless_ole(data)


def _must_be_harmless_xml(name: str, data: bytes) -> None:
    if name == _TYPES and b"macroenabled" in data.lower():
        raise Unreadable(MACROS)
    try:
        foreign_xml.must_declare_nothing(data)
        if name.endswith(".rels") and any(map(_fetches, foreign_xml.read(data))):
            raise Unreadable(LINKED)
        if _FIELDS.search(name) and any(map(_FETCHES.search, _field_codes(foreign_xml.read(data)))):
            raise Unreadable(LINKED)
    except foreign_xml.NotXml as broken:
        raise Unreadable(BROKEN) from broken


def _fetches(relation: etree._Element) -> bool:
    """Whether a relationship names something outside that is taken in without being asked for."""
    kind = relation.get("Type", "").rpartition("/")[2].lower()
    target = relation.get("Target", "").rpartition("/")[2].lower()
    return relation.get("TargetMode", "").lower() == "external" and kind != _CLICKED and target != _LOST


def _field_codes(root: etree._Element) -> Iterator[str]:
    """What each field says: spread over any number of runs and paragraphs, one beside or inside another."""
    said: list[list[str]] = [[]]  # of the fields that are open, the innermost last; first what stands in none
    for part in root.iter("{*}fldChar", "{*}instrText"):
        if etree.QName(part).localname == "instrText":
            said[-1].append(part.text or "")
        elif _attribute(part, "fldCharType") == "begin":
            said.append([])
        elif _attribute(part, "fldCharType") == "end" and len(said) > 1:
            yield "".join(said.pop())
    yield from map("".join, said)
    for simple in root.iter("{*}fldSimple"):
        yield _attribute(simple, "instr")


def _attribute(element: etree._Element, name: str) -> str:
    """In whatever of Word's two namespaces it stands."""
    return next((str(value) for key, value in element.items() if etree.QName(key).localname == name), "")


def read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an XML part, which has its own limit."""
    if entry.file_size > MOST_XML:
        raise Unreadable(SWOLLEN)
    return archive.read(entry)
