"""办到哪一步 for an accident case: the drawing of the investigation, and the same as a list."""

from flask import url_for
from flask.typing import ResponseReturnValue

from web import access
from web.accidents import blueprint
from web.desk import read_desk
from web.diagram import page_of, source_of


@blueprint.get("/accident/<key>/diagram")
def diagram(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        back = (accident.title, url_for("accidents.show", key=key))
        return page_of(desk, accident, accident.title, url_for("accidents.diagram_source", key=key), back)


@blueprint.get("/accident/<key>/diagram.bpmn")
def diagram_source(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, access.accident(desk, key))
