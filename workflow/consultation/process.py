"""What the two diagrams of a consultation mean: who does which step, on which page, with which facts and moments."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from workflow.bulk import among
from workflow.consultation import desks
from workflow.consultation.actions import issuing, running
from workflow.consultation.model import Letter, Reply, Round
from workflow.engine.process import Process, Step
from workflow.people import PostKind


def _lead(round_: Round) -> int:
    return round_.lead_unit_id


def _own(reply: Reply) -> int:
    return reply.unit_id


def _lead_of(reply: Reply) -> int:
    return reply.round.lead_unit_id


def _load_rounds(session: Session, ids: Sequence[int]) -> Sequence[Round]:
    return session.scalars(select(Round).where(Round.id.in_(ids))).all()


def _load_replies(session: Session, ids: Sequence[int]) -> Sequence[Reply]:
    """With what its gateways look at; what only closing needs, closing fetches for all at once."""
    if len(ids) == 1:
        return session.scalars(_one_reply(), {"id": ids[0]}).unique().all()
    replies = session.scalars(select(Reply).where(among(session, Reply.id, ids))).all()
    rounds = {round_.id: round_ for round_ in _load_rounds(session, list({reply.round_id for reply in replies}))}
    letters = _letters(session, ids)
    for reply in replies:
        set_committed_value(reply, "round", rounds[reply.round_id])
        set_committed_value(reply, "letters", letters.get(reply.id, []))
    return replies


def _letters(session: Session, ids: Sequence[int]) -> dict[int, list[Letter]]:
    """Of those replies that have any; SQLAlchemy's own way names each id by itself."""
    found: dict[int, list[Letter]] = {}
    of_all = select(Letter).where(among(session, Letter.reply_id, ids)).order_by(Letter.reply_id, Letter.number)
    for letter in session.scalars(of_all):
        found.setdefault(letter.reply_id, []).append(letter)
    return found


@lru_cache
def _one_reply() -> Select[Reply]:
    """In one way to the database; built once, for a person waits for it at every step."""
    about = (joinedload(Reply.round).joinedload(Round.drafts), joinedload(Reply.letters))
    return select(Reply).where(Reply.id == bindparam("id")).options(*about)


def _standing_letter(reply: Reply, fact: str) -> bool:
    letter = reply.letter
    return letter is not None and letter.void is None and getattr(letter, fact) is not None


def _returned_in_time(reply: Reply) -> bool:
    """Returned while the unit could still correct (补正): before the deadline."""
    letter = reply.letter
    return letter is not None and letter.void_at is not None and reply.round.is_in_time(letter.void_at)


ROUND = Process(
    id="round",
    diagrams=("consultation/round.bpmn",),
    load=_load_rounds,
    steps={
        "draft": Step(PostKind.CLERK, _lead, "rounds.draft"),
        "approve": Step(PostKind.LEADER, _lead, "rounds.approve"),
        "summarise": Step(PostKind.CLERK, _lead, "decisions.summarise"),
        "confirm": Step(PostKind.LEADER, _lead, "decisions.confirm"),
        "release": Step(PostKind.CLERK, _lead, "decisions.release"),
        "conclude": Step(PostKind.CLERK, _lead, "decisions.conclude"),
        "archive": Step(PostKind.CLERK, _lead, "decisions.archive"),
    },
    facts={
        "approved": lambda round_: round_.issued_at is not None,
        "confirmed": lambda round_: round_.confirmed_at is not None,
    },
    operations={
        "distribute_round": issuing.distribute,
        "remind_silent_units": running.remind_silent,
        "close_round": running.close,
    },
    moments={
        "remind": lambda round_: round_.next_reminder,
        "deadline": lambda round_: round_.closes_at,
    },
    messages=frozenset({"revoke"}),
    names=desks.names_of_rounds,
    rank=1,  # of one deadline the replies close first, then the round counts them
)

REPLY = Process(
    id="reply",
    diagrams=("consultation/reply.bpmn",),
    load=_load_replies,
    steps={
        "receive": Step(PostKind.CLERK, _own, "replies.receive"),
        "write": Step(PostKind.CLERK, _own, "replies.write"),
        "sign": Step(PostKind.LEADER, _own, "replies.sign"),
        "seal": Step(PostKind.SEAL_KEEPER, _own, "replies.seal"),
        "check": Step(PostKind.CLERK, _lead_of, "checks.check"),
    },
    facts={
        "received": lambda reply: reply.received_at is not None,
        "signed": lambda reply: _standing_letter(reply, "signed_at"),
        "sealed": lambda reply: _standing_letter(reply, "sealed_at"),
        "accepted": lambda reply: _standing_letter(reply, "accepted_at"),
        "has_reply": lambda reply: reply.valid_letter is not None,
        "returned_in_time": _returned_in_time,
    },
    operations={"close_silent_replies": running.close_silent},
    moments={"deadline": lambda reply: reply.round.closes_at},
    messages=frozenset({"withdraw", "reopen", "paper", "archive", "revoke"}),
    names=desks.names_of_replies,
    rank=0,
)

PROCESSES = (ROUND, REPLY)
