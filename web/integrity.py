"""核验 in words: what was changed, for the command and the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.frame.filters import moment_in_words
from workflow.desk import Desk
from workflow.journal import ALTERED, LOOSE, MISSING, MISSING_AT_THE_END
from workflow.signatures.verifying import Code
from workflow.verifying import FILE, LINE, SIGNATURE, UNKNOWN, Fault, latest

KINDS: Mapping[str, str] = {
    LINE: "日志",
    FILE: "存档文件",
    "kept_file": "文件登记",
    "cleared_file": "文件清除记录",
    "paper": "文书登记",
    "accident_paper": "事故文书登记",
    "letter": "回函",
    "letter_handwriting": "手写签名",
    "comment": "意见",
    "decision": "处理意见",
    "coordination": "协调记录",
    "standing": "回复状态记录",
    "delivery": "送达记录",
    "reminder": "催办记录",
    "extension": "延期记录",
    "round_revocation": "撤销记录",
    "signing_key": "签名密钥",
    "signing_key_revocation": "密钥撤销记录",
    "signed_statement": "电子签名",
    "marked_paper": "文书验证码",
    "unit_seal": "印章图像登记",
    "unit_seal_withdrawal": "印章图像停用记录",
    "signed_pdf": "签名PDF登记",
    "accident_signature": "调查报告签名",
    "accident_conclusion": "组长结论性意见",
    "accident_published_correction": "公布后更正记录",
    "accident_chapter_text": "调查报告章节底稿",
    "accident_evidence": "证据登记",
    "accident_custody": "证据移交记录",
    "accident_casualties": "伤亡损失报告",
    "accident_extension": "期限延长记录",
    "accident_measure_answer": "整改答复",
    "accident_measure_extension": "整改延期记录",
    "accident_proof": "佐证材料登记",
    "accident_inspection": "验收记录",
    "accident_finding": "评估结论",
}
WHAT_HAPPENED: Mapping[str, str] = {
    ALTERED: "内容与保存时不同",
    MISSING: "已经不在",
    MISSING_AT_THE_END: "之后的记录已经不在，或链尾登记被改动",
    LOOSE: "与上一条接不上",
    UNKNOWN: "没有经过系统登记",
    SIGNATURE[Code.ALTERED]: "签名与签署时的内容不符",
    SIGNATURE[Code.UNKNOWN_KEY]: "证书不是本系统签发的，或与公钥不符",
    SIGNATURE[Code.REVOKED]: "签名时证书已经撤销",
    SIGNATURE[Code.OUTSIDE]: "签名时间不在证书有效期内",
}

REMARKS: Mapping[Code, str] = {
    Code.REVOKED_LATER: "个签名的证书后来撤销",
    Code.EXPIRED: "个签名的证书现已到期",
}


def in_words(fault: Fault) -> str:
    kind, _, number = fault.what.partition(":")
    name = f"第{number}条" if kind != FILE else number
    return f"{KINDS.get(kind, kind)}{name}：{WHAT_HAPPENED[fault.why]}。"


def remarks_in_words(remarks: Mapping[Code, int]) -> str:
    """其中2个签名的证书后来撤销，签名时均有效。"""
    told = "、".join(f"{count}{REMARKS[code]}" for code, count in remarks.items())
    return f"其中{told}，签名时均有效。" if told else ""


@dataclass(frozen=True)
class LastNight:
    """The last nightly verification: a sentence, and a line for everything that was changed."""

    said: str
    faults: tuple[str, ...]


def last_night(desk: Desk) -> LastNight:
    done = latest(desk)
    if done is None:
        return LastNight("尚未进行，每日凌晨自动核验一次", ())
    faults = tuple(map(in_words, done.found))
    result = f"发现{len(faults)}处变动" if faults else f"日志{done.lines}条及全部存档均与保存时一致"
    return LastNight(f"{moment_in_words(done.at)}，{result}", faults)
