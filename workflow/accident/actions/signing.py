"""讨论和签署: the report lies before the team; each member signs, or refuses with a reason, or dissents in his own words.

What was signed under one version stays with that version. A report that is sent back becomes the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.accident import attesting, signed
from workflow.accident.actions.guards import must_be_filled, must_be_in_work, must_be_of_the_team, team_of
from workflow.accident.actions.writing import keep_text
from workflow.accident.model import Accident, Conclusion, Member, Signature
from workflow.accident.paperwork import keep
from workflow.accident.paperwork import report as paperwork
from workflow.accident.rules import gate
from workflow.accident.rules.gate import Missing
from workflow.accident.settings import DisagreementPolicy, disagreement_policy
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.people import PostKind


def in_fields(lines: Sequence[Missing]) -> dict[str, str]:
    """The gate's lines as a refusal names them: by where each is mended."""
    found: dict[str, str] = {}
    for line in lines:
        found[line.link] = found.get(line.link, "") + line.sentence
    return found


def finish_report(desk: Desk, accident: Accident) -> None:
    """提交讨论: the text is complete; from here on nothing of it moves until it is sent back."""
    must_be_in_work(desk, accident)
    taken = desk.take(accident, "investigate")
    missing = gate.missing_in_text(accident, desk.today)
    if missing:
        raise Incomplete(in_fields(missing))
    accident.report_finished_at, accident.back_reason = desk.now, ""
    for chapter in accident.chapters:
        keep_text(chapter)
    desk.note("finish_report", accident, version=accident.report_version)
    desk.complete(taken)


def send_back(desk: Desk, accident: Accident, reason: str) -> None:
    """退回修改, from the discussion: the team works on the next version."""
    must_be_of_the_team(desk, accident)
    taken = desk.take(accident, "sign_report")
    must_be_filled([("reason", reason, "请写明退回修改的理由，便于撰写人修改。")])
    next_version(accident, reason)
    desk.note("send_report_back", accident, reason=reason.strip())
    desk.complete(taken)


def next_version(accident: Accident, reason: str) -> None:
    """The report is worked on again; signatures, dissents and conclusions stay with the version they were given to."""
    accident.report_version += 1
    accident.report_finished_at = accident.report_signed_at = None
    accident.consent_asked_at = accident.consented_at = accident.submitted_at = None
    accident.consent_document = accident.escalated_decision = ""
    accident.dissent_escalated, accident.back_reason = False, reason.strip()


# -- signing


@dataclass(frozen=True)
class Dissenting:
    """不同意见: on what, what the member holds, and why."""

    matter: str
    opinion: str
    reason: str


def sign(
    desk: Desk, accident: Accident, member: Member, *, refusal: str | None = None, dissent: Dissenting | None = None
) -> None:
    """A member signs (`refusal` None) or refuses with this reason; a dissent may stand beside either.

    Each for himself; for members without an account the office's clerk records what they put on paper.
    The last one completes the step.
    """
    _may_sign(desk, accident, member)
    taken = desk.take(accident, "sign_report")
    _must_sign(member)
    if refusal is not None:
        must_be_filled([("refusal", refusal, "应当在报告上签名（条例第30条）；拒绝签名的，请写明理由，将记入签名页。")])
    if dissent is not None:
        _must_be_whole(dissent)
    line = _line(desk, accident, member, refusal, dissent)
    if _says_the_same(signed.signature_of(accident, member), line):
        return
    accident.signatures.append(line)
    desk.session.flush()
    attesting.member_signs(desk, accident, line)
    _note(desk, accident, line)
    if not signed.silent_members(accident):
        _finish(desk, accident)
        desk.complete(taken)


def finish_signing(desk: Desk, accident: Accident) -> None:
    """Complete the step by hand: when the last member who had not signed has left the team."""
    must_be_of_the_team(desk, accident)
    taken = desk.take(accident, "sign_report")
    silent = list(gate.unsigned_members(accident))
    if silent:
        raise Incomplete(in_fields(silent))
    _finish(desk, accident)
    desk.note("finish_signing", accident, version=accident.report_version)
    desk.complete(taken)


def _may_sign(desk: Desk, accident: Accident, member: Member) -> None:
    if member.accident_id != accident.id:
        raise Stale("这位成员不在本案调查组名单中，请刷新后核对。")
    if member.officer_id is None:
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    elif member.officer_id != desk.officer_id:
        raise NotYours("调查报告由成员本人签名，不能代签（条例第30条）。请由其本人登录办理。")


