"""A case after its approval, for the tests of the pages that follow it: its measures, and who has them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.makers import Stage
from workflow.accident.actions import alarms, evaluating, inspecting, rectifying
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.actions.reporting import Figures, Reported, register
from workflow.accident.model import Accident, Answer, FindingKind, Measure
from workflow.accident.rules.grading import Grade
from workflow.desk import Desk
from workflow.people import PostKind, Unit, UnitKind

TEXT = "拆除作业层以下的外架逐层挂设安全平网，作业人员全部系挂安全带。"
TEST = "随机抽查三个作业面，安全平网连续无缺口，作业人员安全带系挂率100%。"
DUE = date(2027, 3, 1)


@dataclass
class Approved:
    """An approved case on a stage; its measures by number, from 1, each of the district's n-th unit."""

    stage: Stage
    accident_id: int = 0
    measure_ids: list[int] = field(default_factory=list)

    @contextmanager
    def look(self) -> Iterator[tuple[Desk, Accident]]:
        with self.stage.office.desk(write=False) as desk:
            yield desk, desk.session.get_one(Accident, self.accident_id)

    @property
    def key(self) -> str:
        with self.look() as (_, accident):
            return accident.key

    def measure_key(self, number: int = 1) -> str:
        with self.look() as (desk, _):
            return desk.session.get_one(Measure, self.measure_ids[number - 1]).key

    @property
    def evaluation_key(self) -> str:
        with self.look() as (_, accident):
            assert accident.evaluation is not None
            return accident.evaluation.key

    @contextmanager
    def unit(self, number: int = 1, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        """At a desk of the measure's unit."""
        with self.look() as (desk, _):
            unit_id = desk.session.get_one(Measure, self.measure_ids[number - 1]).unit_id
        assert unit_id is not None
        with self.stage.as_(unit_id, kind) as desk:
            yield desk, desk.session.get_one(Measure, self.measure_ids[number - 1])

    @contextmanager
    def office(self, number: int = 1, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Measure]]:
        with self.look() as (_, accident):
            lead = accident.lead_unit_id
        with self.stage.as_(lead, kind) as desk:
            yield desk, desk.session.get_one(Measure, self.measure_ids[number - 1])

    @contextmanager
    def government(self) -> Iterator[tuple[Desk, Accident]]:
        with self.look() as (_, accident):
            unit_id = accident.government_id
        with self.stage.as_(unit_id, PostKind.LEADER) as desk:
            yield desk, desk.session.get_one(Accident, self.accident_id)

    # -- the way of a measure

    def accept(self, number: int = 1) -> None:
        with self.unit(number) as (desk, measure):
            rectifying.answer_order(
                desk, measure, Answer.ACCEPTED, plan="由工程部负责，增购平网。", timetable="一周内全部挂设完毕。"
            )

    def prove(self, number: int = 1) -> None:
        with self.unit(number) as (desk, measure):
            rectifying.add_proof(desk, measure, "安全平网验收记录", note="原件存项目部。")

    def report(self, number: int = 1) -> None:
        with self.unit(number) as (desk, measure):
            rectifying.report_carried_out(desk, measure)

    def sign_off(self, number: int = 1) -> None:
        with self.unit(number, PostKind.LEADER) as (desk, measure):
            rectifying.sign_off(desk, measure)

    def pass_inspection(self, number: int = 1) -> None:
        with self.office(number) as (desk, measure):
            inspecting.inspect(desk, measure, passed=True, finding="抽查三个作业面，平网连续，安全带全部系挂。")

    def close(self, number: int = 1) -> None:
        """The whole way from the order to 销号."""
        for act in (self.accept, self.prove, self.report, self.sign_off, self.pass_inspection):
            act(number)
        with self.office(number, PostKind.LEADER) as (desk, measure):
            inspecting.close_measure(desk, measure)

    # -- the evaluation

    def open_evaluation(self) -> None:
        """As the system does, ten months after the approval."""
        with self.stage.office.desk() as desk:
            evaluating.open_evaluation(desk, [desk.session.get_one(Accident, self.accident_id)])

    def form_team(self) -> None:
        with self.office() as (desk, measure):
            evaluation = measure.accident.evaluation
            assert evaluation is not None
            team = [Evaluator("赵一", "区应急局", "组长"), Evaluator("钱二", "区住建委")]
            evaluating.form_team(desk, evaluation, team, "资料审查、走访核查")

    def assess(self, *kinds: FindingKind, redo_by: date = DUE) -> None:
        """Each measure's finding, the opinion, and off to the government."""
        with self.office() as (desk, measure):
            evaluation = measure.accident.evaluation
            assert evaluation is not None
            for one, kind in zip(measure.accident.measures, kinds, strict=True):
                evaluating.record_finding(desk, evaluation, one, kind, "到现场逐项核对。", redo_by)
            evaluating.save_opinion(
                desk, evaluation, overall="总体落实较好。", problems="个别措施未落实。", proposals=""
            )
            evaluating.finish_assessment(desk, evaluation)


def an_approved_case(stage: Stage, *, units: Sequence[int] = (0,), due_on: date = DUE) -> Approved:
    """Approved today, one measure ordered from each of these units (from 0), all lying open to be answered."""
    wished = "an approved case", units, due_on
    accident_id, measure_ids = stage.once(wished, lambda: _an_approved_case(stage, units, due_on))
    return Approved(stage, accident_id, list(measure_ids))


def _an_approved_case(stage: Stage, units: Sequence[int], due_on: date) -> tuple[int, list[int]]:
    """Its id, and those of its measures."""
    with stage.office.desk(write=False) as desk:
        ids = {kind: desk.session.query(Unit.id).filter(Unit.kind == kind).scalar() for kind in _OF_A_CASE}
    with stage.as_(ids[UnitKind.OFFICE], PostKind.CLERK) as desk:
        office, government = (desk.session.get_one(Unit, ids[kind]) for kind in _OF_A_CASE)
        happened = desk.now - timedelta(hours=2)
        title, unit = "某某建筑公司“11·20”高处坠落事故", "某某建筑公司"
        reported = Reported(title=title, unit_name=unit, occurred_at=happened, received_at=happened)
        accident = register(desk, office, government, reported, Figures(deaths=1, source="医院诊断"), is_demo=True)
        _approve(desk, accident)
        return accident.id, _order(desk, accident, [stage.units[number] for number in units], due_on)


_OF_A_CASE = (UnitKind.OFFICE, UnitKind.GOVERNMENT)


def _approve(desk: Desk, accident: Accident) -> None:
    """What the investigation would have left behind."""
    accident.grade, accident.is_ours = Grade.ORDINARY, True
    accident.informed_done_at = accident.classified_at = accident.team_appointed_at = desk.now
    accident.interests_cleared_at = accident.submitted_at = accident.approved_at = desk.now
    alarms.plan_again(desk, accident)


def _order(desk: Desk, accident: Accident, unit_ids: Sequence[int], due_on: date) -> list[int]:
    for number, unit_id in enumerate(unit_ids, 1):
        accident.measures.append(
            Measure(
                number=number, cause_ids=[], text=TEXT, unit_id=unit_id, due_on=due_on, first_due_on=due_on, test=TEST,
                ordered_at=desk.now, order_number=f"安委办〔2026〕{number}号",
            )
        )  # fmt: skip
    desk.session.flush()
    rectifying.begin(desk, accident.measures)
    return [measure.id for measure in accident.measures]
