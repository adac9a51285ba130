"""What is taken in, and what is not: an upload is judged by its content, and nothing in it may act by itself."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.security import files
from workflow.documents import archives, uploads
from workflow.documents.forms import read_form
from workflow.documents.reading import read_draft
from workflow.documents.uploads import images, receiving
from workflow.errors import Unreadable
from workflow.files import EXCEL, WORD

DOCX, XLSX = files.a_document(), files.a_workbook()
PDF = b"%PDF-1.7\n%%EOF"
BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
ELSEWHERE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def code(said: str) -> str:
    """A field as Word writes it, within a paragraph."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end"))
    return f"{begin}{_said(said)}{separate}<w:r><w:t>1</w:t></w:r>{end}"


def _said(said: str) -> str:
    return f"<w:r><w:instrText>{said}</w:instrText></w:r>"


def field(*said: str) -> str:
    return f"<w:p>{''.join(map(code, said))}</w:p>"


def with_note(kind: str, said: str) -> bytes:
    """A Word file with a field beside its text: in a header, a footnote, a building block."""
    part = f'<w:{kind} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{field(said)}</w:{kind}>'
    return files.with_parts(DOCX, **{f"word/{NOTES[kind]}.xml": part.encode()})


NOTES = {
    "hdr": "header1", "ftr": "footer2", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments",
    "glossaryDocument": "glossary/document",
}  # fmt: skip
SPLIT_FIELD = field("DDEAUTO c:\\x").replace("DDEA", f"DDEA{'</w:instrText></w:r><w:r><w:instrText>'}")
IN_A_FIELD = field(" IF 1 = 1 ").replace(
    _said(" IF 1 = 1 "), _said(" IF 1 = 1 ") + code("DDEAUTO c:\\x") + _said(" x ")
)
AROUND_A_FIELD = SPLIT_FIELD.replace(_said("UTO c:\\x"), code(' QUOTE "" ') + _said("UTO c:\\x"))
SIMPLE_FIELD = '<w:p><w:fldSimple w:instr="DDE excel a1"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
SETTINGS = "word/_rels/settings.xml.rels"

