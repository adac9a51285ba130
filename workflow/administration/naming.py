"""What a line of the journal is about, as the auditor reads and asks for it: 回复7号, not how the system names it."""

import re
from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "round": "征求意见",
    "reply": "回复",
    "accident": "事故",
    "measure": "整改措施",
    "evaluation": "整改评估",
    "supervision": "挂牌督办",
    "account": "账号",
    "officer": "人员",
    "unit": "单位",
    "substitution": "委托",
    "handover": "交接",
    "import": "导入",
    "settings": "规则设置",
    "signing_key": "签名密钥",
    "journal": "办理日志",
}
_BY_WORDS = {words: kind for kind, words in KINDS.items()}
_IN_WORDS = re.compile(r"(\D+?)(\d+)号")


def in_words(subject: str) -> str:
    """ "reply:7" -> 回复7号; what stands for itself has no number."""
    kind, _, number = subject.partition(":")
    words = KINDS.get(kind, "其他事项")
    return "" if not subject else words if number in ("", "0") else f"{words}{number}号"


def meant(asked: str) -> str:
    """回复7号 -> "reply:7"; anything else as it is."""
    found = _IN_WORDS.fullmatch(asked.strip())
    return f"{_BY_WORDS[found[1]]}:{found[2]}" if found and found[1] in _BY_WORDS else asked.strip()
