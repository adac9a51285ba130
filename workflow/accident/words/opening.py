"""From the first report to the work of the team, and the clocks: labels, the journal's sentences, their rules."""

from collections.abc import Mapping

from workflow.accident.model import ExtensionKind, Regime, Role, Stage
from workflow.accident.rules.alarms import AlarmKind
from workflow.accident.settings import DisagreementPolicy

STAGES: Mapping[Stage, str] = {
    Stage.REPORTED: "接报",
    Stage.CLASSIFYING: "待定级",
    Stage.FORMING_TEAM: "组建调查组",
    Stage.INVESTIGATING: "调查中",
    Stage.APPROVING: "待批复",
    Stage.CLOSED: "已结案，整改和评估中",
    Stage.ARCHIVED: "已归档",
    Stage.TRANSFERRED: "已移交上级",
}

REGIMES: Mapping[Regime, str] = {
    Regime.GENERAL: "一般生产安全事故",
    Regime.ROAD_TRAFFIC: "道路交通事故",
    Regime.FIRE: "火灾事故",
    Regime.OTHER_SPECIAL: "铁路、特种设备、煤矿等另有规定的事故",
}

ROLES: Mapping[Role, str] = {
    Role.LEADER: "组长",
    Role.MEMBER: "成员",
    Role.EXPERT: "专家",
    Role.INVITED: "受邀人员",
}

EXTENSIONS: Mapping[ExtensionKind, str] = {
    ExtensionKind.REPORT: "延长调查期限",
    ExtensionKind.APPROVAL: "延长批复期限",
}

POLICIES: Mapping[DisagreementPolicy, str] = {
    DisagreementPolicy.LEADER_CONCLUSION: "由调查组组长提出结论性意见",
    DisagreementPolicy.ESCALATE_GOVERNMENT: "报请负责调查的人民政府决定",
}

ALARMS: Mapping[AlarmKind, str] = {
    AlarmKind.UNIT_REPORT_LATE: "事故发生单位报告时限到",
    AlarmKind.REPORT_UP_LATE: "逐级上报时限到",
    AlarmKind.SUPPLEMENT_CLOSED: "伤亡补报期限届满",
    AlarmKind.NO_TEAM: "逾期未成立调查组",
    AlarmKind.REPORT_SOON: "调查报告临近期限",
    AlarmKind.REPORT_OVERDUE: "调查报告逾期未提交",
    AlarmKind.APPROVAL_SOON: "批复临近期限",
    AlarmKind.APPROVAL_OVERDUE: "逾期未批复",
    AlarmKind.PENALTY_LATE: "责任追究逾期未落实",
    AlarmKind.PUBLISH_SOON: "公布临近期限",
    AlarmKind.PUBLISH_OVERDUE: "逾期未公布",
    AlarmKind.EVALUATION_OPENS: "整改评估启动",
}

CLOCKS: Mapping[str, str] = {  # settings of the clocks -> what the office reads beside them
    "team_days": "成立调查组的天数（日）",
    "supervision_days": "挂牌督办办理期限（日）",
    "publish_workdays": "批复后全文公布的期限（工作日）",
    "evaluation_opens_months": "批复后启动整改评估的时间（月）",
    "evaluation_due_months": "批复后完成评估并公开的期限（月）",
    "evaluation_days": "评估启动后提交评估报告的期限（日）",
    "warning_days": "期限届满前提醒的天数（日，可填几个，用逗号隔开）",
    "shift_holidays": "期限最后一日逢节假日是否顺延（是/否）",
}

