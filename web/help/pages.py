"""The pages of the guide, and the link to it at the foot of every page."""

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.frame.identity import me
from web.help.chapters import CHAPTERS, chapter_for, place_of
from workflow.errors import Unknown

blueprint = Blueprint("help", __name__)


def install(app: Flask) -> None:
    app.context_processor(lambda: {"help_url": help_url})


def help_url() -> str:
    """The section about the page that is shown."""
    place = place_of(request.endpoint or "")
    if place is None:
        return url_for("help.index")
    chapter, section = place
    return url_for("help.chapter", name=chapter.key, _anchor=section)


@blueprint.get("/help")
def index() -> ResponseReturnValue:
    with read_desk():
        person = me()
        return render_template(
            "help/index.html", chapters=list(CHAPTERS.values()), own=chapter_for(person) if person else None
        )


@blueprint.get("/help/<name>")
def chapter(name: str) -> ResponseReturnValue:
    found = CHAPTERS.get(name)
    if found is None:
        raise Unknown("没有这一章。请从帮助首页重新进入。")
    with read_desk():
        return render_template(f"help/{found.key}.html", chapter=found, chapters=list(CHAPTERS.values()))
