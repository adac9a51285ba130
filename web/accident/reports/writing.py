"""报告撰写: one chapter a page, saved as it is typed; several authors, and nobody's words are lost."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about
from web.frame.answers import saved
from web.frame.desk import read_desk, write_desk
from workflow.accident.actions import writing
from workflow.accident.model import Accident, Chapter, ChapterKind
from workflow.desk import Desk
from workflow.errors import Unknown


@blueprint.get("/report")
def chapters(key: str) -> ResponseReturnValue:
    """On to the first chapter that has not been written."""
    with read_desk() as desk:
        written = _written(access.accident(desk, key))
    first = next((kind for kind in ChapterKind if kind not in written), ChapterKind.UNIT)
    return redirect(url_for("reports.write", key=key, chapter=first.value))


@blueprint.get("/report/<chapter>")
def write(key: str, chapter: str) -> ResponseReturnValue:
    kind = _kind(chapter)
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/write.html", **about(desk, accident), kind=kind, chapter=_chapter(accident, kind),
            written=_written(accident), authors=writing.authors(accident),
        )  # fmt: skip


@blueprint.post("/report/<chapter>")
def save_chapter(key: str, chapter: str) -> ResponseReturnValue:
    kind = _kind(chapter)
    with write_desk() as desk:
        accident = access.accident(desk, key)
        seen = _revision_seen(desk, accident, kind)
        writing.save_chapter(desk, accident, kind, _plain(request.form.get("body", "")), seen=seen)
        return saved(desk.now)


def _revision_seen(desk: Desk, accident: Accident, kind: ChapterKind) -> int:
    """The page tells which words it takes for saved; the revision it knows is the one that says them.

    Read under lock: what is compared is what would be written over.
    """
    desk.lock([accident])
    kept = _chapter(accident, kind)
    if kept is None:
        return 0
    seen = {_plain(text) for text in request.form.getlist("seen")} or {""}
    return kept.revision if kept.body in seen else kept.revision - 1


def _kind(name: str) -> ChapterKind:
    if name not in {kind.value for kind in ChapterKind}:
        raise Unknown()
    return ChapterKind(name)


def _chapter(accident: Accident, kind: ChapterKind) -> Chapter | None:
    return next((chapter for chapter in accident.chapters if chapter.kind is kind), None)


def _written(accident: Accident) -> dict[ChapterKind, Chapter]:
    return {chapter.kind: chapter for chapter in accident.chapters if chapter.body.strip()}


def _plain(text: str) -> str:
    """Browsers send line breaks in two ways; kept in one."""
    return text.replace("\r\n", "\n")
