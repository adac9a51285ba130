"""挂牌督办: suggested by the system or by people, imposed, declined and lifted by the head (安委〔2010〕6号)."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.accident.actions import alarms
from workflow.accident.model import Accident, Stage, Supervision
from workflow.accident.paperwork import keep
from workflow.accident.paperwork.supervision import supervision_lifted, supervision_notice
from workflow.accident.rules import clocks, triggers
from workflow.accident.rules.triggers import Trigger
from workflow.accident.settings import clock_settings
from workflow.accident.telling import tell_units
from workflow.accident.timing import facts_of
from workflow.accident.words.following import TRIGGERS
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import AlreadyDone, EngineFault, Incomplete, Refusal, Stale
from workflow.numbers import take_number
from workflow.people import PostKind
from workflow.store import public_key

AGAINST_GOVERNMENT = (Trigger.NO_TEAM, Trigger.APPROVAL_LATE, Trigger.PENALTY_LATE)  # the others: the team
OVER = (Stage.ARCHIVED, Stage.TRANSFERRED)


# -- suggesting


def suggest(desk: Desk, accident: Accident, trigger: Trigger | str) -> Supervision | None:
    """Lay a drafted notice before the head; once for each trigger, so that what was declined is not asked again."""
    trigger = Trigger(trigger)
    if any(earlier.trigger == trigger for earlier in accident.supervisions) or accident.stage in OVER:
        return None
    draft = triggers.draft(trigger)
    supervision = Supervision(
        key=public_key(), trigger=trigger.value, suggested_at=desk.now, suggested_by_id=desk.officer_id,
        supervisor=accident.lead_unit.name, addressee=_addressee(accident, trigger),
        matters=list(draft.matters), how_lifted="\n".join(draft.lifting),
    )  # fmt: skip
    accident.supervisions.append(supervision)
    desk.session.flush()
    desk.note("suggest_supervision", supervision, cause=TRIGGERS[trigger])
    desk.start([supervision])
    return supervision


def _addressee(accident: Accident, trigger: Trigger) -> str:
    if trigger in AGAINST_GOVERNMENT:
        return accident.government.name
    return accident.team_unit.name if accident.team_unit else f"{accident.title}调查组"


def propose(desk: Desk, accident: Accident, trigger: Trigger, reason: str) -> Supervision:
    """The office suggests it itself, as for a conclusion that the facts do not bear out."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK, PostKind.LEADER)
    desk.lock([accident])
    if accident.stage in OVER:
        raise Stale("这起事故已归档或已移交上级，不再由本级挂牌督办。")
    if not reason.strip():
        raise Incomplete({"reason": "请写明提请挂牌督办的理由和依据的事实。"})
    made = suggest(desk, accident, trigger)
    if made is None:
        raise AlreadyDone(f"以“{TRIGGERS[trigger]}”为由已经提请过挂牌督办，不重复提请。请查看原件的办理结果。")
    made.decision_reason = reason.strip()
    return made


# -- deciding


@dataclass(frozen=True)
class Contents:
    """What the head may change of the drafted notice: 主送, 督办事项, 解除方式和程序."""

    addressee: str
    matters: tuple[str, ...]
    lifting: tuple[str, ...]

    def __post_init__(self) -> None:
        missing = {
            "addressee": "请填写主送机关。" if not self.addressee.strip() else "",
            "matters": "请至少写明一项督办事项。" if not any(m.strip() for m in self.matters) else "",
            "lifting": "请写明解除方式和程序。" if not any(way.strip() for way in self.lifting) else "",
        }
        if any(missing.values()):
            raise Incomplete({name: sentence for name, sentence in missing.items() if sentence})


def contents(supervision: Supervision) -> Contents:
    """The notice as it is drafted now."""
    ways = tuple(supervision.how_lifted.splitlines())
    return Contents(supervision.addressee, tuple(supervision.matters), ways)


