"""岗位权限: the permission table for those who answer for it, as a page and for the documentation."""

import click
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.permissions.sheets import RULE, as_markdown, sheets
from web.permissions.table import TABLE

blueprint = Blueprint("rights", __name__)


@blueprint.get("/permissions")
def index() -> ResponseReturnValue:
    with read_desk():
        return render_template("permissions/index.html", sheets=list(sheets(TABLE)), rule=RULE)


@click.command()
def permissions() -> None:
    """列出岗位权限表。"""
    click.echo(as_markdown(TABLE), nl=False)
