"""The words of a round: labels of every state, the sentences of the journal, and the rules quoted in them."""

from collections.abc import Mapping

from workflow.consultation.brief import Change
from workflow.consultation.model import (
    LetterChannel,
    Outcome,
    PlannedKind,
    RoundStage,
    Stage,
    StandingKind,
    Verdict,
    VoidKind,
)
from workflow.notices import Channel

STAGES: Mapping[Stage, str] = {
    Stage.ISSUED: "待签收",
    Stage.WRITING: "办理中",
    Stage.AWAITING_SIGNATURE: "待签批",
    Stage.AWAITING_SEAL: "待用印",
    Stage.SUBMITTED: "已报送，待审查",
    Stage.CORRECTING: "退回补正",
    Stage.ACCEPTED: "已接收",
    Stage.SILENT: "逾期视为无意见",
    Stage.UNDELIVERED: "未送达",
    Stage.REVOKED: "本轮已撤销",
}

CHANGES: Mapping[Change, str] = {Change.SAME: "未改", Change.NEW: "新增", Change.CHANGED: "有改动"}

# What the unit's people read above their reply: what the state means and who does what next.
NEXT: Mapping[Stage, str] = {
    Stage.ISSUED: "请经办人签收通知，再对照征求意见稿填写意见。",
    Stage.WRITING: "由经办人填写意见或声明无意见，再送主要领导签批。",
    Stage.AWAITING_SIGNATURE: "回函已送主要领导，等待签批。",
    Stage.AWAITING_SEAL: "主要领导已签批，等待印章管理员用印并报送。",
    Stage.SUBMITTED: "回函已报送，区安委办正在作形式审查。截止前可以撤回重报。",
    Stage.CORRECTING: "回函被退回补正。请按补正通知修改，在截止前重新报送。",
    Stage.ACCEPTED: "回函已接收，按期有效。",
    Stage.SILENT: "截止时没有收到有效回函，通知已送达，按通知的规定视为无意见。",
    Stage.UNDELIVERED: "截止时没有收到有效回函，也没有送达凭据，登记为未送达，不视为无意见。",
    Stage.REVOKED: "本轮征求意见已经撤销，本单位不必再办；已报送的和已写的内容只供查阅，没有报送的不视为无意见。",
}

SEALED_BY_THE_LEADER = "主要领导已签批。本单位现在没有在任的印章管理员，由主要领导用印并报送。"

STANDINGS: Mapping[StandingKind, str] = {
    StandingKind.WITH_COMMENTS: "有书面意见",
    StandingKind.NO_OBJECTION: "书面无意见",
    StandingKind.SILENT: "逾期视为无意见",
    StandingKind.UNDELIVERED: "未送达",
    StandingKind.OPEN: "办理中",
}

ROUND_STAGES: Mapping[RoundStage, str] = {
    RoundStage.DRAFTING: "拟制",
    RoundStage.APPROVING: "待签发",
    RoundStage.COLLECTING: "征求意见中",
    RoundStage.SUMMARISING: "汇总意见",
    RoundStage.CONFIRMING: "待确认",
    RoundStage.RELEASING: "待反馈",
    RoundStage.CONCLUDING: "待办结",
    RoundStage.ARCHIVING: "待归档",
    RoundStage.ARCHIVED: "已归档",
    RoundStage.REVOKED: "已撤销",
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.ADOPTED: "采纳",
    Verdict.PARTLY: "部分采纳",
    Verdict.DECLINED: "不予采纳",
    Verdict.EXPLAINED: "解释说明",
}

LETTER_CHANNELS: Mapping[LetterChannel, str] = {
    LetterChannel.ONLINE: "系统报送",
    LetterChannel.PAPER: "纸质报送",
    LetterChannel.FAX: "传真",
}

CHANNELS: Mapping[Channel, str] = {
    Channel.SYSTEM: "系统待办",
    Channel.PHONE: "电话",
    Channel.FAX: "传真",
    Channel.PAPER: "纸质送达",
    Channel.IN_PERSON: "当面送达",
}

VOIDS: Mapping[VoidKind, str] = {
    VoidKind.RETURNED_BY_LEADER: "领导退回修改",
    VoidKind.RETURNED_BY_KEEPER: "印章管理员退回",
    VoidKind.REJECTED: "退回补正",
    VoidKind.WITHDRAWN: "单位撤回",
    VoidKind.SUPERSEDED: "已由后一份回函代替",
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FURTHER_ROUND: "再次征求意见",
    Outcome.FOR_SUBMISSION: "形成送审稿",
}

PLANNED: Mapping[PlannedKind, str] = {
    PlannedKind.DELIVER: "送达通知和反馈单",
    PlannedKind.REMIND: "提醒尚未报送的单位",
    PlannedKind.CLOSE: "截止登记",
}

RULE_IN_TIME = "截止前收到，按期有效"
RULES: Mapping[str, str] = {
    "accepted": "截止前报送，经形式审查，签字、盖章、版本齐全",
    "paper": "纸质或传真件在截止前收到，登记后按期有效",
    "silent": "通知载明逾期不报视为无意见，且有送达凭据",
    "undelivered": "截止前没有送达凭据，不得视为无意见",
    "withdrawn": "单位撤回，原回函不再计入",
    "rejected": "形式审查未通过，退回补正",
}

