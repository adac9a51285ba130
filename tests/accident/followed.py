"""A case after its approval: the measures that were ordered, and the people who carry them out and look at them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.accident.makers import Case, a_case
from tests.makers import Stage
from workflow.accident.actions import alarms, evaluating, inspecting, rectifying
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.model import Accident, Answer, Evaluation, FindingKind, Measure, Supervision
from workflow.clock import beijing
from workflow.desk import Desk
from workflow.people import Post, PostKind, Unit, UnitKind
from workflow.store import public_key

APPROVED = beijing(2018, 2, 14, 10)
OPENS_ON = beijing(2018, 12, 14)  # ten months after it
DUE = date(2018, 8, 31)
TEST = "现场查验全部更换，检测报告结论为合格。"
WAY = {  # step of the investigation -> what is a fact when it is completed
    "propose_team": "team_proposed_at",
    "appoint_team": "team_appointed_at",
    "clear_interests": "interests_cleared_at",
    "investigate": "report_finished_at",
    "sign_report": "report_signed_at",
    "submit": "submitted_at",
    "approve": "approved_at",
}


@dataclass
class Followed(Case):
    """The case with its measures, in the order in which they were ordered."""

    measures: list[int] = field(default_factory=list)

    @contextmanager
    def unit(self, number: int = 0, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        """Somebody of the unit of the n-th measure."""
        with self.measure(number) as (_, measure):
            unit_id = measure.unit_id
        assert unit_id is not None
        with self.stage.as_(unit_id, kind) as desk:
            yield desk, desk.session.get_one(Measure, self.measures[number])

    @contextmanager
    def inspector(self, number: int = 0, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        """Somebody of the office with the n-th measure before him."""
        with self.office(kind) as (desk, _):
            yield desk, desk.session.get_one(Measure, self.measures[number])

    @contextmanager
    def measure(self, number: int = 0) -> Iterator[tuple[Desk, Measure]]:
        """The measure as it stands, to look at."""
        with self.look() as (desk, _):
            yield desk, desk.session.get_one(Measure, self.measures[number])

    @contextmanager
    def evaluator(
        self, kind: PostKind = PostKind.CLERK, unit: UnitKind = UnitKind.OFFICE
    ) -> Iterator[tuple[Desk, Evaluation]]:
        with self.at(unit, kind) as (desk, accident):
            assert accident.evaluation is not None
            yield desk, accident.evaluation

    @contextmanager
    def supervision(self, kind: PostKind = PostKind.LEADER) -> Iterator[tuple[Desk, Supervision]]:
        """The head with the latest suggestion before him."""
        with self.office(kind) as (desk, accident):
            yield desk, accident.supervisions[-1]

    def open(self, number: int = 0) -> set[str]:
        with self.measure(number) as (desk, measure):
            return desk.open_steps(measure)

    # -- the way of a measure

    def accept(self, number: int = 0) -> None:
        with self.unit(number) as (desk, measure):
            rectifying.answer_order(desk, measure, Answer.ACCEPTED, plan="逐段更换", timetable="六月底前完成")

    def carry_out(self, number: int = 0) -> None:
        with self.unit(number) as (desk, measure):
            rectifying.add_proof(desk, measure, "检测报告", note="原件存本单位安全科")
            rectifying.report_carried_out(desk, measure)

    def sign_off(self, number: int = 0) -> None:
        with self.unit(number, PostKind.LEADER) as (desk, measure):
            rectifying.sign_off(desk, measure)

    def inspect(self, number: int = 0, *, passed: bool = True) -> None:
        with self.inspector(number) as (desk, measure):
            inspecting.inspect(desk, measure, passed=passed, finding="对照标准逐项查验", inspectors=["随行人员甲"])

    def close(self, number: int = 0) -> None:
        with self.inspector(number, PostKind.LEADER) as (desk, measure):
            inspecting.close_measure(desk, measure)

    def do_all(self, number: int = 0) -> None:
        """From the order to 销号."""
        for act in (self.accept, self.carry_out, self.sign_off, self.inspect, self.close):
            act(number)

    # -- the way of an evaluation

    def form_team(self) -> None:
        with self.evaluator() as (desk, evaluation):
            team = [Evaluator("甲", "区安监局", "组长"), Evaluator("乙", "区总工会")]
            evaluating.form_team(desk, evaluation, team, "资料审查、走访核查")

    def find(self, number: int, kind: FindingKind, **wishes: Any) -> None:
        with self.evaluator() as (desk, evaluation):
            measure = desk.session.get_one(Measure, self.measures[number])
            redo_by = None if kind is FindingKind.DONE else desk.today + timedelta(60)
            evaluating.record_finding(
                desk, evaluation, measure, kind, **{"seen": "已逐项核查", "redo_by": redo_by, **wishes}
            )

    def finish_assessment(self) -> None:
        with self.evaluator() as (desk, evaluation):
            evaluating.save_opinion(desk, evaluation, overall="总体落实较好。", problems="个别未落实。", proposals="")
            evaluating.finish_assessment(desk, evaluation)

    def approve(self) -> None:
        with self.evaluator(PostKind.LEADER, UnitKind.GOVERNMENT) as (desk, evaluation):
            evaluating.approve_report(desk, evaluation)

    def publish(self) -> None:
        with self.evaluator(PostKind.LEADER) as (desk, evaluation):
            evaluating.publish_result(desk, evaluation, "区政府门户网站")


def closed_case(stage: Stage, *, measures: int = 1, approved: datetime = APPROVED, due: date = DUE) -> Followed:
    """A case approved on that day, with as many measures on the desks of as many units."""

    def closed() -> int:
        case = open_case(stage, "submit")
        case.until(approved)
        complete(case, "submit")
        complete(case, "approve")
        _order(case, measures, due)
        return case.accident_id

    case = Followed(stage, stage.once(("a closed case", measures, approved, due), closed))
    with case.look() as (_, accident):
        case.measures = [measure.id for measure in accident.measures]
    return case


def open_case(stage: Stage, until: str) -> Followed:
    """A case of the first day whose step `until` lies open; "" for one that has been approved."""

    def led() -> int:
        case = Followed(stage, a_case(stage, "propose_team").accident_id)
        for step in WAY:
            if step == until:
                break
            complete(case, step)
        return case.accident_id

    return Followed(stage, stage.once(("an open case", until), led))


def complete(case: Followed, step: str) -> None:
    """The step is done, whoever did it: how is the matter of other tests."""
    with case.office() as (desk, accident):
        if accident.team_unit is None:
            accident.team_unit = _team(desk)
        taken = desk.take(accident, step)
        setattr(accident, WAY[step], desk.now)
        alarms.plan_again(desk, accident)
        desk.complete(taken)


def _team(desk: Desk) -> Unit:
    team = Unit(name="“12·1”事故调查组", short_name="调查组", kind=UnitKind.TEAM)
    desk.session.add(Post(officer=desk.officer, unit=team, kind=PostKind.CLERK, since=desk.today))
    return team


def _order(case: Followed, count: int, due: date) -> None:
    with case.office() as (desk, accident):
        units: Sequence[Unit] = desk.session.scalars(
            select(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id).limit(count)
        ).all()
        made = [_measure(accident, number, unit, due, desk.now) for number, unit in enumerate(units, 1)]
        desk.session.flush()
        rectifying.begin(desk, made)


def _measure(accident: Accident, number: int, unit: Unit, due: date, at: datetime) -> Measure:
    measure = Measure(
        key=public_key(), number=number, text="拆除违规使用的易燃保温材料", unit=unit, due_on=due, first_due_on=due,
        test=TEST, ordered_at=at, order_number=f"安委办〔2018〕{number}号",
    )  # fmt: skip
    accident.measures.append(measure)
    return measure
