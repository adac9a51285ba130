"""全文公布: names are hidden, the head publishes, and what was published is only ever corrected by an addition."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, due, to
from web.accident.reports.investigating import as_word
from web.accounts.confirming import confirmed
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import publishing
from workflow.accident.model import Accident, Chapter, ChapterKind, Stage
from workflow.accident.papers import Publication
from workflow.accident.paperwork import approval as paperwork
from workflow.accident.paperwork import kept_paper
from workflow.accident.rules import privacy
from workflow.errors import Unknown
from workflow.people import PostKind

PUBLISHED = "已登记公布，公布稿已存入案卷。公布后不撤回；内容有误的，追加更正。"


@blueprint.get("/privacy")
def check_privacy(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        public = {chapter.kind: chapter.for_the_public for chapter in accident.chapters}
        return render_template(
            "accident/reports/check_privacy.html", **about(desk, accident),
            still_named=dict(privacy.still_named(public, accident.hidden_names)),
        )  # fmt: skip


@blueprint.post("/privacy/names")
@again(check_privacy)
def hide_names(key: str) -> ResponseReturnValue:
    names = request.form.get("names", "").replace("、", "\n").splitlines()
    with write_desk() as desk:
        publishing.hide_names(desk, access.accident(desk, key), names)
    return to("check_privacy", key, "已按名单隐去姓名，请逐章核对公布文本。")


@blueprint.get("/privacy/<chapter>")
def public_text(key: str, chapter: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/public_text.html", **about(desk, accident), chapter=_chapter(accident, chapter)
        )


@blueprint.post("/privacy/<chapter>")
@again(public_text)
def edit_public_text(key: str, chapter: str) -> ResponseReturnValue:
    text, seen = request.form.get("text", "").replace("\r\n", "\n"), request.form.get("seen", -1, int)
    with write_desk() as desk:
        accident = access.accident(desk, key)
        publishing.edit_public_text(desk, accident, _chapter(accident, chapter).kind, text, seen=seen)
    return to("check_privacy", key, "已保存公布文本。", _anchor=f"field-chapter:{chapter}")


def _chapter(accident: Accident, name: str) -> Chapter:
    found = next((c for c in accident.chapters if c.kind == name), None)
    if found is None or name not in {kind.value for kind in ChapterKind}:
        raise Unknown()
    return found


@blueprint.post("/privacy")
@again(check_privacy)
def finish_check(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        publishing.finish_check(desk, access.accident(desk, key))
    return to("publish", key, "公开前审查已办结，由负责人公布。")


@blueprint.get("/publication")
def publish(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        may_correct = accident.stage is Stage.CLOSED and desk.holds(accident.lead_unit_id, PostKind.LEADER)
        paper = kept_paper(accident, Publication.kind)
        return render_template(
            "accident/reports/publish.html", **about(desk, accident), may_correct=may_correct, paper=paper,
            due_on=due(desk, accident, "publish_due"),
        )  # fmt: skip


@blueprint.get("/publication.docx")
def preview_publication(key: str) -> ResponseReturnValue:
    """The text for the public as it would be made now; nothing is kept."""
    with read_desk() as desk:
        accident = access.accident(desk, key)
        publishing.must_be_approved(accident)
        return as_word(paperwork.publication(accident, desk.today), "预览")


@blueprint.post("/publication")
@again(publish)
@confirmed
def publish_report(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        publishing.publish(desk, access.accident(desk, key), request.form.get("where", ""))
    return to("publish", key, PUBLISHED)


@blueprint.post("/publication/back")
@again(publish)
def send_back_to_check(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        publishing.send_back(desk, access.accident(desk, key), request.form.get("reason", ""))
    return to("publish", key, "已退回经办人重新审查。")


@blueprint.post("/publication/corrections")
@again(publish)
@confirmed
def correct_publication(key: str) -> ResponseReturnValue:
    fields = Fields()
    typed = {name: fields.text(name) for name in ("place", "old", "new", "reason")}
    with write_desk() as desk:
        publishing.correct_publication(desk, access.accident(desk, key), **typed)
    return to("publish", key, "已追加更正，附于公布稿之后；原公布稿不变。", _anchor="corrections")
