"""接报、上报和通报: the first report with its six items (条例第12条), who was told when, and casualties that change.

Late is a fact, not a refusal: what came after its hour is taken in, and marked.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from workflow.accident import paperwork
from workflow.accident.actions import alarms, regrading
from workflow.accident.model import Accident, CasualtyReport, Regime, Stage
from workflow.accident.paperwork import beginning
from workflow.accident.rules import reporting
from workflow.accident.rules.clocks import supplement_must_be_open
from workflow.accident.rules.grading import Casualties
from workflow.accident.rules.money import in_words
from workflow.accident.rules.reporting import Body, ReportItem, bodies_to_inform
from workflow.accident.settings import clock_settings, report_to
from workflow.accident.timing import facts_of
from workflow.clock import day_of, moment_in_words
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.people import PostKind, Unit

LONGEST = {"title": 200, "unit_name": 200, "trade": 60}  # characters
OPEN_TO_SUPPLEMENT = (
    Stage.REPORTED, Stage.CLASSIFYING, Stage.FORMING_TEAM, Stage.INVESTIGATING, Stage.APPROVING,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What is known when the news comes in; the items of 条例第12条 may be completed until they are reported up."""

    title: str  # 某某公司“12·1”高处坠落事故
    occurred_at: datetime
    place: str = ""
    unit_name: str = ""
    unit_profile: str = ""
    scene: str = ""
    course: str = ""
    actions_taken: str = ""
    other: str = ""
    trade: str = ""
    regime: Regime = Regime.GENERAL
    learned_at: datetime | None = None  # the unit's leader
    unit_reported_at: datetime | None = None
    received_at: datetime | None = None  # by us; None: as the unit reported, or now


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Casualties and loss as they are reported. `loss`: direct economic loss in 元."""

    deaths: int = 0
    injuries: int = 0  # 重伤, acute poisoning included
    slightly_injured: int = 0
    missing: int = 0
    loss: Decimal = Decimal(0)
    source: str = ""


def register(
    desk: Desk, office: Unit, government: Unit, reported: Reported, figures: Figures, *, is_demo: bool = False
) -> Accident:
    """接报登记: the case begins, its clocks run from the day of the accident."""
    desk.must_hold(office.id, PostKind.CLERK)
    _must_be_possible(desk, reported, figures)
    accident = Accident(
        lead_unit_id=office.id, government_id=government.id, registered_at=desk.now,
        registered_by_id=desk.officer_id, is_demo=is_demo, informed={}, hidden_names=[], **asdict(reported),
    )  # fmt: skip
    accident.received_at = reported.received_at or reported.unit_reported_at or desk.now
    accident.casualty_reports.append(_line(desk, figures, desk.now))
    desk.session.add(accident)
    desk.session.flush()
    alarms.plan(desk, accident)
    desk.start([accident])
    desk.note("register", accident, title=accident.title, figures=_in_words(figures))
    _note_a_late_unit(desk, accident)
    return accident


def save_report(desk: Desk, accident: Accident, items: Mapping[str, str]) -> None:
    """Save what is typed of the six items, as it is typed, until the report has gone up."""
    _may_inform(desk, accident)
    if accident.reported_up_at is not None:
        raise Stale("事故快报已经上报，原文不再改动。有新情况的，请作为续报补充（条例第13条）。")
    for name in ITEMS.values():
        if name in items:
            setattr(accident, name, items[name].strip())


ITEMS: Mapping[ReportItem, str] = {  # item of 条例第12条 -> its field; casualties are rows of their own
    ReportItem.UNIT: "unit_profile",
    ReportItem.SCENE: "scene",
    ReportItem.COURSE: "course",
    ReportItem.MEASURES: "actions_taken",
    ReportItem.OTHER: "other",
}


def record_unit_report(desk: Desk, accident: Accident, learned_at: datetime, reported_at: datetime) -> None:
    """When the unit's leader learned of it and when he told us: more than an hour is 迟报."""
    _may_inform(desk, accident)
    reporting.unit_report(learned_at, reported_at)
    _must_be_past(desk, "reported", reported_at)
    accident.learned_at, accident.unit_reported_at = learned_at, reported_at
    desk.note("record_unit_report", accident, at=moment_in_words(reported_at))
    _note_a_late_unit(desk, accident)
    alarms.plan_again(desk, accident)


