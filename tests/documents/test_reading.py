"""Word files as they come in: what is text, which number stands before a paragraph, what is refused in which words."""

import io
import zipfile

import docx
import openpyxl
import pytest

from workflow.documents import office, package, reading
from workflow.documents.reading import NO_OFFICE, lines_of, read_draft
from workflow.errors import Unreadable

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def a_package(body, *, numbering="", styles="", main=MAIN, doctype="", **extra):
    """The bytes of a .docx with this XML between w:body, w:numbering and w:styles; `extra`: further entries."""
    wrap = f'<?xml version="1.0"?>{doctype}<w:{{0}} {NAMESPACE}>{{1}}</w:{{0}}>'
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="numbering.xml", image="../NULL"),
        "word/document.xml": wrap.format("document", f"<w:body>{body}</w:body>"),
        "word/numbering.xml": wrap.format("numbering", numbering),
        "word/styles.xml": wrap.format("styles", styles),
        **extra,
    }
    return zipped(entries)


def relations(**targets):
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def zipped(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def p(text="", *, num=None, level=0, style=None, mark=""):
    """A paragraph; `num`: its list, `mark`: properties of its paragraph mark. Text beginning with < is XML."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num is not None else ""
    runs = text if text.startswith("<") else r(text) if text else ""
    return f"<w:p><w:pPr>{style}{place}<w:rPr>{mark}</w:rPr></w:pPr>{runs}</w:p>"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction, result):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {instruction} </w:instrText></w:r>{separate}{result}{end}"


def a_list(*levels, num_id=1, abstract=1, overrides=""):
    """A list of levels ("format", "text", further XML), used as `num_id`."""
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{name}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (name, text, more) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{abstract}">{inner}</w:abstractNum>' + a_num(num_id, abstract, overrides)


def a_num(num_id, abstract=1, overrides=""):
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


# -- text --------------------------------------------------------------------------------------------------------------


def test_paragraphs_come_in_order_without_blank_ones():
    assert lines_of(a_package(p("一、总体要求") + p() + p("（一）目标。"))) == ["一、总体要求", "（一）目标。"]


@pytest.mark.parametrize(
    ("runs", "line"),
    [
        (r("（一）") + r("目标"), "（一）目标"),
        (r("甲") + "<w:r><w:tab/></w:r>" + r("乙"), "甲\t乙"),
        (r("留") + f"<w:ins>{r('增')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>", "留增"),
        (f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>", "新"),
        (f"<w:hyperlink>{r('链接')}</w:hyperlink>" + f"<w:smartTag>{r('标记')}</w:smartTag>", "链接标记"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (r("看得见") + r("看不见", "<w:vanish/>") + r("也看得见", '<w:vanish w:val="0"/>'), "看得见也看得见"),
        (r("见") + field("REF _Ref1 \\h", r("第三条")), "见第三条"),
        (r("第") + field("PAGE", r("2")) + r("页起"), "第页起"),
        (f'<w:fldSimple w:instr=" PAGE ">{r("2")}</w:fldSimple>' + r("正文"), "正文"),
        (f'<w:fldSimple w:instr=" REF a ">{r("第二条")}</w:fldSimple>', "第二条"),
        (r("正文") + f"<w:r><w:pict><w:txbxContent>{p('框内')}</w:txbxContent></w:pict></w:r>", "正文"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>qing</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>青</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "青",
        ),
    ],
    ids=[
        "runs", "tab", "tracked", "moved", "link", "control", "hidden", "reference", "page", "simple page",
        "simple reference", "text box", "ruby",
    ],
)  # fmt: skip
def test_what_counts_as_text(runs, line):
    assert lines_of(a_package(p(runs))) == [line]


def test_a_line_break_begins_a_line():
    assert lines_of(a_package(p(r("（一）目标") + "<w:r><w:br/></w:r>" + r("正文。")))) == ["（一）目标", "正文。"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_under_the_second_ones_number():
    body = p("前半句，", num=1, mark="<w:del/>") + p("后半句。", num=1) + p("下一条。", num=1)
    data = a_package(body, numbering=a_list(("chineseCounting", "（%1）", "")))
    assert lines_of(data) == ["（一）前半句，后半句。", "（二）下一条。"]


def test_tables_are_read_cell_by_cell_and_deleted_rows_not():
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    kept, deleted = row("", p("牵头单位"), p("区应急局")), row("<w:trPr><w:del/></w:trPr>", p("旧"), p("旧"))
    assert lines_of(a_package(f"<w:tbl>{kept}{deleted}</w:tbl>" + p("完"))) == ["牵头单位", "区应急局", "完"]


def test_a_table_of_contents_is_left_out_in_either_form():
    spanning = field("TOC \\o", f"{r('一、总体要求')}</w:p><w:p>{r('二、任务')}")
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('一、总体要求')}</w:sdtContent></w:sdt>"
    )
    assert lines_of(a_package(f"<w:p>{spanning}</w:p>" + control + p("一、总体要求"))) == ["一、总体要求"]


# -- automatic numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("chineseCounting", "（%1）", "（二十一）"),
        ("chineseCountingThousand", "%1、", "二十一、"),
        ("japaneseCounting", "第%1条", "第二十一条 "),
        ("taiwaneseCountingThousand", "%1、", "二十一、"),
        ("ideographDigital", "%1、", "二一、"),
        ("chineseLegalSimplified", "%1、", "贰拾壹、"),
        ("ideographTraditional", "%1、", "甲、"),
        ("ideographZodiac", "%1、", "申、"),
        ("decimal", "%1.", "21. "),
        ("decimalZero", "%1.", "21. "),
        ("decimalFullWidth", "%1．", "２１．"),
        ("decimalEnclosedCircle", "%1", "21 "),
        ("lowerLetter", "%1)", "u) "),
        ("upperRoman", "%1.", "XXI. "),
        ("aFormatOfTheFuture", "%1.", "21. "),
        ("none", "附则：", "附则："),
        ("bullet", "——", "——"),
        ("bullet", "\uf06c", ""),  # a sign of a symbol font
    ],
)
def test_the_twenty_first_number_of_a_list(name, text, number):
    data = a_package(p("款", num=1) * 21, numbering=a_list((name, text, "")))
    assert lines_of(data)[-1] == number + "款"


def test_lower_levels_begin_again_under_each_upper_one_unless_told_not_to():
    def read(restart):
        numbering = a_list(("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", restart))
        part, clause = p("部", num=1), p("条", num=1, level=1)
        return lines_of(a_package(part + clause * 2 + part + clause, numbering=numbering))

    assert read("") == ["一、部", "（一）条", "（二）条", "二、部", "（一）条"]
    assert read('<w:lvlRestart w:val="0"/>') == ["一、部", "（一）条", "（二）条", "二、部", "（三）条"]


def test_a_level_may_begin_again_only_under_a_level_further_up():
    numbering = a_list(
        ("chineseCounting", "%1、", ""),
        ("chineseCounting", "（%2）", ""),
        ("decimal", "%3、", '<w:lvlRestart w:val="1"/>'),
    )
    part, clause, item = (p(text, num=1, level=level) for level, text in enumerate(("部", "条", "项")))
    read = lines_of(a_package(part + clause + item + clause + item + part + clause + item, numbering=numbering))
    assert [line for line in read if line.endswith("项")] == ["1、项", "2、项", "1、项"]


def test_a_level_may_name_the_levels_above_it():
    numbering = a_list(("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"))
    body = p("总则", num=1) + p("目的", num=1, level=1) + p("依据", num=1, level=1)
    assert lines_of(a_package(body, numbering=numbering)) == ["第一章 总则", "1.1 目的", "1.2 依据"]


def test_two_lists_of_one_definition_run_on_unless_one_starts_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = a_list(("decimal", "%1、", "")) + a_num(2) + a_num(3, overrides=anew)
    body = p("甲", num=1) + p("乙", num=2) + p("丙", num=3) + p("丁", num=3) + p("戊", num=1)
    assert lines_of(a_package(body, numbering=numbering)) == ["1、甲", "2、乙", "5、丙", "6、丁", "7、戊"]


def test_a_list_may_replace_a_level_of_its_definition():
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="（%1）"/></w:lvl>'
    numbering = a_list(("chineseCounting", "%1、", ""), overrides=f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>')
    assert lines_of(a_package(p("甲", num=1), numbering=numbering)) == ["（1）甲"]


def test_numbers_may_come_with_the_style_and_be_taken_off_again():
    numbered = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Part">{numbered}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="Clause">{numbered}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Bold"><w:basedOn w:val="Part"/></w:style>'
    )
    numbering = a_list(
        ("chineseCounting", "%1、", '<w:pStyle w:val="Part"/>'),
        ("chineseCounting", "（%2）", '<w:pStyle w:val="Clause"/>'),
    )
    body = p("部", style="Part") + p("条", style="Clause") + p("部", style="Bold") + p("文", style="Part", num=0)
    assert lines_of(a_package(body, numbering=numbering, styles=styles)) == ["一、部", "（一）条", "二、部", "文"]


def test_a_list_may_borrow_the_levels_of_a_list_style():
    numbering = (
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Official"/></w:abstractNum>'
        + a_list(("chineseCounting", "%1、", "")).replace(
            'w:abstractNumId="1">', 'w:abstractNumId="1"><w:styleLink w:val="Official"/>'
        )
        + a_num(2, abstract=2)
    )
    assert lines_of(a_package(p("甲", num=2), numbering=numbering)) == ["一、甲"]


def test_a_number_nobody_defined_is_none():
    assert lines_of(a_package(p("甲", num=9))) == ["甲"]
    assert lines_of(a_package(p("甲", num=1, level=4), numbering=a_list(("decimal", "%1.", "")))) == ["甲"]


def test_the_numbers_are_those_that_libreoffice_prints():
    numbering = a_list(
        ("chineseCountingThousand", "%1、", ""),
        ("chineseCountingThousand", "（%2）", ""),  # LibreOffice knows no lvlRestart, Word does
        ("decimal", "%3.", ""),
    )
    part, clause, item = (p(text, num=1, level=level) for level, text in enumerate(("部", "条", "项")))
    data = a_package(part + (clause + item * 2) * 12 + part + clause + item, numbering=numbering)
    printed = office.convert(data, "txt").decode("utf-8-sig").splitlines()
    assert [line.replace(" ", "") for line in lines_of(data)] == ["".join(line.split()) for line in printed]


# -- whole drafts ------------------------------------------------------------------------------------------------------


def a_draft():
    """A small draft made with python-docx, as a user's Word would make it."""
    document = docx.Document()
    for line in ("关于推进改革的办法", "（征求意见稿）", "一、总体要求", "（一）目标。各部门抓好落实，按时报告。"):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_draft_is_read():
    outline = read_draft(a_draft(), "办法.docx")
    assert outline.title == "关于推进改革的办法（征求意见稿）"
    assert [(clause.label(part), clause.title) for part, clause in outline.clauses()] == [("一、（一）", "目标")]


def test_automatic_numbers_make_clauses():
    numbering = a_list(("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""))
    body = p("办法") + p("总体要求", num=1) + p("目标。各部门抓好落实，按时报告。", num=1, level=1)
    (clause,) = read_draft(a_package(body, numbering=numbering), "办法.docx").parts[0].clauses
    assert (clause.number, clause.title) == ("（一）", "目标")


@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_an_old_word_file_reads_as_the_new_one(suffix):
    assert read_draft(office.convert(a_draft(), suffix), f"办法.{suffix}") == read_draft(a_draft(), "办法.docx")


def test_strict_xml_reads_as_the_usual_kind():
    usual = a_package(p("一、总体要求"))
    with zipfile.ZipFile(io.BytesIO(usual)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    old, new = b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"
    strict = zipped({name: content.replace(old, new) for name, content in entries.items()})
    assert strict != usual
    assert lines_of(strict) == lines_of(usual)


# -- refusals ----------------------------------------------------------------------------------------------------------

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def a_compound_file(*streams, flags=0):
    """Enough of an OLE file to be judged by: a header, a word header with these flags, names of streams."""
    word_header = (b"\xec\xa5" + bytes(8) + flags.to_bytes(2, "little")).ljust(512, b"\0")
    return COMPOUND + word_header + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)


def a_workbook():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def an_encrypted_zip():
    """A .docx whose entries claim to be encrypted (bit 0 of the flags in the directory)."""
    data = bytearray(a_draft())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


REFUSED = {
    "empty": (lambda: b"", package.EMPTY),
    "too large": (lambda: b"PK" + bytes(package.MOST_BYTES), package.TOO_LARGE),
    "text": (lambda: b"\xef\xbb\xbfplain text", package.NOT_WORD),
    "pdf": (lambda: b"%PDF-1.7 ...", package.PDF),
    "workbook": (a_workbook, package.NOT_WORD),
    "plain zip": (lambda: zipped({"a.txt": "text"}), package.NOT_WORD),
    "cut off": (lambda: a_draft()[:2000], package.BROKEN),
    "damaged": (lambda: b"PK\x03\x04" + bytes(200), package.BROKEN),
    "broken xml": (lambda: a_package("<w:p>"), package.BROKEN),
    "entities": (lambda: a_package(p("甲"), doctype='<!DOCTYPE x [<!ENTITY a "一、">]>'), package.BROKEN),
    "start that is no number": (lambda: a_package(p("甲", num=1), numbering=BAD_LIST), package.BROKEN),
    "no document": (lambda: zipped({"[Content_Types].xml": "<Types/>"}), package.NOT_WORD),
    "password": (lambda: a_compound_file("EncryptedPackage"), package.ENCRYPTED),
    "password of an old file": (lambda: a_compound_file("WordDocument", flags=0x0100), package.ENCRYPTED),
    "encrypted entries": (an_encrypted_zip, package.ENCRYPTED),
    "old workbook": (lambda: a_compound_file("Workbook"), package.NOT_WORD),
    "macros of an old file": (lambda: a_compound_file("WordDocument", "_VBA_PROJECT"), package.MACROS),
    "macros": (lambda: a_package("", **{"word/vbaProject.bin": b"x"}), package.MACROS),
    "macro type": (lambda: a_package("", main=MAIN_WITH_MACROS), package.MACROS),
    "swollen text": (lambda: a_package(" " * (33 << 20)), package.SWOLLEN),
    "swollen whole": (lambda: a_package("", **{f"word/{n}": bytes(30 << 20) for n in range(7)}), package.SWOLLEN),
    "too many entries": (lambda: a_package("", **{f"word/{n}": b"" for n in range(5001)}), package.SWOLLEN),
    "no clauses": (lambda: a_package(p("关于放假的通知")), reading.NO_CLAUSES),
    "old but broken": (lambda: a_compound_file("WordDocument"), office.FAILED),
}
BAD_LIST = a_list(("decimal", "%1.", "")).replace('w:start w:val="1"', 'w:start w:val="x"')
MAIN_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_its_own_words(case):
    made, sentence = REFUSED[case]
    with pytest.raises(Unreadable) as refusal:
        read_draft(made(), "文稿.docx")
    assert refusal.value.message == sentence


def test_a_file_named_as_one_with_macros_is_refused():
    with pytest.raises(Unreadable, match="带有宏"):
        read_draft(a_draft(), "文稿.DOCM")


def test_without_libreoffice_an_old_file_is_refused_and_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert not office.available()
    with pytest.raises(Unreadable) as refusal:
        read_draft(a_compound_file("WordDocument"), "文稿.doc")
    assert refusal.value.message == NO_OFFICE
    with pytest.raises(Unreadable, match="没有安装LibreOffice"):
        office.convert(a_draft(), "pdf")


def test_a_conversion_that_takes_too_long_is_stopped():
    with pytest.raises(Unreadable) as refusal:
        office.convert(a_draft(), "pdf", timeout=0.05)
    assert refusal.value.message == office.SLOW


def test_two_conversions_at_once_both_yield_something():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as both:
        results = list(both.map(lambda _: office.convert(a_draft(), "pdf"), range(2)))
    assert all(result.startswith(b"%PDF") for result in results)


@pytest.mark.parametrize("sentence", sorted({*(s for _, s in REFUSED.values()), office.SLOW, office.ABSENT, NO_OFFICE}))
def test_every_refusal_says_what_to_do_next(sentence):
    assert "请" in sentence
    assert sentence.endswith("。")
