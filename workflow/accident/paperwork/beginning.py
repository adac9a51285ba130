"""事故快报, 成立调查组通知, 技术鉴定委托书, 延期批复."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from workflow.accident import papers
from workflow.accident.model import Accident, Appraisal, ClockExtension, ExtensionKind, Member, Role
from workflow.accident.paperwork import clause, grade_in_words, letterhead, seal_of
from workflow.accident.rules import clocks
from workflow.accident.rules.facts import Facts
from workflow.accident.rules.grading import Casualties, grade
from workflow.accident.rules.money import in_words
from workflow.accident.rules.reporting import Body, ReportClock
from workflow.accident.timing import report_clocks
from workflow.clock import day_of
from workflow.people import PostKind

_NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
ROLES_IN_NOTICE: Mapping[Role, str] = {Role.LEADER: "组长", Role.MEMBER: "成员"}


def casualties_of(accident: Accident) -> Casualties:
    """The three figures of 条例第3条, as they are known now."""
    known = accident.casualties
    return Casualties(known.deaths, known.injuries, known.loss)


def first_report(
    accident: Accident, facts: Facts, reported_to: str, issued_on: date, now: datetime
) -> papers.FirstReport:
    """首报, or 续报 when one has been made before."""
    known, office = accident.casualties, accident.lead_unit
    return papers.FirstReport(
        demonstration=accident.is_demo,
        letterhead="",
        issuer=office.name,
        issued_on=issued_on,
        contact=accident.registered_by.name,
        telephone=office.phone,
        seal=seal_of(accident),
        accident=accident.title,
        sequence=_sequence(accident),
        addressees=(reported_to, accident.government.name),
        approved_by=_head(accident, issued_on),
        occurred_at=accident.occurred_at,
        place=accident.place,
        grade=grade_in_words(accident) if accident.grade else grade(casualties_of(accident)).grade.label,
        steps=tuple(_step(clock, now) for clock in report_clocks(accident)),
        informed=tuple(_informed(accident, body) for body in Body),
        unit_profile=accident.unit_profile,
        scene=accident.scene,
        course=accident.course,
        dead=known.deaths,
        missing=known.missing,
        seriously_injured=known.injuries,
        slightly_injured=known.slightly_injured,
        casualty_note=known.source,
        loss=in_words(known.loss),
        measures_taken=accident.actions_taken,
        other=accident.other,
        supplement_until=_due(clocks.supplement(facts)),
    )


def _sequence(accident: Accident) -> str:
    earlier = sum(paper.kind == papers.FirstReport.kind for paper in accident.papers)
    return f"续报（第{earlier}次）" if earlier else "首报"


def _head(accident: Accident, on: date) -> str:
    heads = accident.lead_unit.holders(PostKind.LEADER, on)
    return heads[0].name if heads else ""


def _step(clock: ReportClock, now: datetime) -> papers.ReportingStep:
    remark = clock.in_words(now).partition("，")[2].rpartition("（")[0]
    return papers.ReportingStep(clock.name, clock.done, f"{_LIMITS[clock.name]}（{clock.article}）", remark)


_LIMITS = {"事故发生单位报告": "接到报告后1小时内", "逐级上报": "接到报告后2小时内"}


def _informed(accident: Accident, body: Body) -> papers.Informed:
    at = accident.informed.get(body.name)
    return papers.Informed(body.value, datetime.fromisoformat(at) if at else None)


def team_notice(accident: Accident, facts: Facts, number: str, issued_on: date) -> papers.TeamNotice:
    """成立调查组通知 of the government in charge (条例第22条、第24条)."""
    active = [member for member in accident.members if member.is_active]
    leader = next(member for member in active if member.role is Role.LEADER)
    invited = [member for member in active if member.role is Role.INVITED]
    return papers.TeamNotice(
        demonstration=accident.is_demo,
        letterhead=letterhead(accident.government),
        number=number,
        issuer=accident.government.name,
        issued_on=issued_on,
        contact=accident.registered_by.name,
        telephone=accident.lead_unit.phone,
        seal=seal_of(accident),
        accident=accident.title,
        addressees=tuple(dict.fromkeys((accident.lead_unit.name, *(member.body for member in active)))),
        occurred_on=accident.occurred_on,
        grade=grade_in_words(accident),
        team=f"{accident.title}调查组",
        leader=_member(leader),
        members=tuple(_member(member) for member in active if member.role is Role.MEMBER),
        experts=tuple(papers.Expert(m.name, m.body, m.duty) for m in active if m.role is Role.EXPERT),
        procuratorate="、".join(dict.fromkeys(member.body for member in invited)),
        procuratorate_answer=_answer(invited),
        report_due=_statutory_due(facts),
    )


def _answer(invited: list[Member]) -> str:
    return "；".join(dict.fromkeys(clause(member.duty) for member in invited if member.duty.strip()))


def _member(member: Member) -> papers.Member:
    return papers.Member(member.name, member.body, member.duty, ROLES_IN_NOTICE[member.role])


def appraisal_order(
    accident: Accident, appraisal: Appraisal, materials: tuple[papers.Material, ...], expected_by: date | None
) -> papers.AppraisalOrder:
    team = accident.team_unit
    return papers.AppraisalOrder(
        demonstration=accident.is_demo,
        issuer=team.name if team else accident.lead_unit.name,
        issued_on=appraisal.commissioned_on,
        contact=appraisal.recorded_by.name,
        telephone=accident.lead_unit.phone,
        seal=seal_of(accident),
        accident=accident.title,
        institution=appraisal.institution,
        qualification=appraisal.qualification,
        occurred_on=accident.occurred_on,
        questions=tuple(clause(line) for line in appraisal.matter.splitlines() if line.strip()),
        materials=materials,
        expected_by=expected_by,
    )


def extension_approval(
    accident: Accident, extension: ClockExtension, facts: Facts, issued_on: date
) -> papers.ExtensionApproval:
    """`facts`: with the extension in them. The old day is reckoned back from the new one, so that a technical
    appraisal commissioned after the old day, which the extension brings back into the clock, stands in both."""
    of_approval = extension.kind is ExtensionKind.APPROVAL
    addressee = accident.lead_unit if of_approval else accident.team_unit or accident.lead_unit
    new_due = _approval_due(facts) if of_approval else _statutory_due(facts)
    clock = clocks.approval(facts) if of_approval else clocks.report(facts)
    assert clock is not None
    return papers.ExtensionApproval(
        demonstration=accident.is_demo,
        letterhead=letterhead(accident.government),
        number=extension.doc_number,
        issuer=accident.government.name,
        issued_on=issued_on,
        seal=seal_of(accident),
        accident=accident.title,
        addressee=addressee.name,
        of_approval=of_approval,
        requested_on=day_of(extension.asked_at),
        reason=clause(extension.reason),
        old_due=new_due - timedelta(extension.days),
        days=extension.days,
        new_due=new_due,
        arithmetic=(clock.sentence,),
        copies_to=() if of_approval else (accident.lead_unit.name,),
    )


def _statutory_due(facts: Facts) -> date:
    """The report's last day without a shift for holidays, as if an open appraisal ended with its first day."""
    days = facts.extension_days + clocks.suspended_days(facts)
    return facts.occurred + timedelta(clocks.REPORT_DAYS + days)


def _approval_due(facts: Facts) -> date:
    """The last day of the approval, likewise."""
    assert facts.submitted is not None
    return facts.submitted + timedelta(clocks.APPROVAL_DAYS[facts.grade] + facts.approval_extension_days)


def _due(clock: clocks.Clock) -> date:
    assert clock.due is not None
    return clock.due
