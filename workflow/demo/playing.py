"""One round played through from the draft to the archive.

The figures are fixed: 58 units; 30 with comments, 18 written without, 10 overdue (2 of them returned for
correction, 1 with a letter that arrives at the very second of the deadline); 47 comments, 21 / 9 / 14 / 3.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from workflow.clock import beijing, day_of
from workflow.consultation import rules
from workflow.consultation.actions import checking, concluding, deciding, drafting, issuing, registering, running
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import LetterChannel, Outcome, Reply, Round, Stage, Verdict
from workflow.consultation.paperwork import DEMO_SEAL
from workflow.demo.comments import Said, script
from workflow.demo.stage import Play, UnitActs, lead_unit, units_of
from workflow.notices import Channel
from workflow.people import PostKind, UnitGroup

BEGUN = beijing(2017, 11, 20, 9)
ISSUED = beijing(2017, 11, 21, 10)  # assumed: the notice of 2017 does not name its day
DEADLINE = beijing(2017, 11, 28, 16)
DAYS = (21, 22, 23, 24, 27)  # the working days on which units answer
BASIS = "根据区委、区政府主要领导批示要求"

WITH_COMMENTS, NO_OBJECTION = 30, 18
LEADER_RETURNS, WITHDRAWS, BY_FAX, ON_PAPER = 3, 5, 8, 35  # which of the answering units does what once
DECISIONS = {Verdict.ADOPTED: 21, Verdict.PARTLY: 9, Verdict.DECLINED: 14, Verdict.EXPLAINED: 3}
REASONS = {
    Verdict.ADOPTED: "",
    Verdict.PARTLY: "已吸收其主要内容，文字按公文表述作了调整。",
    Verdict.DECLINED: "与上位文件规定不一致，维持原表述。",
    Verdict.EXPLAINED: "该事项另有专项文件规定，已与提出单位沟通说明。",
}


@dataclass(frozen=True)
class Source:
    """A file as it was handed in."""

    name: str
    data: bytes
    title: str = ""


def play_round(play: Play, draft: Source, annexes: list[Source]) -> None:
    """From the draft to the archive; the clock stands at BEGUN or before."""
    play.pass_until(BEGUN)
    play.tell("拟制通知并送审")
    prepare(play, draft, annexes, DEADLINE)
    play.pass_until(ISSUED)
    play.tell("签发，送达58家单位")
    issue(play)
    _schedule(play)
    play.tell("各单位办理")
    play.run()
    play.tell("截止登记")
    play.pass_until(DEADLINE + timedelta(minutes=1))
    _check_the_last(play)
    play.tell("汇总意见、提出并确认处理意见")
    _decide(play)
    play.tell("统一反馈、形成送审稿、归档")
    _finish(play)


# -- before the units


def prepare(play: Play, draft: Source, annexes: list[Source], deadline: datetime) -> None:
    """The clerk prepares the round and sends it to the head."""
    with play.office.desk(write=False) as desk:
        lead = lead_unit(desk).id
    with play.as_(lead, PostKind.CLERK) as desk:
        round_ = drafting.begin(desk, lead_unit(desk), is_demo=True)
        play.round_id = round_.id
        drafting.upload_draft(desk, round_, draft.data, draft.name)
        for annex in annexes:
            drafting.add_annex(desk, round_, annex.data, annex.name, annex.title)
        drafting.save_details(desk, round_, {"basis": BASIS})
        drafting.set_deadline(desk, round_, deadline)
        groups = desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position))
        drafting.choose_recipients(desk, round_, list(groups))
        drafting.choose_reminders(desk, round_, [2, 1])
        drafting.send_to_head(desk, round_)


def issue(play: Play) -> None:
    with play.as_office(PostKind.LEADER) as (desk, round_):
        issuing.issue(desk, round_)


# -- the units' days


def _schedule(play: Play) -> None:
    with play.office.desk(write=False) as desk:
        comments = script(desk.session.get_one(Round, play.round_id).current_draft.clauses)
        desk.session.expunge_all()
    units = units_of(play)
    answering = units[: WITH_COMMENTS + NO_OBJECTION]
    for number, unit in enumerate(answering[:-1]):
        said = comments[number] if number < WITH_COMMENTS else []
        begin = beijing(2017, 11, DAYS[number // 10], 10, 30) + timedelta(minutes=30) * (number % 10)
        _schedule_answer(play, unit, number, said, begin)
    _schedule_last_second(play, answering[-1])
    _schedule_overdue(play, units[WITH_COMMENTS + NO_OBJECTION :])


def _schedule_answer(play: Play, unit: UnitActs, number: int, said: list[Said], begin: datetime) -> None:
    acts: list[Callable[[], None]] = [unit.receive]
    if number in (BY_FAX, ON_PAPER):
        channel = LetterChannel.FAX if number == BY_FAX else LetterChannel.PAPER
        acts.append(lambda: _register(play, unit, channel, said))
    else:
        acts.append(lambda: unit.write(said))
        if number == LEADER_RETURNS:
            acts += [lambda: unit.return_("请把完成时限一并写明。"), unit.send_for_signing]
        acts += [unit.sign, unit.seal]
        if number == WITHDRAWS:
            acts += [unit.withdraw, unit.send_for_signing, unit.sign, unit.seal]
        acts.append(lambda: accept(play, unit.reply_id))
    for step, act in enumerate(acts):
        play.at(begin + timedelta(minutes=20) * step, act)


def _schedule_last_second(play: Play, unit: UnitActs) -> None:
    """A reply taken in at 15:59:59 counts."""
    play.at(beijing(2017, 11, 28, 14), unit.receive)
    play.at(beijing(2017, 11, 28, 14, 30), lambda: unit.write([]))
    play.at(beijing(2017, 11, 28, 15, 30), unit.sign)
    play.at(DEADLINE - timedelta(seconds=1), unit.seal)


def _schedule_overdue(play: Play, units: list[UnitActs]) -> None:
    """Two whose faxes are returned and never corrected, one a second late, seven silent: all of them were reached."""
    unsigned, unsealed, late, *silent = units
    for number, unit in enumerate((unsigned, unsealed)):
        play.at(beijing(2017, 11, 22, 9, 10 + number), unit.receive)
        play.at(
            beijing(2017, 11, 24, 15, number),
            lambda unit=unit, number=number: _register(  # type: ignore[misc]
                play, unit, LetterChannel.FAX, [], is_signed=number == 1, is_sealed=number == 0
            ),
        )
    play.at(beijing(2017, 11, 28, 9), late.receive)
    play.at(beijing(2017, 11, 28, 14), lambda: late.write([]))
    play.at(beijing(2017, 11, 28, 15, 40), late.sign)
    play.at(DEADLINE, late.seal_a_moment_too_late)
    for number, unit in enumerate(silent):
        play.at(beijing(2017, 11, 23, 10, number), unit.receive if number % 2 else unit.open_notice)
    play.at(beijing(2017, 11, 27, 16), lambda: _remind_by_phone(play, silent[0].reply_id))


def _register(
    play: Play,
    unit: UnitActs,
    channel: LetterChannel,
    said: list[Said],
    *,
    is_signed: bool = True,
    is_sealed: bool = True,
) -> None:
    """The office registers what came by fax or on paper, with its scan."""
    with play.as_office() as (desk, round_):
        reply = desk.session.get_one(Reply, unit.reply_id)
        clauses = round_.current_draft.clauses
        leader = reply.unit.holders(PostKind.LEADER, desk.today)[0]
        paper = registering.PaperReply(
            channel=channel, paper_date=day_of(desk.now), received_at=desk.now - timedelta(minutes=5),
            signer_name=leader.name, is_signed=is_signed, is_sealed=is_sealed,
            wishes=tuple(Wish(clauses[s.position], s.original, s.proposed, s.reason) for s in said),
        )  # fmt: skip
        scan = desk.keep(DEMO_SEAL.read_bytes(), f"{reply.unit.name}来文扫描件（演示）.png", "image/png")
        registering.register_paper(desk, reply, paper, scan)


def _remind_by_phone(play: Play, reply_id: int) -> None:
    with play.as_office() as (desk, _):
        running.remind(desk, desk.session.get_one(Reply, reply_id), Channel.PHONE, "值班人员接听，答复尽快报送")


def accept(play: Play, reply_id: int) -> None:
    with play.as_office() as (desk, _):
        checking.accept(desk, desk.session.get_one(Reply, reply_id))


# -- after the deadline


def _check_the_last(play: Play) -> None:
    play.pass_until(DEADLINE + timedelta(hours=1))
    with play.as_office() as (desk, round_):
        waiting = [reply.id for reply in round_.replies if reply.stage is Stage.SUBMITTED]
    for reply_id in waiting:
        accept(play, reply_id)
    with play.as_office() as (desk, round_):
        for reply in round_.replies:
            for letter in reply.late_letters:
                checking.use_late(desk, reply, letter, False, "内容为无意见，不影响汇总，存档备查。")


def _decide(play: Play) -> None:
    play.pass_until(beijing(2017, 11, 30, 10))
    with play.as_office() as (desk, round_):
        rows = deciding.rows_of(round_)
        for row, verdict in _verdicts(rows):
            deciding.propose(desk, round_, row, verdict, REASONS[verdict])
        for pair in deciding.uncoordinated(desk, round_):
            deciding.coordinate(
                desk, round_, [pair.first, pair.second], held_on=date(2017, 11, 29), chair="区安委会办公室负责人",
                participants=[*pair.first.units, *pair.second.units],
                course="双方分别说明了修改考虑，主持人宣读了上级文件的有关表述。",
                outcome="同意保留原表述的主要内容，按协调后的文字修改。",
            )  # fmt: skip
        deciding.send_decisions(desk, round_)
    play.pass_until(beijing(2017, 12, 1, 9))
    with play.as_office(PostKind.LEADER) as (desk, round_):
        deciding.confirm(desk, round_)


def _verdicts(rows: list[rules.MergedComment]) -> list[tuple[rules.MergedComment, Verdict]]:
    """Rows with their verdicts, so that the comments come out at 21 / 9 / 14 / 3; the largest rows choose first."""
    left = dict(DECISIONS)
    chosen = []
    for row in sorted(rows, key=lambda row: -len(row.comments)):
        verdict = max((v for v in left if left[v] >= len(row.comments)), key=lambda v: left[v])
        left[verdict] -= len(row.comments)
        chosen.append((row, verdict))
    return chosen


def _finish(play: Play) -> None:
    play.pass_until(beijing(2017, 12, 4, 10))
    with play.as_office() as (desk, round_):
        deciding.release(desk, round_)
    with play.as_office() as (desk, round_):
        concluding.conclude(desk, round_, Outcome.FOR_SUBMISSION)
    play.pass_until(beijing(2017, 12, 5, 10))
    with play.as_office() as (desk, round_):
        concluding.archive(desk, round_)