def _must_sign(member: Member) -> None:
    if not member.is_active:
        raise Refusal(f"{member.name}已离开调查组，不再签署报告。请由现任成员签署。")
    if member.has_interest:
        raise Refusal(
            f"{member.name}已声明与本事故有利害关系，不能签署调查报告（条例第23条）。"
            "请区安委办办理回避；是组长的，报区人民政府另行指定。"
        )
    if not member.signs:
        raise Refusal("专家和受邀人员不在调查报告上签名（条例第30条）。如有意见，请以书面形式交调查组附卷。")


def _must_be_whole(dissent: Dissenting) -> None:
    must_be_filled(
        [
            ("matter", dissent.matter, "请写明对哪一事项有不同意见。"),
            ("opinion", dissent.opinion, "请写明您的意见。"),
            ("reason", dissent.reason, "请写明理由和依据。"),
        ]
    )


def _line(desk: Desk, accident: Accident, member: Member, refusal: str | None, dissent: Dissenting | None) -> Signature:
    words = (dissent.matter, dissent.opinion, dissent.reason) if dissent else ("", "", "")
    matter, opinion, reason = (text.strip() for text in words)
    return Signature(
        member=member, version=accident.report_version, at=desk.now, refused=refusal is not None,
        refusal_reason=(refusal or "").strip(), dissent_matter=matter, dissent=opinion, dissent_reason=reason,
    )  # fmt: skip


def _says_the_same(before: Signature | None, line: Signature) -> bool:
    said = ("refused", "refusal_reason", "dissent_matter", "dissent", "dissent_reason")
    return before is not None and all(getattr(before, name) == getattr(line, name) for name in said)


def _note(desk: Desk, accident: Accident, line: Signature) -> None:
    name, version = line.member.name, line.version
    if line.refused:
        desk.note("refuse_to_sign", accident, member=name, version=version, reason=line.refusal_reason)
    else:
        desk.note("sign_report", accident, member=name, version=version)
    if line.dissent:
        keep(desk, accident, paperwork.dissent(accident, line), f"member:{line.member.id}", name=line.member.name)
        desk.note("dissent", accident, member=name, matter=line.dissent_matter)


def _finish(desk: Desk, accident: Accident) -> None:
    """Everybody has spoken: what is open now is decided by the policy of this day."""
    policy = disagreement_policy(desk.session)
    escalated = policy is DisagreementPolicy.ESCALATE_GOVERNMENT and signed.has_dissent(accident)
    accident.report_signed_at, accident.dissent_escalated = desk.now, escalated
    desk.session.flush()


# -- a disagreement is ended


def conclude(desk: Desk, accident: Accident, opinion: str, reason: str) -> Conclusion:
    """组长结论性意见: the leader of the team ends the disagreement and says why; every minority view is listed."""
    desk.must_hold(team_of(accident), PostKind.LEADER)
    taken = desk.take(accident, "conclude")
    must_be_filled(_wanted_of_a_conclusion(opinion, reason))
    found = _conclusion(desk, accident, opinion, reason, by_government=False)
    keep(desk, accident, paperwork.conclusion(accident, found))
    desk.note("conclude", accident, opinion=found.opinion)
    desk.complete(taken)
    return found


def decide_dissent(desk: Desk, accident: Accident, opinion: str, reason: str) -> Conclusion:
    """The government in charge decides a disagreement that was escalated to it."""
    desk.must_hold(accident.government_id, PostKind.LEADER)
    taken = desk.take(accident, "decide_dissent")
    must_be_filled(_wanted_of_a_conclusion(opinion, reason))
    found = _conclusion(desk, accident, opinion, reason, by_government=True)
    accident.escalated_decision = found.opinion
    desk.note("decide_dissent", accident, opinion=found.opinion)
    desk.complete(taken)
    return found


def _wanted_of_a_conclusion(opinion: str, reason: str) -> list[tuple[str, str, str]]:
    return [
        ("opinion", opinion, "请写明结论性意见。"),
        ("reason", reason, "请写明理由，并对每项不同意见作出回应。"),
    ]


def _conclusion(desk: Desk, accident: Accident, opinion: str, reason: str, *, by_government: bool) -> Conclusion:
    if signed.conclusion(accident) is not None:
        raise AlreadyDone()
    found = Conclusion(
        version=accident.report_version, at=desk.now, by=desk.officer, by_government=by_government,
        opinion=opinion.strip(), reason=reason.strip(),
    )  # fmt: skip
    accident.conclusions.append(found)
    desk.session.flush()
    attesting.concludes(desk, accident, found)
    return found
