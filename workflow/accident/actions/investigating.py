"""调查取证: evidence and whose hands it is in, interviews, the tree of causes, and the measures that follow from them.

All of it belongs to the report that is being written: once it lies before the team it stands still, until it is
returned. What was recorded is withdrawn with a reason, never deleted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from workflow.accident.actions.rectifying import must_not_be_ordered
from workflow.accident.model import Accident, Cause, CauseKind, Custody, Evidence, EvidenceKind, Measure, Stage
from workflow.accident.rules import gate
from workflow.clock import day_in_words, moment_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.files import KeptFile
from workflow.people import PostKind, Unit

_Part = TypeVar("_Part", Evidence, Cause, Measure)
FEWEST_INTERVIEWERS = 2
MOST_EVIDENCE = 1000
INVESTIGATION_NOT_OPEN = "本案现在不在调查阶段，不能改动调查材料。请从“待办”进入，查看本案现在的环节。"
LAID_BEFORE_TEAM = (
    "调查报告已提交调查组讨论签署，所附证据、原因和措施（条例第30条）不能再改动。"
    "确需改动的，请先退回修改，形成下一稿后再办。"
)


# -- guards


def team_of(accident: Accident) -> int:
    if accident.team_unit_id is None:
        raise Refusal("本案尚未成立调查组，不能开展调查取证（条例第22条）。请先报请成立调查组。")
    return accident.team_unit_id


def must_be_of_the_team(desk: Desk, accident: Accident) -> None:
    """The clerks and the leader of the team investigate and write."""
    desk.must_hold(team_of(accident), PostKind.CLERK, PostKind.LEADER)


def must_be_in_work(desk: Desk, accident: Accident) -> None:
    """Under lock: somebody of the team is at work on a report that nobody has been asked to sign."""
    must_be_of_the_team(desk, accident)
    desk.lock([accident])
    if accident.report_finished_at is not None:
        raise Refusal(LAID_BEFORE_TEAM)
    if accident.stage is not Stage.INVESTIGATING:
        raise Stale(INVESTIGATION_NOT_OPEN)


def must_be_filled(checks: Iterable[tuple[str, str, str]]) -> None:
    """(field, what was typed, sentence): each field that is blank is refused, all at once."""
    missing = {field: sentence for field, text, sentence in checks if not text.strip()}
    if missing:
        raise Incomplete(missing)


def _must_have_happened(desk: Desk, accident: Accident, field: str, what: str, at: datetime) -> None:
    if at > desk.now:
        raise Incomplete({field: f"{what}时间晚于现在，请核对后重新填写。"})
    if at < accident.occurred_at:
        occurred = moment_in_words(accident.occurred_at)
        raise Incomplete({field: f"{what}时间早于事故发生时间（{occurred}），请核对后重新填写。"})


def _found(parts: Sequence[_Part], key: str, what: str) -> _Part:
    part = next((part for part in parts if part.key == key), None)
    if part is None:
        raise Stale(f"没有找到这{what}，可能已有变化。请刷新后核对再办。")
    return part


# -- evidence


@dataclass(frozen=True)
class Found:
    """What is recorded of a piece of evidence. `keeper`: who keeps it from now on, "" when nobody took it over."""

    kind: EvidenceKind
    title: str
    source: str
    collected_at: datetime
    collected_by: str
    content: str = ""
    interviewee: str = ""
    keeper: str = ""
    file: KeptFile | None = None


def record_evidence(desk: Desk, accident: Accident, found: Found) -> Evidence:
    """A piece of evidence, numbered within the case; an interview is held by two people at least."""
    must_be_in_work(desk, accident)
    must_be_filled(_wanted_of_evidence(found))
    if len(accident.evidence) >= MOST_EVIDENCE:
        raise Incomplete({"file": f"本案证据已有{MOST_EVIDENCE}件，不能再登记。请把同类材料合并为一件。"})
    if found.kind is EvidenceKind.INTERVIEW:
        _must_be_held_by_two(found.collected_by)
    _must_have_happened(desk, accident, "collected_at", "取得", found.collected_at)
    piece = Evidence(
        number=max((e.number for e in accident.evidence), default=0) + 1, kind=found.kind, title=found.title.strip(),
        source=found.source.strip(), content=found.content.strip(), interviewee=found.interviewee.strip(),
        collected_at=found.collected_at, collected_by="、".join(people(found.collected_by)),
        file_id=found.file.id if found.file else None, recorded_at=desk.now, recorded_by_id=desk.officer_id,
    )  # fmt: skip
    accident.evidence.append(piece)
    if found.keeper.strip():
        _hand_over(desk, piece, piece.collected_by, found.keeper, "取得后交付保管", found.collected_at)
    desk.session.flush()
    desk.note("record_evidence", accident, number=piece.number, title=piece.title)
    return piece


def _wanted_of_evidence(found: Found) -> list[tuple[str, str, str]]:
    wanted = [
        ("title", found.title, "请填写证据名称。"),
        ("source", found.source, "请填写证据来源：从何处、向何人取得。"),
        ("collected_by", found.collected_by, "请填写取得人。"),
    ]
    if found.kind is EvidenceKind.INTERVIEW:
        wanted += [
            ("interviewee", found.interviewee, "请填写被询问人。"),
            ("content", found.content, "请填写询问笔录内容。"),
        ]
    return wanted


def _must_be_held_by_two(interviewers: str) -> None:
    if len(set(people(interviewers))) < FEWEST_INTERVIEWERS:
        raise Incomplete({"collected_by": "询问应当由两名以上调查人员进行，请填写全部询问人，姓名之间用顿号分开。"})


def people(names: str) -> list[str]:
    """张某、李某 → one by one; other marks between the names are understood too."""
    for mark in "，,；;\n":
        names = names.replace(mark, "、")
    return [name.strip() for name in names.split("、") if name.strip()]


def withdraw_evidence(desk: Desk, accident: Accident, key: str, reason: str) -> None:
    """The piece keeps its number and its chain of custody; it no longer supports any cause."""
    must_be_in_work(desk, accident)
    piece = _found(accident.evidence, key, "件证据")
    if piece.withdrawn_at is not None:
        return
    must_be_filled([("reason", reason, "请写明撤回证据的理由，记录将保留在案卷中。")])
    piece.withdrawn_at, piece.withdrawn_reason = desk.now, reason.strip()
    desk.note("withdraw_evidence", accident, number=piece.number, title=piece.title, reason=reason.strip())


def hand_over(
    desk: Desk, accident: Accident, key: str, *, given_by: str, taken_by: str, why: str, at: datetime | None = None
) -> None:
    """保管链: who has it gives it; also after the report is signed, until the case is archived."""
    _must_keep_evidence(desk, accident)
    desk.lock([accident])
    accident.must_be(Stage.INVESTIGATING, Stage.APPROVING, Stage.CLOSED)
    piece, moment = _found(accident.evidence, key, "件证据"), at or desk.now
    must_be_filled(
        [
            ("given_by", given_by, "请填写移交人。"),
            ("taken_by", taken_by, "请填写接收人。"),
            ("why", why, "请写明移交事由，如送检、退还、随案移交。"),
        ]
    )
    _must_have_happened(desk, accident, "at", "移交", moment)
    _must_continue_the_chain(piece, given_by.strip(), moment)
    _hand_over(desk, piece, given_by, taken_by, why, moment)
    desk.note(
        "hand_over", accident, number=piece.number, title=piece.title, given_by=given_by.strip(),
        taken_by=taken_by.strip(), why=why.strip(),
    )  # fmt: skip


def _must_keep_evidence(desk: Desk, accident: Accident) -> None:
    """The team; once the report is submitted the file lies with the office (条例第31条)."""
    if accident.stage in (Stage.APPROVING, Stage.CLOSED):
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    else:
        must_be_of_the_team(desk, accident)


def _must_continue_the_chain(piece: Evidence, given_by: str, at: datetime) -> None:
    if not piece.custody:
        return
    last = piece.custody[-1]
    if last.taken_by != given_by:
        raise Incomplete(
            {
                "given_by": f"证据{piece.number}号现由{last.taken_by}保管，应当由其移交。请核对移交人，或先补记中间的移交。"
            }
        )
    if at < last.at:
        raise Incomplete({"at": f"移交时间早于上一次移交（{moment_in_words(last.at)}），请核对后重新填写。"})


def _hand_over(desk: Desk, piece: Evidence, given_by: str, taken_by: str, why: str, at: datetime) -> None:
    piece.custody.append(
        Custody(
            at=at, given_by=given_by.strip(), taken_by=taken_by.strip(), why=why.strip(),
            recorded_at=desk.now, recorded_by_id=desk.officer_id,
        )
    )  # fmt: skip


# -- causes


def add_cause(
    desk: Desk, accident: Accident, kind: CauseKind, text: str, *, parent: str = "", evidence: Collection[str] = ()
) -> Cause:
    """One node of the tree: why `parent` (a cause's key, "" for the top) happened; `evidence`: keys of what shows it."""
    must_be_in_work(desk, accident)
    must_be_filled([("text", text, "请写明原因。")])
    cause = Cause(
        parent_id=_standing(accident, parent).id if parent else None, kind=kind, text=text.strip(),
        position=max((c.position for c in accident.causes), default=0) + 1,
        evidence_ids=_ids_of_evidence(accident, evidence), recorded_at=desk.now, recorded_by_id=desk.officer_id,
    )  # fmt: skip
    _must_not_follow_from_what_is_excluded(accident, cause.parent_id)
    accident.causes.append(cause)
    desk.session.flush()
    desk.note("add_cause", accident, text=cause.text)
    return cause


def change_cause(
    desk: Desk, accident: Accident, key: str, kind: CauseKind, text: str, evidence: Collection[str] = ()
) -> None:
    """Other words, another kind, other evidence; its place in the tree stays."""
    must_be_in_work(desk, accident)
    cause = _standing(accident, key)
    must_be_filled([("text", text, "请写明原因。")])
    if kind is CauseKind.EXCLUDED and _children(accident, cause):
        raise Incomplete({"kind": "这一原因之下还有进一步的原因，不能列为已排除。请先移除下级原因。"})
    cause.kind, cause.text, cause.evidence_ids = kind, text.strip(), _ids_of_evidence(accident, evidence)
    desk.note("change_cause", accident, text=cause.text)


def drop_cause(desk: Desk, accident: Accident, key: str) -> None:
    must_be_in_work(desk, accident)
    cause = _standing(accident, key)
    if _children(accident, cause):
        raise Refusal("这一原因之下还有进一步的原因，不能移除。请先移除下级原因，或改写本条。")
    cause.dropped_at = desk.now
    desk.note("drop_cause", accident, text=cause.text)


def _standing(accident: Accident, key: str) -> Cause:
    return _found(gate.standing_causes(accident), key, "一原因")


def _children(accident: Accident, cause: Cause) -> list[Cause]:
    return [child for child in gate.standing_causes(accident) if child.parent_id == cause.id]


def _must_not_follow_from_what_is_excluded(accident: Accident, parent_id: int | None) -> None:
    if any(cause.id == parent_id and cause.kind is CauseKind.EXCLUDED for cause in accident.causes):
        raise Incomplete({"parent": "已排除的可能因素之下不再追问原因，请选择其他上级原因。"})


def _ids_of_evidence(accident: Accident, keys: Collection[str]) -> list[int]:
    pieces = [_found(accident.evidence, key, "件证据") for key in dict.fromkeys(keys)]
    withdrawn = [piece for piece in pieces if piece.withdrawn_at is not None]
    if withdrawn:
        raise Incomplete({"evidence": f"证据{withdrawn[0].number}号已撤回，不能再作为依据。请改选其他证据。"})
    return [piece.id for piece in pieces]


# -- measures


@dataclass(frozen=True)
class Wanted:
    """What a measure says. Unit, day and test may wait while the report is written; the gate asks for them."""

    text: str
    causes: Collection[str] = ()  # keys
    unit: Unit | None = None
    due_on: date | None = None
    test: str = ""


def propose_measure(desk: Desk, accident: Accident, wanted: Wanted) -> Measure:
    must_be_in_work(desk, accident)
    _must_be_a_measure(desk, wanted)
    measure = Measure(number=max((m.number for m in accident.measures), default=0) + 1)
    _say(accident, measure, wanted)
    accident.measures.append(measure)
    desk.session.flush()
    desk.note("propose_measure", accident, number=measure.number, text=measure.text)
    return measure


def change_measure(desk: Desk, accident: Accident, key: str, wanted: Wanted) -> None:
    """While the report is written. What was ordered stays with its unit, its day and its test."""
    must_be_of_the_team(desk, accident)
    must_not_be_ordered(_found(accident.measures, key, "项措施"))
    must_be_in_work(desk, accident)
    measure = _found(gate.proposed(accident), key, "项措施")
    _must_be_a_measure(desk, wanted)
    _say(accident, measure, wanted)
    desk.note("change_measure", accident, number=measure.number, text=measure.text)


def drop_measure(desk: Desk, accident: Accident, key: str) -> None:
    """Out of the draft; its number is not given again."""
    must_be_of_the_team(desk, accident)
    must_not_be_ordered(_found(accident.measures, key, "项措施"))
    must_be_in_work(desk, accident)
    measure = _found(gate.proposed(accident), key, "项措施")
    measure.dropped_at = desk.now
    desk.note("drop_measure", accident, number=measure.number, text=measure.text)


def _must_be_a_measure(desk: Desk, wanted: Wanted) -> None:
    must_be_filled([("text", wanted.text, "请写明整改措施。")])
    if wanted.unit is not None and not wanted.unit.is_ordinary:
        raise Incomplete({"unit": f"{wanted.unit.name}不是可以承担整改的责任单位，请另选单位。"})
    if wanted.due_on is not None and wanted.due_on <= desk.today:
        raise Incomplete({"due_on": f"完成时限{day_in_words(wanted.due_on)}不晚于今天，请重新确定。"})


def _say(accident: Accident, measure: Measure, wanted: Wanted) -> None:
    ids: Mapping[str, int] = {cause.key: cause.id for cause in gate.standing_causes(accident)}
    unknown = [key for key in wanted.causes if key not in ids]
    if unknown:
        raise Stale("所选原因已有变化，请刷新后重新选择这项措施针对的原因。")
    measure.text, measure.test, measure.due_on = wanted.text.strip(), wanted.test.strip(), wanted.due_on
    measure.unit, measure.unit_id = wanted.unit, wanted.unit.id if wanted.unit else None
    measure.cause_ids = [ids[key] for key in dict.fromkeys(wanted.causes)]
