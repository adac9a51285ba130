"""The first days: the news, the class, the team."""

from datetime import timedelta

from workflow.accident.actions import classifying, reporting
from workflow.accident.actions.reporting import Figures, Reported
from workflow.accident.rules.reporting import Body
from workflow.demo.accident.case import Case, unit_of_kind
from workflow.people import PostKind, UnitKind

SOURCES = ("以上为事故发生单位电话报告的数据。", "1名重伤人员经抢救无效死亡（区中心医院证明）。")


def register(case: Case) -> None:
    """The unit's leader learned of it after ten minutes and told us within his hour."""
    plot = case.plot
    occurred = case.moment(0, "09:40")
    reported = Reported(
        title=plot.title(case.occurred_on), occurred_at=occurred, place=plot.place, unit_name=plot.unit,
        unit_profile=plot.profile, scene=plot.scene, course=plot.course, actions_taken=plot.taken,
        other="现场无次生事故风险，善后工作组已进驻。", trade=plot.trade,
        learned_at=occurred + timedelta(minutes=10), unit_reported_at=occurred + timedelta(minutes=50),
        received_at=occurred + timedelta(minutes=52),
    )  # fmt: skip
    figures = Figures(deaths=plot.deaths, injuries=plot.injuries, loss=plot.loss, source=SOURCES[0])
    with case.play.office.desk(write=False) as desk:
        lead = unit_of_kind(desk, UnitKind.OFFICE).id
    with case.play.as_(lead, PostKind.CLERK) as desk:
        office, government = unit_of_kind(desk, UnitKind.OFFICE), unit_of_kind(desk, UnitKind.GOVERNMENT)
        case.accident_id = reporting.register(desk, office, government, reported, figures, is_demo=True).id


def report_up(case: Case) -> None:
    with case.office() as (desk, accident):
        reporting.report_up(desk, accident)


def inform_police_and_union(case: Case) -> None:
    _inform(case, Body.POLICE, Body.UNION)


def inform_labour_and_procuratorate(case: Case) -> None:
    _inform(case, Body.LABOUR, Body.PROCURATORATE)


def _inform(case: Case, *bodies: Body) -> None:
    with case.office() as (desk, accident):
        for body in bodies:
            reporting.inform(desk, accident, body)


def finish_informing(case: Case) -> None:
    with case.office() as (desk, accident):
        reporting.finish_informing(desk, accident)


def classify(case: Case) -> None:
    with case.office(PostKind.LEADER) as (desk, accident):
        classifying.classify(desk, accident)


def supplement(case: Case) -> None:
    """Somebody who was seriously injured has died: within the window, so the class is decided again."""
    plot = case.plot
    if not plot.deaths_later:
        return
    figures = Figures(
        deaths=plot.deaths + plot.deaths_later,
        injuries=plot.injuries - plot.deaths_later,
        loss=plot.loss,
        source=SOURCES[1],
    )
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, figures)
