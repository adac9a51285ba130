"""A draft read line by line: which lines are parts, clauses and text, and what an editor would query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.documents.outline import Clause, Outline, Part, from_dict, gaps, parse
from workflow.documents.outline.headings import Kind, heading_of, split_title, value_of
from workflow.errors import Incomplete

TEXT = "各部门按照职责分工抓好落实，每半年向区安委办报告一次进展情况。"
LONG = "到2027年底前，全区重点行业领域企业全部建立风险清单，并向行业主管部门备案。"


def shape(lines):
    """The outline of some lines as (heading of part, [(number, title, number of paragraphs)])."""
    return [
        (part.heading, [(c.number, c.title, len(c.paragraphs)) for c in part.clauses]) for part in parse(lines).parts
    ]


def clauses(*lines):
    """The clauses under one part heading."""
    return parse(["一、总体要求", *lines]).parts[0].clauses


# -- what a line is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("第一章 总则", Kind.CHAPTER, "第一章"),
        ("第三条　本办法所称隐患，是指", Kind.ARTICLE, "第三条"),
        ("第八条之一　企业报送的", Kind.ARTICLE, "第八条之一"),
        ("一、总体要求", Kind.ONE, "一"),
        ("十二．附则", Kind.ONE, "十二"),
        ("三、三年行动目标", Kind.ONE, "三"),
        ("（十八）完善机制。", Kind.TWO, "（十八）"),
        ("(二)半角括号的条款", Kind.TWO, "（二）"),
        ("（ 三 ）序号里有空格", Kind.TWO, "（三）"),
        ("1.建立台账。", Kind.THREE, "1"),
        ("１２．全角数字", Kind.THREE, "12"),
        ("3、用顿号的", Kind.THREE, "3"),
        ("（1）现场核查；", Kind.FOUR, "（1）"),
    ],
)
def test_a_numbered_line_is_a_heading(line, kind, number):
    heading = heading_of(line)
    assert (heading.kind, heading.number) == (kind, number)


@pytest.mark.parametrize(
    "line",
    [
        "（征求意见稿）",
        "（2026年9月27日以云党发〔2026〕41号文件印发）",
        "（联系人：某某；联系电话及传真：0000000）",
        "——坚持源头防范。",
        "第三条第二款规定的情形除外。",
        "第二章的规定适用于园区。",
        "一、二类企业每年检查一次。",
        "1.5万元以下的项目不再审批。",
        "2026.11.23",
        "十二月底前完成。",
    ],
)
def test_a_line_that_only_begins_like_a_number_is_text(line):
    assert heading_of(line) is None


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("三十三", 33),
        ("（三十三）", 33),
        ("第一百零一条", 101),
        ("十", 10),
        ("（7）", 7),
        ("第八条之一", None),
        ("甲", None),
    ],
)
def test_the_value_of_a_number(number, value):
    assert value_of(number) == value


# -- titles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "title", "rest"),
    [
        (Kind.TWO, f"指导思想。{TEXT}", "指导思想", TEXT),
        (Kind.TWO, f"明确党委(党组)和政府领导责任。{TEXT}", "明确党委(党组)和政府领导责任", TEXT),
        (Kind.TWO, f"加强组织领导，压实工作责任。{TEXT}", "加强组织领导，压实工作责任", TEXT),
        (Kind.TWO, f"工作目标：{LONG}", "工作目标", LONG),
        (Kind.TWO, f"保障措施　　{TEXT}", "保障措施", TEXT),
        (Kind.TWO, "强化督查考核", "强化督查考核", ""),
        (Kind.TWO, f"落实“三个必须”要求。{TEXT}", "落实“三个必须”要求", TEXT),
        (Kind.TWO, f"压实各级主要负责人责任。{TEXT}", "压实各级主要负责人责任", TEXT),
        (Kind.ARTICLE, "施行日期", "施行日期", ""),
        (Kind.TWO, LONG + TEXT, None, LONG + TEXT),
        (Kind.TWO, "各镇街每季度要开展一次自查。" + TEXT, None, "各镇街每季度要开展一次自查。" + TEXT),
        (Kind.TWO, "企业应当建立台账。" + TEXT, None, "企业应当建立台账。" + TEXT),
        (Kind.TWO, "本办法自印发之日起施行。", None, "本办法自印发之日起施行。"),
        (Kind.TWO, "有下列情形之一的：", None, "有下列情形之一的："),
        (Kind.TWO, "未按期整改的；", None, "未按期整改的；"),
        (Kind.ARTICLE, "安全生产工作以人为本。" + TEXT, None, "安全生产工作以人为本。" + TEXT),
        (Kind.ARTICLE, f"（适用范围）{TEXT}", "适用范围", TEXT),
        (Kind.ARTICLE, f"【定义】 {TEXT}", "定义", TEXT),
        (Kind.ARTICLE, "工作原则", "工作原则", ""),
    ],
)
def test_a_short_first_sentence_is_the_title_and_a_provision_is_text(kind, text, title, rest):
    assert split_title(kind, text) == (title, rest)


@pytest.mark.parametrize(("length", "is_title"), [(30, True), (31, False)])
def test_a_title_has_thirty_characters_at_most(length, is_title):
    assert (split_title(Kind.TWO, "安" * length + "。" + TEXT)[0] is not None) is is_title


@pytest.mark.parametrize(("length", "is_title"), [(24, True), (25, False)])
def test_a_title_with_a_comma_is_shorter(length, is_title):
    assert (split_title(Kind.TWO, "全，".ljust(length, "安") + "。" + TEXT)[0] is not None) is is_title


# -- which numbers are clauses -----------------------------------------------------------------------------------------


def test_clauses_stand_under_parts():
    assert shape(["一、总体要求", f"（一）指导思想。{TEXT}", "二、主要任务", f"（二）摸清底数。{TEXT}", TEXT]) == [
        ("一、总体要求", [("（一）", "指导思想", 1)]),
        ("二、主要任务", [("（二）", "摸清底数", 2)]),
    ]


def test_what_is_numbered_below_a_clause_stays_its_text():
    (clause,) = clauses("（一）重点任务。", "1.建立台账。", "（1）逐项登记；", "2.按期销号。")
    assert clause.paragraphs == ("1.建立台账。", "（1）逐项登记；", "2.按期销号。")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["一、摸清底数", TEXT, "二、分类整治", TEXT], [("", [("一", "摸清底数", 1), ("二", "分类整治", 1)])]),
        (
            [f"（一）摸清底数。{TEXT}", f"（二）整治。{TEXT}"],
            [("", [("（一）", "摸清底数", 1), ("（二）", "整治", 1)])],
        ),
        ([f"1.摸清底数。{TEXT}", f"2．整治。{TEXT}"], [("", [("1", "摸清底数", 1), ("2", "整治", 1)])]),
        ([f"（1）摸清底数。{TEXT}"], [("", [("（1）", "摸清底数", 1)])]),
        (["一、摸底", "1.登记。", "2.建档。", "二、整治", "1.交办。"], [("", [("一", "摸底", 2), ("二", "整治", 1)])]),
        (
            ["一、摸底", f"1.登记造册。{TEXT}", "二、整治", f"2.限期整改。{TEXT}"],
            [("一、摸底", [("1", "登记造册", 1)]), ("二、整治", [("2", "限期整改", 1)])],
        ),
        (
            ["第一章 总则", f"第一条　{LONG}", "（一）登记；", "第二章 附则", f"第二条　{LONG}"],
            [("第一章 总则", [("第一条", None, 2)]), ("第二章 附则", [("第二条", None, 1)])],
        ),
        (
            ["第一章 责任", "第一节 部门", f"第一条 {LONG}", "第二节 企业", f"第二条 {LONG}"],
            [("第一章第一节 部门", [("第一条", None, 1)]), ("第一章第二节 企业", [("第二条", None, 1)])],
        ),
        ([f"第一条　{LONG}", f"第二条　{LONG}"], [("", [("第一条", None, 1), ("第二条", None, 1)])]),
        (
            ["第一章 总则", "一、目的", LONG, "（一）登记；"],
            [("第一章 总则", [("一", "目的", 2)])],
        ),
    ],
    ids=[
        "一、",
        "（一）",
        "1.",
        "（1）",
        "一、 with 1. inside",
        "1. running on",
        "章 and 条",
        "节",
        "条",
        "章 and 一、",
    ],
)
def test_the_clause_level_of_other_numberings(lines, expected):
    assert shape(lines) == expected


def test_a_cited_article_does_not_turn_a_draft_into_articles():
    lines = ["一、总体要求", f"（一）依据。{TEXT}", "第八十六条 要求公开评估结果。", f"（二）目标。{TEXT}"]
    assert shape(lines) == [("一、总体要求", [("（一）", "依据", 2), ("（二）", "目标", 1)])]


def test_a_part_without_numbered_clauses_is_one_clause_of_its_own_number():
    outline = parse(["一、任务", f"（一）摸底。{TEXT}", "二、附则", TEXT, TEXT])
    last = outline.parts[1].clauses[0]
    assert (last.number, last.title, last.paragraphs) == ("二", None, (TEXT, TEXT))
    assert last.label(outline.parts[1]) == "二、"


def test_a_heading_that_ends_in_a_comma_runs_over_two_lines():
    assert (
        parse(["一、健全责任体系，", "落实安全责任", f"（一）职责。{TEXT}"]).parts[0].title
        == "健全责任体系，落实安全责任"
    )


# -- where a draft begins and ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        (
            ["中共青川区委  青川区人民政府", "", "关于推进改革的办法", "（征求意见稿）"],
            "中共青川区委 青川区人民政府关于推进改革的办法（征求意见稿）",
        ),
        (["附件1： ", "关于推进改革的办法(征求意见稿)"], "关于推进改革的办法(征求意见稿)"),
        (["关于推进改革的意见", "（2026年9月27日以云党发41号文件印发）"], "关于推进改革的意见"),
        (["特急", "青川区人民政府文件", "青政发〔2026〕8号", "关于推进改革的意见", "各镇街："], "关于推进改革的意见"),
        (["关于推进改革的意见", "目　录", "一、总体要求……1", "二、任务\t3"], "关于推进改革的意见"),
        (
            ["关于推进改革的办法", "（征求意见稿）", "青川区安委办起草组", "2026年11月"],
            "关于推进改革的办法（征求意见稿）",
        ),
        (["中共青川区委", "关于推进改革的办法（讨论稿）", "青川区安委办"], "中共青川区委关于推进改革的办法（讨论稿）"),
        (["关于推进改革的意见", "（2026年9月27日）", "青川区安委办"], "关于推进改革的意见"),
        (["（征求意见稿）", "关于推进改革的办法"], "（征求意见稿）关于推进改革的办法"),
        (["为推进全区安全生产工作，制定本办法。"], ""),
    ],
)
def test_the_title_of_a_draft(opening, title):
    assert (
        parse([*opening, f"　　为做好工作，提出以下意见。{TEXT}", "一、总体要求", f"（一）目标。{TEXT}"]).title == title
    )


def test_indents_of_either_width_are_no_text():
    plain = parse(["一、总体要求", f"（一）目标。{TEXT}", f"（二）原则。{TEXT}"])
    assert parse(["　　一、总体要求", f"    （一）目标。{TEXT}", f"\u00a0（二）原则。{TEXT}　"]) == plain


def test_dash_paragraphs_belong_to_the_clause_whose_body_is_empty():
    (clause,) = clauses("　　（二）基本原则。", "　　——坚持安全发展。以人为本。", "　　——坚持依法监管。严格执法。")
    assert clause == Clause("（二）", "基本原则", ("——坚持安全发展。以人为本。", "——坚持依法监管。严格执法。"))


@pytest.mark.parametrize(
    "tail",
    [
        ["附件：重点任务分工方案"],
        ["附件：1.分工方案", "2.进度安排"],
        ["附件2：", "关于另一件事的意见", "一、总体要求", f"（一）别的条款。{TEXT}"],
        ["PAGE  ", "2"],
        ["PAGE  ", "", "2"],
        ["— 12 —"],
        ["青川区安全生产委员会办公室", "2026年11月3日"],
        ["中共青川区委", "青川区人民政府", "二〇二六年十一月三日", "（此件公开发布）"],
        ["（联系人：某某；联系电话：0000000）"],
        ["抄送：区委办公室。"],
    ],
)
def test_what_follows_the_last_clause_is_not_its_text(tail):
    (clause,) = clauses(f"（一）目标。{TEXT}", *tail)
    assert clause.paragraphs == (TEXT,)


def test_a_date_between_clauses_does_not_end_the_draft():
    assert len(clauses(f"（一）节点。{TEXT}", "2026年12月31日", f"（二）验收。{TEXT}")) == 2


def test_the_draft_is_found_behind_its_covering_letter():
    letter = ["关于征求《实施办法（征求意见稿）》意见的通知", "各镇街：", "一、请认真研究。", "二、请按期反馈。"]
    draft = ["附件1：", "实施办法", "（征求意见稿）", "一、总体要求", f"（一）目标。{TEXT}"]
    assert parse([*letter, *draft]).title == "实施办法（征求意见稿）"
    assert parse(letter).title == "关于征求《实施办法（征求意见稿）》意见的通知"


def test_a_text_without_numbers_has_no_parts():
    assert parse(["关于放假的通知", "各单位：", TEXT]) == Outline("关于放假的通知", ())
    assert parse([]) == Outline("", ())


# -- labels and dicts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "number", "label"),
    [
        ("二", "（四）", "二、（四）"),
        ("第二章", "第五条", "第二章第五条"),
        ("三", "7", "三、7."),
        (None, "（四）", "（四）"),
        (None, "一", "一、"),
        (None, "1", "1."),
    ],
)
def test_the_label_of_a_clause(part, number, label):
    assert Clause(number, None, (TEXT,)).label(Part(part, None, ())) == label


def test_an_outline_as_a_dict():
    outline = parse(["关于推进改革的办法", "一、总体要求", f"（一）目标。{TEXT}", f"（二）{LONG}"])
    assert outline.as_dict() == {
        "title": "关于推进改革的办法",
        "parts": [
            {
                "number": "一",
                "title": "总体要求",
                "clauses": [
                    {"number": "（一）", "title": "目标", "paragraphs": [TEXT]},
                    {"number": "（二）", "title": None, "paragraphs": [LONG]},
                ],
            }
        ],
    }


def a_dict(**changes):
    """A correct dict of two clauses; keywords replace fields of the second clause."""
    first = {"number": "（一）", "title": "目标", "paragraphs": [TEXT]}
    second = {"number": "（二）", "title": None, "paragraphs": [TEXT]} | changes
    return {"title": "办法", "parts": [{"number": "一", "title": "总则", "clauses": [first, second]}]}


def test_corrections_are_trimmed_and_blank_paragraphs_dropped():
    corrected = from_dict(a_dict(number=" （二） ", title="  ", paragraphs=[f" {TEXT}", ""]))
    assert corrected == from_dict(a_dict())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (None, "title"),
        ({**a_dict(), "title": " "}, "title"),
        ({"title": "办法", "parts": []}, "parts"),
        ({"title": "办法", "parts": "一"}, "parts"),
        ({"title": "办法", "parts": [{"number": "一", "title": "总则", "clauses": []}]}, "parts.0.clauses"),
        ({"title": "办法", "parts": [7]}, "parts.0.clauses"),
        ({"title": "办法", "parts": a_dict()["parts"] + [{**a_dict()["parts"][0], "number": None}]}, "parts.1.number"),
        (a_dict(number=""), "parts.0.clauses.1.number"),
        (a_dict(number="（一）"), "parts.0.clauses.1.number"),
        (a_dict(title=3), "parts.0.clauses.1.title"),
        (a_dict(paragraphs="一段"), "parts.0.clauses.1.paragraphs"),
        (a_dict(paragraphs=[1]), "parts.0.clauses.1.paragraphs"),
        (a_dict(paragraphs=[" "]), "parts.0.clauses.1.paragraphs"),
    ],
)
def test_a_wrong_correction_is_refused_beside_its_field(given, field):
    with pytest.raises(Incomplete) as refusal:
        from_dict(given)
    assert field in refusal.value.fields
    assert all(sentence.endswith("。") for sentence in refusal.value.fields.values())


# -- slips -------------------------------------------------------------------------------------------------------------


def numbered(*parts):
    """numbered("一 （一）（二）", …): the outline with these numbers and the same text in each clause."""
    split = [each.split() for each in parts]
    return Outline(
        "办法",
        tuple(Part(number, "标题", tuple(Clause(one, "条题", (TEXT,)) for one in ones)) for number, *ones in split),
    )


@pytest.mark.parametrize(
    ("outline", "warnings"),
    [
        (numbered("一 （一） （二）", "二 （三）"), []),
        (numbered("一 （一） （二）", "二 （一） （二）"), []),
        (numbered("一 （一） （三）"), ["“一、（三）”之前可能缺“（二）”，请核对。"]),
        (numbered("一 （一） （五）"), ["“一、（五）”之前可能缺“（二）”至“（四）”，请核对。"]),
        (numbered("一 （一） （一）"), ["“一、（一）”与上一个序号重复，请核对。"]),
        (numbered("一 （一） （二） （三） （二）"), ["“一、（二）”排在“（三）”之后，序号顺序不对，请核对。"]),
        (numbered("一 （二）"), ["“一、（二）”是第一个序号，前面可能缺“（一）”，请核对。"]),
        (numbered("一 （一）", "三 （二）"), ["“三、”之前可能缺“二、”，请核对。"]),
        (numbered("一 （一）", "一 （二）"), ["“一、”与上一个序号重复，请核对。"]),
        (numbered("第一章 第一条", "第二章 第三条"), ["“第二章第三条”之前可能缺“第二条”，请核对。"]),
        (numbered("第一章 第一条 第一条之一 第二条"), []),
        (numbered("一 1 2", "二 二"), []),
        (numbered("一 （一）", "二"), ["“二、标题”下面没有条款，请核对。"]),
        (Outline("", numbered("一 （一）").parts), ["没有识别到文稿标题，请补填。"]),
        (parse(["办法", "一、总则", "（一）目标"]), ["“一、（一）”没有正文，请核对。"]),
    ],
)
def test_slips_of_numbering_are_shown_to_the_clerk(outline, warnings):
    assert gaps(outline) == warnings


# -- there and back ----------------------------------------------------------------------------------------------------

NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "二十", "三十三"]
plain = st.text("安全生产隐患排查治理责任落实", min_size=2, max_size=10)
characters = st.one_of(plain, plain.map("{}(党组)".format), plain.map("“三同时”{}".format))
sentences = st.builds("全区范围内，{}；{}。".format, characters, characters)
paragraphs = st.lists(st.one_of(sentences, sentences.map("——{}".format), sentences.map("1.{}".format)), max_size=4)


@st.composite
def outlines(draw):
    """Well-formed drafts: （一） under 一、, 条 under 章, or one level alone, text under a part's heading or not."""
    part_form, clause_form = draw(
        st.sampled_from([("{}", "（{}）"), ("第{}章", "第{}条"), (None, "（{}）"), (None, "{}"), (None, "第{}条")])
    )
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3 if part_form else 1))
    numbers = iter(NUMERALS)
    parts = []
    for at, size in enumerate(sizes):
        number = part_form.format(NUMERALS[at]) if part_form else None
        own = [Clause(number, None, (draw(sentences), *draw(paragraphs)))] if number and draw(st.booleans()) else []
        clauses = [draw(clause_of(clause_form.format(next(numbers)))) for _ in range(size)]
        parts.append(Part(number, draw(characters) if number else None, (*own, *clauses)))
    return Outline(draw(characters), tuple(parts))


@st.composite
def clause_of(draw, number):
    """A clause that opens with its title or with a sentence, and goes on with paragraphs of any kind."""
    title = draw(st.none() | characters)
    opening = draw(sentences)
    return Clause(number, title, (opening, *draw(paragraphs)))


@given(outlines())
def test_a_well_formed_outline_written_as_lines_reads_back_as_itself(outline):
    assert parse(outline.lines()) == outline
    assert from_dict(outline.as_dict()) == outline
    assert gaps(outline) == []


@given(st.lists(st.text("一二（）、。1.第章条附件：安全\u3000 \tPAGE", max_size=12), max_size=12))
def test_no_lines_are_ever_too_odd_to_read(lines):
    outline = parse(lines)
    gaps(outline)
    assert all(clause.label(part) for part, clause in outline.clauses())
