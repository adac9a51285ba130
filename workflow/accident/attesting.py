"""签名、批复 in a case as statements that can be checked later: members, the leader's conclusion, the government, each paper."""

from collections.abc import Mapping
from typing import Any

from workflow.accident.model import Accident, Conclusion, Signature
from workflow.accident.papers import Approval, InvestigationReport, Paper
from workflow.accident.papers import Conclusion as ConclusionPaper
from workflow.accident.words.opening import ROLES
from workflow.desk import Desk
from workflow.documents.marking import Mark
from workflow.files import KeptFile
from workflow.people import POSTS, PostKind, Unit
from workflow.signatures.canonical import canonical, digest
from workflow.signatures.seals import with_seal


def about(accident: Accident, kind: str) -> str:
    """A report is signed version by version; what was signed under one does not count for the next."""
    by_version = kind in (InvestigationReport.kind, ConclusionPaper.kind)
    return f"case:{accident.key}" + (f"/{accident.report_version}" if by_version else "")


def member_signs(desk: Desk, accident: Accident, line: Signature) -> None:
    """签名, refusal or dissent on the text that lies before the team; on paper: recorded, in the system's own name."""
    if desk.vouching is None:
        return
    member, paper = line.member, InvestigationReport
    subject = (about(accident, paper.kind), paper.kind, paper.title_in_words)
    content, post, unit = _of_signature(accident, line), ROLES[member.role], _team(accident)
    if member.officer_id is None:
        desk.vouching.record(*subject, content, signer=member.name, post=post, unit=unit)
    else:
        desk.vouching.sign(*subject, content, post=post, unit=unit)


def concludes(desk: Desk, accident: Accident, found: Conclusion) -> None:
    """结论性意见, of the team's leader or of the government."""
    if desk.vouching:
        unit = accident.government if found.by_government else _team(accident)
        content = {"text_sha256": text_hash(accident), "opinion": found.opinion, "reason": found.reason}
        paper = ConclusionPaper
        desk.vouching.sign(
            about(accident, paper.kind), paper.kind, paper.title_in_words, content,
            post="负责人" if found.by_government else "调查组组长", unit=unit,
        )  # fmt: skip


def approves(desk: Desk, accident: Accident, nature: str, decisions: tuple[str, ...]) -> None:
    """批复: the report as it was submitted, its number, what was decided."""
    if desk.vouching:
        content = {
            "number": accident.approval_number, "nature": nature, "decisions": decisions,
            "report_version": accident.report_version, "text_sha256": text_hash(accident),
        }  # fmt: skip
        desk.vouching.sign(
            about(accident, Approval.kind), Approval.kind, Approval.title_in_words, content,
            post="负责人", unit=accident.government,
        )  # fmt: skip


def mark_for(desk: Desk) -> Mark | None:
    return desk.vouching.mark() if desk.vouching else None


def sealed(desk: Desk, accident: Accident, paper: Paper) -> Paper:
    """With the image of the issuing unit's own seal, when its leader lets the paper go."""
    unit = _issuer(accident, paper)
    return with_seal(paper, unit.id, desk.session, desk.files, approved=desk.seals(unit.id))


def vouch(desk: Desk, accident: Accident, kept: KeptFile, paper: Paper, mark: Mark | None) -> None:
    """The finished paper, sealed by the unit that issues it or recorded by the system."""
    if desk.vouching and mark:
        unit = _issuer(accident, paper)
        desk.vouching.paper(kept, paper, mark, about(accident, paper.kind), post=_post(desk, unit), unit=unit)


def text_hash(accident: Accident) -> str:
    """The whole text of the report as it stands: chapters and measures."""
    chapters = {chapter.kind.value: chapter.body for chapter in accident.chapters}
    measures = [[m.number, m.text, m.test, m.unit.name if m.unit else "", m.due_on] for m in accident.measures]
    return digest(canonical({"chapters": chapters, "measures": measures}))


def _of_signature(accident: Accident, line: Signature) -> Mapping[str, Any]:
    return {
        "version": line.version, "text_sha256": text_hash(accident), "member": line.member.name,
        "body": line.member.body, "refused": line.refused, "refusal_reason": line.refusal_reason,
        "dissent": [line.dissent_matter, line.dissent, line.dissent_reason],
    }  # fmt: skip


def _team(accident: Accident) -> Unit:
    assert accident.team_unit is not None  # who signs a report belongs to a team
    return accident.team_unit


def _issuer(accident: Accident, paper: Paper) -> Unit:
    """The unit under whose name the paper goes out; the office for its own records."""
    units = (accident.lead_unit, accident.government, accident.team_unit)
    issuer = getattr(paper, "issuer", "")
    return next((unit for unit in units if unit and unit.name == issuer), accident.lead_unit)


def _post(desk: Desk, unit: Unit) -> str:
    order = (PostKind.SEAL_KEEPER, PostKind.LEADER, PostKind.CLERK)
    return next((POSTS[kind] for kind in order if (unit.id, kind) in desk.posts), "")
