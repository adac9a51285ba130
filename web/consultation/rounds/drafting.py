"""拟制: one page on which the clerk prepares a round; each section saves itself, the outlook below follows."""

import io
from collections.abc import Callable

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.consultation.rounds.plan import outlook_of
from web.frame.answers import done, saved
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, ids, one_file
from web.frame.forms import again
from web.frame.requests import from_htmx
from workflow.clock import day_of
from workflow.consultation import papers, paperwork
from workflow.consultation.actions import drafting
from workflow.consultation.model import Annex, Round, RoundStage
from workflow.desk import Desk
from workflow.documents.outline import gaps
from workflow.documents.paper import word
from workflow.errors import Incomplete, Unknown
from workflow.files import WORD
from workflow.people import GroupMember, Unit, UnitGroup, UnitKind

REMIND_DAYS = (10, 5, 3, 2, 1, 0)  # what is offered; a round that has others shows them too


@blueprint.get("/round/<key>/draft")
def draft(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        if round_.stage is not RoundStage.DRAFTING:
            return redirect(url_for("rounds.board", key=key))
        return render_template(
            "consultation/rounds/draft.html",
            round=round_,
            groups=_groups(desk),
            others=_in_no_group(desk),
            chosen=set(round_.unit_ids),
            remind_days=sorted({*REMIND_DAYS, *round_.remind_days}, reverse=True),
            warnings=gaps(round_.current_draft.outline) if round_.drafts else [],
            **outlook_of(desk, round_),
        )


@blueprint.get("/round/<key>/draft/outlook")
def outlook(key: str) -> ResponseReturnValue:
    """What would happen and what is missing: asked for again whenever a section has been saved."""
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        round_.must_be(RoundStage.DRAFTING)
        return render_template("consultation/rounds/_outlook.html", round=round_, **outlook_of(desk, round_))


@blueprint.post("/round/<key>/draft/file")
@again(draft)
def upload(key: str) -> ResponseReturnValue:
    data, name = one_file("draft", "请选择征求意见稿文件（.docx）。")
    with write_desk() as desk, beside("draft"):
        made = drafting.upload_draft(desk, access.round_of_office(desk, key), data, name)
        flash(f"已读入{paperwork.in_marks(made.title)}，共{len(made.clauses)}条，请核对条款结构。", "good")
    return _back_to(key, "clauses")


@blueprint.post("/round/<key>/draft/annexes")
@again(draft)
def add_annex(key: str) -> ResponseReturnValue:
    data, name = one_file("annex", "请选择附件文件。")
    with write_desk() as desk, beside("annex"):
        drafting.add_annex(desk, access.round_of_office(desk, key), data, name, Fields().text("annex_title"))
    return _back_to(key, "annexes")


@blueprint.post("/round/<key>/draft/annexes/<file>/up")
def move_annex_up(key: str, file: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        drafting.move_annex_up(desk, round_, _annex(round_, file))
    return _back_to(key, "annexes")


@blueprint.post("/round/<key>/draft/annexes/<file>/remove")
def remove_annex(key: str, file: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        drafting.remove_annex(desk, round_, _annex(round_, file))
    return _back_to(key, "annexes")


@blueprint.post("/round/<key>/draft/details")
def save_details(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        drafting.save_details(desk, access.round_of_office(desk, key), request.form)
        return saved(desk.now)


@blueprint.post("/round/<key>/draft/deadline")
@again(draft)
def set_deadline(key: str) -> ResponseReturnValue:
    def act(desk: Desk, round_: Round) -> str:
        fields = Fields()
        moment = fields.moment("deadline", "请填写截止的日期和时间，精确到分。")
        fields.must_be_right()
        return drafting.set_deadline(desk, round_, moment)

    return _settled(key, "deadline", act)


@blueprint.post("/round/<key>/draft/recipients")
@again(draft)
def choose_recipients(key: str) -> ResponseReturnValue:
    def act(desk: Desk, round_: Round) -> str:
        drafting.choose_units(desk, round_, request.form.getlist("unit"))
        return ""

    return _settled(key, "recipients", act)


@blueprint.post("/round/<key>/draft/reminders")
@again(draft)
def choose_reminders(key: str) -> ResponseReturnValue:
    def act(desk: Desk, round_: Round) -> str:
        drafting.choose_reminders(desk, round_, ids("remind_days"))
        return ""

    return _settled(key, "reminders", act)


@blueprint.get("/round/<key>/draft/notice")
def preview(key: str) -> ResponseReturnValue:
    """The notice as it would be made today, without its number."""
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        round_.must_be(RoundStage.DRAFTING, RoundStage.APPROVING)
        _must_be_printable(round_)
        data = word(paperwork.notice(round_, day_of(desk.now)))
    name = paperwork.file_name(papers.Notice.title_in_words, "预览")
    return send_file(io.BytesIO(data), WORD, as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/round/<key>/draft/send")
@again(draft)
def send_to_head(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        drafting.send_to_head(desk, access.round_of_office(desk, key))
    return done("已送审，等待负责人签发。签发之前各单位看不到任何内容。", "rounds.index")


def _settled(key: str, section: str, act: Callable[[Desk, Round], str]) -> ResponseReturnValue:
    """A section that saves itself: answered with one line below it, or (without htmx) with the page again."""
    try:
        with write_desk() as desk:
            round_ = access.round_of_office(desk, key)
            warning = act(desk, round_)
            note = render_template(
                "consultation/rounds/_settled.html", section=section, warning=warning, at=desk.now, round=round_
            )
    except Incomplete as refusal:
        if not from_htmx():
            raise
        return render_template("consultation/rounds/_settled.html", section=section, wrong=refusal.message), 422
    return note if from_htmx() else _back_to(key, section)


def _back_to(key: str, section: str) -> ResponseReturnValue:
    return redirect(url_for("rounds.draft", key=key, _anchor=section))


def _annex(round_: Round, file: str) -> Annex:
    found = next((annex for annex in round_.annexes if annex.file.key == file), None)
    if found is None:
        raise Unknown("这份附件已经不在清单中，可能刚刚被移除。请刷新后查看。")
    return found


def _must_be_printable(round_: Round) -> None:
    fields = Fields()
    fields.require("draft", bool(round_.drafts), "上传征求意见稿后才能预览通知。")
    fields.require("deadline", round_.deadline is not None, "填写截止时间后才能预览通知。")
    fields.must_be_right()


def _groups(desk: Desk) -> list[UnitGroup]:
    members = selectinload(UnitGroup.members).selectinload(GroupMember.unit)
    return list(desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position).options(members)))


def _in_no_group(desk: Desk) -> list[Unit]:
    in_groups = select(GroupMember.unit_id)
    outside = select(Unit).where(Unit.kind == UnitKind.ORDINARY, Unit.id.not_in(in_groups)).order_by(Unit.id)
    return list(desk.session.scalars(outside))
