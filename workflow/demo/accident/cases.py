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


# -- one at each stage

BLOW = Outline(
    "盘山石材加工有限公司", "物体打击", "官庄镇盘山石材加工有限公司荒料场", "石材加工",
    "荒料吊装过程中捆扎钢丝绳断裂，荒料坠落，砸中下方2名作业人员。", "断裂钢丝绳（1根）",
    "钢丝绳断丝超过报废标准仍在使用，起吊时断裂", "曲怀远", "凌守田", "1420000",
)  # fmt: skip
FALL = Outline(
    "邦均永固钢结构有限公司", "高处坠落", "邦均镇永固钢结构有限公司2号厂房屋面", "金属结构制造",
    "2名作业人员在屋面更换采光板时踩破旧板坠落。", "破损采光板和安全带（3件）",
    "屋面作业没有铺设走道板，作业人员没有系挂安全带，踩破采光板坠落", "费正茂", "温大有", "1260000",
)  # fmt: skip
MACHINE = Outline(
    "上仓丰禾饲料有限公司", "机械伤害", "上仓镇丰禾饲料有限公司制粒车间", "饲料加工",
    "检修人员进入混合机清理结块时设备启动，1人被卷入，1人施救时受伤。", "混合机启停按钮和联锁装置（1套）",
    "检修时没有断电挂牌，混合机联锁装置失效，误启动后将人卷入", "甄立本", "康保成", "1380000",
)  # fmt: skip
SHOCK = Outline(
    "下营山野旅游开发有限公司", "触电", "下营镇山野旅游景区观光索道站房", "旅游服务",
    "2名维修人员更换照明线路时触电。", "破损电缆和配电箱（2件）",
    "临时线路绝缘破损，配电箱没有漏电保护，带电作业时触电", "瞿远志", "梁有福", "1190000",
)  # fmt: skip
CRANE = Outline(
    "州河重型机械有限公司", "起重伤害", "州河科技产业园州河重型机械有限公司总装车间", "机械制造",
    "桥式起重机吊运箱体时吊钩防脱装置失效，箱体倾翻，挤压2名作业人员。", "吊钩和防脱装置（1套）",
    "吊钩防脱装置失效，吊点选择不当，箱体在吊运中脱钩倾翻", "穆长河", "倪德全", "1960000",
)  # fmt: skip
VEHICLE = Outline(
    "马伸桥宏达物流有限公司", "车辆伤害", "马伸桥镇宏达物流有限公司货场", "道路货物运输",
    "叉车在货场倒车时撞倒2名理货人员。", "叉车行车记录和倒车报警器（2件）",
    "叉车倒车报警器失效，驾驶人员没有瞭望，货场人车没有分流", "苗春生", "耿玉山", "1330000",
)  # fmt: skip
POISON = Outline(
    "别山绿源污水处理有限公司", "中毒和窒息", "别山镇绿源污水处理有限公司调节池", "污水处理",
    "1名作业人员下池清淤时晕倒，1名人员施救时中毒。", "气体检测仪和现场气样（4份）",
    "下池前没有通风和检测，硫化氢浓度超标，作业人员没有佩戴防护装备", "房景林", "鲍学文", "1510000",
)  # fmt: skip
DRILL = Outline(
    "穿芳峪山泉饮品有限公司", "灼烫", "穿芳峪镇山泉饮品有限公司锅炉房", "饮料制造",
    "蒸汽管道检修时阀门内漏，热水喷出，烫伤2名检修人员，其中1人经抢救无效死亡。", "内漏阀门（1只）",
    "检修前没有隔离泄压，阀门内漏，热水喷出将人烫伤", "白敬之", "史广财", "1220000",
)  # fmt: skip


def in_every_state(tasks: tuple[Task, ...] = SHORT_MEASURES) -> tuple[Task, ...]:
    """About 240 days after the accident: closed, waiting for inspection, long overdue, more time asked for."""
    closed, waiting, late, asking = tasks
    return (
        replace(closed, due=217),
        replace(waiting, due=238, until="sign_off"),
        replace(late, due=203, until="accept"),
        replace(asking, due=262, extended_by=28, until="ask_extension"),
    )