def inform(desk: Desk, accident: Accident, body: Body, at: datetime | None = None) -> None:
    """One of the four bodies has been told (条例第10条)."""
    _may_inform(desk, accident)
    if body.name in accident.informed:
        raise AlreadyDone(f"{body.value}已经通知，不必重复登记。")
    told_at = at or desk.now
    _must_be_past(desk, "at", told_at)
    accident.informed = {**accident.informed, body.name: told_at.isoformat()}
    desk.note("inform", accident, body=body.value, at=moment_in_words(told_at))


def report_up(desk: Desk, accident: Accident, at: datetime | None = None) -> None:
    """上报: the first report goes to the superior level and to our government; late after two hours."""
    _may_inform(desk, accident)
    if accident.reported_up_at is not None:
        raise AlreadyDone("事故快报已经上报，不必重复上报。有新情况的，请作为续报补充。")
    missing = missing_items(accident)
    if missing:
        raise Incomplete(missing, "事故快报还缺：" + "、".join(missing.values()) + "。没有的请填“无”（条例第12条）。")
    moment = at or desk.now
    _must_be_past(desk, "at", moment)
    clock = reporting.level_report(accident.received_at or accident.registered_at, moment)
    accident.reported_up_at = moment
    _keep_report(desk, accident)
    desk.note("report_up", accident, at=moment_in_words(moment), to=report_to(desk.session))
    if clock.is_late(desk.now):
        desk.note("late_report_up", accident, due=clock.due, late=_late(clock, desk.now))
    alarms.plan_again(desk, accident)


def finish_informing(desk: Desk, accident: Accident) -> None:
    """Step `inform`: reported up, and all four bodies told."""
    _may_inform(desk, accident)
    taken = desk.take(accident, "inform")
    left = bodies_to_inform(Body[name] for name in accident.informed)
    missing = {} if accident.reported_up_at else {"reported_up_at": "事故快报还没有上报，请先上报（条例第11条）。"}
    if left:
        missing["informed"] = f"还没有通知{'、'.join(body.value for body in left)}，请通知后登记（条例第10条）。"
    if missing:
        raise Incomplete(missing)
    accident.informed_done_at = desk.now
    desk.note("finish_informing", accident)
    desk.complete(taken)


def missing_items(accident: Accident) -> dict[str, str]:
    """Field -> the item of 条例第12条 that is still empty."""
    said = {item: str(getattr(accident, field)) for item, field in ITEMS.items()}
    said[ReportItem.CASUALTIES] = "known"
    missing = {ITEMS[item]: item.value for item in reporting.missing_items(said)}
    return missing | ({} if accident.place.strip() else {"place": "事故发生地点"})


