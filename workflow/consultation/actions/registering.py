"""补录: what came on paper or by fax, and how a unit was reached; what came in time counts however late it is registered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow.clock import day_in_words, day_of, moment_in_words
from workflow.consultation import words
from workflow.consultation.actions import running
from workflow.consultation.actions.guards import must_be_office, must_be_running, must_name_defects
from workflow.consultation.actions.returning import return_for_correction
from workflow.consultation.actions.settling import settle, standing_changed, supersede_earlier
from workflow.consultation.actions.wishes import Wish, comments_from
from workflow.consultation.model import (
    Delivery,
    Draft,
    Letter,
    LetterChannel,
    Reply,
    Standing,
    StandingKind,
)
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.files import KeptFile
from workflow.notices import Channel
from workflow.store import public_key

_CAME_BY = {
    LetterChannel.PAPER: (Channel.PAPER, "收到该单位的纸质来文，可以证明通知已经送达"),
    LetterChannel.FAX: (Channel.FAX, "收到该单位的传真来文，可以证明通知已经送达"),
}


@dataclass(frozen=True)
class PaperReply:
    """A reply that came on paper or by fax, as the office reads it off. No wishes: 无意见."""

    channel: LetterChannel
    paper_date: date  # 落款日期
    received_at: datetime  # when it reached the office, whenever it is registered
    signer_name: str
    is_signed: bool
    is_sealed: bool
    wishes: tuple[Wish, ...]
    opinion: str = ""
    is_current_version: bool = True

    def defects(self, in_force: Draft, current: Draft) -> list[str]:
        """`in_force`: when it came. What came before a correction speaks rightly of the version of its day."""
        checks = (
            ("unsigned", self.is_signed),
            ("unsealed", self.is_sealed),
            ("wrong_version", self.is_current_version or in_force is not current),
        )
        return [code for code, fine in checks if not fine]


def register_paper(desk: Desk, reply: Reply, paper: PaperReply, scan: KeptFile | None) -> Letter:
    """登记纸质或传真件. Received before the deadline it counts, however late it is registered; the old record stays."""
    must_be_office(desk, reply.round)
    desk.lock([reply.round])  # its decisions may be confirmed or its answers released at this very moment
    desk.lock([reply])
    must_be_running(reply.round, "登记来文")
    _must_be_plausible(desk, reply, paper, scan)
    _must_be_new(reply, paper)
    in_force = reply.round.draft_at(paper.received_at)
    defects = paper.defects(in_force, reply.round.current_draft)
    if not defects and reply.round.is_in_time(paper.received_at):
        _must_be_the_last_word(reply, paper)
        _must_not_upset_what_is_confirmed(reply, paper)
    letter = _registered(desk, reply, paper, scan, in_force)
    _prove_delivery(desk, reply, paper)
    if defects:
        return _defective(desk, reply, letter, paper, defects)
    letter.late = not reply.round.is_in_time(paper.received_at)
    desk.note(
        "register_paper", reply, unit_id=reply.unit_id, letter=letter.number,
        channel=words.LETTER_CHANNELS[paper.channel], paper_date=day_in_words(paper.paper_date),
        received=moment_in_words(paper.received_at), late=letter.late,
    )  # fmt: skip
    if letter.late:
        if reply.standing is None or reply.standing.kind is StandingKind.OPEN:
            raise Stale("该单位尚在办理，截止登记还没有完成。请稍后再登记这份逾期来文。")
    else:
        supersede_earlier(desk, reply, letter, "已登记纸质或传真回函")
        assert desk.officer is not None
        letter.accept(desk.officer, desk.now)
        settle(desk, reply, letter, "paper")
        standing_changed(desk, reply)
    desk.tell([reply], "paper")
    if reply.needs_reconfirmation and reply.round.is_in_time(desk.now):
        running.reopen(desk, [reply])
    return letter


def _must_be_plausible(desk: Desk, reply: Reply, paper: PaperReply, scan: KeptFile | None) -> None:
    issued = reply.round.issued_at
    assert issued is not None
    checks = (
        ("channel", paper.channel is not LetterChannel.ONLINE, "请选择来文方式：纸质或传真。"),
        ("scan", scan is not None, "请上传来文的扫描件，以备核对。"),
        ("received_at", paper.received_at <= desk.now, "收到时间晚于现在，请核对。"),
        ("received_at", paper.received_at >= issued, "收到时间早于通知发出时间，请核对。"),
        ("paper_date", paper.paper_date <= day_of(paper.received_at), "落款日期晚于收到日期，请核对。"),
        ("signer_name", bool(paper.signer_name.strip()) or not paper.is_signed, "请填写签字人姓名。"),
    )
    missing = {field: sentence for field, fine, sentence in checks if not fine}
    if missing:
        raise Incomplete(missing)


def _must_be_new(reply: Reply, paper: PaperReply) -> None:
    """A second click is no second paper."""
    known = {(x.channel, x.paper_date, x.submitted_at, x.signed_at is None, x.sealed_at is None) for x in reply.letters}
    if (paper.channel, paper.paper_date, paper.received_at, not paper.is_signed, not paper.is_sealed) in known:
        raise AlreadyDone("这份来文已经登记，不必重复登记。同一分钟另有来文的，请核对收到时间。")


def _must_be_the_last_word(reply: Reply, paper: PaperReply) -> None:
    """Of several replies the last that was received counts, not the last that was registered."""
    later = reply.valid_letter
    if later is not None and later.submitted_at is not None and later.submitted_at > paper.received_at:
        raise Stale(
            f"该单位其后于{moment_in_words(later.submitted_at)}又报送了回函，以最后报送的为准，这份来文没有登记。"
            "请核对收到时间；时间无误的，请将原件附卷，不必登记。"
        )


def _must_not_upset_what_is_confirmed(reply: Reply, paper: PaperReply) -> None:
    """Once the head has confirmed the decisions, no comment may come or go among them."""
    if reply.round.confirmed_at is None:
        return
    if paper.wishes or (reply.valid_letter is not None and not reply.valid_letter.no_objection):
        raise Stale(
            "本轮处理意见已经负责人确认，这份来文的意见不能再并入汇总，因此没有登记。"
            "请留存原件，向负责人报告，在再次征求意见时一并研究。"
        )


def _registered(desk: Desk, reply: Reply, paper: PaperReply, scan: KeptFile | None, draft: Draft) -> Letter:
    """`draft`: the version that the unit had before it."""
    letter = Letter(
        key=public_key(), reply_id=reply.id, number=len(reply.letters) + 1, channel=paper.channel, late=False,
        draft_id=draft.id, no_objection=not paper.wishes,
        written_at=desk.now, written_by_id=desk.officer_id,
        signed_at=paper.received_at if paper.is_signed else None, signer_name=paper.signer_name.strip(),
        opinion=paper.opinion.strip(), sealed_at=paper.received_at if paper.is_sealed else None,
        submitted_at=paper.received_at, paper_date=paper.paper_date, registered_at=desk.now,
        scan_id=scan.id if scan else None,
    )  # fmt: skip
    desk.session.add(letter)
    desk.session.flush()
    desk.session.add_all(comments_from(reply, [_in_version(draft, wish) for wish in paper.wishes], letter))
    desk.session.flush()
    desk.session.expire(reply, ["letters"])
    return letter


def _in_version(draft: Draft, wish: Wish) -> Wish:
    """The office picks clauses off the current version; the unit spoke of the one it had."""
    return replace(wish, clause=draft.clause_labelled(wish.clause.label) or wish.clause) if wish.clause else wish


def _defective(desk: Desk, reply: Reply, letter: Letter, paper: PaperReply, defects: Sequence[str]) -> Letter:
    """An incomplete paper does not count; the unit is told what to correct and its own work goes on."""
    reasons = must_name_defects(defects, "")
    return_for_correction(desk, reply, letter, reasons)
    desk.note(
        "register_defective", reply, unit_id=reply.unit_id,
        channel=words.LETTER_CHANNELS[paper.channel], defects="；".join(reasons),
    )  # fmt: skip
    _no_longer_undelivered(desk, reply)
    return letter


def _prove_delivery(desk: Desk, reply: Reply, paper: PaperReply) -> None:
    """Whoever answers has been reached, whatever is wrong with the form of his answer; from its receipt on, no earlier."""
    if any(delivery.is_proof and delivery.at <= paper.received_at for delivery in reply.deliveries):
        return
    channel, result = _CAME_BY[paper.channel]
    reply.deliveries.append(
        Delivery(
            channel=channel, at=paper.received_at, recorded_at=desk.now, recorded_by_id=desk.officer_id,
            is_proof=True, result=result,
        )
    )  # fmt: skip
    desk.note("record_delivery", reply, unit_id=reply.unit_id, channel=words.CHANNELS[channel], result=result)


def record_delivery(desk: Desk, reply: Reply, channel: Channel, at: datetime, result: str, is_proof: bool) -> None:
    """补记送达: a call, a fax receipt. Proof that comes to light later changes the status, not the old record."""
    must_be_office(desk, reply.round)
    desk.lock([reply.round])
    desk.lock([reply])
    must_be_running(reply.round, "补记送达")
    if not result.strip():
        raise Incomplete({"result": "请写明送达情况，如接听人、回执编号。"})
    if at > desk.now:
        raise Incomplete({"at": "送达时间晚于现在，请核对。"})
    if reply.round.issued_at is not None and at < reply.round.issued_at:
        raise Incomplete({"at": "送达时间早于通知发出时间，请核对。"})
    known = {(delivery.channel, delivery.at, delivery.result, delivery.is_proof) for delivery in reply.deliveries}
    if (channel, at, result.strip(), is_proof) in known:
        raise AlreadyDone("这次送达已经补记，不必重复记录。")
    reply.deliveries.append(
        Delivery(
            channel=channel, at=at, recorded_at=desk.now, recorded_by_id=desk.officer_id,
            is_proof=is_proof, result=result.strip(),
        )
    )  # fmt: skip
    desk.note("record_delivery", reply, unit_id=reply.unit_id, channel=words.CHANNELS[channel], result=result.strip())
    _no_longer_undelivered(desk, reply)


def _no_longer_undelivered(desk: Desk, reply: Reply) -> None:
    """A proof from before the deadline has come to light: the unit was reached, and silent."""
    undelivered = reply.standing is not None and reply.standing.kind is StandingKind.UNDELIVERED
    if undelivered and reply.proofs:
        reply.standings.append(
            Standing(
                kind=StandingKind.SILENT, true_at=reply.round.last_moment, known_at=desk.now,
                recorded_by_id=desk.officer_id, why="silent",
            )
        )  # fmt: skip
        standing_changed(desk, reply)
