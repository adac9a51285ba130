"""单位回函, and 反馈函: what the unit says and what it is told in return."""

from dataclasses import replace
from datetime import datetime

from workflow.clock import day_in_words, day_of
from workflow.consultation import papers, rules, words
from workflow.consultation.model import Comment, Letter, Reply, StandingKind
from workflow.consultation.paperwork.phrases import DEMO_SEAL, clause_of, notice_title, seal_of, version
from workflow.consultation.said import heard, used_late
from workflow.desk import Desk
from workflow.documents.title_marks import inside
from workflow.people import PostKind
from workflow.signatures.seals import with_seal


def reply_letter(reply: Reply, letter: Letter, handwriting: bytes | None = None) -> papers.Reply:
    """`handwriting`: PNG of the leader's signature."""
    round_ = reply.round
    return papers.Reply(
        demonstration=round_.is_demo,
        unit=reply.unit.name,
        office=round_.lead_unit.name,
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(letter.draft.title),
        draft_version=version(letter.draft),
        comments=tuple(
            papers.CommentLine(number, clause_of(c), c.original, c.proposed, c.reason)
            for number, c in enumerate(letter.comments, 1)
        ),
        handler=letter.written_by.name,
        telephone=reply.unit.phone,
        opinion=letter.opinion,
        leader=letter.signer_name,
        signed_on=day_of(letter.signed_at) if letter.signed_at else None,
        signature=handwriting,
        seal=DEMO_SEAL.read_bytes() if round_.is_demo and letter.sealed_at else None,
    )


def letter_to_be(desk: Desk, reply: Reply, letter: Letter, opinion: str, handwriting: bytes | None) -> papers.Reply:
    """The letter as it will leave if the person at the desk now signs it, or seals what is signed.

    Nobody sees another's name under it before he has signed, or the unit's own seal unless he may apply it.
    """
    if letter.signed_at is not None:
        paper = reply_letter(reply, letter, handwriting)
    elif desk.acts_in(reply.unit_id, PostKind.LEADER):
        unsigned = reply_letter(reply, letter, handwriting)
        paper = replace(unsigned, opinion=opinion, leader=desk.signature, signed_on=desk.today)
    else:
        return reply_letter(reply, letter)
    if reply.round.is_demo:
        return replace(paper, seal=DEMO_SEAL.read_bytes())
    keeper = PostKind.SEAL_KEEPER if reply.unit.has_seal_keeper(desk.today) else PostKind.LEADER
    return with_seal(paper, reply.unit_id, desk.session, desk.files, approved=desk.holds(reply.unit_id, keeper))


def answer(reply: Reply, now: datetime) -> papers.Answer:
    round_ = reply.round
    own = [comment for letter in heard(reply) for comment in letter.comments]
    return papers.Answer(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        unit=reply.unit.name,
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(round_.title),
        standing=standing_said(reply),
        lines=tuple(_answer_line(number, comment) for number, comment in enumerate(own, 1)),
    )


def standing_said(reply: Reply) -> str:
    """How the answer begins, after 你单位: it speaks of every comment that is answered below."""
    late = sum(len(letter.comments) for letter in used_late(reply))
    return _in_time_said(reply) + (f"，另以逾期来文提出意见{late}条" if late else "")


def _in_time_said(reply: Reply) -> str:
    letter = reply.valid_letter
    if letter is None or letter.submitted_at is None:
        return {
            StandingKind.SILENT: "截至规定时间未反馈意见，视为无意见",
            StandingKind.UNDELIVERED: "截至规定时间未反馈意见，且通知未能确认送达",
        }.get(rules.standing_of(reply), "尚未反馈意见")
    day = day_in_words(day_of(letter.submitted_at))
    return f"于{day}书面回复无修改意见" if letter.no_objection else f"于{day}书面反馈意见{len(letter.comments)}条"


def _answer_line(number: int, comment: Comment) -> papers.AnswerLine:
    decision = comment.decision
    return papers.AnswerLine(
        number=number,
        clause=clause_of(comment),
        original=comment.original,
        proposed=comment.proposed,
        reason=comment.reason,
        decision=words.VERDICTS[decision.verdict] if decision else "",
        explanation=decision.reason if decision else "",
    )