def supplement(desk: Desk, accident: Accident, figures: Figures, true_at: datetime | None = None) -> CasualtyReport:
    """补报: casualties or loss have changed; inside the window the class follows (条例第13条、第20条)."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    true_at = true_at or desk.now
    if accident.stage not in OPEN_TO_SUPPLEMENT:
        raise Stale("本案已经结案或者移交，伤亡情况不再补报。确有新情况的，请书面报告负责调查的人民政府。")
    _must_be_possible_figures(figures)
    _must_be_past(desk, "true_at", true_at)
    if true_at < accident.occurred_at:
        raise Incomplete({"true_at": "变化时间早于事故发生时间，请核对后重新填写。"})
    supplement_must_be_open(facts_of(accident, clock_settings(desk.session), desk.calendar), day_of(true_at))
    line = _line(desk, figures, true_at)
    accident.casualty_reports.append(line)
    desk.note("supplement", accident, figures=_in_words(figures), source=figures.source)
    regrading.regrade(desk, accident)
    if accident.reported_up_at is not None:  # before, the first report is still to be made, with these figures
        _keep_report(desk, accident)
    return line


def _line(desk: Desk, figures: Figures, true_at: datetime) -> CasualtyReport:
    return CasualtyReport(true_at=true_at, known_at=desk.now, recorded_by_id=desk.officer_id, **asdict(figures))


def _keep_report(desk: Desk, accident: Accident) -> None:
    desk.session.flush()
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    paper = beginning.first_report(accident, facts, report_to(desk.session), desk.today, desk.now)
    paperwork.keep(desk, accident, paper, name=paper.sequence.replace("（", "").replace("）", ""))


def _in_words(figures: Figures) -> str:
    return (
        f"死亡{figures.deaths}人、重伤{figures.injuries}人、轻伤{figures.slightly_injured}人、"
        f"下落不明{figures.missing}人、直接经济损失{in_words(figures.loss)}"
    )


def _note_a_late_unit(desk: Desk, accident: Accident) -> None:
    if accident.learned_at is None or accident.unit_reported_at is None:
        return
    clock = reporting.unit_report(accident.learned_at, accident.unit_reported_at)
    if clock.is_late(desk.now):
        desk.note("late_unit_report", accident, due=clock.due, unit=accident.unit_name, late=_late(clock, desk.now))


def _late(clock: reporting.ReportClock, now: datetime) -> str:
    return reporting.duration_in_words(clock.late_by(now))


# -- guards


def _may_inform(desk: Desk, accident: Accident) -> None:
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    accident.must_be(Stage.REPORTED)


def _must_be_possible(desk: Desk, reported: Reported, figures: Figures) -> None:
    wrong = {
        "title": "" if reported.title.strip() else "请填写事故名称，如“某某公司12·1高处坠落事故”。",
        "unit_name": "" if reported.unit_name.strip() else "请填写事故发生单位，暂不明确的填“待核”。",
    }
    wrong |= {
        name: f"这一栏最多{most}个字，请精简。" for name, most in LONGEST.items() if len(getattr(reported, name)) > most
    }
    if any(wrong.values()):
        raise Incomplete({name: sentence for name, sentence in wrong.items() if sentence})
    _must_be_possible_figures(figures)
    _must_follow_each_other(desk, reported)


def _must_follow_each_other(desk: Desk, reported: Reported) -> None:
    """We may hear of it before the unit's leader does; nobody hears of it before it happens."""
    _must_be_past(desk, "occurred_at", reported.occurred_at)
    for field, name in (("learned_at", "单位负责人接报时间"), ("received_at", "本级接报时间")):
        at = getattr(reported, field)
        if at is None:
            continue
        if at < reported.occurred_at:
            raise Incomplete({field: f"{name}早于事故发生时间，请核对两个时间后重新填写。"})
        _must_be_past(desk, field, at)
    if reported.unit_reported_at is not None:
        _must_be_past(desk, "unit_reported_at", reported.unit_reported_at)
        if reported.unit_reported_at < (reported.learned_at or reported.occurred_at):
            raise Incomplete({"unit_reported_at": "单位报告时间早于单位负责人接报时间，请核对两个时间后重新填写。"})


def _must_be_possible_figures(figures: Figures) -> None:
    Casualties(figures.deaths, figures.injuries, figures.loss)
    if figures.missing < 0 or figures.slightly_injured < 0:
        raise Incomplete({"missing": "人数应当填写0或者正整数，请核对后重新填写。"})


A_MINUTE = timedelta(minutes=1)  # what is typed to the minute may be the minute that is running


def _must_be_past(desk: Desk, field: str, at: datetime) -> None:
    if at > desk.now + A_MINUTE:
        raise Incomplete({field: f"{moment_in_words(at)}还没有到，请核对日期和时间后重新填写。"})
