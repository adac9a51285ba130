"""报送: the superior's consent where the case is supervised, then through the gate to the government."""

from workflow.accident.actions import alarms
from workflow.accident.actions.guards import must_be_filled, team_of
from workflow.accident.actions.signing import in_fields, next_version
from workflow.accident.model import Accident, Stage
from workflow.accident.paperwork import keep
from workflow.accident.paperwork import report as paperwork
from workflow.accident.rules import gate
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Refusal
from workflow.people import PostKind


def ask_consent(desk: Desk, accident: Accident) -> None:
    """The office sends the report to whoever supervises the case; the day is kept."""
    _may_ask(desk, accident)
    if accident.consent_asked_at is None:
        accident.consent_asked_at = desk.now
        desk.note("ask_consent", accident)


def register_consent(desk: Desk, accident: Accident, document: str) -> None:
    """The superior agrees; `document`: its paper, by number or title.

    Also at the steps of submission and approval, for a supervision that was imposed after the signing.
    """
    _may_ask(desk, accident)
    must_be_filled([("document", document, "请填写督办机关审核同意文书的名称或文号。")])
    if accident.consented_at is not None:
        raise AlreadyDone()
    (step,) = waits_for_consent(desk, accident)
    taken = desk.take(accident, step)
    accident.consent_asked_at = accident.consent_asked_at or desk.now
    accident.consented_at, accident.consent_document = desk.now, document.strip()
    desk.note("consent", accident, document=document.strip())
    if step == "ask_consent":
        desk.complete(taken)


def register_return(desk: Desk, accident: Accident, reason: str) -> None:
    """The superior sends the report back: the team works on the next version."""
    _may_ask(desk, accident)
    taken = desk.take(accident, "ask_consent")
    must_be_filled([("reason", reason, "请填写督办机关退回的理由。")])
    next_version(accident, reason)
    desk.note("consent_refused", accident, reason=reason.strip())
    desk.complete(taken)


def _may_ask(desk: Desk, accident: Accident) -> None:
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    accident.must_be(Stage.INVESTIGATING, Stage.APPROVING)
    if not waits_for_consent(desk, accident):
        raise AlreadyDone()
    if accident.supervision is None:
        raise Refusal("本案没有挂牌督办，报告不需要上级审核同意。请由调查组组长直接报送。")


def waits_for_consent(desk: Desk, accident: Accident) -> set[str]:
    """The step at which the superior's consent can be registered now; empty: at none."""
    return desk.open_steps(accident) & {"ask_consent", "submit", "approve"}


def submit(desk: Desk, accident: Accident) -> None:
    """报送调查报告: through the gate; the investigation ends (条例第31条) and the government's days begin (第32条)."""
    desk.must_hold(team_of(accident), PostKind.LEADER)
    taken = desk.take(accident, "submit")
    missing = gate.missing(accident, desk.today)
    if missing:
        raise Incomplete(in_fields(missing))
    accident.submitted_at, accident.back_reason = desk.now, ""
    keep(desk, accident, paperwork.report(accident), name=f"第{accident.report_version}稿")
    desk.note("submit_report", accident, version=accident.report_version)
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def send_back(desk: Desk, accident: Accident, reason: str) -> None:
    """The leader does not submit: casualties or the team changed after the signing, or the text must change."""
    desk.must_hold(team_of(accident), PostKind.LEADER)
    taken = desk.take(accident, "submit")
    must_be_filled([("reason", reason, "请写明退回修改的理由，便于撰写人修改。")])
    next_version(accident, reason)
    desk.note("send_report_back", accident, reason=reason.strip())
    desk.complete(taken)
