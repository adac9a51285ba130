"""What the papers of an accident must say, what they must never say, and how they read with little to tell."""

from dataclasses import MISSING, fields, replace
from datetime import date
from itertools import pairwise

import pytest
from docx.oxml.ns import qn

from tests.documents.accident_specimens import ACCIDENT, SPECIMENS_OF_AN_ACCIDENT
from tests.documents.opened import Opened, attribute, words
from tests.documents.specimens import DEMO_SEAL, specimen
from workflow.accident import papers
from workflow.accident.papers import Paper, Paragraph, paragraphs
from workflow.documents.paper import word

SAID = {
    "accident_first_report": (
        "根据《生产安全事故报告和调查处理条例》第十条、第十二条的规定",
        "2017年12月1日（星期五）06:20",
        "死亡2人，下落不明0人，重伤（含急性工业中毒）5人，轻伤3人。伤员均已送区医院救治。",
        "约300万元（初步估计）",
        "迟报25分钟",
        "尚未通知",
        "补报至2017年12月8日（《生产安全事故报告和调查处理条例》第十三条）",
        "赵某",
    ),
    "accident_team": (
        "第十九条、第二十二条、第二十四条的规定，临湖区人民政府决定成立",
        "副区长",
        "火灾物证鉴定",
        "邀请临湖区人民检察院派人参加调查。该院已派员参加。",
        "没有直接利害关系，在开展工作前逐人书面声明",
        "至迟2018年1月30日提交事故调查报告",
    ),
    "accident_appraisal": (
        "第二十七条的规定",
        "委托你单位（具有火灾物证鉴定资质）进行技术鉴定",
        "1.认定起火部位和起火点；\n2.分析短路熔痕的性质。",
        "委托之日为2017年12月10日。请于2018年1月4日前出具鉴定结论",
        "技术鉴定所需时间不计入事故调查期限",
    ),
    "accident_extension": (
        "请示（临“12·1”调〔2018〕2号）收悉。因技术鉴定和取证工作量大，",
        "延长60日，由2018年2月24日延长至2018年4月25日。",
        "2017年12月1日＋60日＋鉴定25日＝2018年2月24日（条例第二十九条、第二十七条）；",
        "延长的期限最长不超过60日。",
    ),
    "accident_report": (
        "拆除车间外墙违规使用的易燃保温材料",
        "对间接原因的排列顺序有不同意见，已另行提出书面意见。",
        "附件：1.证据目录\n　　　2.事故调查组成员的不同意见\n　　　3.组长结论性意见",
        "两名遇难人员均在疏散途中遇险",
        "理由：两项间接原因对事故的作用相当",
    ),
    "accident_dissent": (
        "本人陈某，区总工会派出",
        "电气检测制度不落实列为首要间接原因。",
        "企业未组织疏散演练应当列为首要间接原因。",
        "签名：陈某",
    ),
    "accident_conclusion": (
        "中发〔2016〕32号",
        "企业未组织疏散演练应当列为首要间接原因。",
        "将未组织疏散演练单列一条。",
        "成员的不同意见书原件随事故调查报告一并报送、存档。",
    ),
    "accident_approval": (
        "“12·1”一般火灾事故调查组报送的请示（临安办〔2018〕19号）",
        "第三十二条的规定",
        "该起事故为一般事故，事故性质为生产安全责任事故。",
        "对某食品加工厂处以罚款60万元。有关机关",
        "2项防范和整改措施",
        "自收到批复之日起15日内，将本批复送达有关责任单位和责任人员",
        "2019年3月4日启动，至迟2019年5月4日公开评估结果",
        "60日内向市人民政府申请行政复议，或者在知道本批复之日起6个月内向有管辖权的人民法院提起行政诉讼",
    ),
    "accident_publication": (
        "由临湖区人民政府于2018年5月4日批复（临湖政函〔2018〕11号）",
        "于2018年5月28日公布。公布时已略去伤亡人员姓名。",
        "正文保持公布时的原样",
        "8时16分",
        "核对出警记录后更正。",
    ),
    "accident_supervision": (
        "一、事故名称",
        "二、督办事项",
        "三、办理期限",
        "四、督办解除方式和程序",
        "鉴于该起事故未在规定期限内提交事故调查报告，按照事故查处挂牌督办的有关规定，",
        "自接到本通知之日起60日内（即至迟2018年4月3日）完成。",
    ),
    "accident_supervision_lifted": (
        "以临安督〔2018〕1号文对",
        "自本通知印发之日起解除挂牌督办",
        "1.善后处置工作已经完成。\n2.事故调查报告已经批复。",
    ),
    "accident_rectification": (
        "经评估，该项措施未落实，现要求重新整改。",
        "第1项",
        "2018年8月31日",
        "现场查验保温材料全部更换，检测报告结论为合格。",
        "施工合同、检测报告、更换前后照片",
        "请于2018年5月25日前将整改方案报送区安委会办公室",
        "依次予以催办、督办、约谈、通报",
    ),
    "accident_closing": (
        "2018年8月31日（经批准延长至2018年9月30日）",
        "保温材料检测报告",
        "同意验收。",
        "王某、李某",
        "2018年9月27日",
    ),
    "accident_evaluation": (
        "第八十六条和安委办〔2021〕4号文件的规定",
        "2019年3月4日启动，至迟2019年5月4日完成并公开",
        "抽查十户有2户与台账不一致。",
        "部分落实",
        "四、责任追究落实情况",
        "五、存在的问题",
        "六、工作建议",
    ),
}
CHAPTERS = [
    "一、事故发生单位概况",
    "二、事故发生经过和事故救援情况",
    "三、事故造成的人员伤亡和直接经济损失",
    "四、事故发生的原因和事故性质",
    "五、事故责任的认定以及对事故责任者的处理建议",
    "六、事故防范和整改措施",
    "七、应急处置评估",
    "八、技术问题专篇",
    "九、管理问题专篇",
]


