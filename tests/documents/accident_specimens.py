"""One accident of an invented district, as each of its papers tells it."""

from datetime import date, datetime
from typing import Any

from workflow.accident import papers
from workflow.accident.papers import Paragraph, paragraphs
from workflow.clock import beijing
from workflow.documents.paper import Paper

ACCIDENT = "临湖区某食品加工厂“12·1”一般火灾事故"
TEAM = f"{ACCIDENT}调查组"
GOVERNMENT = "临湖区人民政府"
OFFICE = "临湖区安全生产委员会办公室"
OCCURRED, APPROVED = date(2017, 12, 1), date(2018, 5, 4)
APPROVAL = "临湖政函〔2018〕11号"
MEASURE = "拆除车间外墙违规使用的易燃保温材料，改用不燃材料，并经消防安全检测。"
TEST = "现场查验保温材料全部更换，检测报告结论为合格。"


def _issued(by: str, letterhead: str, number: str, on: date) -> dict[str, Any]:
    return {
        "letterhead": letterhead,
        "number": number,
        "issuer": by,
        "issued_on": on,
        "contact": "王某",
        "telephone": "00000000",
    }


def _of_the_government(number: str, on: date) -> dict[str, Any]:
    return _issued(GOVERNMENT, f"{GOVERNMENT}文件", number, on)


def _of_the_office(number: str, on: date) -> dict[str, Any]:
    return _issued(OFFICE, f"{OFFICE}文件", number, on)


def _letter(by: str, number: str, on: date) -> dict[str, Any]:
    return _issued(by, by, number, on)


def _said(*sentences: str) -> tuple[Paragraph, ...]:
    return paragraphs("\n".join(sentences))


def _morning(hour: int, minute: int) -> datetime:
    return beijing(2017, 12, 1, hour, minute)


_MEASURES = (
    papers.ReportMeasure(1, MEASURE, "临湖区某食品加工厂", date(2018, 8, 31), TEST),
    papers.ReportMeasure(
        2,
        "对辖区劳动密集型企业的保温材料和疏散通道逐户排查，建立台账。",
        "湖东街道办事处",
        date(2018, 12, 31),
        "台账覆盖全部企业，抽查十户与台账一致。",
    ),
)
_TEXT: dict[str, Any] = {
    "accident": ACCIDENT,
    "team": TEAM,
    "completed_on": date(2018, 4, 20),
    "preface": _said(
        "2017年12月1日6时20分左右，位于临湖区湖东街道的某食品加工厂发生火灾，造成2人死亡、5人重伤，直接经济损失约326万元。"
    ),
    "unit_profile": _said(
        "（一）基本情况", "某食品加工厂成立于2009年，从业人员86人，主要从事速冻食品加工。", "（二）涉事厂房",
        "涉事厂房为单层钢结构，外墙使用聚氨酯泡沫保温材料，未经消防验收。",
    ),
    "course": _said("6时20分，值班人员发现制冷间冒烟；6时26分报警；8时10分明火被扑灭。"),
    "casualties": _said("事故造成2人死亡、5人重伤，直接经济损失326万元。"),
    "causes": _said(
        "（一）直接原因", "制冷间配电线路绝缘老化短路，引燃墙体保温材料。", "（二）间接原因",
        "企业未落实电气线路定期检测制度；属地日常检查不到位。", "（三）事故性质", "经调查认定，这是一起生产安全责任事故。",
    ),
    "responsibility": _said("建议对某食品加工厂及其主要负责人依法给予行政处罚。"),
    "prevention": _said("为防止类似事故再次发生，提出下列防范和整改措施："),
    "measures": _MEASURES,
    "response": _said("消防救援力量到场及时，处置得当；企业初期处置未按预案组织疏散。"),
    "technical": _said("经鉴定，起火部位为制冷间配电箱上方线路，短路熔痕为一次短路熔痕；排除人为纵火和自燃。"),
    "management": _said("企业安全管理机构形同虚设，外包用电作业无人监督；属地隐患排查未覆盖夜间作业。"),
}  # fmt: skip
_DISSENT = papers.AttachedDissent(
    member="陈某",
    body="区总工会",
    matter="事故间接原因的排列顺序",
    opinion="企业未组织疏散演练应当列为首要间接原因。",
    reason="两名遇难人员均在疏散途中遇险，演练记录系事后补造。",
    stated_on=date(2018, 4, 16),
)

