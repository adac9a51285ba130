"""批复: the government approves the report, which closes the case, or returns it with reasons."""

from dataclasses import dataclass, replace

from workflow.accident import attesting
from workflow.accident.actions import alarms
from workflow.accident.actions.guards import must_be_filled
from workflow.accident.actions.signing import in_fields, next_version
from workflow.accident.model import Accident, Stage
from workflow.accident.paperwork import approval as paperwork
from workflow.accident.paperwork import keep, number_for
from workflow.accident.rules import gate
from workflow.accident.rules.gate import Missing
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import PostKind


@dataclass(frozen=True)
class Remedy:
    """救济途径, which the approval must name: where, and within which time."""

    review_body: str  # 行政复议机关
    court: str
    review_within: str = ""  # "" reads 法定期限内
    suit_within: str = ""


def approve(desk: Desk, accident: Accident, *, nature: str, remedy: Remedy, decisions: tuple[str, ...] = ()) -> None:
    """批复: a formal paper with number and remedies; its day is the 结案日 (条例第32条).

    `nature`: 事故性质; `decisions`: on accountability, beside what the report proposes, as sentences.
    """
    _may_decide(desk, accident)
    taken = desk.take(accident, "approve")
    must_be_approvable(accident)
    must_be_filled(
        [
            ("nature", nature, "请写明事故性质，例如：生产安全责任事故。"),
            ("review_body", remedy.review_body, "批复应当载明救济途径，请填写行政复议机关。"),
            ("court", remedy.court, "批复应当载明救济途径，请填写有管辖权的人民法院。"),
        ]
    )
    accident.approved_at, accident.back_reason = desk.now, ""
    accident.approval_number = number_for(desk, accident.government)
    attesting.approves(desk, accident, nature.strip(), decisions)
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    keep(desk, accident, paperwork.approval(accident, facts, nature.strip(), remedy, decisions))
    desk.note("approve_report", accident, number=accident.approval_number)
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def send_back(desk: Desk, accident: Accident, reason: str) -> None:
    """退回补充: the next version is investigated, written and signed; what was signed stays with the old one."""
    _may_decide(desk, accident)
    taken = desk.take(accident, "approve")
    must_be_filled([("reason", reason, "请写明退回补充的理由和要求，便于调查组办理。")])
    next_version(accident, reason)
    desk.note("approval_refused", accident, reason=reason.strip())
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def hindrances(accident: Accident) -> list[Missing]:
    """What has come in the way since the submission: a supervision (挂牌督办) to which the superior has not consented, or
    casualties of which the signed report does not know."""
    consent = [
        replace(line, sentence=f"{line.sentence}区安委办登记审核意见后再批复。")
        for line in gate.missing_consent(accident)
    ]
    changed = [
        replace(line, sentence="伤亡情况在报告定稿后有变化。请退回补充，由调查组核对改定、重新签署报送。")
        for line in gate.changed_since(accident)
        if line.code == "casualties_changed"
    ]
    return [*consent, *changed]


def must_be_approvable(accident: Accident) -> None:
    missing = hindrances(accident)
    if missing:
        raise Incomplete(in_fields(missing))


def _may_decide(desk: Desk, accident: Accident) -> None:
    desk.must_hold(accident.government_id, PostKind.LEADER)
    accident.must_be(Stage.APPROVING)