def text(kind: str, **changes) -> str:
    return Opened(word(specimen(kind, **changes))).text


def bare(paper: Paper) -> Paper:
    """The paper with nothing in its optional fields."""
    return replace(paper, **{each.name: each.default for each in fields(paper) if each.default is not MISSING})


def test_every_paper_has_its_sentences_here() -> None:
    assert set(SAID) == {paper.kind for paper in papers.PAPERS}


@pytest.mark.parametrize(("kind", "sentence"), [(kind, each) for kind, said in SAID.items() for each in said])
def test_a_paper_says_what_happened(kind: str, sentence: str) -> None:
    assert sentence in text(kind)


@pytest.mark.parametrize("paper", SPECIMENS_OF_AN_ACCIDENT, ids=lambda paper: paper.kind)
def test_a_paper_reads_well_with_little_to_tell(paper: Paper) -> None:
    said = Opened(word(bare(paper))).text
    assert not [trace for trace in ("（）", "，，", "。。", "、、", "，。", "（，", "于前", "：。") if trace in said]
    assert ACCIDENT in said.replace("\n", "")


@pytest.mark.parametrize("paper", SPECIMENS_OF_AN_ACCIDENT, ids=lambda paper: paper.kind)
def test_dates_have_no_leading_zeros(paper: Paper) -> None:
    early = {each.name: date(2030, 1, 5) for each in fields(paper) if each.name in ("issued_on", "completed_on")}
    said = Opened(word(replace(paper, **early))).text
    assert ("2030年1月5日" in said) is bool(early)
    assert not [trace for trace in ("年0", "月0") if trace in said]


# -- the beginning


def test_a_first_report_without_a_letterhead_has_nothing_red_and_nobody_who_approved_it() -> None:
    said = text("accident_first_report", letterhead="", approved_by="", other="")
    assert "签发人" not in said
    assert "无。" in said


def test_an_approval_is_put_off_in_words_of_its_own() -> None:
    said = text(
        "accident_extension", of_approval=True, addressee="区安委会办公室",
        old_due=date(2018, 3, 1), days=30, new_due=date(2018, 3, 31),
    )  # fmt: skip
    assert "调查报告批复期限的批复" in said
    assert "你单位2018年2月12日关于延长事故调查报告批复期限的请示" in said
    assert "第三十二条" in said
    assert "特别重大事故批复时间的延长最长不超过30日。" in said
    assert "提交事故调查报告" not in said


