"""What the team writes: 事故调查报告, 不同意见书, 组长结论性意见书."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from workflow.accident import papers, signed
from workflow.accident.model import Accident, ChapterKind, Conclusion, Evidence, Measure, Member, Signature
from workflow.accident.paperwork import clause
from workflow.accident.rules import gate, privacy
from workflow.accident.rules.money import in_words
from workflow.accident.words.opening import ROLES
from workflow.accident.words.report import EVIDENCE
from workflow.clock import day_of, moment_in_words

FIELDS: Mapping[ChapterKind, str] = {  # chapter -> its place in the paper
    ChapterKind.UNIT: "unit_profile",
    ChapterKind.COURSE: "course",
    ChapterKind.LOSSES: "casualties",
    ChapterKind.CAUSES: "causes",
    ChapterKind.RESPONSIBILITY: "responsibility",
    ChapterKind.PREVENTION: "prevention",
    ChapterKind.RESPONSE: "response",
    ChapterKind.TECHNICAL: "technical",
    ChapterKind.MANAGEMENT: "management",
}


def report(accident: Accident, today: date | None = None) -> papers.InvestigationReport:
    """As it is submitted: the text, every member's place, the evidence, dissents and what ended them.

    `today`: for looking at a report that is not signed yet.
    """
    found = signed.conclusion(accident)
    return papers.InvestigationReport(
        **text_of(accident, {chapter.kind: chapter.body for chapter in accident.chapters}, today=today),
        signings=tuple(_signing(accident, member) for member in accident.members if member.signs),
        evidence=tuple(_evidence(piece) for piece in accident.evidence if piece.withdrawn_at is None),
        dissents=tuple(_attached(line) for line in signed.dissents(accident)),
        conclusion=found.opinion if found else "",
        conclusion_reason=found.reason if found else "",
        leader=_who_concluded(accident, found) if found else "",
        concluded_on=day_of(found.at) if found else None,
    )


def text_of(
    accident: Accident, bodies: Mapping[ChapterKind, str], hidden: Collection[str] = (), today: date | None = None
) -> dict[str, Any]:
    """The fields that the report for the file and the one for the public share. `hidden`: names the public does not
    read, shortened wherever people did not write the text by hand."""
    completed_on = day_of(accident.report_signed_at) if accident.report_signed_at else today
    assert completed_on is not None
    assert accident.team_unit is not None
    chapters = {field: papers.paragraphs(bodies.get(kind, "")) for kind, field in FIELDS.items()}
    return {
        "demonstration": accident.is_demo,
        "accident": privacy.masked(accident.title, hidden),
        "team": privacy.masked(accident.team_unit.name, hidden),
        "completed_on": completed_on,
        "preface": papers.paragraphs(privacy.masked(preface(accident), hidden)),
        "measures": tuple(_measure(measure, hidden) for measure in gate.proposed(accident)),
        **chapters,
    }


def preface(accident: Accident) -> str:
    """When, where, what it cost; from the facts of the case."""
    known = accident.casualties
    return (
        f"{moment_in_words(accident.occurred_at)}，{clause(accident.place)}发生{accident.title}，"
        f"造成{known.deaths}人死亡、{known.injuries}人重伤，直接经济损失{in_words(known.loss)}。"
    )


def _measure(measure: Measure, hidden: Collection[str]) -> papers.ReportMeasure:
    assert measure.unit is not None
    due_on = measure.first_due_on or measure.due_on  # the report says what was ordered, not what was put off
    assert due_on is not None
    text, test = privacy.masked(measure.text, hidden), privacy.masked(measure.test, hidden)
    return papers.ReportMeasure(measure.number, text, measure.unit.name, due_on, test)


def _signing(accident: Accident, member: Member) -> papers.Signing:
    line, role = signed.signature_of(accident, member), ROLES[member.role]
    if line is None or line.refused:
        return papers.Signing(member.name, member.body, role, refusal=line.refusal_reason if line else "")
    return papers.Signing(member.name, member.body, role, day_of(line.at))


def _evidence(piece: Evidence) -> papers.Evidence:
    return papers.Evidence(
        number=f"Z-{piece.number:02}",
        name=piece.title,
        form=EVIDENCE[piece.kind],
        source=piece.source,
        collected_on=day_of(piece.collected_at),
    )


def _attached(line: Signature) -> papers.AttachedDissent:
    return papers.AttachedDissent(
        member=line.member.name, body=line.member.body, matter=line.dissent_matter, opinion=line.dissent,
        reason=line.dissent_reason, stated_on=day_of(line.at),
    )  # fmt: skip


def _who_concluded(accident: Accident, found: Conclusion) -> str:
    return accident.government.name if found.by_government else found.by.name


def dissent(accident: Accident, line: Signature) -> papers.Dissent:
    assert accident.team_unit is not None
    point = papers.DissentPoint(
        matter=line.dissent_matter,
        majority=f"见事故调查报告第{line.version}稿。",
        opinion=line.dissent,
        reason=line.dissent_reason,
    )
    return papers.Dissent(
        demonstration=accident.is_demo,
        accident=accident.title,
        team=accident.team_unit.name,
        member=line.member.name,
        body=line.member.body,
        role=ROLES[line.member.role],
        points=(point,),
        signed_on=day_of(line.at),
    )


def conclusion(accident: Accident, found: Conclusion) -> papers.Conclusion:
    """组长结论性意见书: every minority view is listed, whatever the conclusion is."""
    assert accident.team_unit is not None
    assert accident.report_signed_at is not None
    return papers.Conclusion(
        demonstration=accident.is_demo,
        accident=accident.title,
        team=accident.team_unit.name,
        leader=found.by.name,
        discussed_on=day_of(accident.report_signed_at),
        minority_views=tuple(_minority(line) for line in signed.dissents(accident)),
        conclusion=found.opinion,
        reason=found.reason,
        signed_on=day_of(found.at),
    )


def _minority(line: Signature) -> papers.MinorityView:
    member = line.member
    return papers.MinorityView(member.name, member.body, line.dissent_matter, line.dissent, line.dissent_reason)
