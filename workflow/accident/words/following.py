"""The words of what follows the approval: measures, their escalation, supervision, evaluation."""

from collections.abc import Mapping

from workflow.accident.model import Answer, Escalation, FindingKind, MeasureStage
from workflow.accident.rules.triggers import Trigger

MEASURE_STAGES: Mapping[MeasureStage, str] = {
    MeasureStage.PROPOSED: "报告拟提",
    MeasureStage.ANSWERING: "待答复",
    MeasureStage.CARRYING_OUT: "整改中",
    MeasureStage.INSPECTING: "待验收",
    MeasureStage.CLOSED: "已销号",
}

ANSWERS: Mapping[Answer, str] = {
    Answer.ACCEPTED: "全部接受",
    Answer.PARTLY: "部分接受",
    Answer.REFUSED: "不接受",
}

ESCALATIONS: Mapping[Escalation, str] = {
    Escalation.REMINDED: "催办",
    Escalation.SUPERVISED: "督办",
    Escalation.SUMMONED: "约谈",
    Escalation.REPRIMANDED: "通报",
}

FINDINGS: Mapping[FindingKind, str] = {
    FindingKind.DONE: "已落实",
    FindingKind.PARTLY: "部分落实",
    FindingKind.NOT_DONE: "未落实",
}

TRIGGERS: Mapping[Trigger, str] = {
    Trigger.NO_TEAM: "未按期成立调查组",
    Trigger.REPORT_LATE: "未按期提交调查报告",
    Trigger.APPROVAL_LATE: "未按期批复",
    Trigger.PENALTY_LATE: "责任追究未按批复落实",
    Trigger.UNSUPPORTED: "结论与事实不符",
}

ALARMS: Mapping[str, str] = {  # kind of alarm -> what it is called in a list
    "measure_due_soon": "整改期限临近",
    "measure_reminded": "整改逾期催办",
    "measure_supervised": "整改逾期督办",
    "measure_summoned": "整改逾期约谈",
    "measure_reprimanded": "整改逾期通报",
    "evaluation_soon": "整改评估期限临近",
    "evaluation_overdue": "整改评估逾期",
    "evaluation_report_overdue": "评估报告逾期",
    "supervision_soon": "挂牌督办期限临近",
    "supervision_overdue": "挂牌督办逾期",
}

# Journal: verb -> the sentence after 「时间　人员」. {…} are details of the line.
SENTENCES: Mapping[str, str] = {
    "begin_measure": "向{unit}下达第{number}项整改措施，期限{until}",
    "answer_order": "答复整改要求：{answer}{reason}",
    "review_objection": "研究单位异议并答复：{reply}",
    "choose_pace": "修改整改督办节奏：到期前{before}天提醒，逾期{late}天依次催办、督办、约谈、通报",
    "add_proof": "登记佐证材料：{title}",
    "withdraw_proof": "撤回佐证材料“{title}”：{reason}",
    "report_carried_out": "报送佐证材料{count}份，提请主要领导签报",
    "ask_more_time": "申请将整改期限延至{until}，理由：{reason}",
    "grant_more_time": "同意延期，整改期限改为{until}",
    "refuse_more_time": "不同意延期，期限仍为{until}：{reason}",
    "sign_off": "签报整改完成情况",
    "return_measure": "退回补充：{reason}",
    "pass_inspection": "现场核查通过：{finding}",
    "fail_inspection": "现场核查未通过：{finding}",
    "close_measure": "批准销号，出具销号单{code}",
    "return_to_inspection": "退回重新核查：{reason}",
    "suggest_supervision": "提请挂牌督办：{cause}",
    "impose_supervision": "决定挂牌督办，文号{number}，办理期限至{until}",
    "decline_supervision": "决定不予挂牌督办：{reason}",
    "lift_supervision": "解除挂牌督办，文号{number}：{reason}",
    "open_evaluation": "启动整改评估，应于{until}前完成并公开",
    "form_evaluation_team": "成立评估组，共{count}人，组长{leader}",
    "record_finding": "第{number}项措施评估结论：{finding}",
    "finish_assessment": "完成逐项评估，评估报告报区人民政府审定",
    "approve_evaluation": "审定评估报告",
    "return_evaluation": "退回评估报告：{reason}",
    "publish_evaluation": "公布评估结果（{where}），共{total}项，已落实{done}项",
    "order_again": "第{number}项措施经评估{finding}，责成{unit}于{until}前重新整改，并提出责任追究",
    "finish_evaluation": "全部措施已落实，整改评估办结",
}

# Journal: verb -> what it rests on.
RULES: Mapping[str, str] = {
    "begin_measure": "安全生产法第86条：事故发生单位应当及时全面落实整改措施",
    "grant_more_time": "延期须在原期限届满前申请，经区安委办负责人批准",
    "pass_inspection": "以措施提出时确定的验收标准为准",
    "fail_inspection": "以措施提出时确定的验收标准为准",
    "impose_supervision": "挂牌督办由系统提请、由人决定",
    "open_evaluation": "安委办〔2021〕4号：结案后10个月至1年内组织评估",
    "record_finding": "逐项对照措施提出时确定的验收标准",
    "publish_evaluation": "安全生产法第86条：批复后一年内组织评估，并及时向社会公开结果",
    "order_again": "安全生产法第86条：不履行职责导致整改措施未落实的，依法追究责任",
}
