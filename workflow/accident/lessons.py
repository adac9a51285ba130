"""举一反三: what became of the measures of earlier accidents that are like this one — its unit, its trade, its causes.

Shown when a new accident is graded: a measure that was closed and did not prevent the next one is worth knowing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflow.accident.model import Accident, Cause, Evaluation, FindingKind, Measure
from workflow.accident.rules import assessment
from workflow.accident.rules.likeness import shared_words
from workflow.accident.words.following import FINDINGS
from workflow.clock import day_in_words, day_of

MOST = 50  # a page of lessons; the likest and latest first


@dataclass(frozen=True)
class Lesson:
    """One closed measure. `likeness`: why it is shown, 同一单位; `became`: what came of it, sentences."""

    measure_key: str
    accident_key: str
    accident: str
    unit: str
    number: int
    text: str
    likeness: tuple[str, ...]
    became: tuple[str, ...]


def lessons(session: Session, accident: Accident) -> list[Lesson]:
    """The closed measures of other accidents like this one, the likest first, of these the latest."""
    found = [(measure, _likeness(accident, measure, causes)) for measure, causes in _closed(session, accident)]
    like = sorted((pair for pair in found if pair[1]), key=lambda pair: (-len(pair[1]), -pair[0].id))
    return [_lesson(measure, likeness) for measure, likeness in like[:MOST]]


def _closed(session: Session, accident: Accident) -> Iterator[tuple[Measure, str]]:
    """With the words of the causes each measure was ordered for."""
    about = (
        selectinload(Measure.unit),
        selectinload(Measure.inspections),
        selectinload(Measure.accident).selectinload(Accident.causes),
        selectinload(Measure.accident).selectinload(Accident.evaluation).selectinload(Evaluation.findings),
    )
    find = select(Measure).where(Measure.accident_id != accident.id, Measure.closed_at.is_not(None)).options(*about)
    for measure in session.scalars(find.order_by(Measure.id)):
        yield measure, _causes(measure)


def _causes(measure: Measure) -> str:
    causes: Mapping[int, Cause] = {cause.id: cause for cause in measure.accident.causes}
    return "".join(causes[id_].text for id_ in measure.cause_ids if id_ in causes)


def _likeness(accident: Accident, measure: Measure, causes: str) -> tuple[str, ...]:
    earlier = measure.accident
    units = {earlier.unit_name, measure.unit.name if measure.unit else ""}
    words = shared_words(_text_of(accident), f"{earlier.title}{causes}{measure.text}")
    reasons = (
        "同一单位" if accident.unit_name and accident.unit_name in units else "",
        f"同一行业（{accident.trade}）" if accident.trade and accident.trade == earlier.trade else "",
        f"同类原因（{'、'.join(words)}）" if words else "",
    )
    return tuple(reason for reason in reasons if reason)


def _text_of(accident: Accident) -> str:
    """What is known of a new accident: what was reported, and what causes have been found so far."""
    causes = _standing(accident.causes)
    return "".join((accident.title, accident.scene, accident.course, accident.other, *causes))


def _standing(causes: Iterable[Cause]) -> Sequence[str]:
    return [cause.text for cause in causes if cause.needs_measure]


def _lesson(measure: Measure, likeness: tuple[str, ...]) -> Lesson:
    return Lesson(
        measure_key=measure.key,
        accident_key=measure.accident.key,
        accident=measure.accident.title,
        unit=measure.unit.name if measure.unit else "",
        number=measure.number,
        text=measure.text,
        likeness=likeness,
        became=tuple(_became(measure)),
    )


def _became(measure: Measure) -> Iterator[str]:
    """How it was closed, and what the evaluations found."""
    assert measure.closed_at is not None
    closed = day_in_words(day_of(measure.closed_at))
    done = day_of(measure.signed_off_at or measure.closed_at)
    late = max(0, (done - measure.due_on).days) if measure.due_on else 0
    extended = "，经批准延期" if measure.first_due_on and measure.due_on != measure.first_due_on else ""
    yield f"{closed}销号{extended}{f'，逾期{late}天完成' if late else '，按期完成'}"
    evaluation = measure.accident.evaluation
    own = [f for f in evaluation.findings if f.measure_id == measure.id] if evaluation else []
    if evaluation is None or not own:
        yield "尚未评估"
        return
    for pass_number in sorted({finding.pass_number for finding in own}):
        if not _is_approved(evaluation, pass_number):
            yield "评估结论尚待批准"
            return
        last = assessment.finding(evaluation, measure, pass_number + 1)
        assert last is not None
        again = "，责成重新整改" if last.kind is not FindingKind.DONE else ""
        yield f"{'评估' if pass_number == 1 else '复评'}{FINDINGS[last.kind]}{again}：{last.seen}"


def _is_approved(evaluation: Evaluation, pass_number: int) -> bool:
    """What the evaluation team found is no finding before the government approved it (安全生产法第86条)."""
    return pass_number < evaluation.pass_number or evaluation.approved_at is not None
