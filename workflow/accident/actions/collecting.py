"""取证: evidence and interviews, and whose hands each piece is in.

It belongs to the report that is being written: once that lies before the team it stands still, until it is returned.
What was recorded is withdrawn with a reason, never deleted.
"""

from dataclasses import dataclass
from datetime import datetime

from workflow.accident.actions.guards import (
    must_be_filled,
    must_be_in_work,
    must_be_of_the_team,
    must_have_happened,
    part_by_key,
)
from workflow.accident.model import Accident, Custody, Evidence, EvidenceKind, Stage
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.files import KeptFile
from workflow.people import PostKind

FEWEST_INTERVIEWERS = 2
MOST_EVIDENCE = 1000


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
    must_have_happened(desk, accident, "collected_at", "取得", found.collected_at)
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
        raise Incomplete({"collected_by": "询问应当由两名以上调查人员进行，请填写全部询问人，姓名之间用顿号隔开。"})


def people(names: str) -> list[str]:
    """张某、李某 → one by one; other marks between the names are understood too."""
    for mark in "，,；;\n":
        names = names.replace(mark, "、")
    return [name.strip() for name in names.split("、") if name.strip()]


def withdraw_evidence(desk: Desk, accident: Accident, key: str, reason: str) -> None:
    """The piece keeps its number and its chain of custody; it no longer supports any cause."""
    must_be_in_work(desk, accident)
    piece = part_by_key(accident.evidence, key, "件证据")
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
    piece, moment = part_by_key(accident.evidence, key, "件证据"), at or desk.now
    must_be_filled(
        [
            ("given_by", given_by, "请填写移交人。"),
            ("taken_by", taken_by, "请填写接收人。"),
            ("why", why, "请写明移交事由，如送检、退还、随案移交。"),
        ]
    )
    must_have_happened(desk, accident, "at", "移交", moment)
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
