"""GB/T 9704-2012, read back from the finished files: page, type, head, signature, seal, page numbers."""

import re
from datetime import date
from itertools import pairwise

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.documents.opened import EMU_PER_MM, Opened, attribute, left_edge, style_id, words
from tests.documents.specimens import DEMO_SEAL, SPECIMENS, specimen
from workflow.consultation import papers
from workflow.documents.paper import Issued, word

ACROSS = ("comment_form", "summary")  # wide tables lie on their side
UPRIGHT = sorted(set(SPECIMENS) - set(ACROSS))
LETTERS = ["accident_appraisal", "accident_rectification", "answer", "correction", "reminder"]
WITH_RED_HEAD = [kind for kind, paper in SPECIMENS.items() if isinstance(paper, Issued) and kind not in LETTERS]
CHARACTER, LINE, TEXT_WIDTH = 315, 579, 8844  # twips

FONTS = {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
TYPE = {  # style -> (font, size in half-points)
    "公文正文": ("仿宋_GB2312", 32),
    "主送机关": ("仿宋_GB2312", 32),
    "公文标题": ("方正小标宋简体", 44),
    "一级标题": ("黑体", 32),
    "附件说明": ("仿宋_GB2312", 32),
    "署名": ("仿宋_GB2312", 32),
    "成文日期": ("仿宋_GB2312", 32),
    "附注": ("仿宋_GB2312", 32),
    "发文字号": ("仿宋_GB2312", 32),
    "版记": ("仿宋_GB2312", 28),
}


@pytest.mark.parametrize("kind", UPRIGHT)
def test_the_page_is_a4_with_the_margins_of_the_standard(kind: str) -> None:
    section = Opened(word(specimen(kind))).section
    assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [margin.twips for margin in margins] == [2098, 1984, 1588, 1474]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize("kind", ACROSS)
def test_wide_tables_lie_on_their_side(kind: str) -> None:
    section = Opened(word(specimen(kind))).section
    assert (section.page_width.twips, section.page_height.twips) == (16838, 11906)


@pytest.mark.parametrize("kind", SPECIMENS)
def test_the_grid_has_lines_of_579_twips_and_no_characters(kind: str) -> None:
    grid = Opened(word(specimen(kind))).section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch")), grid.get(qn("w:charSpace"))) == ("lines", "579", None)


@pytest.mark.parametrize("kind", SPECIMENS)
def test_every_run_names_its_chinese_font_and_third_size_is_set_tight(kind: str) -> None:
    for run in Opened(word(specimen(kind, demonstration=True))).runs():
        font, size = attribute(run, "w:rPr/w:rFonts", "w:eastAsia"), attribute(run, "w:rPr/w:sz", "w:val")
        assert font in FONTS, words(run)
        assert attribute(run, "w:rPr/w:rFonts", "w:hint") == "eastAsia", words(run)
        assert (attribute(run, "w:rPr/w:spacing", "w:val") == "-5") is (size == "32"), words(run)


@pytest.mark.parametrize("kind", UPRIGHT)
def test_each_part_of_a_paper_has_its_type(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    for style, (font, size) in TYPE.items():
        for paragraph in opened.styled(style):
            run = next(paragraph.iter(qn("w:r")))
            assert attribute(run, "w:rPr/w:sz", "w:val") == str(size), (style, words(paragraph))
            assert font in {attribute(each, "w:rPr/w:rFonts", "w:eastAsia") for each in paragraph.iter(qn("w:r"))}


def test_headings_of_the_second_level_are_in_kaiti_and_of_the_first_in_heiti() -> None:
    fonts = {
        words(run)[:3]: attribute(run, "w:rPr/w:rFonts", "w:eastAsia")
        for run in Opened(word(specimen("adoption_report"))).runs()
    }
    assert [fonts[start] for start in ("一、征", "二、反", "五、重")] == ["黑体"] * 3
    assert [fonts[start] for start in ("（一）", "（二）", "（三）", "（四）")] == ["楷体_GB2312"] * 4


def test_titles_and_heads_do_not_snap_to_the_grid() -> None:
    opened = Opened(word(specimen("notice")))
    for style in ("公文标题", "发文机关标志"):
        snap = opened.document.styles[style].element.find(f"{qn('w:pPr')}/{qn('w:snapToGrid')}")
        assert snap.get(qn("w:val")) == "0"


@pytest.mark.parametrize("kind", WITH_RED_HEAD)
def test_a_red_head_is_red_with_its_number_and_a_line_across_the_text(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    head, number = opened.only("发文机关标志"), opened.only("发文字号")
    assert attribute(next(head.iter(qn("w:r"))), "w:rPr/w:color", "w:val") == "E60012"
    assert words(number) == specimen(kind).number
    assert re.search("\u3014\\d{4}\u3015\\d+号$", words(number))
    line = opened.document.styles["发文字号"].element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert line.get(qn("w:color")) == "E60012"
    assert line.get(qn("w:space")) == "11"  # points: 4 mm under the number


@pytest.mark.parametrize(
    ("head", "points"), [("临湖区安委会文件", 44), ("临湖区安全生产委员会办公室文件", 29), ("长" * 20, 22)]
)
def test_a_head_is_as_large_as_fits_in_one_line(head: str, points: int) -> None:
    paragraph = Opened(word(specimen("notice", letterhead=head))).only("发文机关标志")
    assert attribute(next(paragraph.iter(qn("w:r"))), "w:rPr/w:sz", "w:val") == str(points * 2)


def test_without_a_letterhead_there_is_nothing_red_and_no_imprint() -> None:
    opened = Opened(word(specimen("notice", letterhead="", seal=None)))
    assert not opened.styled("发文机关标志")
    assert not opened.styled("版记")
    assert "临安办〔2026〕8号" in opened.text


@pytest.mark.parametrize("kind", sorted(set(SPECIMENS) - set(LETTERS)))
def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    assert opened.document.settings.odd_and_even_pages_header_footer
    _page_number(opened, opened.section.footer, "单页页码", "right")
    _page_number(opened, opened.section.even_page_footer, "双页页码", "left")


def _page_number(opened: Opened, footer, style: str, side: str) -> None:
    paragraph = footer.paragraphs[0]
    assert paragraph.style.name == style
    assert attribute(paragraph.style.element, "w:pPr/w:jc", "w:val") == side
    assert attribute(paragraph.style.element, "w:pPr/w:ind", f"w:{side}") == "280"  # one character of 四号
    assert paragraph.text == "— 1 —"
    assert "PAGE" in paragraph._p.xml
    for run in paragraph.runs:
        assert attribute(run._r, "w:rPr/w:rFonts", "w:eastAsia") == "宋体"
        assert attribute(run._r, "w:rPr/w:rFonts", "w:ascii") == "宋体"
        assert attribute(run._r, "w:rPr/w:sz", "w:val") == "28"


def test_the_dash_of_the_page_number_lies_seven_millimetres_under_the_text() -> None:
    section = Opened(word(specimen("notice"))).section
    half_a_line = Mm(320 / 20 * 25.4 / 72 / 2)
    dash = section.footer_distance + half_a_line
    assert section.bottom_margin - dash == pytest.approx(Mm(7), abs=Mm(0.3))


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_has_its_name_and_double_lines_on_the_first_page_and_no_number_there(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    header, footer = opened.section.first_page_header, opened.section.first_page_footer
    assert opened.section.different_first_page_header_footer
    name = next(paragraph for paragraph in header.paragraphs if paragraph.style.name == "信函标志")
    assert attribute(name.style.element, "w:pPr/w:pBdr/w:bottom", "w:val") == "thickThinSmallGap"
    assert attribute(name.style.element, "w:pPr/w:ind", "w:left") == "-397"  # 170 mm against a text of 156 mm
    assert "thinThickSmallGap" in footer.paragraphs[0]._p.xml
    assert opened.section.footer_distance.twips == 1134  # 20 mm
    assert "PAGE" not in footer._element.xml
    assert "PAGE" in opened.section.footer._element.xml


# -- signature, date and seal


def _signature(**changes) -> tuple[Opened, int, int]:
    opened = Opened(word(specimen("notice", **changes)))
    return opened, left_edge(opened.only("署名")), left_edge(opened.only("成文日期"))


def _wide(text: str) -> int:
    return sum(CHARACTER if ord(sign) > 255 else CHARACTER // 2 for sign in text)


def test_unsealed_the_name_ends_two_characters_in_and_the_date_begins_two_further() -> None:
    _, name, day = _signature(issuer="临湖区安全生产委员会办公室")
    assert TEXT_WIDTH - name - _wide("临湖区安全生产委员会办公室") == 2 * CHARACTER
    assert day - name == 2 * CHARACTER


def test_unsealed_a_date_longer_than_the_name_keeps_two_characters_from_the_edge() -> None:
    _, name, day = _signature(issuer="安委办", issued_on=date(2026, 11, 23))
    assert TEXT_WIDTH - day - _wide("2026年11月23日") == 2 * CHARACTER
    assert day - name == 2 * CHARACTER


@pytest.mark.parametrize("seal", [None, DEMO_SEAL], ids=["unsealed", "sealed"])
def test_a_wider_font_does_not_wrap_name_or_date(seal: bytes | None) -> None:
    opened = Opened(word(specimen("notice", issuer="安委办", seal=seal)))
    for style in ("署名", "成文日期"):
        assert attribute(opened.only(style), "w:pPr/w:ind", "w:right") == str(-2 * CHARACTER)


def test_sealed_the_date_ends_four_characters_in_and_the_name_is_centred_over_it() -> None:
    _, name, day = _signature(issuer="临湖区安委办", seal=DEMO_SEAL)
    assert TEXT_WIDTH - day - _wide("2026年11月3日") == pytest.approx(4 * CHARACTER, abs=2)
    assert name + _wide("临湖区安委办") / 2 == pytest.approx(day + _wide("2026年11月3日") / 2, abs=2)


def test_sealed_a_very_long_name_stays_inside_the_text_with_the_date_centred_below() -> None:
    issuer = "临湖区安全生产委员会办公室综合协调与宣传教育科"
    _, name, day = _signature(issuer=issuer, seal=DEMO_SEAL)
    assert 0 <= name <= TEXT_WIDTH - _wide(issuer)
    assert name + _wide(issuer) / 2 == pytest.approx(day + _wide("2026年11月3日") / 2, abs=2)


@pytest.mark.parametrize("issuer", ["临湖区安委办", "临湖区安全生产委员会办公室"])
def test_the_seal_lies_over_name_and_date_with_both_slightly_below_its_middle(issuer: str) -> None:
    opened, _, day = _signature(issuer=issuer, seal=DEMO_SEAL)
    x, y, across, down = _place_of(opened.anchor())
    middle_of_the_date = (day + _wide("2026年11月3日") / 2) * 635
    assert x + across / 2 == pytest.approx(middle_of_the_date, abs=635 * 3)
    between_name_and_date = LINE * 635  # under the top of the name's line
    below_the_middle = between_name_and_date - (y + down / 2)
    assert 0 < below_the_middle <= 5 * EMU_PER_MM
    assert across == down == 42 * EMU_PER_MM


def test_the_top_of_the_seal_is_within_one_line_of_the_text() -> None:
    opened, _, _ = _signature(seal=DEMO_SEAL)
    _, y, _, _ = _place_of(opened.anchor())
    blanks = _blank_lines_above(opened.only("署名"))
    from_text_to_seal = blanks * LINE * 635 + y
    assert blanks == 2
    assert 0 < from_text_to_seal <= LINE * 635


def _place_of(anchor) -> tuple[int, int, int, int]:
    across, down = int(anchor.find(qn("wp:extent")).get("cx")), int(anchor.find(qn("wp:extent")).get("cy"))
    x, y = (int(anchor.find(f"{qn(f'wp:position{axis}')}/{qn('wp:posOffset')}").text) for axis in "HV")
    assert anchor.find(qn("wp:positionH")).get("relativeFrom") == "column"
    assert anchor.find(qn("wp:positionV")).get("relativeFrom") == "paragraph"
    return x, y, across, down


def _blank_lines_above(paragraph) -> int:
    count, above = 0, paragraph.getprevious()
    while above.tag == qn("w:p") and not words(above):
        count, above = count + 1, above.getprevious()
    return count


def test_the_seal_keeps_its_shape_and_is_a_png_of_the_file() -> None:
    opened, _, _ = _signature(seal=DEMO_SEAL)
    image = next(opened.body.iter(qn("a:blip"))).get(qn("r:embed"))
    assert opened.document.part.related_parts[image].blob == DEMO_SEAL


def test_the_handwriting_floats_in_its_line_where_room_is_left_for_it() -> None:
    opened = Opened(word(specimen("reply", signature=DEMO_SEAL)))
    line = next(paragraph for paragraph in opened.paragraphs if words(paragraph).startswith("签字：赵某"))
    picture = next(line.iter(qn("wp:anchor")))
    assert picture.find(qn("wp:positionH")).get("relativeFrom") == "character"
    assert int(picture.find(qn("wp:extent")).get("cy")) <= LINE * 635  # an exact line would cut a higher picture
    room = words(line).removeprefix("签字：赵某").removesuffix("2026年11月9日")
    assert room == "　" * 8
    assert len(room) * CHARACTER * 635 > int(picture.find(qn("wp:extent")).get("cx"))


def test_handwriting_and_seal_are_two_pictures_of_the_file() -> None:
    opened = Opened(word(specimen("reply", signature=DEMO_SEAL)))
    images = [blip.get(qn("r:embed")) for blip in opened.body.iter(qn("a:blip"))]
    numbers = [each.get("id") for each in opened.body.iter(qn("wp:docPr"))]
    assert len(set(images)) == len(set(numbers)) == 2
    assert opened.only("署名").find(f".//{qn('wp:anchor')}") is not None


def test_only_a_png_can_be_a_seal() -> None:
    with pytest.raises(ValueError, match="PNG"):
        word(specimen("notice", seal=b"GIF89a"))


def test_no_page_holds_the_signature_alone() -> None:
    opened = Opened(word(specimen("notice", requests=(), annexes=())))
    together = opened.only("署名").getprevious()
    while not words(together):
        together = together.getprevious()
    assert words(together).endswith("逾期未反馈视为无意见。")
    assert together.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


@pytest.mark.parametrize("kind", ["silence_record", "undelivered_record"])
def test_no_page_holds_only_the_note_below_a_record(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    together = next(p for p in opened.body.iter(qn("w:p")) if words(p).startswith("本记录由系统")).getprevious()
    assert together.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


# -- tables, annexes, imprint


@pytest.mark.parametrize("kind", SPECIMENS)
def test_tables_repeat_their_headings_and_keep_short_rows_whole(kind: str) -> None:
    opened = Opened(word(specimen(kind)))
    for table in opened.body.iter(qn("w:tbl")):
        for row in table.iter(qn("w:tr")):
            is_heading = all(style_id(paragraph) == "TableHead" for paragraph in row.iter(qn("w:p")))
            assert (row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None) is is_heading
            assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


@pytest.mark.parametrize(("count", "is_whole"), [(5000, False), (150, False), (100, True)])
def test_a_row_too_long_to_keep_whole_may_break(count: int, is_whole: bool) -> None:
    """A clause of 150 characters beside its correction is a third of a page high; half a page would stay empty above."""
    long = papers.Change("（一）", "长" * count, "短")
    row = list(Opened(word(specimen("replacement", changes=(long,)))).body.iter(qn("w:tr")))[1]
    assert (row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None) is is_whole


def test_annexes_are_numbered_only_when_there_are_several_and_end_without_a_stop() -> None:
    several = Opened(word(specimen("notice", annexes=("甲", "乙"))))
    assert [words(paragraph) for paragraph in several.styled("附件说明")] == ["附件：1.甲", "　　　2.乙"]
    one = Opened(word(specimen("notice", annexes=("甲",))))
    assert [words(paragraph) for paragraph in one.styled("附件说明")] == ["附件：甲"]


def test_the_imprint_ends_with_the_text_area_and_names_copies_issuer_and_day() -> None:
    opened = Opened(word(specimen("notice")))
    assert [words(paragraph) for paragraph in opened.styled("版记")] == [
        "抄送：区委办公室，区政府办公室。",
        "临湖区安全生产委员会办公室",
        "2026年11月3日印发",
    ]
    table = list(opened.body.iter(qn("w:tbl")))[-1]
    assert attribute(table, "w:tblPr/w:tblpPr", "w:tblpYSpec") == "bottom"
    assert attribute(table, "w:tblPr/w:tblpPr", "w:vertAnchor") == "margin"
    lines = [attribute(cell, "w:tcPr/w:tcBorders/w:top", "w:sz") for cell in table.iter(qn("w:tc"))]
    assert lines == ["8", "6", "6"]  # eighths of a point: 0.35 mm, then 0.25 mm between


@pytest.mark.parametrize("kind", SPECIMENS)
def test_properties_of_paragraphs_keep_the_order_of_the_schema(kind: str) -> None:
    order = [
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "pBdr",
        "tabs",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
        "rPr",
        "sectPr",
    ]
    for properties in Opened(word(specimen(kind))).body.iter(qn("w:pPr")):
        places = [order.index(child.tag.rpartition("}")[2]) for child in properties]
        assert all(first < second for first, second in pairwise(places)), properties.xml
