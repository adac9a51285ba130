"""形式审查: the office accepts a reply or returns it; registers what came on paper or by fax; records deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflow.clock import day_in_words, day_of, moment_in_words
from workflow.consultation import paperwork, words
from workflow.consultation.actions import running
from workflow.consultation.actions.answering import Wish
from workflow.consultation.actions.correcting import standing_changed
from workflow.consultation.model import (
    Comment,
    Delivery,
    Letter,
    LetterChannel,
    Reply,
    Round,
    RoundStage,
    Standing,
    StandingKind,
    VoidKind,
)
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.files import KeptFile
from workflow.notices import Channel
from workflow.people import PostKind
from workflow.store import public_key


def accept(desk: Desk, reply: Reply, shown: str | None = None) -> None:
    """接收: signed, sealed, in time, on the version in force when it came. `shown`: key of the letter looked at."""
    taken = _take_check(desk, reply)
    letter = _submitted(reply, shown)
    _must_be_about_the_draft_of_its_day(desk, reply, letter)
    assert desk.officer is not None
    _supersede_earlier(desk, reply, letter, "已接收新的回函")
    letter.accept(desk.officer, desk.now)
    _settle(desk, reply, letter, "accepted")
    desk.note("accept", reply, unit_id=reply.unit_id, letter=letter.number)
    desk.complete(taken)
    if reply.needs_reconfirmation and reply.round.is_in_time(desk.now):
        running.reopen(desk, [reply])


def reject(desk: Desk, reply: Reply, defects: Sequence[str], note: str = "", shown: str | None = None) -> None:
    """退回补正. `defects`: codes of words.DEFECTS. Until the deadline the unit may correct; then it is overdue."""
    taken = _take_check(desk, reply)
    reasons = _defects(defects, note)
    letter = _submitted(reply, shown)
    letter.make_void(VoidKind.REJECTED, desk.officer_id, "；".join(reasons), desk.now)
    correction = paperwork.correction(reply, letter, reasons, desk.now)
    paperwork.keep(desk, reply.round, correction, reply.unit.name, reply)
    desk.note("reject", reply, unit_id=reply.unit_id, letter=letter.number, reason="；".join(reasons))
    desk.complete(taken)


def _take_check(desk: Desk, reply: Reply) -> Taken:
    _must_be_office(desk, reply.round)
    return desk.take(reply, "check")


def _submitted(reply: Reply, shown: str | None) -> Letter:
    letter = reply.valid_letter
    if letter is not None and shown not in (None, letter.key):
        raise Stale("该单位刚刚重新报送了回函，您看到的是前一份。请刷新后核对最新一份再办理。")
    if letter is None:
        raise AlreadyDone("这份回函已经撤回或处理，请刷新后查看最新情况。")
    return letter


def _must_be_about_the_draft_of_its_day(desk: Desk, reply: Reply, letter: Letter) -> None:
    """A letter that was there before the correction stands until the unit confirms it; one sent afterwards does not."""
    if not reply.is_outdated(letter):
        return
    assert letter.submitted_at is not None
    in_force = reply.round.draft_at(letter.submitted_at)
    raise Stale(
        f"这份回函针对{paperwork.version(letter.draft)}，报送时征求意见稿已更正为{paperwork.version(in_force)}，不能接收。"
        f"请以“{words.DEFECTS['wrong_version']}”为由退回补正，{_after_return(desk, reply)}"
    )


def _after_return(desk: Desk, reply: Reply) -> str:
    if reply.round.is_in_time(desk.now):
        return "该单位截止前可以对照新稿重新报送。"
    return "截止时间已过，该单位此前另有有效回函的以前一份为准，没有的登记为逾期。"


def _defects(codes: Sequence[str], note: str) -> list[str]:
    reasons = [words.DEFECTS[code] for code in codes if code in words.DEFECTS and code != "other"]
    if note.strip():
        reasons.append(note.strip())
    if not reasons:
        raise Incomplete({"defects": "请选择或写明需要补正的事项，单位将据此补正。"})
    return reasons


def _settle(desk: Desk, reply: Reply, letter: Letter, why: str) -> None:
    """Write down how the unit stands from the moment its letter was received, and that it is known from now on."""
    assert letter.submitted_at is not None
    kind = StandingKind.NO_OBJECTION if letter.no_objection else StandingKind.WITH_COMMENTS
    reply.standings.append(
        Standing(
            kind=kind, true_at=letter.submitted_at, known_at=desk.now, letter_id=letter.id,
            recorded_by_id=desk.officer_id, why=why,
        )
    )  # fmt: skip


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

    @property
    def defects(self) -> list[str]:
        checks = (
            ("unsigned", self.is_signed),
            ("unsealed", self.is_sealed),
            ("wrong_version", self.is_current_version),
        )
        return [code for code, fine in checks if not fine]


def register_paper(desk: Desk, reply: Reply, paper: PaperReply, scan: KeptFile | None) -> Letter:
    """登记纸质或传真件. Received before the deadline it counts, however late it is registered; the old record stays."""
    _must_be_office(desk, reply.round)
    desk.lock([reply.round])  # its decisions may be confirmed or its answers released at this very moment
    desk.lock([reply])
    must_be_running(reply.round, "登记来文")
    _must_be_plausible(desk, reply, paper, scan)
    _must_be_new(reply, paper)
    _must_not_upset_what_is_confirmed(reply, paper)
    letter = _registered(desk, reply, paper, scan)
    if paper.defects:
        return _defective(desk, reply, letter, paper)
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
        _supersede_earlier(desk, reply, letter, "已登记纸质或传真回函")
        assert desk.officer is not None
        letter.accept(desk.officer, desk.now)
        _settle(desk, reply, letter, "paper")
        standing_changed(desk, reply)
    desk.tell([reply], "paper")
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


def _must_not_upset_what_is_confirmed(reply: Reply, paper: PaperReply) -> None:
    """Once the head has confirmed the decisions, no comment may come or go among them."""
    if reply.round.confirmed_at is None or paper.defects or not reply.round.is_in_time(paper.received_at):
        return
    if paper.wishes or (reply.valid_letter is not None and not reply.valid_letter.no_objection):
        raise Stale(
            "本轮处理意见已经负责人确认，这份来文的意见不能再并入汇总，因此没有登记。"
            "请留存原件，向负责人报告，在再次征求意见时一并研究。"
        )


def _registered(desk: Desk, reply: Reply, paper: PaperReply, scan: KeptFile | None) -> Letter:
    letter = Letter(
        key=public_key(), reply_id=reply.id, number=len(reply.letters) + 1, channel=paper.channel, late=False,
        draft_id=reply.round.current_draft.id, no_objection=not paper.wishes,
        written_at=desk.now, written_by_id=desk.officer_id,
        signed_at=paper.received_at if paper.is_signed else None, signer_name=paper.signer_name.strip(),
        opinion=paper.opinion.strip(), sealed_at=paper.received_at if paper.is_sealed else None,
        submitted_at=paper.received_at, paper_date=paper.paper_date, registered_at=desk.now,
        scan_id=scan.id if scan else None,
    )  # fmt: skip
    desk.session.add(letter)
    desk.session.flush()
    desk.session.add_all(
        Comment(
            key=public_key(), reply_id=reply.id, letter_id=letter.id, position=position,
            clause_id=wish.clause.id if wish.clause else None,
            original=wish.original, proposed=wish.proposed, reason=wish.reason,
        )
        for position, wish in enumerate(paper.wishes, 1)
    )  # fmt: skip
    desk.session.flush()
    desk.session.expire(reply, ["letters"])
    return letter


def _defective(desk: Desk, reply: Reply, letter: Letter, paper: PaperReply) -> Letter:
    """An incomplete paper does not count; the unit is told what to correct and its own work goes on."""
    reasons = _defects(paper.defects, "")
    letter.make_void(VoidKind.REJECTED, desk.officer_id, "；".join(reasons), desk.now)
    paperwork.keep(desk, reply.round, paperwork.correction(reply, letter, reasons, desk.now), reply.unit.name, reply)
    desk.note(
        "register_defective", reply, unit_id=reply.unit_id,
        channel=words.LETTER_CHANNELS[paper.channel], defects="；".join(reasons),
    )  # fmt: skip
    return letter


def _supersede_earlier(desk: Desk, reply: Reply, letter: Letter, reason: str) -> None:
    """The last complete reply counts: whatever the unit had under way or submitted gives way to this one."""
    for earlier in reply.letters:
        if earlier is not letter and earlier.void is None and not earlier.late:
            earlier.make_void(VoidKind.SUPERSEDED, desk.officer_id, reason, desk.now)


def use_late(desk: Desk, reply: Reply, letter: Letter, use: bool, reason: str) -> None:
    """Whether a late letter is taken into account: the office decides, and says why."""
    _must_be_office(desk, reply.round)
    desk.lock([reply.round])
    reply.round.must_be(RoundStage.SUMMARISING)
    if not letter.late:
        raise Stale("这份回函按期有效，无须另行决定是否采用。")
    if not reason.strip():
        raise Incomplete({"late_reason": "请写明采用或不采用的理由。"})
    letter.late_used, letter.late_reason = use, reason.strip()
    desk.note("use_late", reply, unit_id=reply.unit_id, use="采用" if use else "不采用", reason=reason.strip())


def record_delivery(desk: Desk, reply: Reply, channel: Channel, at: datetime, result: str, is_proof: bool) -> None:
    """补记送达: a call, a fax receipt. Proof that comes to light later changes the status, not the old record."""
    _must_be_office(desk, reply.round)
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
    undelivered = reply.standing is not None and reply.standing.kind is StandingKind.UNDELIVERED
    if undelivered and reply.proofs:
        reply.standings.append(
            Standing(
                kind=StandingKind.SILENT, true_at=reply.round.last_moment, known_at=desk.now,
                recorded_by_id=desk.officer_id, why="silent",
            )
        )  # fmt: skip
        standing_changed(desk, reply)


def must_be_running(round_: Round, what: str) -> None:
    """Issued and not yet archived."""
    if round_.stage in (RoundStage.DRAFTING, RoundStage.APPROVING):
        raise Stale(f"本轮尚未发出，不能{what}。")
    if round_.stage is RoundStage.ARCHIVED:
        raise Stale(f"本轮已经归档，只供查阅，不能再{what}。")


def _must_be_office(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
