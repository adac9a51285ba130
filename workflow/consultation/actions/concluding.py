"""办结和归档: a further round on a revised draft, or the package for submission; then the round is read-only."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workflow.consultation import paperwork, words
from workflow.consultation.actions import drafting
from workflow.consultation.actions.deciding import coordinations
from workflow.consultation.model import Outcome, Paper, Round, RoundStage
from workflow.consultation.said import gather, said_in
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.people import PostKind, Unit


def conclude(desk: Desk, round_: Round, outcome: Outcome, addressee: str = "区委、区政府") -> None:
    """办结. For submission the cover of the package is made."""
    taken = _take(desk, round_, RoundStage.CONCLUDING, "conclude")
    if outcome is Outcome.FOR_SUBMISSION and not addressee.strip():
        raise Incomplete({"addressee": "请填写报送机关，如“区委、区政府”。"})
    round_.outcome, round_.concluded_at = outcome, desk.now
    if outcome is Outcome.FOR_SUBMISSION:
        _bring_up_to_date(desk, round_)
        cover = paperwork.submission(round_, coordinations(desk, round_), addressee.strip(), desk.now)
        paperwork.keep(desk, round_, cover)
    desk.note("conclude", round_, outcome=words.OUTCOMES[outcome])
    desk.complete(taken)


def _bring_up_to_date(desk: Desk, round_: Round) -> None:
    """The cover and its annexes speak of one state: a late letter may have come since the decisions were confirmed."""
    gather(desk, round_)
    figures = Paper.round_id == round_.id, Paper.kind.in_(paperwork.FIGURES)
    kept = desk.session.scalars(select(func.max(Paper.made_at)).where(*figures)).one()
    came = [letter.registered_at or letter.submitted_at for reply in round_.replies for letter in reply.late_letters]
    if any(at and at > kept for at in came):
        paperwork.keep_figures(desk, round_, coordinations(desk, round_))
        desk.note("count_late", round_)


def further_round(desk: Desk, previous: Round, units: Sequence[Unit] | None = None) -> Round:
    """再次征求意见: a new round about a revised draft, to the same units or only to those concerned."""
    desk.must_hold(previous.lead_unit_id, PostKind.CLERK)
    desk.lock([previous])
    previous.must_be(RoundStage.ARCHIVING, RoundStage.ARCHIVED)
    if units is not None and not units:
        raise Incomplete({"units": "请至少选择一家单位，或改为征求全部单位的意见。"})
    if previous.outcome is not Outcome.FURTHER_ROUND:
        raise Stale("本轮的去向是形成送审稿，不再征求意见。确需再次征求意见的，请另行发起新的一轮。")
    if desk.session.scalar(select(Round.id).where(Round.previous_id == previous.id)) is not None:
        raise AlreadyDone("本轮之后的再次征求意见已经发起，请从待办进入，不必重复发起。")
    round_ = drafting.begin(desk, previous.lead_unit, is_demo=previous.is_demo)
    round_.previous_id, round_.basis = previous.id, previous.basis
    round_.contact_name, round_.contact_phone = previous.contact_name, previous.contact_phone
    if units is None:
        round_.group_names, round_.unit_ids = list(previous.group_names), list(previous.unit_ids)
        round_.group_names = drafting.addressees(desk, round_, drafting.unit_names(desk))
    else:
        drafting.choose_recipients(desk, round_, [], units)
    return round_


def concerned(round_: Round) -> list[Unit]:
    """The units that had something to say: whom a further round concerns at least."""
    return list(dict.fromkeys(reply.unit for reply, _ in said_in(round_)))


def archive(desk: Desk, round_: Round) -> None:
    """归档: nothing of the round changes afterwards; every reply's case ends with it."""
    taken = _take(desk, round_, RoundStage.ARCHIVING, "archive")
    round_.archived_at = desk.now
    desk.note("archive", round_)
    desk.complete(taken)
    _must_all_be_settled(desk, round_)
    desk.tell(round_.replies, "archive")


def _must_all_be_settled(desk: Desk, round_: Round) -> None:
    open_ = [reply.unit.name for reply in round_.replies if not desk.hears(reply, "archive")]
    if open_:
        raise Stale(f"{'、'.join(open_)}的回复还没有办结，不能归档。请先处理，再归档。")


def _take(desk: Desk, round_: Round, stage: RoundStage, step: str) -> Taken:
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
    round_.must_be(stage)
    return desk.take(round_, step)
