"""签字、用印 in a round as statements that can be checked later: the head's notice, a leader's letter, every paper's seal."""

from collections.abc import Mapping
from typing import Any

from workflow.consultation.model import Letter, Reply, Round
from workflow.consultation.papers import Answer, CommentForm, Notice, Paper
from workflow.consultation.papers import Reply as ReplyPaper
from workflow.desk import Desk
from workflow.documents.marking import Mark
from workflow.files import KeptFile
from workflow.people import POSTS, PostKind, Unit
from workflow.signatures.seals import with_seal
from workflow.signatures.vouching import About

UNMARKED = (CommentForm.kind,)  # made to be written into: it would always have changed


def about_round(round_: Round) -> str:
    return f"round:{round_.key}"


def about_letter(letter: Letter) -> str:
    return f"letter:{letter.key}"


def head_signs_notice(desk: Desk, round_: Round) -> None:
    """签发: what goes out, to whom, until when."""
    if desk.vouching:
        desk.vouching.sign(
            about_round(round_), Notice.kind, Notice.title_in_words, _of_notice(round_),
            post=POSTS[PostKind.LEADER], unit=round_.lead_unit,
        )  # fmt: skip


def leader_signs(desk: Desk, reply: Reply, letter: Letter) -> None:
    """签字: every comment, about which draft, with which opinion."""
    if desk.vouching:
        drawn = {"signature": letter.handwriting.file.sha256} if letter.handwriting else None
        desk.vouching.sign(
            about_letter(letter), ReplyPaper.kind, ReplyPaper.title_in_words, _of_letter(reply, letter),
            post=POSTS[PostKind.LEADER], unit=reply.unit, images=drawn,
        )  # fmt: skip


def mark_for(desk: Desk, kind: str) -> Mark | None:
    """A new verification mark, for a paper that will not change any more."""
    return desk.vouching.mark() if desk.vouching and kind not in UNMARKED else None


def sealed(desk: Desk, round_: Round, paper: Paper, letter: Letter | None) -> Paper:
    """With the image of the unit's own seal: what its leader or keeper lets go, and answers that the head confirmed."""
    unit = _unit_of(desk, round_, letter)
    confirmed = paper.kind == Answer.kind and round_.confirmed_at is not None
    return with_seal(paper, unit.id, desk.session, desk.files, approved=confirmed or desk.seals(unit.id))


def vouch(desk: Desk, round_: Round, kept: KeptFile, paper: Paper, mark: Mark | None, letter: Letter | None) -> None:
    """The finished paper, sealed or recorded; a letter by its own unit, everything else by the office."""
    if desk.vouching and mark:
        unit = _unit_of(desk, round_, letter)
        about = about_letter(letter) if letter else about_round(round_)
        desk.vouching.paper(kept, paper, mark, about, post=_post(desk, unit), unit=unit)


def certify(desk: Desk, reply: Reply, kept: KeptFile, title: str, certificate: Mapping[str, Any]) -> None:
    """A certificate of the system, never in the name of the unit it speaks of."""
    if desk.vouching:
        subject = About(reply.subject, str(certificate["kind"]), title)
        desk.vouching.certificate(kept, subject, certificate, unit=reply.round.lead_unit)


def _unit_of(desk: Desk, round_: Round, letter: Letter | None) -> Unit:
    return desk.session.get_one(Reply, letter.reply_id).unit if letter else round_.lead_unit


def _post(desk: Desk, unit: Unit) -> str:
    """The post he acts in; of several the one closest to the seal."""
    order = (PostKind.SEAL_KEEPER, PostKind.LEADER, PostKind.CLERK)
    return next((POSTS[kind] for kind in order if (unit.id, kind) in desk.posts), "")


def _of_notice(round_: Round) -> Mapping[str, Any]:
    draft = round_.current_draft
    return {
        "title": round_.title, "basis": round_.basis, "draft_sha256": draft.file.sha256, "draft_version": draft.version,
        "annexes": [annex.file.sha256 for annex in round_.annexes], "deadline": round_.last_moment,
        "units": len(round_.unit_ids), "opinion": round_.issue_opinion,
    }  # fmt: skip


def _of_letter(reply: Reply, letter: Letter) -> Mapping[str, Any]:
    return {
        "notice_number": reply.round.doc_number, "letter": letter.number,
        "draft_sha256": letter.draft.file.sha256, "draft_version": letter.draft.version,
        "no_objection": letter.no_objection, "opinion": letter.opinion,
        "comments": [
            {"clause": c.clause.label if c.clause else "", "original": c.original, "proposed": c.proposed,
             "reason": c.reason}
            for c in letter.comments
        ],
    }  # fmt: skip