HARMFUL: dict[str, tuple[bytes, str]] = {
    "macros": (files.with_parts(DOCX, **{"word/vbaProject.bin": b"x"}), archives.MACROS),
    "macros under another name": (
        files.with_parts(
            DOCX,
            **{
                "[Content_Types].xml": files.members(DOCX)["[Content_Types].xml"].replace(
                    b"document.main+xml", b"document.macroEnabled.main+xml"
                )
            },
        ),
        archives.MACROS,
    ),
    "what macros leave": (files.with_parts(DOCX, **{"word/vbaData.xml": b"<x/>"}), archives.MACROS),
    "a control that runs": (files.with_parts(DOCX, **{"word/activeX/activeX1.xml": b"<x/>"}), archives.MACROS),
    "a template elsewhere": (
        files.with_relation(DOCX, "attachedTemplate", "http://192.0.2.1/t.dotm", of=SETTINGS),
        archives.LINKED,
    ),
    "a picture elsewhere": (files.with_relation(DOCX, "image", "http://192.0.2.1/x.png"), archives.LINKED),
    "an object elsewhere": (files.with_relation(DOCX, "oleObject", "http://192.0.2.1/x"), archives.LINKED),
    "a share elsewhere": (files.with_relation(DOCX, "frame", "file://192.0.2.1/x", mode="external"), archives.LINKED),
    "a field that starts a program": (files.with_body(DOCX, field(" DDEAUTO c:\\\\x ")), archives.LINKED),
    "the same in two runs": (files.with_body(DOCX, SPLIT_FIELD), archives.LINKED),
    "the same in short": (files.with_body(DOCX, SIMPLE_FIELD), archives.LINKED),
    "the same after a harmless one": (files.with_body(DOCX, field(" PAGE ", "DDEAUTO c:\\\\x")), archives.LINKED),
    "the same inside a harmless one": (files.with_body(DOCX, IN_A_FIELD), archives.LINKED),
    "the same around a harmless one": (files.with_body(DOCX, AROUND_A_FIELD), archives.LINKED),
    "the same in small letters": (files.with_body(DOCX, field("ddeauto c:\\\\x")), archives.LINKED),
    **{f"the same in {NOTES[kind]}": (with_note(kind, "DDEAUTO c:\\\\x"), archives.LINKED) for kind in NOTES},
    "a sheet elsewhere": (files.with_body(DOCX, field("LINK Excel.Sheet.12 c:\\\\x.xlsx")), archives.LINKED),
    "a drawn picture elsewhere": (files.with_body(DOCX, field("INCLUDEPICTURE http://192.0.2.1/x")), archives.LINKED),
    "one on a share": (files.with_body(DOCX, field(r'INCLUDEPICTURE "\\\\192.0.2.1\\x.png"')), archives.LINKED),
    "one by its old name": (files.with_body(DOCX, field("IMPORT http://192.0.2.1/x")), archives.LINKED),
    "text by its old name": (files.with_body(DOCX, field("INCLUDE http://192.0.2.1/x")), archives.LINKED),
    "rows of a database": (files.with_body(DOCX, field("DATABASE \\d c:\\\\x")), archives.LINKED),
    "text from elsewhere": (files.with_body(DOCX, field("INCLUDETEXT http://192.0.2.1/x")), archives.LINKED),
    "a program as an object": (
        files.with_parts(DOCX, **{"word/embeddings/oleObject1.bin": files.a_compound("\x01Ole10Native")}),
        archives.WRAPPED,
    ),
    "macros in an embedded sheet": (
        files.with_parts(DOCX, **{"word/embeddings/a.xlsx": files.with_parts(XLSX, **{"xl/vbaProject.bin": b"x"})}),
        archives.MACROS,
    ),
    "packages in packages": (
        files.with_parts(
            DOCX,
            **{"word/embeddings/a.docx": files.with_parts(DOCX, **{"word/embeddings/b.docx": DOCX})},
        ),
        archives.SWOLLEN,
    ),
    "entities": (files.with_doctype(DOCX, "word/document.xml", BILLION), archives.BROKEN),
    "entities from elsewhere": (files.with_doctype(DOCX, "docProps/core.xml", ELSEWHERE), archives.BROKEN),
    "nested beyond reason": (files.with_body(DOCX, "<w:p>" * 300 + "</w:p>" * 300), archives.BROKEN),
    "a bomb": (files.a_bomb(), archives.SWOLLEN),
    "a part that grows": (files.with_parts(DOCX, **{"word/theme/x.xml": b" " * (33 << 20)}), archives.SWOLLEN),
    "a path that climbs": (files.with_parts(DOCX, **{"../../etc/cron.d/x": b""}), archives.BROKEN),
    "a path from the root": (files.with_parts(DOCX, **{"/etc/x": b""}), archives.BROKEN),
    "a path as Windows writes it": (files.with_parts(DOCX, **{"word\\..\\..\\x": b""}), archives.BROKEN),
    "one name twice": (files.with_parts(DOCX, **{"WORD/document.xml": b"<x/>"}), archives.BROKEN),
}
HARMFUL_SHEETS: dict[str, tuple[bytes, str]] = {
    "macros": (files.with_parts(XLSX, **{"xl/vbaProject.bin": b"x"}), archives.MACROS),
    "old macros": (files.with_parts(XLSX, **{"xl/macrosheets/sheet1.xml": b"<x/>"}), archives.MACROS),
    "old dialogs": (files.with_parts(XLSX, **{"xl/dialogsheets/sheet1.xml": b"<x/>"}), archives.MACROS),
    "controls of a form": (files.with_parts(XLSX, **{"xl/ctrlProps/ctrlProp1.xml": b"<x/>"}), archives.MACROS),
    "a table elsewhere": (files.with_parts(XLSX, **{"xl/externalLinks/externalLink1.xml": b"<x/>"}), archives.LINKED),
    "a query": (files.with_parts(XLSX, **{"xl/queryTables/queryTable1.xml": b"<x/>"}), archives.LINKED),
    "data from elsewhere": (files.with_parts(XLSX, **{"xl/connections.xml": b"<x/>"}), archives.LINKED),
    "entities": (files.with_doctype(XLSX, "xl/workbook.xml", BILLION), archives.BROKEN),
}