# Journal: verb -> the sentence after 「时间　人员」. {…} are details of the line.
SENTENCES: Mapping[str, str] = {
    "choose_setting": "修改设置“{name}”：由“{before}”改为“{value}”",
    "register": "接报登记《{title}》：{figures}",
    "record_unit_report": "登记事故发生单位报告时间：{at}",
    "late_unit_report": "{unit}迟报{late}，登记为追责线索",
    "inform": "已通知{body}，时间{at}",
    "report_up": "上报事故快报，报送{to}，时间{at}",
    "late_report_up": "逐级上报迟报{late}",
    "finish_informing": "完成上报和通报",
    "supplement": "补报伤亡和损失：{figures}。来源：{source}",
    "correct_registration": "更正{what}：原登记为{old}，更正为{new}。理由：{reason}",
    "regrade": "事故等级由{before}变为{after}。{why}",
    "may_be_transferred": "{why}是否提级由上级人民政府决定",
    "classify": "核定为{grade}，由{investigator}负责调查。{why}",
    "entrusted": "受上级人民政府委托调查，依据：{document}",
    "delegate": "委托事故发生单位{unit}组织调查",
    "hand_up": "移交{to}调查，本级配合",
    "transfer": "{to}提级调查，依据：{document}。理由：{reason}。本级转为配合",
    "propose_team": "拟定调查组，共{count}人，报请批准",
    "send_team_back": "退回调查组方案：{reason}",
    "appoint_team": "批准成立调查组，文号{number}，指定{leader}为组长",
    "declare_no_interest": "{member}声明与本事故无直接利害关系",
    "declare_interest": "{member}声明与本事故有利害关系：{interest}",
    "recuse": "{member}退出调查组：{reason}",
    "join_team": "{member}（{body}）加入调查组：{reason}",
    "change_leader": "调查组组长由{before}改为{after}：{reason}",
    "clear_interests": "核对全部回避声明，调查组开始工作",
    "commission_appraisal": "委托{institution}进行技术鉴定，委托日{on}，期限暂停计算",
    "conclude_appraisal": "技术鉴定结论已出，结论日{on}，期限恢复计算",
    "ask_extension": "申请{kind}{days}日：{reason}",
    "grant_extension": "同意{kind}{days}日，文号{number}",
    "refuse_extension": "不同意{kind}{days}日：{reason}",
    "raise_alarm": "时限提醒：{says}",
}

# Journal: verb -> what it rests on.
RULES: Mapping[str, str] = {
    "late_unit_report": "单位负责人接到报告后应当于1小时内报告（条例第9条）",
    "inform": "接到报告后同时通知公安机关、劳动保障行政部门、工会和人民检察院（条例第10条）",
    "report_up": "每级上报的时间不得超过2小时（条例第11条）",
    "late_report_up": "每级上报的时间不得超过2小时（条例第11条）",
    "supplement": "事故之日起30日内（道路交通、火灾7日内）伤亡人数变化的及时补报（条例第13条）",
    "regrade": "补报期限内伤亡变化的，等级随之调整（条例第3条、第13条）",
    "may_be_transferred": "上级人民政府可以另行组织事故调查组进行调查（条例第20条）",
    "classify": "等级按条例第3条核定，调查主体按{article}确定",
    "delegate": "未造成人员伤亡的一般事故可以委托事故发生单位组织调查（条例第19条）",
    "transfer": "上级人民政府可以调查由下级人民政府负责调查的事故（条例第20条）",
    "propose_team": "由有关部门、机关派人组成，并应当邀请人民检察院派人参加（条例第22条）",
    "appoint_team": "组长由负责事故调查的人民政府指定（条例第24条）",
    "change_leader": "组长由负责事故调查的人民政府指定（条例第24条）",
    "declare_no_interest": "成员与所调查的事故没有直接利害关系（条例第23条）",
    "declare_interest": "成员与所调查的事故没有直接利害关系（条例第23条）",
    "recuse": "成员与所调查的事故没有直接利害关系（条例第23条）",
    "commission_appraisal": "技术鉴定所需时间不计入事故调查期限（条例第27条）",
    "conclude_appraisal": "技术鉴定所需时间不计入事故调查期限（条例第27条）",
    "ask_extension": "{article}",
    "grant_extension": "{article}",
    "refuse_extension": "{article}",
}
