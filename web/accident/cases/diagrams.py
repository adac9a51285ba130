"""办到哪一步 for a case, for each of its parts that has a diagram of its own, and for all its measures in one drawing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.accident.evaluations.showing import evaluation_of
from web.accident.measures.access import measure_of_all, sees_case
from web.accident.supervisions.showing import supervision_of
from web.diagram import Around, Paper, crowd_page, page_of, source_of, xml_response
from web.frame.desk import read_desk
from workflow.accident import holdings
from workflow.accident.custody import may_have
from workflow.accident.model import Accident, CasePaper, Evaluation, Measure, Supervision
from workflow.desk import Desk
from workflow.engine.crowd import Crowd, crowd
from workflow.errors import Unknown


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
_OF_PARTS = tuple(f"{part}:" for part in PARTS)  # how a paper's `about` begins when it is not about the case itself
NOT_YET = "还没有下达整改措施，没有可以统计的进展。调查报告批复后，系统按报告逐项下达。"
OTHERS = "/<any(measure, evaluation, supervision):part>/<key>/diagram"


@blueprint.get("/accident/<key>/diagram", defaults={"part": CASE})
@blueprint.get(OTHERS)
def diagram(part: str, key: str) -> ResponseReturnValue:
    kind = PARTS[part]
    with read_desk() as desk:
        found = kind.find(desk, key)
        source = url_for("accidents.diagram_source", part=part, key=key)
        siblings = list(_siblings(desk, _case_of(found), found))
        return page_of(
            desk, found, Around(kind.about(found), source, kind.above(found), _papers(desk, found), siblings)
        )


@blueprint.get("/accident/<key>/diagram.bpmn", defaults={"part": CASE})
@blueprint.get(f"{OTHERS}.bpmn")
def diagram_source(part: str, key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, PARTS[part].find(desk, key))


@blueprint.get("/accident/<key>/measures/diagram")
def diagram_of_measures(key: str) -> ResponseReturnValue:
    """How many measures stand where: for the people of the case, no unit learns of another's."""
    with read_desk() as desk:
        accident = access.accident(desk, key)
        source = url_for("accidents.source_of_measures", key=key)
        back = ("整改措施一览", url_for("measures.board", key=key))
        around = Around(accident.title, source, back, siblings=list(_siblings(desk, accident, None)))
        named = {measure.id: _named(measure) for measure in accident.measures}
        return crowd_page(desk, _crowd(desk, accident), around, "项", named.__getitem__)


@blueprint.get("/accident/<key>/measures/diagram.bpmn")
def source_of_measures(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return xml_response(_crowd(desk, access.accident(desk, key)).xml)


def _crowd(desk: Desk, accident: Accident) -> Crowd:
    found = crowd(desk, desk.engine, Measure.process, [measure.id for measure in _ordered(accident)])
    if found is None:
        raise Unknown(NOT_YET)
    return found


def _ordered(accident: Accident) -> list[Measure]:
    return [measure for measure in accident.measures if measure.ordered_at]


def _named(measure: Measure) -> tuple[str, str]:
    unit = measure.unit.short_name if measure.unit else ""
    return f"第{measure.number}项　{unit}", url_for("measures.show", key=measure.key)


def _case_of(found: Any) -> Accident:
    return found if isinstance(found, Accident) else found.accident


def _siblings(desk: Desk, accident: Accident, here: Any) -> Iterator[tuple[str, str, bool]]:
    """The drawings of one case, for those who see it whole; `here`: what this page draws, None for all measures."""
    if isinstance(here, Measure) and not sees_case(desk, here):
        return
    yield "调查和批复", url_for("accidents.diagram", key=accident.key), here is accident
    if _ordered(accident):
        yield "全部整改措施", url_for("accidents.diagram_of_measures", key=accident.key), here is None
    for measure in _ordered(accident):
        yield f"第{measure.number}项", _of_part("measure", measure.key), here is measure
    for supervision in accident.supervisions:
        yield "挂牌督办", _of_part("supervision", supervision.key), here is supervision
    if evaluation := accident.evaluation:
        yield "整改评估", _of_part("evaluation", evaluation.key), here is evaluation


def _of_part(part: str, key: str) -> str:
    return url_for("accidents.diagram", part=part, key=key)


def _papers(desk: Desk, found: Any) -> Mapping[str, list[Paper]]:
    """By the step that makes such papers; those that the person may have."""
    by_step: dict[str, list[Paper]] = {}
    for paper in _case_of(found).papers:
        if _is_about(paper, found) and may_have(desk, paper.file_id):
            shown = Paper(paper.file.name, url_for("files.download", key=paper.file.key))
            by_step.setdefault(holdings.MADE_IN[paper.kind], []).append(shown)
    return by_step


def _is_about(paper: CasePaper, found: Any) -> bool:
    if isinstance(found, Accident):
        return not paper.about.startswith(_OF_PARTS)
    return bool(paper.about == found.subject)
