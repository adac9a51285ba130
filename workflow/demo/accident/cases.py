"""The cases of the district that stand at different stages, in fewer words. All names are invented."""

from dataclasses import dataclass, replace
from decimal import Decimal

from workflow.accident.model import CauseKind
from workflow.demo.accident.plot import Plot, Task, Why, usual_evidence


@dataclass(frozen=True)
class Outline:
    """What differs between the shorter cases of the district."""

    unit: str
    event: str
    place: str
    trade: str
    happened: str
    object_: str
    direct: str
    foreman: str
    dead: str
    loss: str


def short(outline: Outline, **changes: object) -> Plot:
    """A case in fewer words: one dead, three causes, four measures."""
    o = outline
    plot = Plot(
        unit=o.unit,
        event=o.event,
        place=o.place,
        trade=o.trade,
        profile=f"{o.unit}，从业人员40余人，主要从事{o.trade}生产经营，证照齐全。",
        scene=f"事故地点位于{o.place}，现场已设置警戒，有关设备和物料保持事故后的状态。",
        course=o.happened,
        taken="现场人员报警并组织施救，伤者已送医；涉事区域停止作业，人员撤离。",
        deaths=1,
        injuries=1,
        loss=Decimal(o.loss),
        dead=(o.dead,),
        technical=f"（一）直接致因\n经现场勘查和技术鉴定，{o.direct}。\n（二）其他因素的排除\n当日天气、照明和供电正常，予以排除。",
        management=(
            "（一）企业管理\n作业前没有开展风险辨识和安全交底，现场没有专人监护。\n"
            "（二）监管情况\n日常检查以查阅资料为主，没有深入作业现场核查。"
        ),
        evidence=usual_evidence(o.unit, o.place, "现场状态与目击者陈述一致，已绘制现场示意图。", o.object_, o.foreman),
        causes=(
            Why(CauseKind.DIRECT, o.direct, (0, 2)),
            Why(CauseKind.INDIRECT, "企业作业前没有开展风险辨识和安全交底，现场没有专人监护", (3, 4), 0),
            Why(CauseKind.INDIRECT, "有关部门日常检查没有深入作业现场", (3,), 1),
        ),
        measures=SHORT_MEASURES,
        appraisal=f"{o.object_}的技术状态与事故的关系",
    )
    return replace(plot, **changes)  # type: ignore[arg-type]


SHORT_MEASURES = (
    Task(
        "对本行业同类设备和作业开展一次全面排查，发现的隐患逐项登记、限期整改", "区工信委", 220,
        "排查台账完整，登记隐患整改率100%，现场抽查5家无遗漏", (0,),
        "分片排查，当月完成登记，三个月内完成整改。", "排查台账和整改前后照片",
    ),
    Task(
        "督促企业建立作业前风险辨识、安全交底和专人监护制度，并逐家验收", "区市场监管局", 235,
        "辖区同类企业全部建立制度，抽查作业票10份均有辨识、交底和监护签字", (1,),
        "先试点后推开，两个月内完成逐家验收。", "制度文本和验收记录",
    ),
    Task(
        "修订日常检查办法，现场检查比例不低于检查总量的六成", "区人力社保局", 205,
        "办法印发施行，最近一个季度现场检查比例达到六成", (2,),
        "一个月内印发办法，按季通报。", "办法文本和季度统计表",
    ),
    Task(
        "开展警示教育和专项培训，覆盖同类企业主要负责人和现场管理人员", "渔阳镇人民政府", 250,
        "培训覆盖率100%，考核合格率不低于95%", (1, 2),
        "分两期组织，结业考核。", "培训签到册和考核成绩单",
    ),
)  # fmt: skip
