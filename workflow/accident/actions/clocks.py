"""时限的变动: appraisals that stop the clock (条例第27条), extensions asked for and decided (条例第29条、第32条).

Each change plans the alarms of the case again; nothing else keeps a date.
"""

from collections.abc import Sequence
from datetime import date

from workflow.accident import paperwork
from workflow.accident.actions import alarms
from workflow.accident.model import Accident, Appraisal, ClockExtension, ExtensionKind, Stage
from workflow.accident.papers import Material
from workflow.accident.paperwork import beginning
from workflow.accident.rules.facts import must_be_an_approval_extension, must_be_an_extension
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Pause
from workflow.accident.settings import clock_settings
from workflow.accident.telling import tell_units
from workflow.accident.timing import facts_of
from workflow.accident.words.opening import EXTENSIONS
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.files import KeptFile
from workflow.people import PostKind

ARTICLES = {ExtensionKind.REPORT: "条例第29条", ExtensionKind.APPROVAL: "条例第32条"}
LONGEST_NAME = 200  # characters

# -- appraisals


def commission_appraisal(
    desk: Desk,
    accident: Accident,
    institution: str,
    matter: str,
    *,
    commissioned_on: date | None = None,
    qualification: str = "",
    materials: Sequence[Material] = (),
    expected_by: date | None = None,
) -> Appraisal:
    """委托技术鉴定: from that day on the report's clock stands still. `matter`: one question a line."""
    _may_appraise(desk, accident)
    on = commissioned_on or desk.today
    wrong = {
        "institution": _name_error("鉴定机构", institution),
        "qualification": "" if len(qualification) <= LONGEST_NAME else f"资质最多{LONGEST_NAME}个字，请精简。",
        "matter": "" if matter.strip() else "请填写鉴定事项，每行一项。",
        "commissioned_on": _day_error(desk, accident, "委托日期", on),
        "expected_by": "请填写委托日期以后的日期。" if expected_by and expected_by < on else "",
    }
    _must_be_right(wrong)
    appraisal = Appraisal(
        institution=institution.strip(), qualification=qualification.strip(), matter=matter.strip(),
        commissioned_on=on, recorded_at=desk.now, recorded_by_id=desk.officer_id,
    )  # fmt: skip
    accident.appraisals.append(appraisal)
    desk.session.flush()
    order = beginning.appraisal_order(accident, appraisal, tuple(materials), expected_by)
    paperwork.keep(desk, accident, order, f"appraisal:{appraisal.id}", name=appraisal.institution)
    desk.note("commission_appraisal", accident, institution=appraisal.institution, on=day_in_words(on))
    alarms.plan_again(desk, accident)
    return appraisal


def conclude_appraisal(
    desk: Desk,
    accident: Accident,
    appraisal: Appraisal,
    finding: str,
    *,
    concluded_on: date | None = None,
    file: KeptFile | None = None,
) -> None:
    """鉴定结论: the clock runs again from that day."""
    _may_appraise(desk, accident)
    if appraisal.concluded_on is not None:
        raise AlreadyDone("这项鉴定的结论已经登记，不必重复登记。")
    on = concluded_on or desk.today
    wrong = {
        "finding": "" if finding.strip() else "请填写鉴定结论的要点。",
        "concluded_on": _day_error(desk, accident, "结论日期", on),
    }
    _must_be_right(wrong)
    Pause(appraisal.commissioned_on, on)
    appraisal.concluded_on, appraisal.finding = on, finding.strip()
    appraisal.file_id = file.id if file else None
    desk.note("conclude_appraisal", accident, institution=appraisal.institution, on=day_in_words(on))
    alarms.plan_again(desk, accident)


def _may_appraise(desk: Desk, accident: Accident) -> None:
    _must_be_the_team(desk, accident)
    desk.lock([accident])
    if accident.stage is not Stage.INVESTIGATING:
        raise Stale("技术鉴定在调查期间由调查组委托（条例第27条）。报告已经报送的，请先由批复机关退回补充。")


def _must_be_the_team(desk: Desk, accident: Accident) -> None:
    """The team's people; the office's clerk registers for them what came on paper."""
    team_and_office = [accident.lead_unit_id, *([accident.team_unit_id] if accident.team_unit_id else [])]
    if not any(desk.acts_in(unit_id, PostKind.CLERK, PostKind.LEADER) for unit_id in team_and_office):
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)


# -- extensions