@pytest.mark.parametrize("case", HARMFUL)
@pytest.mark.parametrize("door", [read_draft, read_form, uploads.annex, uploads.evidence])
def test_a_harmful_word_file_comes_in_through_no_door(door: Callable[[bytes, str], object], case: str) -> None:
    data, sentence = HARMFUL[case]
    with pytest.raises(Unreadable) as refusal:
        door(data, "文稿.docx")
    assert refusal.value.message == sentence


@pytest.mark.parametrize("case", HARMFUL_SHEETS)
def test_nor_does_a_harmful_sheet(case: str) -> None:
    data, sentence = HARMFUL_SHEETS[case]
    with pytest.raises(Unreadable) as refusal:
        uploads.annex(data, "附表.xlsx")
    assert refusal.value.message == sentence


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        (("WordDocument", "_VBA_PROJECT"), archives.MACROS),
        (("Workbook", "_VBA_PROJECT_CUR"), archives.MACROS),
        (("WordDocument", "\x01Ole10Native"), archives.WRAPPED),
        (("WordDocument", "EncryptedPackage"), archives.ENCRYPTED),
    ],
)
def test_nor_do_old_files(streams: tuple[str, ...], sentence: str) -> None:
    name = "甲.doc" if "WordDocument" in streams else "甲.xls"
    with pytest.raises(Unreadable) as refusal:
        uploads.annex(files.a_compound(*streams), name)
    assert refusal.value.message == sentence


@pytest.mark.parametrize(
    "harmless",
    [
        files.with_relation(DOCX, "hyperlink", "http://192.0.2.1/"),
        files.with_relation(DOCX, "image", "NULL"),
        files.with_body(DOCX, field(" PAGE ")),
        files.with_body(DOCX, field(r' INCLUDEPICTURE "C:\\Users\\x.png" \* MERGEFORMATINET ')),
        files.with_parts(DOCX, **{"word/embeddings/a.xlsx": XLSX}),
        files.with_parts(DOCX, **{"word/embeddings/b.bin": files.a_compound("Equation Native")}),
    ],
    ids=["a link to click", "a lost picture", "a page number", "a picture once pasted", "a sheet", "a formula"],
)
def test_what_offices_write_every_day_comes_in(harmless: bytes) -> None:
    assert uploads.annex(harmless, "甲.docx").media_type == WORD
    assert list(read_draft(harmless, "甲.docx").clauses())


