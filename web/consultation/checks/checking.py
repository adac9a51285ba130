"""One unit's reply as the office sees it: its letter, its form, its history; 接收, 退回补正, late letters."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.checks.blueprint import blueprint
from web.deadlines import countdown
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.consultation import custody, words
from workflow.consultation.actions import checking
from workflow.consultation.actions.returning import what_now
from workflow.consultation.form_check import form_check
from workflow.consultation.model import Letter, Reply, RoundStage
from workflow.consultation.why import events_of_reply
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.notices import Channel
from workflow.outbox.reading import STATES, WAYS, sent_about
from workflow.people import PostKind

BY_HAND = [(each.value, label) for each, label in words.CHANNELS.items() if each is not Channel.SYSTEM]


@blueprint.get("")
def check(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        reply = access.reply_of_office(desk, key)
        return render_template("consultation/checks/check.html", **_about(desk, reply), **_known(reply))


def _about(desk: Desk, reply: Reply) -> dict[str, Any]:
    letter = reply.valid_letter
    return {
        "reply": reply,
        "round": reply.round,
        "letter": letter,
        "form": form_check(reply, letter) if letter else [],
        "until": countdown(desk, reply.round.deadline) if reply.round.stage is RoundStage.COLLECTING else None,
        "events": events_of_reply(desk, reply),
        "papers": custody.papers_for(desk, reply),
        "channels": BY_HAND,
        "sent": sent_about(desk, reply.subject),
        "ways_of_sending": WAYS,
        "parcel_states": STATES,
        **_may(desk, reply),
    }


def _may(desk: Desk, reply: Reply) -> dict[str, bool]:
    """Which buttons the page has; the actions ask for themselves again."""
    is_clerk = desk.holds(reply.round.lead_unit_id, PostKind.CLERK)
    stage = reply.round.stage
    return {
        "may_check": is_clerk and "check" in desk.open_steps(reply),
        "may_register": is_clerk and stage is not RoundStage.ARCHIVED,
        "may_remind": is_clerk and stage is RoundStage.COLLECTING and not reply.has_answered,
        "may_use_late": is_clerk and stage is RoundStage.SUMMARISING,
    }


def _known(reply: Reply) -> dict[str, Any]:
    """The answer to 「某一时刻所知」, when the page is asked for it."""
    if not request.args.get("known"):
        return {"known_at": None}
    fields = Fields(request.args)
    moment = fields.moment("known", "请填写要查看的日期和时间。")
    return {"known_at": None if fields.wrong else moment, "known": reply.standing_known_at(moment)}


@blueprint.post("/accept")
def accept(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_office(desk, key)
        checking.accept(desk, reply, request.form.get("letter"))
        told, board = f"已接收{reply.unit.short_name}的回函。", reply.round.key
    return done(told, "rounds.board", key=board)


@blueprint.post("/reject")
@again(check)
def reject(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_office(desk, key)
        typed = request.form
        checking.reject(desk, reply, typed.getlist("defects"), typed.get("note", ""), typed.get("letter"))
        over = "" if reply.round.is_in_time(desk.now) else what_now(desk, reply)
    return done(f"已退回补正，补正通知已发给该单位。{over}", "checks.check", key=key)


@blueprint.post("/late/<letter>")
@again(lambda key, letter: check(key))
def use_late(key: str, letter: str) -> ResponseReturnValue:
    use = request.form.get("use") == "yes"
    with write_desk() as desk:
        reply = access.reply_of_office(desk, key)
        checking.use_late(desk, reply, _letter(reply, letter), use, request.form.get("late_reason", ""))
    return done(
        "已记下：采用这份逾期来文，其中的意见列入汇总。" if use else "已记下：不采用这份逾期来文，存档备查。",
        "checks.check",
        key=key,
    )


def _letter(reply: Reply, key: str) -> Letter:
    found = next((letter for letter in reply.letters if letter.key == key), None)
    if found is None:
        raise Unknown()
    return found
