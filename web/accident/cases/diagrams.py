"""办到哪一步 for a case and for each of its parts that has a diagram of its own: the drawing, and the same as a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.accident.evaluations.showing import evaluation_of
from web.accident.measures.access import measure_of_all
from web.accident.supervisions.showing import supervision_of
from web.diagram import page_of, source_of
from web.frame.desk import read_desk
from workflow.accident.model import Accident, Evaluation, Measure, Supervision
from workflow.desk import Desk


@dataclass(frozen=True)
class Part:
    """`find`: for whoever may see it; `about`: whose diagram it is; `above`: title and address of its own page."""

    find: Callable[[Desk, str], Any]
    about: Callable[[Any], str]
    above: Callable[[Any], tuple[str, str]]


def _of_measure(measure: Measure) -> str:
    return f"{measure.accident.title}第{measure.number}项整改措施"


def _above_measure(measure: Measure) -> tuple[str, str]:
    return (f"第{measure.number}项整改措施", url_for("measures.show", key=measure.key))


def _above_evaluation(evaluation: Evaluation) -> tuple[str, str]:
    return ("整改评估", url_for("evaluations.show", key=evaluation.accident.key))


def _above_supervision(supervision: Supervision) -> tuple[str, str]:
    return ("挂牌督办", url_for("supervisions.show", key=supervision.key))


def _above_case(accident: Accident) -> tuple[str, str]:
    return (accident.title, url_for("accidents.show", key=accident.key))


CASE = "accident"
PARTS: Mapping[str, Part] = {  # the first word of the address
    CASE: Part(access.accident, lambda accident: accident.title, _above_case),
    "measure": Part(measure_of_all, _of_measure, _above_measure),
    "evaluation": Part(evaluation_of, lambda evaluation: f"{evaluation.accident.title}整改评估", _above_evaluation),
    "supervision": Part(supervision_of, lambda found: f"{found.accident.title}挂牌督办", _above_supervision),
}
OTHERS = "/<any(measure, evaluation, supervision):part>/<key>/diagram"


@blueprint.get("/accident/<key>/diagram", defaults={"part": CASE})
@blueprint.get(OTHERS)
def diagram(part: str, key: str) -> ResponseReturnValue:
    kind = PARTS[part]
    with read_desk() as desk:
        found = kind.find(desk, key)
        source = url_for("accidents.diagram_source", part=part, key=key)
        return page_of(desk, found, kind.about(found), source, kind.above(found))


@blueprint.get("/accident/<key>/diagram.bpmn", defaults={"part": CASE})
@blueprint.get(f"{OTHERS}.bpmn")
def diagram_source(part: str, key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, PARTS[part].find(desk, key))
