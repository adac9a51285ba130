"""逾期视为无意见证明: on what facts a unit counts as having no objection, each with its own hash.

Who takes an event away, adds or changes one, in this file, is found by name: the list of contents still has it.
The file is kept, and so held by the chain of the journal, and signed by the system. Nothing in it speaks for the unit.
"""

from collections.abc import Iterator
from typing import Any

from workflow.chain import canonical, digest
from workflow.clock import BEIJING
from workflow.consultation import attesting, paperwork, words
from workflow.consultation.model import Reply, Standing, StandingKind
from workflow.desk import Desk

KIND = "silence_certificate"
TITLE = "逾期视为无意见证明"
JSON = "application/json"
STATEMENT = "本证明由系统依登记事实生成，载明该单位逾期未反馈的事实，不是该单位的意思表示，也未以其名义签字、用印。"


def keep(desk: Desk, reply: Reply) -> None:
    """Beside the record in words, for the units that were reached and are silent still; of the others there is nothing to
    certify, for what came to light later has made the record in words say so."""
    standing = reply.standing
    if standing is not None and standing.kind is StandingKind.SILENT:
        content = certificate(desk, reply, standing)
        data = canonical(content) + b"\n"
        name = paperwork.file_name(TITLE, reply.unit.name, "json")
        kept = paperwork.keep_bytes(desk, reply.round, KIND, data, name, JSON, reply)
        attesting.certify(desk, reply, kept, TITLE, content)


def certificate(desk: Desk, reply: Reply, standing: Standing) -> dict[str, Any]:
    round_ = reply.round
    events = [{"number": number, **event} for number, event in enumerate(_events(reply, standing), 1)]
    content = {
        "kind": KIND,
        "statement": STATEMENT,
        "demonstration": round_.is_demo,
        "unit": reply.unit.name,
        "notice": paperwork.notice_title(round_),
        "notice_number": round_.doc_number,
        "draft_sha256": round_.current_draft.file.sha256,
        "rule": paperwork.SILENCE_RULE,
        "rule_source": paperwork.SILENCE_SOURCE,
        "calendar": paperwork.calendar_note(round_.last_moment, desk.calendar),
        "deadline": _at(round_.last_moment),
        "closed_at": _at(standing.known_at),
        "events": events,
        "contents": [
            {**{key: event[key] for key in ("number", "what", "at")}, "hash": digest(event)} for event in events
        ],
    }
    return {**content, "hash": digest(content)}


def _events(reply: Reply, standing: Standing) -> Iterator[dict[str, Any]]:
    """Delivery, reminders, closing, in this order."""
    for proof in reply.proofs:
        yield _event("送达", f"delivery:{proof.id}", proof.at, words.CHANNELS[proof.channel], proof.result)
    for reminder in reply.reminders:
        yield _event("催办", f"reminder:{reminder.id}", reminder.at, words.CHANNELS[reminder.channel], reminder.result)
    yield _event("截止登记", f"standing:{standing.id}", standing.known_at, "系统", words.STANDINGS[standing.kind])


def _event(what: str, record: str, at: Any, channel: str, result: str) -> dict[str, Any]:
    return {"what": what, "record": record, "at": _at(at), "channel": channel, "result": result}


def _at(moment: Any) -> str:
    """To the second, as the clock in the office showed it."""
    return str(moment.astimezone(BEIJING).isoformat(timespec="seconds"))
