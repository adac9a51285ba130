"""汇总和处理: the clerk proposes what becomes of each comment, the head confirms, and the answers go out together."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from workflow.consultation import paperwork, rules, silence, words
from workflow.consultation.model import Coordination, Decision, Reply, Round, RoundStage, Stage, StandingKind, Verdict
from workflow.consultation.said import comments_of, gather, said_in
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.notices import Channel, Notice
from workflow.people import PostKind


def rows_of(round_: Round) -> list[rules.MergedComment]:
    """意见汇总表: every comment that counts, merged, in clause order."""
    return rules.merge(said_in(round_))


def row_of(round_: Round, key: str) -> rules.MergedComment:
    """The row that people call by this key; rows change when a late letter is taken into account."""
    return rows_named(round_, [key])[0]


def rows_named(round_: Round, keys: Iterable[str]) -> list[rules.MergedComment]:
    """The same for several; a key that names no row any more is refused."""
    found = {comment.key: row for row in rows_of(round_) for comment in row.comments}
    try:
        return [found[key] for key in keys]
    except KeyError:
        raise Stale("这一行意见已有变化，可能对应的回函不再计入。请刷新后核对再办。") from None


def propose(
    desk: Desk,
    round_: Round,
    row: rules.MergedComment,
    verdict: Verdict | None,
    reason: str = "",
    *,
    seen: int | None = None,
) -> None:
    """The clerk's proposal for one row: the same for every comment merged in it.

    `seen`: the row's version on the page that was filled in. A second click changes nothing; whoever did not see
    a colleague's proposal is told of it instead of overwriting it.
    """
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    desk.lock([round_])
    round_.must_be(RoundStage.SUMMARISING)
    verdict = _complete(verdict, reason)
    if row.decision is not None and (row.decision.verdict, row.decision.reason) == (verdict, reason.strip()):
        return
    if seen is not None and seen != row.version:
        raise Stale(_changed_meanwhile(row))
    for comment in row.comments:
        comment.decisions.append(
            Decision(verdict=verdict, reason=reason.strip(), proposed_at=desk.now, proposed_by_id=desk.officer_id)
        )
    desk.note("propose", round_, verdict=words.VERDICTS[verdict], comments=[c.id for c in row.comments])


def propose_many(
    desk: Desk, round_: Round, rows: Sequence[rules.MergedComment], verdict: Verdict | None, reason: str = ""
) -> None:
    """The same proposal for several rows, all or none."""
    if not rows:
        raise Incomplete({"rows": "请先勾选要一并处理的意见。"})
    for row in rows:
        propose(desk, round_, row, verdict, reason)


def _complete(verdict: Verdict | None, reason: str) -> Verdict:
    if verdict is None:
        raise Incomplete({"verdict": "请选择处理意见：采纳、部分采纳、不予采纳或解释说明。"})
    if verdict in rules.REASON_REQUIRED and not reason.strip():
        raise Incomplete({"reason": f"{words.VERDICTS[verdict]}的意见须写明理由，将反馈给提出单位。"})
    return verdict


def _changed_meanwhile(row: rules.MergedComment) -> str:
    decision = row.decision
    if decision is None:
        return "这一行意见已有变化，您填写的内容还在页面上。请复制保存，刷新后核对再定。"
    return (
        f"这一行刚由{decision.proposed_by.name}处理为“{words.VERDICTS[decision.verdict]}”。"
        "您填写的内容还在页面上，请刷新后核对再定。"
    )


def coordinate(
    desk: Desk,
    round_: Round,
    rows: Sequence[rules.MergedComment],
    *,
    held_on: date | None,
    chair: str,
    participants: Sequence[str],
    course: str,
    outcome: str,
) -> Coordination:
    """协调记录 of rows that want the same words changed differently."""
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    desk.lock([round_])
    round_.must_be(RoundStage.SUMMARISING)
    checks = (
        ("held_on", "" if held_on is None else "given", "请填写协调日期。"),
        ("chair", chair, "请填写主持人。"),
        ("course", course, "请写明协调经过。"),
        ("outcome", outcome, "请写明协调结果。"),
    )
    missing = {field: sentence for field, text, sentence in checks if not text.strip()}
    if len(rows) < 2:
        missing["rows"] = "请从汇总页上两行相互矛盾的意见进入，再填写协调记录。"
    if held_on is not None and held_on > desk.today:
        missing["held_on"] = "协调日期晚于今天，请核对。"
    if missing or held_on is None:
        raise Incomplete(missing)
    record = Coordination(
        round_id=round_.id, comment_ids=[comment.id for row in rows for comment in row.comments],
        held_on=held_on, chair=chair.strip(), participants=[p.strip() for p in participants if p.strip()],
        course=course.strip(), outcome=outcome.strip(), recorded_at=desk.now, recorded_by_id=desk.officer_id,
    )  # fmt: skip
    desk.session.add(record)
    desk.session.flush()
    paperwork.keep(desk, round_, paperwork.coordination(round_, record), paperwork.clause_of(rows[0].lead))
    desk.note("coordinate", round_, outcome=outcome.strip())
    return record


def coordinations(desk: Desk, round_: Round) -> list[Coordination]:
    return list(
        desk.session.scalars(select(Coordination).where(Coordination.round_id == round_.id).order_by(Coordination.id))
    )


def uncoordinated(desk: Desk, round_: Round) -> list[rules.Contradiction]:
    """Contradicting edits that are both adopted, and no record says how that was settled."""
    records = coordinations(desk, round_)
    return [
        pair
        for pair in rules.contradictions(rows_of(round_))
        if _both_adopted(pair) and settled_by(pair, records) is None
    ]


def settled_by(pair: rules.Contradiction, records: Sequence[Coordination]) -> Coordination | None:
    """The record that says how the two were brought together."""
    return next((record for record in records if record.covers(pair.first.lead.id, pair.second.lead.id)), None)


def _both_adopted(pair: rules.Contradiction) -> bool:
    decisions = (pair.first.lead.decision, pair.second.lead.decision)
    return all(decision is not None and decision.verdict is Verdict.ADOPTED for decision in decisions)


def with_undecided_late_letters(round_: Round) -> list[Reply]:
    """Whose 逾期来文 the office has not yet decided to use or to leave."""
    return [reply for reply in round_.replies if any(letter.late_used is None for letter in reply.late_letters)]


def whats_missing(desk: Desk, round_: Round) -> dict[str, str]:
    """What must still be done before the decisions can go to the head."""
    missing = {}
    unsettled = [r.unit.name for r in round_.replies if not r.is_settled and r.stage is not Stage.SUBMITTED]
    if unsettled:
        missing["open"] = (
            f"{'、'.join(unsettled)}的截止登记还没有完成。系统会自动重试，请稍后再送；仍未完成的，请联系系统管理员。"
        )
    unchecked = [reply.unit.name for reply in round_.replies if reply.stage is Stage.SUBMITTED]
    if unchecked:
        missing["check"] = f"还有{len(unchecked)}份回函未作形式审查：{'、'.join(unchecked)}。请先审查。"
    undecided_late = [reply.unit.name for reply in with_undecided_late_letters(round_)]
    if undecided_late:
        missing["late"] = f"{'、'.join(undecided_late)}的逾期来文尚未决定是否采用，请先决定并写明理由。"
    open_rows = [row for row in rows_of(round_) if any(comment.decision is None for comment in row.comments)]
    if open_rows:
        missing["decisions"] = f"还有{len(open_rows)}行意见没有处理，请逐行提出处理意见。"
    pairs = uncoordinated(desk, round_)
    if pairs:
        missing["contradiction"] = "".join(_contradiction_in_words(pair) for pair in pairs)
    return missing


def _contradiction_in_words(pair: rules.Contradiction) -> str:
    return (
        f"{paperwork.clause_of(pair.first.lead)}有两条相互矛盾的意见（{'、'.join(pair.first.units)}与"
        f"{'、'.join(pair.second.units)}）都拟采纳。请改变其中一条的处理意见，或先补记协调记录。"
    )


def send_decisions(desk: Desk, round_: Round) -> None:
    """The clerk lays all proposals before the head."""
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    round_.must_be(RoundStage.SUMMARISING)
    taken = desk.take(round_, "summarise")
    missing = whats_missing(desk, round_)
    if missing:
        raise Incomplete(missing)
    round_.proposed_at, round_.decisions_back_reason = desk.now, ""
    desk.note("send_decisions", round_)
    desk.complete(taken)


def send_decisions_back(desk: Desk, round_: Round, reason: str) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    round_.must_be(RoundStage.CONFIRMING)
    taken = desk.take(round_, "confirm")
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回理由，便于经办人修改。"})
    round_.proposed_at, round_.decisions_back_reason = None, reason.strip()
    desk.note("decisions_back", round_, reason=reason.strip())
    desk.complete(taken)


def confirm(desk: Desk, round_: Round) -> None:
    """The head confirms all proposals; the summary and the report on adoption are made."""
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    round_.must_be(RoundStage.CONFIRMING)
    taken = desk.take(round_, "confirm")
    if has_proposed(desk, round_):
        raise Refusal("处理意见不能由提出的人自己确认。请由另一位负责人确认。")
    must_all_be_decided(round_)
    for comment in comments_of(round_):
        assert comment.decision is not None
        comment.decision.confirmed_at, comment.decision.confirmed_by_id = desk.now, desk.officer_id
    round_.confirmed_at = desk.now
    paperwork.keep_figures(desk, round_, coordinations(desk, round_))
    desk.note("confirm", round_)
    desk.complete(taken)


def must_all_be_decided(round_: Round) -> None:
    """A reply may be registered while the proposals lie with the head."""
    if any(comment.decision is None for comment in comments_of(round_)):
        raise Stale("送负责人确认之后又登记了新的意见，还没有处理。请退回经办人补充处理后再确认。")


def has_proposed(desk: Desk, round_: Round) -> bool:
    """Did the person at the desk propose any of the decisions? Then somebody else must confirm them."""
    return any(c.decision and c.decision.proposed_by_id == desk.officer_id for c in comments_of(round_))


def must_be_releasable(desk: Desk, round_: Round) -> None:
    """Refused as `release` would refuse it now; nothing is done."""
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    round_.must_be(RoundStage.RELEASING)


def answers_ready(desk: Desk, round_: Round, replies: Iterable[Reply]) -> paperwork.Ready:
    """The answers as they are now; `release` takes from them what still says the same."""
    return dict(paperwork.make_ready(desk, round_, paperwork.answer(reply, desk.now)) for reply in replies)


def release(desk: Desk, round_: Round, ready: paperwork.Ready = paperwork.NONE_READY) -> None:
    """统一反馈: every unit gets its answer in the same moment; of the silent a record is kept, never a signed paper."""
    must_be_releasable(desk, round_)
    taken = desk.take(round_, "release")
    gather(desk, round_)
    round_.released_at = desk.now
    for reply in round_.replies:
        _answer(desk, reply, ready)
    desk.note("release", round_)
    desk.complete(taken)


def _answer(desk: Desk, reply: Reply, ready: paperwork.Ready) -> None:
    round_ = reply.round
    answer = paperwork.answer(reply, desk.now)
    kept = paperwork.keep(desk, round_, answer, reply.unit.name, reply, ready=ready)
    if any(standing.kind in (StandingKind.SILENT, StandingKind.UNDELIVERED) for standing in reply.standings):
        paperwork.keep(desk, round_, paperwork.record(reply, desk.calendar), reply.unit.name, reply)
        silence.keep(desk, reply)
    desk.session.add(
        Notice(
            unit_id=reply.unit_id, case=round_.case, subject=reply.subject, kind="answer",
            title=f"采纳情况反馈：{paperwork.in_marks(round_.title)}", body="意见采纳情况已反馈，请查阅。",
            channel=Channel.SYSTEM, file_id=kept.id, created_at=desk.now, sent_at=desk.now,
        )
    )  # fmt: skip
