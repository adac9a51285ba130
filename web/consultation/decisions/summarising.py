"""汇总意见、提出处理建议: the office clerk's table. A row is saved without losing one's place in it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.consultation.access import round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.consultation.decisions.sheet import COMMENTS
from web.consultation.decisions.table import SHOW, VERDICTS, Page, Table, may_decide, table_of
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from web.frame.requests import from_htmx
from web.lists import Look, look_at
from workflow.consultation import said
from workflow.consultation.actions import deciding
from workflow.consultation.likeness import THRESHOLD
from workflow.consultation.model import Round, Stage, Verdict
from workflow.desk import Desk

SAVED = "已保存{count}行的处理意见。"
SENT = "处理意见已送负责人确认。"


@blueprint.get("/round/<key>/decisions")
def summarise(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.closed_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        look, table = look_at(COMMENTS, round_.key), table_of(desk, round_)
        if look.is_sheet:
            return look.sheet(table.rows)
        return render_template(
            "consultation/decisions/summarise.html", round=round_, table=table, shows=SHOW, list=look.shown(table.rows),
            threshold=THRESHOLD, refused=_refused(), **_page(table, look), **_about(desk, round_),
        )  # fmt: skip


def _page(table: Table, look: Look[Any]) -> dict[str, Any]:
    """The page that is looked at; of a refused row the one that it stands on."""
    show = look.chosen["show"]
    pages = table.pages(show)
    numbers = {row.key: page.number for page in pages for block in page.blocks for row in block.rows}
    number = min(numbers.get(_refused(), look.page), max(len(pages), 1))
    page = pages[number - 1] if pages else Page(1, ())
    chosen = request.form.getlist("rows")
    if request.args.get("select") == "open":
        chosen = [row.key for block in page.blocks for row in block.rows if row.verdict is None]
    return {"show": show, "pages": pages, "page": page, "selected": chosen}


def _refused() -> str:
    """The row whose form was refused, when the whole page is shown again for it."""
    return str((request.view_args or {}).get("row", ""))


def _about(desk: Desk, round_: Round) -> dict[str, object]:
    """What the whole table and each of its parts are shown with."""
    editable = may_decide(desk, round_)
    return {
        "editable": editable,
        "verdicts": VERDICTS,
        "missing": deciding.whats_missing(desk, round_) if editable else {},
        "unchecked": [reply for reply in round_.replies if reply.stage is Stage.SUBMITTED],
        "undecided_late": deciding.with_undecided_late_letters(round_),
        "uncoordinated": deciding.uncoordinated(desk, round_),
    }


def row_part(key: str, row: str) -> ResponseReturnValue:
    """One row, with the figures and the list of what is missing, for htmx to put in their places."""
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        table = table_of(desk, round_)
        shown = table.row(deciding.row_of(round_, row).key)
        return render_template(
            "consultation/decisions/row.html", round=round_, table=table, row=shown, **_about(desk, round_)
        )


def bulk_part(key: str) -> ResponseReturnValue:
    """What was saved for several rows: each in its own place, with the figures; nothing else on the page moves."""
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        table, keys = table_of(desk, round_), set(request.form.getlist("rows"))
        saved = [row for row in table.rows if row.key in keys]
        return render_template(
            "consultation/decisions/bulk.html",
            round=round_,
            table=table,
            saved=saved,
            told=SAVED,
            **_about(desk, round_),
        )


def _whole_page(key: str, row: str) -> ResponseReturnValue:
    return summarise(key)


@blueprint.post("/round/<key>/decisions/rows/<row>")
@again(_whole_page, row_part)
def decide(key: str, row: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        said.gather(desk, round_)
        merged, verdict = deciding.row_of(round_, row), _verdict(request.form.get("verdict"))
        deciding.propose(desk, round_, merged, verdict, request.form.get("reason", ""), seen=_seen())
    if from_htmx():
        return row_part(key, row)
    return redirect(url_for("decisions.summarise", key=key, _anchor=f"row-{row}"))


@blueprint.post("/round/<key>/decisions/rows")
@again(summarise, bulk_part)
def decide_many(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        said.gather(desk, round_)
        rows = deciding.rows_named(round_, request.form.getlist("rows"))
        deciding.propose_many(desk, round_, rows, _verdict(request.form.get("verdict")), request.form.get("reason", ""))
    if from_htmx():
        return bulk_part(key)
    return done(SAVED.format(count=len(rows)), "decisions.summarise", key=key)


@blueprint.post("/round/<key>/decisions/send")
@again(summarise)
def send(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        deciding.send_decisions(desk, round_of_office(desk, key))
    return done(SENT, "decisions.summarise", key=key)


def _verdict(value: str | None) -> Verdict | None:
    return Verdict(value) if value in {verdict.value for verdict in Verdict} else None


def _seen() -> int | None:
    """The version of the row on the page that was filled in."""
    return request.form.get("seen", type=int)
