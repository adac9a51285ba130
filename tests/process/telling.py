"""The office's side of a story, one line an act; the units' side is `stage.unit(n)`."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import docx
import pytest

from tests.makers import DEADLINE, SAMPLE, Stage
from workflow.consultation import rules
from workflow.consultation.actions import checking, concluding, deciding, registering, running
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import LetterChannel, Outcome, Reply, Round, StandingKind, Verdict
from workflow.consultation.model import Stage as Where
from workflow.demo.comments import Said
from workflow.desk import Desk
from workflow.engine.checkup import examine
from workflow.errors import Refusal
from workflow.journal import lines_of_case
from workflow.notices import Channel
from workflow.people import PostKind

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SCAN = b"%PDF-1.4 a scan"


def a_comment(
    position: int = 5, original: str = "", proposed: str = "改为每月更新一次", reason: str = "便于掌握"
) -> Said:
    return Said(position, original, proposed, reason)


def answer(stage: Stage, number: int, *said: Said) -> None:
    """The whole way of one unit, from the receipt to the submission; 无意见 without comments."""
    unit = stage.unit(number)
    unit.receive()
    answer_again(stage, number, *said)


def answer_again(stage: Stage, number: int, *said: Said) -> None:
    unit = stage.unit(number)
    unit.write(list(said))
    unit.sign_and_seal()


def as_office(stage: Stage, act: Callable[..., Any], *args: Any, kind: PostKind = PostKind.CLERK, **named: Any) -> None:
    with stage.as_office(kind) as (desk, round_):
        act(desk, round_, *args, **named)


def about(stage: Stage, number: int, act: Callable[..., Any], *args: Any, **named: Any) -> None:
    with stage.as_office() as (desk, round_):
        act(desk, round_.replies[number], *args, **named)


def accept(stage: Stage, number: int) -> None:
    about(stage, number, checking.accept)


def reject(stage: Stage, number: int, *defects: str) -> None:
    about(stage, number, checking.reject, defects or ("unsealed",))


def reached(stage: Stage, number: int, at: datetime, channel: Channel = Channel.PHONE) -> None:
    about(stage, number, registering.record_delivery, channel, at, "值班室接听，已转经办人", True)


def a_paper(received: datetime, *said: Said, round_: Round | None = None, **wishes: Any) -> registering.PaperReply:
    clauses = round_.current_draft.clauses if round_ else []
    facts = {
        "channel": LetterChannel.PAPER, "paper_date": received.date(), "received_at": received,
        "signer_name": "李四", "is_signed": True, "is_sealed": True,
        "wishes": tuple(Wish(clauses[s.position], s.original, s.proposed, s.reason) for s in said),
    }  # fmt: skip
    return registering.PaperReply(**{**facts, **wishes})


def paper(stage: Stage, number: int, received: datetime, *said: Said, **wishes: Any) -> None:
    """The office registers a paper or fax of that unit, received at that moment."""
    with stage.as_office() as (desk, round_):
        scan = desk.keep(SCAN, "来文.pdf", "application/pdf")
        paper_ = a_paper(received, *said, round_=round_, **wishes)
        registering.register_paper(desk, round_.replies[number], paper_, scan)


def remind(stage: Stage, number: int, result: str = "值班室接听") -> None:
    about(stage, number, running.remind, Channel.PHONE, result)


def extend(stage: Stage, to: datetime, reason: str = "部分单位正在防汛") -> None:
    as_office(stage, running.extend, to, reason, kind=PostKind.LEADER)


def replace(stage: Stage, data: bytes | None = None) -> None:
    as_office(stage, running.replace_draft, data or a_corrected_draft(), "更正稿.docx", "阶段目标的数字有误")


def a_corrected_draft(old: str = "百分之十五", new: str = "百分之二十") -> bytes:
    """The sample draft with other figures in one clause."""
    document = docx.Document(str(SAMPLE))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def use_late(stage: Stage, number: int, use: bool = True) -> None:
    with stage.as_office() as (desk, round_):
        reply = round_.replies[number]
        checking.use_late(desk, reply, reply.late_letters[-1], use, "意见有参考价值")


# -- after the deadline


def to_the_deadline(stage: Stage, after: timedelta = MINUTE) -> None:
    stage.pass_until(DEADLINE + after)


def propose(stage: Stage, *verdicts: Verdict) -> None:
    """Decide row by row; the last verdict holds for all further rows."""
    with stage.as_office() as (desk, round_):
        for row, verdict in _each(deciding.rows_of(round_), verdicts or (Verdict.ADOPTED,)):
            deciding.propose(desk, round_, row, verdict, "" if verdict is Verdict.ADOPTED else "与上位文件不一致")


def _each(
    rows: Sequence[rules.MergedComment], verdicts: Sequence[Verdict]
) -> list[tuple[rules.MergedComment, Verdict]]:
    return [(row, verdicts[min(place, len(verdicts) - 1)]) for place, row in enumerate(rows)]


def coordinate(stage: Stage) -> None:
    with stage.as_office() as (desk, round_):
        for pair in deciding.uncoordinated(desk, round_):
            deciding.coordinate(
                desk, round_, [pair.first, pair.second], held_on=day_of_the_talk(desk), chair="区安委办负责人",
                participants=["甲", "乙"], course="双方分别说明了理由。", outcome="按前者修改。",
            )  # fmt: skip


def day_of_the_talk(desk: Desk) -> date:
    return desk.today


def send_decisions(stage: Stage) -> None:
    as_office(stage, deciding.send_decisions)


def confirm(stage: Stage) -> None:
    as_office(stage, deciding.confirm, kind=PostKind.LEADER)


def release(stage: Stage) -> None:
    as_office(stage, deciding.release)


def conclude(stage: Stage, outcome: Outcome = Outcome.FOR_SUBMISSION) -> None:
    as_office(stage, concluding.conclude, outcome)


def archive(stage: Stage) -> None:
    as_office(stage, concluding.archive)


def to_the_archive(stage: Stage, outcome: Outcome = Outcome.FOR_SUBMISSION) -> None:
    """From the closed round to the archive, all comments adopted."""
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    release(stage)
    conclude(stage, outcome)
    archive(stage)


# -- looking


def where(stage: Stage) -> list[Where]:
    with stage.look() as (_, round_):
        return [reply.stage for reply in round_.replies]


def standings(stage: Stage, number: int) -> list[StandingKind]:
    """Every legal status this unit ever had, oldest first."""
    with stage.reply(number) as reply:
        return [standing.kind for standing in reply.standings]


def standing(stage: Stage, number: int) -> StandingKind:
    with stage.reply(number) as reply:
        return rules.standing_of(reply)


def steps(stage: Stage, number: int) -> set[str]:
    """What lies on desks for this unit's reply."""
    with stage.look() as (desk, round_):
        return desk.open_steps(round_.replies[number])


def journal(stage: Stage) -> list[str]:
    with stage.look() as (desk, round_):
        return [line.verb for line in lines_of_case(desk.session, round_.case)]


def must_be_well(stage: Stage) -> None:
    """体检: nothing is lost, nothing is there twice."""
    with stage.look() as (desk, _):
        assert examine(desk, desk.engine).findings == ()


def refused(refusal: type[Refusal], words: str = "") -> Any:
    """The next act is refused just so, with these words for the user."""
    return pytest.raises(refusal, match=words or None)


def reply_of(desk: Desk, stage: Stage, number: int) -> Reply:
    return desk.session.get_one(Round, stage.round_id).replies[number]
