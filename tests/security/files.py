"""Uploads as an attacker would make them: an honest file with one thing added or changed."""

import io
import zipfile

import openpyxl
from docx import Document
from PIL import Image

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def a_document(*paragraphs: str) -> bytes:
    """A Word file as python-docx writes it."""
    document = Document()
    for paragraph in paragraphs or ("一、总体要求", "（一）加强领导。", "各单位应当落实责任。"):
        document.add_paragraph(paragraph)
    return _saved(document)


def a_workbook() -> bytes:
    return _saved(openpyxl.Workbook())


def _saved(file: object) -> bytes:
    data = io.BytesIO()
    file.save(data)  # type: ignore[attr-defined]
    return data.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_parts(package: bytes, **added: bytes) -> bytes:
    return zipped(members(package) | added)


def with_relation(
    package: bytes, kind: str, target: str, *, mode: str = "External", of: str = "word/_rels/document.xml.rels"
) -> bytes:
    """The package with one more relationship, e.g. to a template on another machine."""
    parts = members(package)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relation = f'<Relationship Id="rIdX" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    parts[of] = parts.get(of, empty).replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return zipped(parts)


def a_bomb() -> bytes:
    """210 MB of nothing in a few kilobytes."""
    data = io.BytesIO(a_document())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(7):
            archive.writestr(f"word/media/{number}.bin", bytes(30 << 20), compresslevel=1)
    return data.getvalue()


def with_body(package: bytes, xml: str) -> bytes:
    """The Word file with some XML at the beginning of its text."""
    parts = members(package)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    return zipped(parts)


def with_doctype(package: bytes, part: str, doctype: str) -> bytes:
    parts = members(package)
    root = parts[part].index(b"?>") + 2 if b"?>" in parts[part] else 0
    parts[part] = parts[part][:root] + doctype.encode() + parts[part][root:]
    return zipped(parts)


def a_compound(*streams: str) -> bytes:
    """Enough of an old Office file to be judged by: its header and the names of its streams."""
    return COMPOUND + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)


def a_picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **saved: object) -> bytes:
    data = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(data, kind, **saved)
    return data.getvalue()
