"""登记来文: what a unit sent on paper or by fax, read off by the office, with its scan."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.checks.blueprint import blueprint
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, one_file, together
from web.frame.forms import again
from workflow.consultation import words
from workflow.consultation.actions import guards, registering
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Draft, Letter, LetterChannel, Reply
from workflow.desk import Desk
from workflow.documents.uploads import scan
from workflow.files import KeptFile
from workflow.people import PostKind

CHANNELS = [(each.value, label) for each, label in words.LETTER_CHANNELS.items() if each is not LetterChannel.ONLINE]
EMPTY_ROWS = 3


class TypedRow(NamedTuple):
    """One line of the table of comments as it was typed; `clause` is its place in the draft, "" the whole draft."""

    clause: str = ""
    original: str = ""
    proposed: str = ""
    reason: str = ""


@blueprint.get("/paper")
def paper(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        reply = access.reply_of_office(desk, key)
        desk.must_hold(reply.round.lead_unit_id, PostKind.CLERK)
        guards.must_be_running(reply.round, "登记来文")
        leaders = reply.unit.holders(PostKind.LEADER, desk.today)
        return render_template(
            "consultation/checks/paper.html",
            reply=reply,
            round=reply.round,
            channels=CHANNELS,
            rows=list(_rows()) + [TypedRow()] * EMPTY_ROWS,
            now=desk.now,
            leader=leaders[0].name if leaders else "",
        )


@blueprint.get("/paper/row")
def paper_row(key: str) -> ResponseReturnValue:
    """One more empty line of the table."""
    with read_desk() as desk:
        reply = access.reply_of_office(desk, key)
        return render_template("consultation/checks/_paper_row.html", row=TypedRow(), draft=reply.round.current_draft)


@blueprint.post("/paper")
@again(paper)
def register(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        reply = access.reply_of_office(desk, key)
        read = _read(fields, reply.round.current_draft)
        fields.must_be_right()
        letter = registering.register_paper(desk, reply, read, _scan(desk))
        told, loudness = _told(reply, letter)
    flash(told, loudness)
    return redirect(url_for("checks.check", key=key))


def _read(fields: Fields, draft: Draft) -> registering.PaperReply:
    read = registering.PaperReply(
        channel=fields.choice("channel", LetterChannel, "请选择来文方式：纸质或传真。"),
        paper_date=fields.day("paper_date", "请填写来文的落款日期。"),
        received_at=fields.moment("received_at", "请填写收到来文的日期和时间。"),
        signer_name=fields.text("signer_name"),
        is_signed=fields.flag("is_signed"),
        is_sealed=fields.flag("is_sealed"),
        is_current_version=not fields.flag("wrong_version"),
        opinion=fields.text("opinion"),
        wishes=tuple(_wishes(fields, draft)),
    )
    silent = fields.flag("no_objection")
    fields.require("comments", bool(read.wishes) or silent, "请录入来文所提意见；没有意见的，请勾选“来文写明无意见”。")
    fields.require("comments", not (read.wishes and silent), "既勾选了无意见又录入了意见，请核对来文后保留一项。")
    return read


def _rows() -> Iterator[TypedRow]:
    """The lines that hold anything."""
    lines = (TypedRow(*line) for line in together("clause", "original", "proposed", "reason"))
    return (line for line in lines if any(line))


def _wishes(fields: Fields, draft: Draft) -> Iterator[Wish]:
    for number, row in enumerate(_rows(), 1):
        fields.require("comments", bool(row.proposed or row.reason), f"第{number}条意见没有写修改建议和理由，请补充。")
        clause = next((clause for clause in draft.clauses if str(clause.position) == row.clause), None)
        fields.require("comments", bool(clause) or not row.clause, f"第{number}条意见的条款不在现行稿中，请重新选择。")
        yield Wish(clause, row.original, row.proposed, row.reason)


def _scan(desk: Desk) -> KeptFile:
    data, name = one_file("scan", "请上传来文的扫描件（PDF或图片），以备核对。")
    with beside("scan"):
        return desk.take_in(scan(data, name))


def _told(reply: Reply, letter: Letter) -> tuple[str, str]:
    """What became of it, and how loudly that is said."""
    if letter.void is not None:
        return "来文已登记，但签字、盖章或版本不符，不计入；补正通知已发给该单位。", "warn"
    if letter.late:
        return "来文收到时间在截止之后，已登记为逾期来文，是否采用请另行决定。", "warn"
    if reply.needs_reconfirmation:
        return "来文已登记，按期有效；收到以后征求意见稿有更正，该单位须对照新稿再确认。", "warn"
    return "来文已登记，按收到时间为按期有效。", "good"