# -- what a file is


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (DOCX, "甲.docx", WORD),
        (XLSX, "甲.XLSX", EXCEL),
        (files.a_compound("WordDocument"), "甲.wps", "application/msword"),
        (files.a_compound("Workbook"), "甲.xls", "application/vnd.ms-excel"),
        (PDF, "甲.PDF", "application/pdf"),
        (files.a_picture("JPEG"), "甲.jpeg", "image/jpeg"),
    ],
)
def test_an_annex_is_what_its_name_says(data: bytes, name: str, media_type: str) -> None:
    assert uploads.annex(data, name).media_type == media_type


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "甲.pdf", receiving.EMPTY),
        (b"PK\x03\x04", "甲.pdf", receiving.OTHER_INSIDE),
        (XLSX, "甲.docx", receiving.OTHER_INSIDE),
        (files.zipped({"a.exe": b"MZ"}), "甲.docx", receiving.OTHER_INSIDE),
        (b"<html><script>", "甲.png", receiving.OTHER_INSIDE),
        (PDF, "甲.html", receiving.NO_ANNEX),
        (PDF, "甲.docm", receiving.NO_ANNEX),
        (b"%PDF-1.7 /OpenAction << /S /JavaScript >>", "甲.pdf", receiving.ACTIVE_PDF),
        (b"%PDF-1.7 << /S /Launch >>", "甲.pdf", receiving.ACTIVE_PDF),
    ],
)
def test_anything_else_is_no_annex(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        uploads.annex(data, name)
    assert refusal.value.message == sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", receiving.EMPTY),
        (b"<html><script>", receiving.NO_SCAN),
        (DOCX, receiving.NO_SCAN),
        (b"<svg onload=alert(1)>", receiving.NO_SCAN),
        (PDF + bytes(receiving.MOST_SCAN_BYTES), receiving.LARGE_SCAN),
    ],
    ids=["empty", "page", "word", "drawing", "large"],
)
def test_a_scan_is_a_picture_or_a_pdf(data: bytes, sentence: str) -> None:
    assert uploads.scan(PDF, "来文.pdf").media_type == "application/pdf"
    with pytest.raises(Unreadable) as refusal:
        uploads.scan(data, "来文.png")
    assert refusal.value.message == sentence


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"RIFF\x00\x00\x00\x00WAVE", "询问.wav"),
        (b"\x00\x00\x00\x18ftypmp42", "现场.mp4"),
        ("笔录：\r\n问：".encode("gb18030"), "笔录.txt"),
        (files.a_picture("JPEG", exif=Image.Exif()), "钢丝绳.jpg"),
    ],
)
def test_evidence_is_kept_byte_for_byte(data: bytes, name: str) -> None:
    assert uploads.evidence(data, name).data == data


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ\x90\x00", "现场.exe"), (b"MZ\x90\x00", "现场.txt"), (b"<html>", "现场.html"), (b"x", "现场.jpg"),
     (files.zipped({"a": b""}), "现场.zip")],
)  # fmt: skip
def test_a_program_or_a_page_is_no_evidence(data: bytes, name: str) -> None:
    with pytest.raises(Unreadable):
        uploads.evidence(data, name)


# -- pictures


def a_photograph(kind: str = "JPEG") -> bytes:
    """With the place where it was taken, and a page behind it."""
    exif = Image.Exif()
    exif[0x010E] = "拍摄地点：某某路9号"
    exif[0x0112] = 6  # lies on its side
    return files.a_picture(kind, exif=exif) + b"<script>alert(1)</script>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_without_what_came_along(kind: str) -> None:
    kept = uploads.annex(a_photograph(kind), f"照片.{kind.lower()}").data
    with Image.open(io.BytesIO(kept)) as drawn:
        assert drawn.size == (30, 40)  # upright, as its record asked
        assert not drawn.getexif()
    for trace in (b"script", b"Exif", "拍摄".encode()):
        assert trace not in kept


def _remark() -> PngInfo:
    said = PngInfo()
    said.add_text("comment", "secret")
    return said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("JPEG", {"comment": b"secret"}),
        ("JPEG", {"icc_profile": b"secret" * 30}),
        ("PNG", {"pnginfo": _remark()}),
        ("PNG", {"icc_profile": b"secret" * 30}),
    ],
)
def test_remarks_and_colour_profiles_go(kind: str, said: dict[str, object]) -> None:
    picture, gone = files.a_picture(kind, **said), {"comment", "icc_profile"}
    with Image.open(io.BytesIO(picture)) as before:
        assert gone & set(before.info)
    kept = uploads.annex(picture, f"照片.{kind.lower()}").data
    with Image.open(io.BytesIO(kept)) as drawn:
        assert not gone & set(drawn.info)


