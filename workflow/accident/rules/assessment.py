"""Which measures an evaluation still has to look at, which failed, and whether what failed has been done again."""

from collections.abc import Iterable, Sequence

from workflow.accident.model.evaluation import Evaluation, Finding, FindingKind
from workflow.accident.model.measure import Measure


def ordered(measures: Iterable[Measure]) -> list[Measure]:
    """The measures that were ordered; what fell out of the draft is no matter of the evaluation."""
    return [measure for measure in measures if measure.ordered_at is not None and measure.dropped_at is None]


def finding(evaluation: Evaluation, measure: Measure, before_pass: int | None = None) -> Finding | None:
    """The finding that counts; with `before_pass`, the one that counted when that pass began."""
    own = [f for f in evaluation.findings if f.measure_id == measure.id]
    return next((f for f in reversed(own) if before_pass is None or f.pass_number < before_pass), None)


def to_assess(evaluation: Evaluation, measures: Iterable[Measure]) -> list[Measure]:
    """What this pass looks at: all measures first, in a 复评 only those that had not been carried out."""
    earlier = [(measure, finding(evaluation, measure, evaluation.pass_number)) for measure in ordered(measures)]
    return [measure for measure, found in earlier if found is None or found.kind is not FindingKind.DONE]


def open_(evaluation: Evaluation, measures: Iterable[Measure]) -> list[Measure]:
    """What has no finding in this pass."""
    found = {f.measure_id for f in evaluation.findings if f.pass_number == evaluation.pass_number}
    return [measure for measure in to_assess(evaluation, measures) if measure.id not in found]


def failed(evaluation: Evaluation, measures: Iterable[Measure]) -> list[Measure]:
    """Whose finding is anything but 已落实."""
    found = [(measure, finding(evaluation, measure)) for measure in ordered(measures)]
    return [measure for measure, last in found if last is not None and last.kind is not FindingKind.DONE]


def is_everything_done(evaluation: Evaluation, measures: Sequence[Measure]) -> bool:
    return not open_(evaluation, measures) and not failed(evaluation, measures)


def is_redone(evaluation: Evaluation, measures: Sequence[Measure]) -> bool:
    """Has all that failed been accepted and closed again?"""
    return all(measure.closed_at is not None for measure in failed(evaluation, measures))
