"""One filled paper of every kind; a test changes only what matters to it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.documents.accident_specimens import SPECIMENS_OF_AN_ACCIDENT
from workflow.clock import beijing
from workflow.consultation import papers
from workflow.documents.paper import Paper
from workflow.documents.rendering import TEMPLATES

DEMO_SEAL = (TEMPLATES / "seal.png").read_bytes()
TITLE = "关于加强小餐饮场所用气安全管理的实施办法（征求意见稿）"
DEADLINE = beijing(2026, 11, 24, 16)
GROUPS = ("各镇街、园区", "区安委会成员单位")
OFFICE = "临湖区安委会办公室"
CLAUSE = "第二部分（五）落实检查责任"

_ISSUED: dict[str, Any] = {
    "letterhead": "临湖区安全生产委员会办公室文件",
    "number": "临安办〔2026〕8号",
    "issuer": "临湖区安全生产委员会办公室",
    "issued_on": date(2026, 11, 3),
    "contact": "王某",
    "telephone": "00000000",
}
_ASKED: dict[str, Any] = {
    "notice_title": f"关于征求《{TITLE}》意见的通知",
    "notice_number": "临安办〔2026〕8号",
    "draft_title": TITLE,
}
_FIGURES = papers.Figures(
    sent=58, with_comments=30, no_objection=18, silent=9, undelivered=1, late=1, returned_uncorrected=2,
    comments=47, adopted=21, partly=9, declined=14, explained=3,
)  # fmt: skip
_SAID = (CLAUSE, "每季度检查一次。", "建议改为：“每月检查一次。”", "用气高峰在冬季。")

_ALL: tuple[Paper, ...] = (
    papers.Notice(
        **_ISSUED,
        title=f"关于征求《{TITLE}》意见的通知",
        addressees=GROUPS,
        basis="根据区政府主要领导批示要求",
        drafter=OFFICE,
        draft_title=TITLE,
        requests=("请逐条对照本单位职责提出意见。",),
        deadline=DEADLINE,
        deliver_to=OFFICE,
        annexes=(TITLE, "参阅材料"),
        copies_to=("区委办公室", "区政府办公室"),
    ),
    papers.CommentForm(
        form_code="R8-U03-1",
        unit="湖东街道办事处",
        office=OFFICE,
        draft_title=TITLE,
        draft_version="第1稿",
        deadline=DEADLINE,
        contact="王某",
        telephone="00000000",
        clauses=(papers.FormClause("（一）总体要求"), papers.FormClause(CLAUSE, "每季度检查一次。")),
    ),
    papers.Reply(
        **_ASKED,
        unit="湖东街道办事处",
        number="湖东函〔2026〕2号",
        office=OFFICE,
        draft_version="第1稿",
        comments=(papers.CommentLine(1, *_SAID),),
        department="安全办",
        handler="李某",
        telephone="00000001",
        opinion="同意，请按程序报送。",
        leader="赵某",
        signed_on=date(2026, 11, 9),
        seal=DEMO_SEAL,
    ),
    papers.Reminder(
        **{**_ISSUED, "letterhead": "临湖区安全生产委员会办公室"},
        **_ASKED,
        unit="湖东街道办事处",
        state="尚未签收通知",
        time_left="2个工作日",
        deadline=DEADLINE,
        deliver_to=OFFICE,
    ),
    papers.Extension(
        **_ISSUED,
        **_ASKED,
        addressees=GROUPS,
        reason="因涉及面广",
        old_deadline=DEADLINE,
        new_deadline=beijing(2026, 12, 1, 16),
        deliver_to=OFFICE,
        copies_to=("区委办公室",),
    ),
    papers.Revocation(
        **_ISSUED,
        **_ASKED,
        addressees=GROUPS,
        reason="因上级文件已作调整",
        keeper=OFFICE,
        copies_to=("区委办公室",),
    ),
    papers.Correction(
        **_ISSUED,
        unit="湖东街道办事处",
        draft_title=TITLE,
        received_at=beijing(2026, 11, 9, 9, 5),
        defects=("未经主要负责同志签字", "未加盖单位公章"),
        deadline=DEADLINE,
        deliver_to=OFFICE,
    ),
    papers.Replacement(
        **_ISSUED,
        **_ASKED,
        addressees=GROUPS,
        reason="因引用文件名称有误",
        old_version="第1稿",
        new_version="第2稿",
        changes=(papers.Change("（一）总体要求", "实施办法", "实施意见"),),
        deadline=DEADLINE,
        deliver_to=OFFICE,
        annexes=(TITLE,),
        copies_to=("区委办公室",),
    ),
    papers.Summary(
        draft_title=TITLE,
        draft_version="第1稿",
        office=OFFICE,
        compiled_on=date(2026, 11, 26),
        rows=(papers.SummaryRow(1, *_SAID, ("湖东街道办事处", "区商务局"), "采纳", "已改。"),),
        no_objection_units=("区教育局",),
        silent_units=("区文旅局",),
        undelivered_units=("北山镇",),
        late_units=("区文旅局",),
    ),
    papers.AdoptionReport(
        draft_title=TITLE,
        notice_number="临安办〔2026〕8号",
        opened_on=date(2026, 11, 3),
        deadline=DEADLINE,
        figures=_FIGURES,
        silent_units=tuple(f"单位{number}" for number in range(1, 10)),
        undelivered_units=("北山镇",),
        late_units=("单位3",),
        not_adopted=(papers.ReportedComment(1, CLAUSE, _SAID[2], ("区商务局",), "不予采纳", "上级文件已有规定。"),),
        disagreements=("检查频次：经协调，改为每两个月一次。",),
        issuer=OFFICE,
        issued_on=date(2026, 11, 30),
    ),
    papers.Answer(
        **_ISSUED,
        **_ASKED,
        unit="湖东街道办事处",
        standing="于2026年11月9日书面反馈意见1条",
        lines=(papers.AnswerLine(1, *_SAID, "部分采纳", "改为每两个月一次。"),),
    ),
    papers.SilenceRecord(
        **_ASKED,
        record_code="R8-7",
        unit="区文旅局",
        deliveries=(papers.Delivery(beijing(2026, 11, 3, 9, 0, 12), "系统内签收", "已签收"),),
        reminders=(papers.Reminding(beijing(2026, 11, 20, 9), "系统内", "已送达"),),
        deadline=DEADLINE,
        closed_at=beijing(2026, 11, 24, 16, 0, 3),
        calendar_note="截止日为工作日",
        rule="逾期未反馈视为无意见",
        rule_source="征求意见通知",
        remark="曾报送回函，因缺章退回补正，截止前未补正。",
    ),
    papers.UndeliveredRecord(
        **_ASKED,
        record_code="R8-9",
        unit="北山镇",
        attempts=(papers.Delivery(beijing(2026, 11, 3, 9), "传真", "无应答"),),
        reminders=(papers.Reminding(beijing(2026, 11, 20, 9), "系统内", "未打开"),),
        deadline=DEADLINE,
        closed_at=DEADLINE,
        calendar_note="截止日为工作日",
        next_step="改为现场送达。",
    ),
    papers.Submission(
        **_ISSUED,
        addressee="区政府",
        draft_title="关于加强小餐饮场所用气安全管理的实施办法（送审稿）",
        basis="根据区政府主要领导批示要求",
        drafter=OFFICE,
        opened_on=date(2026, 11, 3),
        deadline=DEADLINE,
        rounds=2,
        figures=_FIGURES,
        changes=("明确检查频次。",),
        disagreements=("检查频次：经协调，改为每两个月一次。",),
        annexes=("送审稿", "采纳情况说明"),
    ),
    papers.Coordination(
        draft_title=TITLE,
        clause=CLAUSE,
        original="每季度检查一次。",
        positions=(
            papers.Position("湖东街道办事处", "每月检查一次", "用气高峰在冬季"),
            papers.Position("区商务局", "每半年检查一次", "人手不足"),
        ),
        held_on=date(2026, 11, 26),
        place="区安委会办公室会议室",
        chair="王某",
        participants=("李某", "张某"),
        course="两家单位分别说明了理由。",
        outcome="改为每两个月检查一次。",
        recorder="王某",
        recorded_on=date(2026, 11, 26),
    ),
)

SPECIMENS = {paper.kind: paper for paper in (*_ALL, *SPECIMENS_OF_AN_ACCIDENT)}


def specimen(kind: str, **changes: Any) -> Any:
    """The paper of that kind, with these fields changed."""
    return replace(SPECIMENS[kind], **changes)


def clerk_edit(template: str, folder: Path) -> Path:
    """A copy of the template as Word would save it: other style ids, placeholders torn over several runs."""
    from workflow.documents.packing import pack, unpack

    parts = unpack((TEMPLATES / f"{template}.docx").read_bytes())
    for name in ("word/styles.xml", "word/document.xml"):
        parts[name] = parts[name].replace(b'"Issuer"', b'"a7"').replace(b'"IssueDate"', b'"a8"')
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"{{ draft_title }}", b'{{ draft_</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>title }}'
    )
    edited = folder / f"{template}.docx"
    edited.write_bytes(pack(parts))
    return edited
