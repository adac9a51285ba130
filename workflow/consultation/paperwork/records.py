"""逾期视为无意见 and 未送达: what is on record about units that did not answer; never signed or sealed for them."""

from workflow.clock import moment_in_words
from workflow.consultation import papers, words
from workflow.consultation.model import Letter, Reply, Standing, StandingKind, VoidKind
from workflow.consultation.paperwork.phrases import calendar_note, notice_title
from workflow.documents.title_marks import inside
from workflow.workdays import Calendar

SILENCE_RULE = "逾期不报视为无意见"
SILENCE_SOURCE = "征求意见通知正文"


def record(reply: Reply, calendar: Calendar) -> papers.SilenceRecord | papers.UndeliveredRecord:
    """The record about a unit that did not answer: silent, or never shown to have been reached."""
    round_ = reply.round
    standing = next(s for s in reply.standings if s.kind in (StandingKind.SILENT, StandingKind.UNDELIVERED))
    remindings = tuple(papers.Reminding(r.at, words.CHANNELS[r.channel], r.result) for r in reply.reminders)
    deliveries = tuple(
        papers.Delivery(d.at, words.CHANNELS[d.channel], d.result)
        for d in (reply.proofs if standing.kind is StandingKind.SILENT else reply.deliveries)
    )
    code, title, draft_title = f"{round_.key}-{reply.position}", inside(notice_title(round_)), inside(round_.title)
    note = calendar_note(round_.last_moment, calendar)
    if standing.kind is StandingKind.UNDELIVERED:
        return papers.UndeliveredRecord(
            demonstration=round_.is_demo, record_code=code, unit=reply.unit.name, notice_title=title,
            notice_number=round_.doc_number, draft_title=draft_title, attempts=deliveries, reminders=remindings,
            deadline=round_.last_moment, closed_at=standing.known_at, calendar_note=note,
            next_step=_corrected(reply, standing),
        )  # fmt: skip
    return papers.SilenceRecord(
        demonstration=round_.is_demo, record_code=code, unit=reply.unit.name, notice_title=title,
        notice_number=round_.doc_number, draft_title=draft_title, deliveries=deliveries, reminders=remindings,
        deadline=round_.last_moment, closed_at=standing.known_at, calendar_note=note,
        rule=SILENCE_RULE, rule_source=SILENCE_SOURCE, remark=_remark(reply, standing),
    )  # fmt: skip


def _remark(reply: Reply, standing: Standing) -> str:
    returned = [letter for letter in reply.letters if letter.void is VoidKind.REJECTED]
    withdrawn = [letter for letter in reply.letters if letter.void is VoidKind.WITHDRAWN]
    notes = [_returned(reply, letter) for letter in returned[-1:]]
    notes += ["曾报送回函，后自行撤回，截止前未重新报送" for _ in withdrawn[-1:]]
    notes += [f"截止后另有逾期来文{len(reply.late_letters)}件" for _ in reply.late_letters[:1]]
    said = f"{'；'.join(notes)}。" if notes else ""
    return said + _corrected(reply, standing)


def _returned(reply: Reply, letter: Letter) -> str:
    """Nobody failed to correct what was returned to him after the deadline."""
    why = letter.void_reason.rstrip("。").replace("；", "、")
    if letter.void_at is not None and reply.round.is_in_time(letter.void_at):
        return f"曾报送回函，因{why}退回补正，截止前未补正"
    return f"曾报送回函，截止后审查因{why}未予接收"


# Why a status is another one than was registered at the deadline: the rule's code -> what came to light.
_CAME_TO_LIGHT = {"paper": "截止时间前收到的书面来文", "silent": "截止时间前送达的证明"}


def _corrected(reply: Reply, standing: Standing) -> str:
    """What was registered later; the record stands as it was, and says that it is no longer the last word."""
    now = reply.standing
    if now is None or now.kind is standing.kind:
        return ""
    known = moment_in_words(now.known_at)
    came = _CAME_TO_LIGHT.get(now.why, "新的情况")
    return f"截止登记后，于{known}补登{came}，该单位已更正为“{words.STANDINGS[now.kind]}”，以更正后的为准。"