def impose(desk: Desk, supervision: Supervision, changed: Contents | None = None, reason: str = "") -> None:
    """挂牌: the notice goes out today, and its days run from today."""
    accident = supervision.accident
    desk.must_hold(accident.lead_unit_id, PostKind.LEADER)
    desk.lock([accident])  # another suggestion about it may be imposed at this very moment
    taken = desk.take(supervision, "decide")
    if accident.supervision is not None:
        raise Refusal(
            "这起事故正在挂牌督办，不能重复挂牌。请在原督办中一并提出要求；对本件可决定不予挂牌，并写明已并入原督办。"
        )
    _take_over(supervision, changed or contents(supervision))
    supervision.imposed, supervision.imposed_at = True, desk.now
    _decided(desk, supervision, reason)
    desk.session.flush()
    clock = clocks.supervision(facts_of(accident, clock_settings(desk.session), desk.calendar))
    if clock is None or clock.due is None:
        raise EngineFault(f"{supervision.subject} is in force and has no clock")
    supervision.due_on = clock.due
    supervision.doc_number = _number(desk, accident)
    kept = keep(desk, accident, supervision_notice(desk, supervision), supervision.subject)
    body = f"现对事故查处挂牌督办，请于{day_in_words(clock.due)}前办结督办事项。"
    _tell(desk, supervision, "supervision", "挂牌督办通知书", body, kept.id)
    alarms.plan_again(desk, supervision)
    desk.note("impose_supervision", supervision, number=supervision.doc_number, until=day_in_words(clock.due))
    desk.complete(taken)


def decline(desk: Desk, supervision: Supervision, reason: str) -> None:
    """不予挂牌, with the reason; the same trigger is not suggested again."""
    desk.must_hold(supervision.accident.lead_unit_id, PostKind.LEADER)
    taken = desk.take(supervision, "decide")
    if not reason.strip():
        raise Incomplete({"reason": "不予挂牌督办的，请写明理由，存入案卷。"})
    supervision.imposed = False
    _decided(desk, supervision, reason)
    desk.note("decline_supervision", supervision, reason=reason.strip())
    desk.complete(taken)


def _take_over(supervision: Supervision, changed: Contents) -> None:
    supervision.addressee = changed.addressee.strip()
    supervision.matters = [matter.strip().rstrip("。；") for matter in changed.matters if matter.strip()]
    supervision.how_lifted = "\n".join(way.strip() for way in changed.lifting if way.strip())


def _decided(desk: Desk, supervision: Supervision, reason: str) -> None:
    supervision.decided_at, supervision.decided_by_id = desk.now, desk.officer_id
    supervision.decision_reason = reason.strip() or supervision.decision_reason


# -- lifting


def lift(desk: Desk, supervision: Supervision, results: Sequence[str], reason: str) -> None:
    """解除: what came of each matter, and why it may be lifted. `results`: one for each matter, in their order."""
    accident = supervision.accident
    desk.must_hold(accident.lead_unit_id, PostKind.LEADER)
    taken = desk.take(supervision, "lift")
    _must_tell_of_each(supervision, results)
    if not reason.strip():
        raise Incomplete({"reason": "请写明解除挂牌督办的理由。"})
    supervision.lifted_at, supervision.lifted_by_id = desk.now, desk.officer_id
    supervision.lifted_reason, supervision.lift_number = reason.strip(), _number(desk, accident)
    kept = keep(desk, accident, supervision_lifted(desk, supervision, results), supervision.subject)
    _tell(desk, supervision, "supervision_lifted", "解除挂牌督办通知书", "挂牌督办现予解除。", kept.id)
    alarms.plan_again(desk, supervision)
    desk.note("lift_supervision", supervision, number=supervision.lift_number, reason=reason.strip())
    desk.complete(taken)


def _must_tell_of_each(supervision: Supervision, results: Sequence[str]) -> None:
    told = {place: text.strip() for place, text in enumerate(results)}
    missing = {
        f"result_{place}": f"请写明督办事项“{matter}”的办理结果；尚未办结的，不能解除。"
        for place, matter in enumerate(supervision.matters)
        if not told.get(place)
    }
    if missing:
        raise Incomplete(missing)


def _number(desk: Desk, accident: Accident) -> str:
    """督办文书 have a series of their own."""
    return str(take_number(desk.session, f"{accident.lead_unit.number_code}督", desk.today.year))


def _tell(desk: Desk, supervision: Supervision, kind: str, title: str, body: str, file_id: int) -> None:
    accident = supervision.accident
    tell_units(desk, supervision, (accident.government, accident.team_unit), kind, title, body, file_id)
