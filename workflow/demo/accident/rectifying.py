"""The units at work on their measures: the order answered, carried out, proved, inspected and closed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from workflow.accident.actions import inspecting, postponing, rectifying
from workflow.accident.model import Answer, Measure
from workflow.demo.accident.case import Case, Scene
from workflow.demo.accident.plot import Task
from workflow.desk import Desk
from workflow.people import PostKind

ORDERED = 144  # days after the accident: with the approval
TIMETABLE = "收到通知后10日内部署，按月报送进展，期限前10日完成自查。"
WHY_LATER = "首轮抽查涉及的工程多于预期，办法已经印发，抽查尚需时日。"
REPLY = "采纳分步推进的建议：规模以上企业按原期限完成，规模以下企业列入下一年度计划，不影响本项验收标准。"


@dataclass(frozen=True)
class OneMeasure:
    """A measure of a case, by its place in the report."""

    case: Case
    place: int

    @property
    def task(self) -> Task:
        return self.case.plot.measures[self.place]

    @contextmanager
    def unit(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        with self.case.look() as (_, accident):
            unit_id = accident.measures[self.place].unit_id
        assert unit_id is not None
        with self.case.unit(unit_id, kind) as (desk, accident):
            yield desk, accident.measures[self.place]

    @contextmanager
    def office(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        with self.case.office(kind) as (desk, accident):
            yield desk, accident.measures[self.place]


def object_(measure: OneMeasure) -> None:
    task = measure.task
    with measure.unit() as (desk, row):
        rectifying.answer_order(
            desk, row, Answer.PARTLY, plan=task.plan, timetable=TIMETABLE, reason=task.objects
        )  # fmt: skip


def review_objection(measure: OneMeasure) -> None:
    with measure.office(PostKind.LEADER) as (desk, row):
        rectifying.review_objection(desk, row, REPLY)


def accept(measure: OneMeasure) -> None:
    with measure.unit() as (desk, row):
        rectifying.answer_order(desk, row, Answer.ACCEPTED, plan=measure.task.plan, timetable=TIMETABLE)


def ask_extension(measure: OneMeasure) -> None:
    new_due = measure.case.day(measure.task.due + measure.task.extended_by)
    with measure.unit() as (desk, row):
        postponing.ask_extension(desk, row, new_due, WHY_LATER)


def grant_extension(measure: OneMeasure) -> None:
    with measure.office(PostKind.LEADER) as (desk, row):
        postponing.decide_extension(desk, row, granted=True)


def prove(measure: OneMeasure) -> None:
    with measure.unit() as (desk, row):
        title = measure.task.proof if row.pass_number == 1 else f"{measure.task.proof}（重新整改后补充）"
        rectifying.add_proof(desk, row, title, note="纸质材料一册，存本单位安全生产科，随时备查。")


def report_carried_out(measure: OneMeasure) -> None:
    with measure.unit() as (desk, row):
        rectifying.report_carried_out(desk, row)


def sign_off(measure: OneMeasure) -> None:
    with measure.unit(PostKind.LEADER) as (desk, row):
        rectifying.sign_off(desk, row)


def inspect(measure: OneMeasure) -> None:
    with measure.office() as (desk, row):
        finding = f"对照验收标准现场核查并抽查材料，{row.test}，符合要求。"
        inspecting.inspect(desk, row, passed=True, finding=finding, inspectors=["卫怀谨"])


def close(measure: OneMeasure) -> None:
    with measure.office(PostKind.LEADER) as (desk, row):
        inspecting.close_measure(desk, row)


Act = Callable[[OneMeasure], None]

TO_THE_END: Mapping[int, Act] = {  # days before it is due
    10: prove,
    4: report_carried_out,
    3: sign_off,
    2: inspect,
    1: close,
}
AGAIN: Mapping[int, Act] = {  # days after the accident
    494: accept,
    500: prove,
    501: report_carried_out,
    502: sign_off,
    507: inspect,
    508: close,
}


def scenes(case: Case) -> list[Scene]:
    """Everything the units and the office do about the measures, as far as each is played."""
    return [scene for place in range(len(case.plot.measures)) for scene in _of_one(OneMeasure(case, place))]


def scenes_again(case: Case) -> list[Scene]:
    """What the evaluation found not carried out, done again."""
    failed = [place for place, task in enumerate(case.plot.measures) if task.has_failed]
    return [_scene(OneMeasure(case, place), day, act) for place in failed for day, act in AGAIN.items()]


def _of_one(measure: OneMeasure) -> Iterator[Scene]:
    for day, act in _course(measure.task):
        yield _scene(measure, day, act)
        if act.__name__ == measure.task.until:
            return


def _course(task: Task) -> Iterator[tuple[int, Act]]:
    """Days after the accident, and what is done about the measure."""
    if task.objects:
        yield from ((ORDERED + 9, object_), (ORDERED + 13, review_objection))
    yield ORDERED + (16 if task.objects else 9), accept
    if task.extended_by:
        yield from ((task.due - 25, ask_extension), (task.due - 22, grant_extension))
    for days, act in TO_THE_END.items():
        yield task.due + task.extended_by - days, act


def _scene(measure: OneMeasure, day: int, act: Act) -> Scene:
    return Scene(day, f"{10 + measure.place}:20", lambda _: act(measure))