def test_a_scan_of_too_many_pages_or_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound, pages in (("MOST_PAGES", 3), ("MOST_POINTS_IN_ALL", 30)):
        with monkeypatch.context() as smaller:
            smaller.setattr(images, bound, pages)
            assert uploads.scan(_of_pages(3), "来文.tif").data
            with pytest.raises(Unreadable) as refusal:
                uploads.scan(_of_pages(4), "来文.tif")
            assert refusal.value.message == images.TOO_MANY


def _of_pages(count: int) -> bytes:
    """Each of ten points."""
    data, page = io.BytesIO(), Image.new("L", (5, 2))
    page.save(data, "TIFF", save_all=True, append_images=[page] * (count - 1))
    return data.getvalue()


@pytest.mark.parametrize("data", [files.a_picture("PNG") + bytes(2 << 20), files.a_picture("JPEG"), PDF, b""])
def test_what_the_pad_does_not_send_is_no_handwriting(data: bytes) -> None:
    assert uploads.handwriting(files.a_picture("PNG"))
    with pytest.raises(Unreadable) as refusal:
        uploads.handwriting(data)
    assert refusal.value.message == receiving.NO_HANDWRITING


def test_all_pages_of_a_scan_stay_and_its_remarks_go() -> None:
    pages = [Image.effect_noise((20, 10), 60) for _ in range(3)]
    data = io.BytesIO()
    pages[0].save(data, "TIFF", save_all=True, append_images=pages[1:], description="secret remark")
    kept = uploads.scan(data.getvalue(), "来文.tif").data
    with Image.open(io.BytesIO(kept)) as drawn:
        assert drawn.n_frames == 3  # type: ignore[attr-defined]
        assert drawn.convert("L").tobytes() == pages[0].tobytes()
    assert b"secret" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_colour_come_in(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (9, 9))
    data = io.BytesIO()
    image.save(data, kind)
    assert uploads.annex(data.getvalue(), f"图.{kind.lower()}").data


def test_a_picture_of_a_billion_points_is_not_opened() -> None:
    bomb = bytearray(files.a_picture("PNG", (1, 1)))
    for size, sentence in ((9_000, images.TOO_LARGE), (11_000, images.TOO_LARGE), (60_000, images.TOO_LARGE)):
        bomb[16:24] = size.to_bytes(4, "big") * 2
        with pytest.raises(Unreadable) as refusal:
            uploads.annex(_with_checksum(bomb), "图.png")
        assert refusal.value.message == sentence


def _with_checksum(png: bytearray) -> bytes:
    import zlib

    png[29:33] = zlib.crc32(png[12:29]).to_bytes(4, "big")
    return bytes(png)


def test_a_broken_picture_is_refused() -> None:
    whole = files.a_picture("JPEG", (200, 200))
    with pytest.raises(Unreadable) as refusal:
        uploads.annex(whole[: len(whole) // 2], "图.jpg")
    assert refusal.value.message == images.BROKEN


# -- names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\王\\来文.pdf", "来文.pdf"),
        ("来文\r\nSet-Cookie: x.pdf", "来文Set-Cookie: x.pdf"),
        ("来文\u202efdp.exe", "来文fdp.exe.pdf"),
        ("来文.exe", "来文.exe.pdf"),
        ("..", "未命名.pdf"),
        ("", "未命名.pdf"),
        (" 来文 .PDF ", "来文 .PDF"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("来文." + "x" * 300, "来文." + "x" * 193 + ".pdf"),
    ],
)
def test_a_name_is_only_what_people_read(given: str, kept: str) -> None:
    assert uploads.scan(PDF, given).name == kept


@pytest.mark.parametrize(
    "sentence",
    [getattr(place, name) for place in (archives, receiving, images) for name in dir(place)
     if isinstance(getattr(place, name), str) and name.isupper() and "。" in getattr(place, name)],
)  # fmt: skip
def test_every_refusal_says_what_to_do_next(sentence: str) -> None:
    assert "请" in sentence
    assert sentence.endswith("。")