def test_an_approval_is_put_off_by_30_days_at_most() -> None:
    with pytest.raises(ValueError, match="days"):
        specimen("accident_extension", of_approval=True, days=31, new_due=date(2018, 3, 27))


@pytest.mark.parametrize(("days", "until"), [(0, date(2018, 2, 24)), (61, date(2018, 4, 26)), (60, date(2018, 4, 24))])
def test_an_extension_has_at_most_60_days_and_adds_up(days: int, until: date) -> None:
    with pytest.raises(ValueError, match="days"):
        specimen("accident_extension", days=days, new_due=until)


def test_a_team_without_experts_has_no_table_for_them() -> None:
    assert "聘请" not in text("accident_team", experts=())


# -- the report


def test_a_report_has_its_nine_chapters_in_order() -> None:
    for kind in ("accident_report", "accident_publication"):
        headings = [words(each) for each in Opened(word(specimen(kind))).styled("一级标题")]
        assert headings == CHAPTERS


def test_an_unwritten_chapter_says_so() -> None:
    assert "八、技术问题专篇\n（尚未撰写）" in text("accident_report", technical=())
    assert "（尚未提出措施）" in text("accident_report", measures=())


def test_headings_inside_a_chapter_are_told_from_sentences() -> None:
    typed = "（一）直接原因\n\n  制冷间线路短路。\n（二）企业未落实检测制度。"
    assert paragraphs(typed) == (
        Paragraph("（一）直接原因", heading=True),
        Paragraph("制冷间线路短路。"),
        Paragraph("（二）企业未落实检测制度。"),
    )
    kaiti = {words(each) for each in Opened(word(specimen("accident_report"))).styled("二级标题")}
    assert {"（一）直接原因", "（二）间接原因", "（三）事故性质"} <= kaiti


def test_the_cover_stands_before_the_text_without_a_page_number() -> None:
    opened = Opened(word(specimen("accident_report")))
    cover, body = opened.document.sections
    assert not cover.footer.paragraphs or not any(each.text for each in cover.footer.paragraphs)
    assert attribute(body._sectPr, "w:pgNumType", "w:start") == "1"
    before_the_text = "\n".join(words(each) for each in opened.styled("封面落款"))
    assert before_the_text.startswith(f"{ACCIDENT}调查组\n2018年4月20日")


def test_the_signature_page_shows_who_signed_who_refused_and_who_has_done_neither() -> None:
    rows = [[words(cell) for cell in row.iter(qn("w:tc"))] for row in _table_after("事故调查组成员签名表")]
    assert rows[1:] == [
        ["周某", "区人民政府", "组长", "周某", "2018年4月20日"],
        ["王某", "区安全生产监督管理局", "副组长", "王某", "2018年4月20日"],
        ["陈某", "区总工会", "成员", "拒签", "对间接原因的排列顺序有不同意见，已另行提出书面意见。"],
        ["李某", "区监察委员会", "成员", "", ""],
    ]


def _table_after(title: str) -> list:
    opened = Opened(word(specimen("accident_report")))
    element = next(each for each in opened.styled("公文标题") if words(each) == title)
    while element.tag != qn("w:tbl"):
        element = element.getnext()
    return list(element.iter(qn("w:tr")))


def test_nobody_both_signs_and_refuses() -> None:
    with pytest.raises(ValueError, match="both"):
        papers.Signing("周某", "区人民政府", "组长", date(2018, 4, 20), "不同意")


