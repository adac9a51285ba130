"""Who stands how under the version of the report that is being discussed: signatures, dissents, the conclusion.

Lines are only added; a member's last line under a version counts. Earlier versions keep theirs.
"""

from collections.abc import Sequence

from workflow.accident.model import Accident, Conclusion, Member, Signature, Stage


def signatures(accident: Accident) -> Sequence[Signature]:
    """What counts under the current version, one line a member, in the order in which they first spoke."""
    last = {s.member.id: s for s in accident.signatures if s.version == accident.report_version}
    return list(last.values())


def signature_of(accident: Accident, member: Member) -> Signature | None:
    return next((s for s in signatures(accident) if s.member.id == member.id), None)


def silent_members(accident: Accident) -> list[Member]:
    """Who must sign and has neither signed nor refused."""
    spoken = {s.member.id for s in signatures(accident)}
    return [member for member in accident.members if member.signs and member.id not in spoken]


def may_still_be_signed(accident: Accident) -> bool:
    """Does the report lie before the team?"""
    return (
        accident.stage is Stage.INVESTIGATING
        and accident.report_finished_at is not None
        and accident.report_signed_at is None
    )


def signs_on_paper(accident: Accident) -> list[Member]:
    """Members without an account who still have to sign; the office records what they put on paper."""
    silent = silent_members(accident) if may_still_be_signed(accident) else []
    return [member for member in silent if member.officer_id is None]


def dissents(accident: Accident) -> list[Signature]:
    """The 不同意见 under the current version, each of which must be decided: to send its author away does not answer it."""
    return [s for s in signatures(accident) if s.dissent]


def has_dissent(accident: Accident) -> bool:
    return bool(dissents(accident))


def conclusion(accident: Accident) -> Conclusion | None:
    """What was decided on the dissents of the current version, by the leader or by the government."""
    return next((c for c in reversed(accident.conclusions) if c.version == accident.report_version), None)


def changed_since(accident: Accident) -> list[str]:
    """What changed after the report was laid before the team: "casualties", "team"."""
    finished = accident.report_finished_at
    if finished is None:
        return []
    moves = [moment for m in accident.members for moment in (m.since, m.left_at) if moment]
    changes = (
        ("casualties", [report.known_at for report in accident.casualty_reports]),
        ("team", moves),
    )
    return [name for name, moments in changes if any(moment > finished for moment in moments)]
