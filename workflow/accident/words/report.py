"""From the evidence to the archive: labels, the journal's sentences, what they rest on."""

from collections.abc import Mapping

from workflow.accident.model import AccountabilityKind, CauseKind, ChapterKind, EvidenceKind
from workflow.accident.rules import gate

EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.OBJECT: "物证",
    EvidenceKind.DOCUMENT: "书证",
    EvidenceKind.PICTURE: "照片、视听资料",
    EvidenceKind.INTERVIEW: "询问笔录",
    EvidenceKind.SCENE: "现场勘查笔录",
    EvidenceKind.APPRAISAL: "鉴定结论",
}

CAUSES: Mapping[CauseKind, str] = {
    CauseKind.DIRECT: "直接原因",
    CauseKind.INDIRECT: "间接原因",
    CauseKind.EXCLUDED: "已排除的可能因素",
}

CHAPTERS: Mapping[ChapterKind, str] = gate.CHAPTERS

ACCOUNTABILITIES: Mapping[AccountabilityKind, str] = {
    AccountabilityKind.PENALTY: "行政处罚",
    AccountabilityKind.DISCIPLINE: "处分",
    AccountabilityKind.INTERNAL: "单位内部处理",
    AccountabilityKind.CRIME: "涉嫌犯罪移送",
}

# Journal: verb -> the sentence after 「时间　人员」. {…} are details of the line.
SENTENCES: Mapping[str, str] = {
    "record_evidence": "登记证据{number}号：{title}",
    "withdraw_evidence": "撤回证据{number}号（{title}）：{reason}",
    "hand_over": "证据{number}号（{title}）由{given_by}移交{taken_by}：{why}",
    "add_cause": "提出原因：{text}",
    "change_cause": "改写原因：{text}",
    "drop_cause": "移除原因：{text}",
    "propose_measure": "拟提整改措施第{number}项：{text}",
    "change_measure": "修改整改措施第{number}项：{text}",
    "drop_measure": "移除整改措施第{number}项：{text}",
    "finish_report": "将调查报告第{version}稿提交调查组讨论",
    "send_report_back": "退回修改调查报告：{reason}",
    "sign_report": "{member}在调查报告第{version}稿上签名",
    "refuse_to_sign": "{member}拒绝在调查报告第{version}稿上签名：{reason}",
    "dissent": "{member}提出不同意见：{matter}",
    "finish_signing": "调查报告第{version}稿签署完毕",
    "conclude": "组长提出结论性意见：{opinion}",
    "decide_dissent": "区人民政府对不同意见作出决定：{opinion}",
    "ask_consent": "将调查报告报督办机关审核",
    "consent": "督办机关审核同意：{document}",
    "consent_refused": "督办机关退回调查报告：{reason}",
    "submit_report": "报送调查报告第{version}稿",
    "approve_report": "批复调查报告，文号{number}，事故结案",
    "approval_refused": "退回调查报告补充调查：{reason}",
    "hide_names": "确定公布稿中隐去的姓名，共{count}人",
    "finish_check": "完成公开前审查",
    "publication_sent_back": "退回公开前审查：{reason}",
    "publish_report": "全文公布调查报告，公布于{where}",
    "correct_publication": "公布后更正（{place}）：{reason}",
    "record_accountability": "登记责任追究：{whom}，{grounds}",
    "hand_over_crime": "将{whom}涉嫌犯罪的材料移送{body}：{materials}",
    "carry_out_accountability": "对{whom}的责任追究已落实：{outcome}",
    "settle_accountability": "责任追究全部落实，共{count}项。{remark}",
    "archive_case": "归档，此后只供查阅",
}

# Journal: verb -> what it rests on.
RULES: Mapping[str, str] = {
    "record_evidence": "事故调查报告应当附具有关证据材料（条例第30条）",
    "withdraw_evidence": "报告签署之前可以撤回，记录保留",
    "sign_report": "事故调查组成员应当在事故调查报告上签名（条例第30条）",
    "refuse_to_sign": "成员应当在报告上签名（条例第30条），未签名的须写明拒签理由，记入签名页",
    "dissent": "每个成员的书面不同意见随报告报送并存档",
    "conclude": "事故处理意见不一致时，组长可以提出结论性意见",
    "decide_dissent": "调查组意见不一致的，报请负责调查的人民政府决定",
    "consent": "挂牌督办的事故，批复前报督办机关审核同意",
    "submit_report": "报告报送负责事故调查的人民政府后，调查工作即告结束（条例第31条）",
    "approve_report": "由负责事故调查的人民政府批复，批复之日结案（条例第32条）",
    "finish_check": "隐去伤亡人员姓名，其余全文公布（政府信息公开条例第15条）",
    "publish_report": "事故调查报告应当依法及时向社会公布（安全生产法第86条）",
    "correct_publication": "公布的报告不撤回，只追加更正",
    "record_accountability": "处罚、处分和内部处理按照批复执行（条例第32条）",
    "hand_over_crime": "发现涉嫌犯罪的，及时将有关材料或者复印件移交司法机关处理（条例第26条）",
}

ON_PAPER = "登记纸面签署"  # what the office does for a member without an account