@pytest.mark.parametrize(
    ("left_out", "marks", "notes"),
    [
        ((), ["附件1", "附件2", "附件3"], ["附件：1.证据目录", "　　　2.事故调查组成员的不同意见", "　　　3.组长结论性意见"]),
        (("evidence",), ["附件1", "附件2"], ["附件：1.事故调查组成员的不同意见", "　　　2.组长结论性意见"]),
        (("dissents",), ["附件1", "附件2"], ["附件：1.证据目录", "　　　2.组长结论性意见"]),
        (("dissents", "conclusion"), ["附件"], ["附件：证据目录"]),
        (("evidence", "dissents", "conclusion"), [], []),
    ],
)  # fmt: skip
def test_annexes_are_numbered_as_they_come(left_out: tuple[str, ...], marks: list[str], notes: list[str]) -> None:
    nothing = {name: "" if name == "conclusion" else () for name in left_out}
    opened = Opened(word(specimen("accident_report", **nothing)))
    assert [words(each) for each in opened.styled("附件标识")] == marks
    assert [words(each) for each in opened.styled("附件说明")] == notes


def test_each_annex_begins_on_a_page_of_its_own_with_its_title_in_the_third_line() -> None:
    opened = Opened(word(specimen("accident_report")))
    assert attribute(opened.document.styles["附件标识"].element, "w:pPr/w:pageBreakBefore", "w:val") is None
    assert opened.document.styles["附件标识"].element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    for mark in opened.styled("附件标识"):
        blank = mark.getnext()
        assert words(blank) == ""
        assert blank.getnext() in opened.styled("公文标题")


def test_a_member_signs_with_a_date() -> None:
    for kind in ("accident_dissent", "accident_conclusion"):
        with pytest.raises(ValueError, match="has its date"):
            specimen(kind, signature=DEMO_SEAL, signed_on=None)
        assert "尚未签名" in text(kind, signed_on=None)


@pytest.mark.parametrize("missing", [{"reason": ""}, {"minority_views": ()}])
def test_a_conclusion_lists_the_minority_and_gives_its_reason(missing: dict) -> None:
    with pytest.raises(ValueError, match="gives its reason"):
        specimen("accident_conclusion", **missing)


# -- approval and publication


def test_an_approval_without_named_terms_points_to_the_statutory_ones() -> None:
    said = text("accident_approval", review_within="", suit_within="")
    assert "在法定期限内向市人民政府申请行政复议，或者在法定期限内向有管辖权的人民法院提起行政诉讼" in said


def test_what_is_published_has_neither_signatures_nor_evidence_nor_dissents() -> None:
    said = text("accident_publication")
    assert not [private for private in ("签名表", "拒签", "证据目录", "不同意见", "结论性意见") if private in said]
    assert not {"signings", "evidence", "dissents"} & set(vars(specimen("accident_publication")))


def test_nothing_is_published_before_it_is_approved() -> None:
    with pytest.raises(ValueError, match="before the approval"):
        specimen("accident_publication", published_on=date(2018, 5, 3))


def test_without_corrections_there_is_no_page_for_them() -> None:
    assert "更正" not in text("accident_publication", corrections=())


# -- supervision, rectification, evaluation


def test_a_first_order_does_not_speak_of_a_second() -> None:
    assert "重新整改" not in text("accident_rectification", cause="")
    assert "整改方案" not in text("accident_rectification", plan_due=None)


def test_a_measure_is_not_closed_without_evidence() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        specimen("accident_closing", evidence=())


def test_an_evaluation_without_accountability_numbers_its_parts_on() -> None:
    opened = Opened(word(specimen("accident_evaluation", accountability=(), problems=(), proposals=())))
    headings = [words(each) for each in opened.styled("一级标题")]
    assert headings[-3:] == ["三、逐项落实情况", "四、存在的问题", "五、工作建议"]
    assert "评估中未发现需要反馈的问题。" in opened.text


def test_the_rows_of_one_measure_stay_on_one_page() -> None:
    opened = Opened(word(specimen("accident_evaluation")))
    table = next(each for each in opened.body.iter(qn("w:tbl")) if "验收标准" in words(each))
    labels = [next(row.iter(qn("w:p"))) for row in table.iter(qn("w:tr"))]
    last_of_a_block = [words(label) == "评估结论" for label in labels]
    released = [attribute(label, "w:pPr/w:keepNext", "w:val") == "0" for label in labels]
    assert released == last_of_a_block
    assert [upper for upper, lower in pairwise(map(words, labels)) if lower.startswith("第")] == ["评估结论"]
