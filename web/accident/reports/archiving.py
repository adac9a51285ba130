"""归档: what is still open, and the last step of a case."""

from collections.abc import Callable, Mapping

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, to
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.accident.actions import archiving
from workflow.accident.model import Accident
from workflow.accident.rules.gate import Missing
from workflow.archiving import errand as package
from workflow.errand_custody import OFFICE
from workflow.errands import of_case


@blueprint.get("/archive")
def archive(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        missing = [] if accident.archived_at else archiving.missing_for_archive(accident)
        in_charge = desk.holds(accident.lead_unit_id, *OFFICE)
        return render_template(
            "accident/reports/archive.html",
            **about(desk, accident),
            in_charge=in_charge,
            errands=of_case(desk, accident.case) if in_charge else [],
            missing=[(line, _link(accident, line)) for line in missing],
        )


def _link(accident: Accident, line: Missing) -> str:
    """Where it is done; `line.link` is «part» or «part:key»."""
    part, _, key = line.link.partition(":")
    return _DONE_AT[part](accident.key, key)


_DONE_AT: Mapping[str, Callable[[str, str], str]] = {
    "measure": lambda _, measure: url_for("measures.show", key=measure),
    "evaluation": lambda case, _: url_for("evaluations.show", key=case),
    "supervision": lambda _, supervision: url_for("supervisions.show", key=supervision),
    "accountability": lambda case, item: url_for("reports.item", key=case, item=item),
}


@blueprint.post("/archive")
@again(archive)
def archive_case(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        archiving.archive(desk, access.accident(desk, key))
    return to("archive", key, "已归档。案卷只供查阅，不再改动。")


@blueprint.post("/archive-package")
def pack_archive(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        errand = package.order(desk, access.accident(desk, key)).key
    return redirect(url_for("errands.show", key=errand))