DEFECTS: Mapping[str, str] = {
    "unsigned": "未经主要负责同志签字",
    "unsealed": "未加盖单位公章",
    "wrong_version": "所附意见针对的不是现行征求意见稿",
    "other": "其他不符合要求的情形",
}

_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
REPEATED_SECOND_ROUND = (
    "",
    "",
    *_DIGITS[2:],
    *(f"十{digit}" for digit in _DIGITS),
    *(f"二十{digit}" for digit in _DIGITS),
)

# Journal: verb -> the sentence after 「时间　人员」. {…} are details of the line.
SENTENCES: Mapping[str, str] = {
    "begin": "发起一轮征求意见",
    "upload_draft": "上传征求意见稿《{title}》，识别出{parts}个部分、{clauses}条",
    "correct_structure": "核对并调整了条款结构",
    "send_to_head": "将通知和征求意见稿送审",
    "send_back": "退回修改：{reason}",
    "issue": "签发通知，文号{number}，截止时间{deadline}",
    "deliver": "向{unit}送达通知和反馈单（系统待办）",
    "open_notice": "打开了通知，系统记为已送达",
    "receive": "签收通知",
    "send_for_signing": "拟好回函（第{number}份），送主要领导签批",
    "return_to_clerk": "退回修改：{reason}",
    "sign": "签批同意，意见：{opinion}",
    "seal": "用印",
    "return_unsealed": "未予用印，退回：{reason}",
    "submit": "报送回函，系统收到时间{received}",
    "withdraw": "撤回回函：{reason}",
    "send_late": "报送逾期来文，收到时间{received}",
    "register_paper": "登记{channel}件，落款日期{paper_date}，收到时间{received}",
    "register_defective": "登记{channel}件，{defects}，通知补正",
    "accept": "形式审查通过，予以接收",
    "reject": "退回补正：{reason}",
    "record_delivery": "补记送达情况（{channel}）：{result}",
    "remind": "提醒尚未报送的单位，共{count}家",
    "miss_reminder": "系统恢复时截止时间已过，这次提醒未再发出",
    "remind_by_hand": "催办（{channel}）：{result}",
    "extend": "延期至{deadline}，理由：{reason}",
    "revoke": "撤销本轮征求意见，文号{number}，理由：{reason}",
    "replace_draft": "更正征求意见稿，第{version}稿：{correction}",
    "reopen": "征求意见稿已更正，请单位再次确认",
    "close_silent": "截止时未收到有效回函，登记为：{standing}",
    "close": "征求意见截止：有书面意见{with_comments}家，书面无意见{no_objection}家，"
    "逾期视为无意见{silent}家，未送达{undelivered}家，待审查{open}家",
    "use_late": "对逾期来文作出处理：{use}，{reason}",
    "propose": "提出处理意见：{verdict}",
    "coordinate": "记录协调结果：{outcome}",
    "send_decisions": "将处理意见送负责人确认",
    "decisions_back": "退回处理意见：{reason}",
    "confirm": "确认全部处理意见",
    "renew_figures": "{unit}的登记结果更正为“{standing}”，重新制作意见汇总表和采纳情况说明，原有的保留",
    "count_late": "确认处理意见之后又收到逾期来文，重新制作意见汇总表和采纳情况说明，原有的保留",
    "correct_released": "采纳情况反馈之后，{unit}的登记结果更正为“{standing}”；此前发出的文书不撤回，以本条更正为准",
    "release": "向各单位反馈采纳情况",
    "conclude": "办结，去向：{outcome}",
    "archive": "归档，此后只供查阅",
}

RULE_TIME_OF_RECEIPT = "以收到或送达的时间为准，登记早晚不影响结果；已有文书不覆盖"
RULE_REMIND = "只提醒尚未报送的单位"

# Journal: verb -> what it rests on; where that depends on the case, case -> sentence.
RULES_OF_VERBS: Mapping[str, str | Mapping[str, str]] = {
    "open_notice": "单位人员在系统内打开通知，即有送达凭据",
    "receive": "签收即有送达凭据",
    "sign": "回函须经本单位主要领导签批，签署意见、姓名和日期",
    "seal": "先签字，后用印",
    "submit": RULE_IN_TIME,
    "withdraw": RULES["withdrawn"],
    "send_late": "截止后收到的不改变已登记的结果，是否采用由区安委办决定并说明理由",
    "register_paper": {
        "in_time": RULES["paper"],
        "late": "截止后收到的为逾期来文，是否采用由区安委办决定并说明理由",
    },
    "register_defective": "缺签字、缺章或版本不符的回函不计入，补正后重新报送",
    "accept": RULES["accepted"],
    "reject": RULES["rejected"],
    "extend": "延期须在原截止时间之前签发，并通知全部单位",
    "revoke": "在处理意见确认之前由负责人决定，通知全部单位；本轮登记的结果不再使用",
    "reopen": "再次报送之前，原回函仍然有效",
    "close_silent": {
        STANDINGS[StandingKind.SILENT]: RULES["silent"],
        STANDINGS[StandingKind.UNDELIVERED]: RULES["undelivered"],
    },
    "renew_figures": RULE_TIME_OF_RECEIPT,
    "correct_released": RULE_TIME_OF_RECEIPT,
    "release": "全部处理意见经负责人确认后统一反馈",
}

SYSTEM = "系统"
