"""责任追究: penalties within the table, discipline, internal handling, and suspected crime handed over at any time.

It runs beside the rectification and never instead of it (问责与整改并重).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workflow.accident.actions import alarms
from workflow.accident.actions.guards import must_be_filled
from workflow.accident.model import Accident, Accountability, AccountabilityKind, Stage
from workflow.accident.rules import penalties
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.money import money_error
from workflow.desk import Desk
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.people import PostKind


@dataclass(frozen=True)
class ToAccount:
    """Who is held to account, and how. `amount`: the fine in 元 within the table; `multiplier`: 2 to 5 when grave."""

    kind: AccountabilityKind
    whom: str
    grounds: str
    body: str  # who carries it out
    is_unit: bool = False
    amount: Decimal | None = None
    multiplier: int = 1
    due_on: date | None = None


def record(desk: Desk, accident: Accident, item: ToAccount, *, from_evaluation: bool = False) -> Accountability:
    """One item of the approval, or of the evaluation when measures were not carried out."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    _must_be_approved(accident)
    if item.kind is AccountabilityKind.CRIME:
        raise Incomplete({"kind": "涉嫌犯罪的移送请用“登记涉嫌犯罪移送”登记，写明接收机关和移送材料。"})
    must_be_filled(_wanted(item))
    _must_be_a_lawful_fine(accident, item)
    made = _item(desk, accident, item, from_evaluation=from_evaluation)
    desk.note("record_accountability", accident, whom=made.whom, grounds=made.grounds)
    alarms.plan_again(desk, accident)
    return made


def hand_over_crime(
    desk: Desk, accident: Accident, *, whom: str, grounds: str, body: str, materials: str, at: datetime | None = None
) -> Accountability:
    """涉嫌犯罪移送 (条例第26条): at any time from the investigation on; what was handed to whom, and when.

    `body`: the 司法机关 that took the file; `materials`: which papers, original or copy.
    """
    _may_hand_over(desk, accident)
    desk.lock([accident])
    accident.must_be(Stage.INVESTIGATING, Stage.APPROVING, Stage.CLOSED)
    must_be_filled(
        [
            ("whom", whom, "请填写涉嫌犯罪的人员或者单位。"),
            ("grounds", grounds, "请写明涉嫌犯罪的事实。"),
            ("body", body, "请填写接收材料的司法机关。"),
            ("materials", materials, "请列明移送的材料或者复印件（条例第26条）。"),
        ]
    )
    moment = at or desk.now
    if not accident.occurred_at <= moment <= desk.now:
        raise Incomplete({"at": "移送时间应当在事故发生之后、现在之前，请核对后重新填写。"})
    item = ToAccount(AccountabilityKind.CRIME, whom, grounds, body)
    made = _item(desk, accident, item, from_evaluation=False)
    made.carried_out_at, made.outcome = moment, materials.strip()
    desk.note("hand_over_crime", accident, whom=made.whom, body=made.body, materials=made.outcome)
    return made


def carry_out(desk: Desk, accident: Accident, key: str, outcome: str) -> None:
    """What became of an item: paid, decided, handled; with the paper that says so."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    _must_be_approved(accident)
    item = next((item for item in accident.accountabilities if item.key == key), None)
    if item is None:
        raise Stale("没有找到这一项责任追究事项，可能已有变化。请刷新后核对再办。")
    if item.carried_out_at is not None:
        return
    must_be_filled([("outcome", outcome, "请写明执行结果和文书依据，例如：罚款已缴纳，票据号。")])
    item.carried_out_at, item.outcome = desk.now, outcome.strip()
    desk.note("carry_out_accountability", accident, whom=item.whom, outcome=item.outcome)
    alarms.plan_again(desk, accident)


def settle(desk: Desk, accident: Accident, remark: str = "") -> None:
    """落实责任追究 done: every item is carried out. `remark`: why nobody is held to account, when there is no item."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    taken = desk.take(accident, "settle_accountability")
    open_ = open_items(accident)
    if open_:
        raise Incomplete({f"accountability:{item.key}": _still_open(item) for item in open_})
    if not accident.accountabilities:
        must_be_filled([("remark", remark, "没有登记任何责任追究事项。确无需要追究的，请说明情况，将记入案卷。")])
    accident.accountability_done_at = desk.now
    desk.note("settle_accountability", accident, count=len(accident.accountabilities), remark=remark.strip())
    desk.complete(taken)


def open_items(accident: Accident) -> list[Accountability]:
    """What is decided and not yet carried out."""
    return [item for item in accident.accountabilities if item.carried_out_at is None]


def _still_open(item: Accountability) -> str:
    return f"对{item.whom}的责任追究尚未落实，请由{item.body or '有关机关'}办理后登记执行结果。"


def _must_be_approved(accident: Accident) -> None:
    if accident.approved_at is None:
        raise Refusal(
            "处罚、处分和内部处理按照批复执行，批复之前不能登记（条例第32条）。"
            "调查中发现涉嫌犯罪的，请登记涉嫌犯罪移送（条例第26条）。"
        )
    accident.must_be(Stage.CLOSED)


def _wanted(item: ToAccount) -> list[tuple[str, str, str]]:
    return [
        ("whom", item.whom, "请填写被追究责任的单位或者人员。"),
        ("grounds", item.grounds, "请写明追究责任的事实和依据。"),
        ("body", item.body, "请填写负责执行的机关或者单位。"),
    ]


def _must_be_a_lawful_fine(accident: Accident, item: ToAccount) -> None:
    """The table of 安全生产法第114条 is for units; a person's fine follows other articles and is only an amount."""
    if item.kind is not AccountabilityKind.PENALTY:
        if item.amount is not None:
            raise Incomplete({"amount": "只有行政处罚可以填写罚款金额，请删去金额或者改选行政处罚。"})
        return
    if item.amount is None:
        return  # 警告, 责令停产停业, 吊销证照
    if not item.is_unit:
        if error := money_error("罚款金额", item.amount):
            raise Incomplete({"amount": error})
        return
    grade = Grade(accident.grade) if accident.grade else Grade.ORDINARY
    if item.multiplier == 1:
        penalties.must_be_a_fine(item.amount, grade)
    else:
        penalties.multiplied(item.amount, grade, Decimal(item.multiplier))


def _may_hand_over(desk: Desk, accident: Accident) -> None:
    units = [unit for unit in (accident.team_unit_id, accident.lead_unit_id) if unit is not None]
    if not any(desk.acts_in(unit, PostKind.CLERK, PostKind.LEADER) for unit in units):
        raise NotYours("涉嫌犯罪移送由调查组或者区安委办办理，请交由其经办人或者负责人登记。")


def _item(desk: Desk, accident: Accident, item: ToAccount, *, from_evaluation: bool) -> Accountability:
    made = Accountability(
        kind=item.kind, whom=item.whom.strip(), is_unit=item.is_unit, grounds=item.grounds.strip(),
        amount=item.amount, multiplier=item.multiplier, body=item.body.strip(), due_on=item.due_on,
        recorded_at=desk.now, recorded_by_id=desk.officer_id, from_evaluation=from_evaluation,
    )  # fmt: skip
    accident.accountabilities.append(made)
    desk.session.flush()
    return made
