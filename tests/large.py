"""Rounds as large as no test could play them step by step: the facts are laid down as they would have been left."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select

from tests.makers import Stage, a_round, played_once
from workflow.consultation.model import (
    Clause,
    Comment,
    Delivery,
    Letter,
    LetterChannel,
    Reply,
    Round,
    Standing,
    StandingKind,
)
from workflow.desk import Desk
from workflow.notices import Channel
from workflow.people import Officer, Unit
from workflow.store import chunks, public_key

GROUPS = ("镇街", "区直部门", "园区", "驻区单位")
EVERY = 3  # of so many units, one has not answered
WISHES = ("并考核", "并通报", "并定期通报", "，并定期通报情况", "，明确责任人")  # some of them nearly the same


@played_once
def a_large_round(stage: Stage, units: int = 1000, comments: int = 0) -> None:
    """An open round of so many units; two of three have replied over the first days, half of them are accepted.

    `comments`: what they say in all, the clauses in turn; with none they have no objection.
    """
    a_round(stage, units=3)
    with stage.office.desk() as desk:
        round_ = desk.session.get_one(Round, stage.round_id)
        asked = _ask(desk, round_, _add_units(desk, units - 3))
        desk.start(asked)
        replied = [reply for reply in asked if reply.position % EVERY]
        _reply(desk, round_, replied, comments)


def _add_units(desk: Desk, count: int) -> list[int]:
    names = [(f"示例区第{n:04}号单位", f"第{n:04}号单位") for n in range(1, count + 1)]
    lines = [{"name": name, "short_name": short, "key": public_key()} for name, short in names]
    return list(desk.session.scalars(insert(Unit).returning(Unit.id, sort_by_parameter_order=True), lines))


def _ask(desk: Desk, round_: Round, ids: Sequence[int]) -> Sequence[Reply]:
    lines = [
        {
            "key": public_key(), "round_id": round_.id, "unit_id": unit_id, "position": position,
            "group_name": GROUPS[position % len(GROUPS)],
            "received_at": desk.now + timedelta(hours=1) if position % EVERY else None,
        }
        for position, unit_id in enumerate(ids, 4)
    ]  # fmt: skip
    desk.session.execute(insert(Reply), lines)
    found = select(Reply).where(Reply.round_id == round_.id, Reply.position > 3).order_by(Reply.position)
    return desk.session.scalars(found).all()


def _reply(desk: Desk, round_: Round, replies: Sequence[Reply], comments: int) -> None:
    officer = desk.session.scalars(select(Officer.id).limit(1)).one()
    letters = [
        {
            "key": public_key(), "reply_id": reply.id, "number": 1, "draft_id": round_.current_draft.id,
            "no_objection": not comments, "channel": LetterChannel.ONLINE, "written_by_id": officer,
            "signer_name": "张主任", "accepted_at": at if number % 2 else None,
            **dict.fromkeys(("written_at", "signed_at", "sealed_at", "submitted_at"), at),
        }
        for number, reply in enumerate(replies)
        for at in [desk.now + timedelta(hours=2) + timedelta(days=5) * number / len(replies)]
    ]  # fmt: skip
    kind = StandingKind.WITH_COMMENTS if comments else StandingKind.NO_OBJECTION
    proofs = [_proof(reply) for reply in replies]
    for some in chunks(letters):
        desk.session.execute(insert(Letter), some)
    accepted = [letter for letter in letters if letter["accepted_at"]]
    desk.session.execute(insert(Delivery), proofs)
    desk.session.execute(insert(Standing), [_standing(letter, kind) for letter in accepted])
    if comments:
        _say(desk, round_, comments)


def _proof(reply: Reply) -> dict[str, object]:
    at = {"at": reply.received_at, "recorded_at": reply.received_at}
    return {"reply_id": reply.id, "channel": Channel.SYSTEM, "is_proof": True, "result": "已签收", **at}


def _standing(letter: dict[str, object], kind: StandingKind) -> dict[str, object]:
    at = {"true_at": letter["submitted_at"], "known_at": letter["accepted_at"]}
    return {"reply_id": letter["reply_id"], "kind": kind, "why": "accepted", **at}


def _say(desk: Desk, round_: Round, count: int) -> None:
    letters = desk.session.execute(
        select(Letter.id, Letter.reply_id).join(Reply).where(Reply.round_id == round_.id).order_by(Letter.id)
    ).all()
    lines = [
        {
            "key": public_key(), "reply_id": letter.reply_id, "letter_id": letter.id, "position": number + 1,
            "clause_id": clause.id, "original": _quoted(clause), "reason": f"第{number}条意见的考虑。",
            "proposed": _quoted(clause) + WISHES[number % len(WISHES)] + ("。" if number % 2 else ""),
        }
        for number in range(count)
        for letter in [letters[number % len(letters)]]
        for clause in [round_.current_draft.clauses[number % len(round_.current_draft.clauses)]]
    ]  # fmt: skip
    desk.session.execute(insert(Comment), lines)


def _quoted(clause: Clause) -> str:
    return max(clause.text.replace("\n", "").split("，"), key=len)[:8]
