"""拟定整改措施: what follows from the causes, while the report is written; what has been ordered stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.accident.actions.guards import must_be_filled, must_be_in_work, must_be_of_the_team, part_by_key
from workflow.accident.model import Accident, Measure
from workflow.accident.rules import gate
from workflow.clock import day_in_words, day_of
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.people import Unit


@dataclass(frozen=True)
class Wanted:
    """What a measure says. Unit, day and test may wait while the report is written; the gate asks for them."""

    text: str
    causes: Collection[str] = ()  # keys
    unit: Unit | None = None
    due_on: date | None = None
    test: str = ""


def propose_measure(desk: Desk, accident: Accident, wanted: Wanted) -> Measure:
    must_be_in_work(desk, accident)
    _must_be_a_measure(desk, wanted)
    measure = Measure(number=max((m.number for m in accident.measures), default=0) + 1)
    _say(accident, measure, wanted)
    accident.measures.append(measure)
    desk.session.flush()
    desk.note("propose_measure", accident, number=measure.number, text=measure.text)
    return measure


def change_measure(desk: Desk, accident: Accident, key: str, wanted: Wanted) -> None:
    """While the report is written. What was ordered stays with its unit, its day and its test."""
    measure = _open_to_change(desk, accident, key)
    _must_be_a_measure(desk, wanted)
    _say(accident, measure, wanted)
    desk.note("change_measure", accident, number=measure.number, text=measure.text)


def drop_measure(desk: Desk, accident: Accident, key: str) -> None:
    """Out of the draft; its number is not given again."""
    measure = _open_to_change(desk, accident, key)
    measure.dropped_at = desk.now
    desk.note("drop_measure", accident, number=measure.number, text=measure.text)


def _open_to_change(desk: Desk, accident: Accident, key: str) -> Measure:
    """What has been ordered is refused for that reason, whatever else stands in the way."""
    must_be_of_the_team(desk, accident)
    _must_not_be_ordered(part_by_key(accident.measures, key, "项措施"))
    must_be_in_work(desk, accident)
    return part_by_key(gate.proposed(accident), key, "项措施")


def _must_not_be_ordered(measure: Measure) -> None:
    """Text, unit, date and test of an ordered measure stand as the approval fixed them."""
    if measure.ordered_at is None:
        return
    raise Refusal(
        f"第{measure.number}项整改措施的通知书已于{day_in_words(day_of(measure.ordered_at))}发出，"
        "不能改由其他单位承担：责任单位随批复确定，须按批复落实（条例第32条、第33条）。"
        "该单位确有困难的，请由其在答复时写明理由提出异议，由区安委办研究。"
    )


def _must_be_a_measure(desk: Desk, wanted: Wanted) -> None:
    must_be_filled([("text", wanted.text, "请写明整改措施。")])
    if wanted.unit is not None and not wanted.unit.is_ordinary:
        raise Incomplete({"unit": f"{wanted.unit.name}不是可以承担整改的责任单位，请另选单位。"})
    if wanted.due_on is not None and wanted.due_on <= desk.today:
        raise Incomplete({"due_on": f"完成时限{day_in_words(wanted.due_on)}不晚于今天，请重新确定。"})


def _say(accident: Accident, measure: Measure, wanted: Wanted) -> None:
    ids: Mapping[str, int] = {cause.key: cause.id for cause in gate.standing_causes(accident)}
    unknown = [key for key in wanted.causes if key not in ids]
    if unknown:
        raise Stale("所选原因已有变化，请刷新后重新选择这项措施针对的原因。")
    measure.text, measure.test, measure.due_on = wanted.text.strip(), wanted.test.strip(), wanted.due_on
    measure.unit, measure.unit_id = wanted.unit, wanted.unit.id if wanted.unit else None
    measure.cause_ids = [ids[key] for key in dict.fromkeys(wanted.causes)]