def ask_extension(
    desk: Desk, accident: Accident, days: int, reason: str, kind: ExtensionKind = ExtensionKind.REPORT
) -> ClockExtension:
    """申请延期: of the investigation by the team (60 days in all), of the approval by the office (特别重大 only)."""
    _may_ask(desk, accident, kind)
    if any(e.kind is kind and e.granted is None for e in accident.extensions):
        raise AlreadyDone("已有一份延期申请在等待区人民政府决定，请等决定以后再申请。")
    _must_be_allowed(accident, days, kind)
    if not reason.strip():
        raise Incomplete({"reason": "请写明需要延期的特殊情况，将写入延期批复。"})
    extension = ClockExtension(
        kind=kind, days=days, reason=reason.strip(), asked_at=desk.now, asked_by_id=desk.officer_id, granted=None
    )
    accident.extensions.append(extension)
    desk.session.flush()
    desk.note(
        "ask_extension", accident, kind=EXTENSIONS[kind], days=days, reason=reason.strip(), article=ARTICLES[kind]
    )
    body = f"申请{EXTENSIONS[kind]}{days}日，请审批。理由：{reason.strip()}"
    tell_units(desk, accident, (accident.government,), "extension", "延期申请", body)
    return extension


def decide_extension(
    desk: Desk, accident: Accident, extension: ClockExtension, granted: bool, reason: str = ""
) -> None:
    """The government in charge grants it, with a number, or refuses it, with a reason; alarms move with it."""
    desk.must_hold(accident.government_id, PostKind.LEADER)
    desk.lock([accident])
    if extension.granted is not None:
        raise AlreadyDone("这份延期申请已经决定，不必重复办理。")
    if accident.stage is not _STAGES[extension.kind]:
        raise Stale("本案已经不在这一阶段，延期申请不再需要决定。")
    if granted:
        _must_be_allowed(accident, extension.days, extension.kind)
    elif not reason.strip():
        raise Incomplete({"reason": "请写明不同意延期的理由。"})
    extension.granted, extension.decided_at, extension.decided_by_id = granted, desk.now, desk.officer_id
    extension.decision_reason = reason.strip()
    if granted:
        _grant(desk, accident, extension)
    else:
        desk.note(
            "refuse_extension", accident, kind=EXTENSIONS[extension.kind], days=extension.days, reason=reason.strip(),
            article=ARTICLES[extension.kind],
        )  # fmt: skip
    verdict = "同意" if granted else "不同意"
    body = f"{accident.government.name}{verdict}{EXTENSIONS[extension.kind]}{extension.days}日。{reason.strip()}"
    tell_units(desk, accident, (accident.lead_unit, accident.team_unit), "extension", "延期申请的决定", body)
    alarms.plan_again(desk, accident)


def undecided(accident: Accident) -> list[ClockExtension]:
    """What waits for the government."""
    return [extension for extension in accident.extensions if extension.granted is None]


def _grant(desk: Desk, accident: Accident, extension: ClockExtension) -> None:
    extension.doc_number = paperwork.number_for(desk, accident.government)
    desk.session.flush()
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    paper = beginning.extension_approval(accident, extension, facts, desk.today)
    paperwork.keep(desk, accident, paper, f"extension:{extension.id}")
    desk.note(
        "grant_extension", accident, kind=EXTENSIONS[extension.kind], days=extension.days, number=extension.doc_number,
        article=ARTICLES[extension.kind],
    )  # fmt: skip


_STAGES = {ExtensionKind.REPORT: Stage.INVESTIGATING, ExtensionKind.APPROVAL: Stage.APPROVING}


def _may_ask(desk: Desk, accident: Accident, kind: ExtensionKind) -> None:
    if kind is ExtensionKind.REPORT:
        _must_be_the_team(desk, accident)
    else:
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    if accident.stage is not _STAGES[kind]:
        raise Stale(f"现在不在可以{EXTENSIONS[kind]}的阶段。请刷新后查看本案办理到哪一步。")


def _must_be_allowed(accident: Accident, days: int, kind: ExtensionKind) -> None:
    if kind is ExtensionKind.REPORT:
        must_be_an_extension(days, accident.report_extension_days)
    else:
        grade = Grade(accident.grade or Grade.ORDINARY)
        must_be_an_approval_extension(days, grade, accident.approval_extension_days)


# -- guards


def _name_error(what: str, name: str) -> str:
    if not name.strip():
        return f"请填写{what}。"
    return "" if len(name) <= LONGEST_NAME else f"{what}最多{LONGEST_NAME}个字，请精简。"


def _day_error(desk: Desk, accident: Accident, what: str, day: date) -> str:
    if day > desk.today:
        return f"{what}还没有到，请核对后重新填写。"
    if day < accident.occurred_on:
        return f"{what}早于事故发生日期{day_in_words(accident.occurred_on)}，请核对后重新填写。"
    return ""


def _must_be_right(wrong: dict[str, str]) -> None:
    if any(wrong.values()):
        raise Incomplete({field: sentence for field, sentence in wrong.items() if sentence})