SPECIMENS_OF_AN_ACCIDENT: tuple[Paper, ...] = (
    papers.FirstReport(
        **_of_the_office("临安办〔2017〕41号", OCCURRED),
        accident=ACCIDENT,
        addressees=("市安全生产委员会办公室", "临湖区人民政府"),
        approved_by="赵某",
        occurred_at=_morning(6, 20),
        place="临湖区湖东街道某食品加工厂制冷间",
        grade="一般事故",
        steps=(
            papers.ReportingStep("事故发生单位负责人接到报告", _morning(6, 31)),
            papers.ReportingStep("单位向区有关部门报告", _morning(7, 56), "接到报告后1小时内", "迟报25分钟"),
            papers.ReportingStep("区向市有关部门报告", _morning(9, 5), "每级不超过2小时", "用时1小时9分钟"),
        ),
        informed=(
            papers.Informed("公安机关", _morning(8, 0), "电话"),
            papers.Informed("劳动保障行政部门", _morning(8, 5), "电话"),
            papers.Informed("工会", _morning(8, 10), "电话"),
            papers.Informed("人民检察院", None),
        ),
        unit_profile="某食品加工厂，从业人员86人，主要从事速冻食品加工，证照齐全。",
        scene="单层钢结构厂房约1200平方米过火，制冷间墙体坍塌，未发现氨泄漏。",
        course="6时20分左右，值班人员发现制冷间冒烟，火势沿墙体保温材料蔓延，8时10分明火被扑灭。",
        dead=2,
        missing=0,
        seriously_injured=5,
        slightly_injured=3,
        casualty_note="伤员均已送区医院救治。",
        loss="约300万元",
        measures_taken="已疏散周边人员，切断厂区电源，开展环境监测，控制企业有关人员。",
        other="未发现舆情异常。",
        supplement_until=date(2017, 12, 8),
    ),
    papers.TeamNotice(
        **_of_the_government("临湖政函〔2017〕35号", date(2017, 12, 3)),
        accident=ACCIDENT,
        addressees=("湖东街道办事处", "区有关部门"),
        occurred_on=OCCURRED,
        grade="一般事故",
        team=TEAM,
        leader=papers.Member("周某", "区人民政府", "副区长", "组长"),
        members=(
            papers.Member("王某", "区安全生产监督管理局", "副局长", "副组长"),
            papers.Member("李某", "区监察委员会", "室主任", "成员"),
            papers.Member("孙某", "公安分局", "支队长", "成员"),
            papers.Member("陈某", "区总工会", "部长", "成员"),
        ),
        experts=(papers.Expert("钱某", "某消防研究所", "火灾物证鉴定"),),
        procuratorate="临湖区人民检察院",
        procuratorate_answer="该院已派员参加。",
        report_due=date(2018, 1, 30),
        copies_to=("市安全生产委员会办公室", "临湖区人民检察院"),
    ),
    papers.AppraisalOrder(
        **_letter(TEAM, "", date(2017, 12, 10)),
        accident=ACCIDENT,
        institution="某消防研究所",
        qualification="具有火灾物证鉴定资质",
        occurred_on=OCCURRED,
        questions=("认定起火部位和起火点", "分析短路熔痕的性质"),
        materials=(
            papers.Material("配电箱残骸", "1件", "已封存"),
            papers.Material("电气线路残留物", "6份"),
        ),
        expected_by=date(2018, 1, 4),
    ),
    papers.ExtensionApproval(
        **_of_the_government("临湖政函〔2018〕3号", date(2018, 2, 20)),
        accident=ACCIDENT,
        addressee=TEAM,
        request_number="临“12·1”调〔2018〕2号",
        requested_on=date(2018, 2, 12),
        reason="因技术鉴定和取证工作量大",
        old_due=date(2018, 2, 24),
        days=60,
        new_due=date(2018, 4, 25),
        arithmetic=(
            "2017年12月1日＋60日＋鉴定25日＝2018年2月24日（条例第二十九条、第二十七条）；",
            "2018年2月24日＋60日＝2018年4月25日（条例第二十九条）。",
        ),
        copies_to=("区安全生产监督管理局",),
    ),
    papers.InvestigationReport(
        **_TEXT,
        signings=(
            papers.Signing("周某", "区人民政府", "组长", date(2018, 4, 20)),
            papers.Signing("王某", "区安全生产监督管理局", "副组长", date(2018, 4, 20)),
            papers.Signing("陈某", "区总工会", "成员", refusal="对间接原因的排列顺序有不同意见，已另行提出书面意见。"),
            papers.Signing("李某", "区监察委员会", "成员"),
        ),
        evidence=(
            papers.Evidence("Z-01", "制冷间配电箱残骸照片", "物证", "现场勘查", date(2017, 12, 2)),
            papers.Evidence("Z-02", "值班人员询问笔录", "询问笔录", "某食品加工厂吴某", date(2017, 12, 4)),
            papers.Evidence("Z-03", "火灾物证技术鉴定结论", "鉴定意见", "某消防研究所", date(2018, 1, 4)),
        ),
        dissents=(_DISSENT,),
        conclusion="间接原因的排列顺序维持原稿，将未组织疏散演练单列一条。",
        conclusion_reason="两项间接原因对事故的作用相当，单列一条已能反映其影响。",
        leader="周某",
        concluded_on=date(2018, 4, 18),
    ),
    papers.Dissent(
        accident=ACCIDENT,
        team=TEAM,
        member="陈某",
        body="区总工会",
        role="成员",
        points=(
            papers.DissentPoint(
                "事故间接原因的排列顺序",
                "电气检测制度不落实列为首要间接原因。",
                "企业未组织疏散演练应当列为首要间接原因。",
                "两名遇难人员均在疏散途中遇险，演练记录系事后补造。",
            ),
        ),
        signed_on=date(2018, 4, 16),
    ),
    papers.Conclusion(
        accident=ACCIDENT,
        team=TEAM,
        leader="周某",
        discussed_on=date(2018, 4, 16),
        minority_views=(papers.MinorityView("陈某", "区总工会", _DISSENT.matter, _DISSENT.opinion, _DISSENT.reason),),
        conclusion="间接原因的排列顺序维持原稿，将未组织疏散演练单列一条。",
        reason="两项间接原因对事故的作用相当，单列一条已能反映其影响。",
        signed_on=date(2018, 4, 18),
    ),
    papers.Approval(
        **_of_the_government(APPROVAL, APPROVED),
        accident=ACCIDENT,
        addressee="区安全生产委员会办公室",
        request_number="临安办〔2018〕19号",
        report_received_on=date(2018, 4, 20),
        submitted_by=TEAM,
        grade="一般事故",
        nature="生产安全责任事故",
        accountability=("对某食品加工厂处以罚款60万元。",),
        measures=2,
        publish_by=date(2018, 6, 1),
        evaluation_opens=date(2019, 3, 4),
        evaluation_due=date(2019, 5, 4),
        review_body="市人民政府",
        court="有管辖权的人民法院",
        review_within="60日",
        suit_within="6个月",
        copies_to=("市安全生产委员会办公室",),
    ),
    papers.Publication(
        **_TEXT,
        approved_by=GOVERNMENT,
        approval_number=APPROVAL,
        approved_on=APPROVED,
        publisher=OFFICE,
        published_on=date(2018, 5, 28),
        privacy_note="公布时已略去伤亡人员姓名。",
        corrections=(papers.Correction(date(2018, 6, 11), "第二部分", "8时10分", "8时16分", "核对出警记录后更正。"),),
    ),
    papers.SupervisionNotice(
        **_of_the_office("临安督〔2018〕1号", date(2018, 2, 1)),
        accident=ACCIDENT,
        addressee="湖东街道办事处",
        basis="按照事故查处挂牌督办的有关规定",
        occurrence="2017年12月1日，临湖区某食品加工厂发生火灾，造成2人死亡、5人重伤。",
        cause="该起事故未在规定期限内提交事故调查报告",
        matters=("做好善后处置工作", "查清事故原因，认定事故性质", "形成事故调查报告", "落实防范和整改措施"),
        days=60,
        due_on=date(2018, 4, 3),
        report_to="区安委会办公室",
        lifting=(
            "督办事项全部办结后，书面报告办理结果并提出解除申请。",
            "经审核同意后，由本办公室印发解除挂牌督办通知书并公布。",
        ),
        copies_to=("市安全生产委员会办公室",),
    ),
    papers.SupervisionLifted(
        **_of_the_office("临安督〔2018〕2号", date(2018, 5, 10)),
        accident=ACCIDENT,
        addressee="湖东街道办事处",
        notice_number="临安督〔2018〕1号",
        noticed_on=date(2018, 2, 1),
        results=("善后处置工作已经完成。", "事故调查报告已经批复。"),
        further="请继续落实防范和整改措施，按期报告进展情况。",
        copies_to=("市安全生产委员会办公室",),
    ),
    papers.RectificationOrder(
        **_letter(OFFICE, "临安办函〔2018〕27号", date(2018, 5, 10)),
        accident=ACCIDENT,
        unit="临湖区某食品加工厂",
        approval_number=APPROVAL,
        approved_on=APPROVED,
        cause="经评估，该项措施未落实",
        measure_number=1,
        measure=MEASURE,
        due_on=date(2018, 8, 31),
        test=TEST,
        evidence_wanted=("施工合同", "检测报告", "更换前后照片"),
        plan_due=date(2018, 5, 25),
        deliver_to="区安委会办公室",
    ),
    papers.ClosingSheet(
        record_code="XH-2018-012-01",
        accident=ACCIDENT,
        unit="临湖区某食品加工厂",
        measure_number=1,
        measure=MEASURE,
        test=TEST,
        due_on=date(2018, 8, 31),
        extended_to=date(2018, 9, 30),
        completed_on=date(2018, 9, 20),
        evidence=(
            papers.ClosingEvidence(1, "保温材料检测报告", date(2018, 9, 20), "原件核对"),
            papers.ClosingEvidence(2, "更换前后照片12张", date(2018, 9, 20)),
        ),
        finding="现场查验，保温材料已全部更换，检测结论合格，同意验收。",
        inspectors=("王某", "李某"),
        inspected_on=date(2018, 9, 26),
        office=OFFICE,
        closed_by="赵某",
        closed_on=date(2018, 9, 27),
    ),
    papers.EvaluationReport(
        accident=ACCIDENT,
        approval_number=APPROVAL,
        approved_on=APPROVED,
        evaluation_opens=date(2019, 3, 4),
        evaluation_due=date(2019, 5, 4),
        evaluators=(
            papers.Evaluator("周某", "区人民政府", "组长"),
            papers.Evaluator("王某", "区安全生产监督管理局", "成员"),
        ),
        process=_said("2019年3月11日至22日，评估组查阅资料24份，现场核查2家单位，座谈问询9人。"),
        overall=_said("报告所提2项措施，1项已落实，1项部分落实。"),
        evaluated=(
            papers.EvaluatedMeasure(
                1, MEASURE, "临湖区某食品加工厂", date(2018, 8, 31), TEST, "保温材料全部更换，检测合格。", "已落实",
            ),
            papers.EvaluatedMeasure(
                2, _MEASURES[1].measure, "湖东街道办事处", date(2018, 12, 31), _MEASURES[1].test,
                "台账缺少夜间作业企业6户，抽查十户有2户与台账不一致。", "部分落实",
            ),
        ),
        accountability=_said("行政处罚已执行完毕，2名责任人员受到处分。"),
        problems=_said("台账更新不及时，夜间作业企业未纳入排查范围。"),
        proposals=_said("由湖东街道办事处重新整改，期限2个月，完成后复评。"),
        issuer=OFFICE,
        issued_on=date(2019, 4, 10),
    ),
)  # fmt: skip
