"""归档: when everything that follows an accident is done; nothing of the case changes afterwards."""

from collections.abc import Iterator

from workflow.accident.actions import accounting, alarms
from workflow.accident.model import Accident, MeasureStage, Stage
from workflow.accident.rules import gate
from workflow.accident.rules.gate import Missing
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale
from workflow.people import PostKind


def missing_for_archive(accident: Accident) -> list[Missing]:
    """What still has to be done before the case can be archived, one line each."""
    parts = (_open_measures, _open_evaluation, _open_accountability, _open_supervisions)
    return [line for part in parts for line in part(accident)]


def _open_measures(accident: Accident) -> Iterator[Missing]:
    for measure in gate.proposed(accident):
        if measure.stage is not MeasureStage.CLOSED:
            sentence = f"整改措施第{measure.number}项尚未销号，请先验收销号。"
            yield Missing("measure_open", sentence, f"measure:{measure.key}")


def _open_evaluation(accident: Accident) -> Iterator[Missing]:
    if accident.evaluation is None or accident.evaluation.finished_at is None:
        yield Missing("evaluation_open", "整改评估尚未办结（安全生产法第86条），请先完成评估并公布结果。", "evaluation")


def _open_accountability(accident: Accident) -> Iterator[Missing]:
    """Also what the evaluation added after the step was settled."""
    for item in accounting.open_items(accident):
        sentence = f"对{item.whom}的责任追究尚未落实，请登记执行结果。"
        yield Missing("accountability_open", sentence, f"accountability:{item.key}")


def _open_supervisions(accident: Accident) -> Iterator[Missing]:
    """An archived case has nothing that comes due, nor a notice that is still to be written."""
    for supervision in accident.supervisions:
        if supervision.imposed is None:
            yield Missing(
                "supervision_undecided", "提请的挂牌督办尚未决定，请先决定是否挂牌。", f"supervision:{supervision.key}"
            )
        elif supervision.imposed and supervision.lifted_at is None:
            yield Missing("supervision_open", "挂牌督办尚未解除，请先审核解除。", f"supervision:{supervision.key}")


def archive(desk: Desk, accident: Accident) -> None:
    """归档: every measure's case ends with it."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    taken = desk.take(accident, "archive")
    accident.must_be(Stage.CLOSED)
    missing = missing_for_archive(accident)
    if missing:
        raise Incomplete({line.link: line.sentence for line in missing})
    accident.archived_at = desk.now
    desk.note("archive_case", accident)
    alarms.plan(desk, accident)
    desk.complete(taken)
    _end_measures(desk, accident)


def _end_measures(desk: Desk, accident: Accident) -> None:
    measures = gate.proposed(accident)
    busy = [f"第{measure.number}项" for measure in measures if not desk.hears(measure, "archive")]
    if busy:
        raise Stale(f"整改措施{'、'.join(busy)}还在办理中，不能归档。请先处理，再归档。")
    desk.tell(measures, "archive")
