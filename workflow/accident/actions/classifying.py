"""核定等级和调查主体: the table decides the class, the head confirms who investigates; a superior may take the case over."""

from workflow.accident.actions import alarms, regrading, restaffing
from workflow.accident.model import Accident, Stage
from workflow.accident.paperwork.beginning import casualties_of
from workflow.accident.rules.grading import Grade, Investigator
from workflow.accident.rules.jurisdiction import may_be_delegated
from workflow.accident.settings import jurisdiction
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal, Stale
from workflow.people import PostKind

OURS = Investigator.COUNTY  # the level of this installation


def classify(desk: Desk, accident: Accident, *, delegate: bool = False, entrusted_by: str = "") -> None:
    """Step `classify`. `delegate`: the unit itself investigates (nobody hurt); `entrusted_by`: the document with
    which the superior government entrusts us with a case that is its own (条例第19条)."""
    desk.must_hold(accident.lead_unit_id, PostKind.LEADER)
    accident.must_be(Stage.CLASSIFYING)
    taken = desk.take(accident, "classify")
    found, table = regrading.graded(accident), jurisdiction(desk.session)
    if delegate:
        _must_be_delegable(accident, found.grade)
    level = table.investigator(found.grade)
    accident.grade, accident.classified_at = found.grade, desk.now
    accident.is_ours = level is OURS or bool(entrusted_by.strip())
    accident.delegated_to_unit = delegate
    accident.investigator = table.name(OURS_GRADE if accident.is_ours else found.grade)
    desk.note(
        "classify", accident, grade=found.grade.label, why=found.why,
        investigator=accident.investigator, article=table.article(found.grade),
    )  # fmt: skip
    if entrusted_by.strip():
        desk.note("entrusted", accident, document=entrusted_by.strip())
    if delegate:
        desk.note("delegate", accident, unit=accident.unit_name)
    if not accident.is_ours:
        accident.transferred_at = desk.now
        accident.transfer_reason = (
            f"{found.grade.label}由{accident.investigator}负责调查（{table.article(found.grade)}）。"
        )
        desk.note("hand_up", accident, to=accident.investigator)
    desk.complete(taken)
    alarms.plan_again(desk, accident)


OURS_GRADE = Grade.ORDINARY  # the class whose investigator is we


def _must_be_delegable(accident: Accident, grade: Grade) -> None:
    if not may_be_delegated(grade, casualties_of(accident), accident.casualties.slightly_injured):
        raise Refusal(
            "不能委托事故发生单位调查：条例第19条只允许未造成人员伤亡的一般事故由县级人民政府委托事故发生单位组织调查。"
            "请由本级成立调查组。"
        )


def transfer(desk: Desk, accident: Accident, to: str, document: str, reason: str) -> None:
    """上级提级调查: the superior government has decided to investigate itself; our side goes on assisting (条例第20条)."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK, PostKind.LEADER)
    desk.lock([accident])
    missing = {
        "to": "" if to.strip() else "请填写负责调查的上级人民政府。",
        "document": "" if document.strip() else "请填写上级决定的文件名称和文号。",
        "reason": "" if reason.strip() else "请填写提级调查的理由。",
    }
    if any(missing.values()):
        raise Incomplete({field: sentence for field, sentence in missing.items() if sentence})
    if not desk.hears(accident, "transfer"):
        raise Stale(
            "本案现在不在调查阶段，不能登记提级调查。尚未定级的请先定级；已经结案的，请按上级要求另行报送案卷。"
        )
    accident.transferred_at = desk.now
    accident.is_ours, accident.investigator, accident.transfer_reason = False, to.strip(), reason.strip()
    desk.note("transfer", accident, to=to.strip(), document=document.strip(), reason=reason.strip())
    restaffing.dissolve(desk, accident)
    desk.tell([accident], "transfer")
    alarms.plan_again(desk, accident)
