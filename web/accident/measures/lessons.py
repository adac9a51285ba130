"""举一反三: what became of the measures of earlier accidents like this one; a page, and a part of the grading page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident.measures.blueprint import blueprint
from web.frame.desk import read_desk
from web.frame.requests import from_htmx
from workflow.accident.custody import ACTING, case_for
from workflow.accident.lessons import lessons


@blueprint.get("/accident/<key>/lessons", endpoint="lessons")
def of_case(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = case_for(desk, key)
        return render_template(
            "accident/measures/_lessons.html" if from_htmx() else "accident/measures/lessons.html",
            accident=accident,
            lessons=lessons(desk.session, accident),
            may_open=desk.holds(accident.lead_unit_id, *ACTING),
        )
