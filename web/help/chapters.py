"""The chapters of the guide, for whom each is, and which section is about which page."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.frame.identity import Me
from workflow.people import PostKind


@dataclass(frozen=True)
class Chapter:
    """`key`: in the address, and the name of its template."""

    key: str
    title: str
    about: str


CLERK = Chapter("clerk", "单位经办人", "收到通知后签收、写意见、送签，直到报送；整改措施怎样答复和报送。")
LEADER = Chapter("leader", "单位主要领导和印章管理员", "在电脑或手机上审阅、签批、用印、退回。")
OFFICE = Chapter("office", "区安委办征求意见", "一轮征求意见从起草、签发到汇总、反馈、归档。")
ACCIDENT = Chapter("accident", "事故处理", "从接报到结案归档：调查组、区人民政府和区安委办各办什么。")
ACCOUNT = Chapter("account", "账号、委托和文书验证", "密码和动态验证码，出差时怎样委托，怎样验证文书。")
ADMINISTRATION = Chapter(
    "administration", "系统、安全、审计管理员", "账号和岗位、运行情况、规则和密钥、办理日志各由谁管。"
)
CHAPTERS: Mapping[str, Chapter] = {
    each.key: each for each in (CLERK, LEADER, OFFICE, ACCIDENT, ACCOUNT, ADMINISTRATION)
}
ADMINISTRATORS = {PostKind.ADMINISTRATOR, PostKind.SECURITY, PostKind.AUDITOR}

# the first that begins an endpoint is about its page; what depends on who asks is not here
PLACES: tuple[tuple[str, Chapter, str], ...] = (
    ("replies.sign", LEADER, "sign"),
    ("replies.seal", LEADER, "seal"),
    ("replies.", CLERK, "write"),
    ("comments.", CLERK, "write"),
    ("rounds.draft", OFFICE, "begin"),
    ("rounds.approve", OFFICE, "begin"),
    ("rounds.structure", OFFICE, "begin"),
    ("rounds.diagram", OFFICE, "diagram"),
    ("rounds.", OFFICE, "board"),
    ("checks.", OFFICE, "check"),
    ("decisions.summarise", OFFICE, "decide"),
    ("decisions.confirm", OFFICE, "decide"),
    ("decisions.coordinate", OFFICE, "decide"),
    ("decisions.", OFFICE, "answer"),
    ("papers.", OFFICE, "answer"),
    ("errands.", OFFICE, "answer"),
    ("accidents.inform", ACCIDENT, "report"),
    ("accidents.register", ACCIDENT, "report"),
    ("accidents.classify", ACCIDENT, "report"),
    ("accidents.supplement", ACCIDENT, "report"),
    ("accidents.members", ACCIDENT, "team"),
    ("accidents.propose_team", ACCIDENT, "team"),
    ("accidents.appoint_team", ACCIDENT, "team"),
    ("accidents.diagram", ACCIDENT, "diagram"),
    ("accidents.choices", ADMINISTRATION, "security"),
    ("accidents.", ACCIDENT, "case"),
    ("reports.sign", ACCIDENT, "sign"),
    ("reports.conclu", ACCIDENT, "sign"),
    ("reports.submit", ACCIDENT, "approve"),
    ("reports.approve", ACCIDENT, "approve"),
    ("reports.check_privacy", ACCIDENT, "approve"),
    ("reports.publish", ACCIDENT, "approve"),
    ("reports.", ACCIDENT, "inquiry"),
    ("measures.own", CLERK, "measures"),
    ("measures.", ACCIDENT, "measures"),
    ("evaluations.", ACCIDENT, "evaluation"),
    ("supervisions.", ACCIDENT, "supervision"),
    ("accounts.requirements", ADMINISTRATION, "security"),
    ("accounts.", ACCOUNT, "password"),
    ("administration.substitutes", ACCOUNT, "entrust"),
    ("administration.entrust", ACCOUNT, "entrust"),
    ("administration.taking_over", ACCOUNT, "entrust"),
    ("administration.own_seal", LEADER, "seal"),
    ("administration.journal", ADMINISTRATION, "audit"),
    ("administration.signing_key", ADMINISTRATION, "security"),
    ("administration.handover", ADMINISTRATION, "security"),
    ("administration.handed_in", ADMINISTRATION, "security"),
    ("administration.", ADMINISTRATION, "accounts"),
    ("rights.", ADMINISTRATION, "security"),
    ("checkup.", ADMINISTRATION, "running"),
    ("operations.", ADMINISTRATION, "running"),
    ("statistics.", OFFICE, "statistics"),
    ("tasks.done", ACCOUNT, "desk"),
    ("tasks.started", ACCOUNT, "desk"),
    ("verify.", ACCOUNT, "verify"),
)


def place_of(endpoint: str) -> tuple[Chapter, str] | None:
    """Chapter and section about a page; None where the guide begins at its first page."""
    return next(((chapter, section) for start, chapter, section in PLACES if endpoint.startswith(start)), None)


def chapter_for(person: Me) -> Chapter:
    """Where somebody begins to read."""
    if person.kinds and person.kinds <= ADMINISTRATORS:
        return ADMINISTRATION
    if person.in_lead_unit:
        return OFFICE
    if person.in_ordinary_unit:
        return CLERK if PostKind.CLERK in person.kinds else LEADER
    return ACCIDENT if person.sees_accidents else LEADER
