"""Pages that exist for the tests only: every component once, and every way in which something can go wrong."""

from collections import namedtuple
from pathlib import Path

from flask import Blueprint, Flask, Response, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from web import permissions
from web.frame.answers import saved
from web.permissions import about
from web.permissions.things import OWN_DESK
from web.permissions.who import ANYBODY
from workflow import errors
from workflow.clock import beijing

ROOT = Path(__file__).parents[2]
FOUR = beijing(2017, 11, 28, 16)
Event = namedtuple("Event", "at who what rule")
EVENTS = [
    Event(beijing(2017, 11, 20, 9, 30), "区安委办 张甲", "发出征求意见通知", None),
    Event(beijing(2017, 11, 21, 10, 5), "系统", "登记送达", "通知已在收件人端打开"),
]
pages = Blueprint("sample", __name__)
kept: dict[str, str] = {"suggestion": "将“每季度”改为“每月”。"}


def add_samples(app: Flask) -> Flask:
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(ROOT / "tests/web/pages")])  # type: ignore[list-item]
    app.register_blueprint(pages)
    mine = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("sample.")]
    permissions.add(app, about(OWN_DESK, dict.fromkeys(mine, ("看样张", ANYBODY))))
    return app


@pages.route("/sample", methods=["GET", "POST"])
def components() -> str:
    missing = (
        {"phone": "请填写联系电话，便于核对意见。", "groups": "请至少选择一组单位。"}
        if request.method == "POST"
        else {}
    )
    return render_template(
        "sample.html", moment=FOUR, events=EVENTS, errors=missing, form=request.form, stored=kept["suggestion"]
    )


@pages.post("/sample/save")
def save() -> Response:
    kept.update(request.form)
    return saved(beijing(2017, 11, 24, 15, 3))


@pages.route("/sample/refused/<name>", methods=["GET", "POST"])
def refused(name: str) -> str:
    cls = getattr(errors, name)
    raise cls({"phone": "请填写联系电话。"}) if cls is errors.Incomplete else cls()


@pages.route("/sample/broken")
def broken() -> str:
    raise LookupError("a bug")
