"""意见汇总表 as a list: what the table may be narrowed to, and its columns as they go out to Excel."""

from web.consultation.decisions.table import SHOW, Row
from web.lists import Column, List, Narrowing
from workflow.consultation.paperwork import clause_of

COMMENTS: List[Row] = List(
    "comments",
    "意见汇总和处理",
    "decisions.summarise",
    (
        Column("序号", lambda row: row.number),
        Column("条款", lambda row: clause_of(row.merged.lead)),
        Column("提出单位", lambda row: "、".join(row.merged.units)),
        Column("原文", lambda row: row.merged.lead.original),
        Column("修改建议", lambda row: row.merged.lead.proposed),
        Column("理由", lambda row: "；".join(row.merged.reasons)),
        Column("处理意见", lambda row: row.verdict[1] if row.verdict else "未处理"),
        Column("处理理由", lambda row: row.merged.decision.reason if row.merged.decision else ""),
        Column("与之矛盾的行", lambda row: "、".join(f"第{other.number}行" for other in row.opposing)),
    ),
    narrowings={"show": Narrowing(lambda row, show: row.is_shown(show), frozenset(SHOW))},
)
