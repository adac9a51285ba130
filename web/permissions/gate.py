"""The door that every request passes: its line is found, its object's parties are asked, before any view runs.

The actions ask for themselves again (`Desk.must_hold`): a mistake in one place opens nothing.
"""

from collections.abc import Mapping
from typing import cast

from flask import Flask, current_app, g, request

from web.frame.desk import read_desk
from web.permissions.lines import Line
from web.permissions.table import TABLE
from workflow.errors import Unknown

_KEY = "zhengxun.permissions"
NO_LINE = (
    "these pages have no line in the permission table: {}. Say in web/permissions/ (consultation.py, accident.py or "
    "everybody.py) on which thing each acts, its verb in words, and who may; then run `zhengxun permissions > docs/permissions.md`"
)
NO_PAGE = "the permission table names pages that do not exist: {}. Remove their lines from web/permissions/"


def install(app: Flask) -> None:
    app.extensions[_KEY] = dict(TABLE)
    app.before_request(check)


def add(app: Flask, lines: Mapping[str, Line]) -> None:
    """Lines of pages that only this application has."""
    app.extensions[_KEY].update(lines)


def check() -> None:
    """Before every view; what has no line does not open. An address that leads nowhere is refused by itself."""
    if request.endpoint is None:
        return
    line = _lines(current_app).get(request.endpoint)
    if line is None:
        raise Unknown()
    if not line.is_public:
        with read_desk() as desk:
            _ = desk.posts  # read before the thing is looked for: one that is there costs no more questions than none
            line.admit(desk, request.view_args or {})
    g.admitted_by = line


def must_be_complete(app: Flask) -> None:
    """Every page has its line and every line its page; the application does not start otherwise."""
    pages, lines = {rule.endpoint for rule in app.url_map.iter_rules()}, set(_lines(app))
    if pages - lines:
        raise RuntimeError(NO_LINE.format(", ".join(sorted(pages - lines))))
    if lines - pages:
        raise RuntimeError(NO_PAGE.format(", ".join(sorted(lines - pages))))


def _lines(app: Flask) -> dict[str, Line]:
    return cast(dict[str, Line], app.extensions[_KEY])
