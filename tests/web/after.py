"""A round after its deadline, for the tests of the pages that follow it: what was said, and by whom."""

from datetime import timedelta

from tests.makers import DEADLINE, Stage, a_round, played_once
from workflow.consultation.actions import checking, deciding
from workflow.consultation.model import Reply, Verdict
from workflow.demo.comments import Said
from workflow.people import PostKind


def said(position: int, original: str, proposed: str, reason: str = "便于落实。") -> Said:
    return Said(position, original, proposed, reason)


def words_of(stage: Stage, position: int) -> str:
    """Eight characters in a row of a clause, to be quoted in a comment."""
    with stage.look() as (_, round_):
        text = round_.current_draft.clauses[position].text
    return max(text.replace("\n", "").split("，"), key=len)[:8]


@played_once
def closed_round(stage: Stage, *spoken: list[Said], silent: int = 1) -> None:
    """Each unit says its comments (none: 无意见) and is accepted; further ones keep silent; the deadline passes."""
    if not stage.round_id:
        a_round(stage, units=len(spoken) + silent)
    for number, comments in enumerate(spoken):
        unit = stage.unit(number)
        unit.receive()
        unit.write(comments)
        unit.sign_and_seal()
        with stage.as_office() as (desk, _):
            checking.accept(desk, desk.session.get_one(Reply, unit.reply_id))
    stage.pass_until(DEADLINE + timedelta(minutes=1))


@played_once
def decide_all(stage: Stage, verdict: Verdict = Verdict.ADOPTED, reason: str = "") -> None:
    with stage.as_office() as (desk, round_):
        deciding.propose_many(desk, round_, deciding.rows_of(round_), verdict, reason)


@played_once
def send_to_head(stage: Stage) -> None:
    with stage.as_office() as (desk, round_):
        deciding.send_decisions(desk, round_)


@played_once
def confirm(stage: Stage) -> None:
    with stage.as_office(PostKind.LEADER) as (desk, round_):
        deciding.confirm(desk, round_)


@played_once
def release(stage: Stage) -> None:
    with stage.as_office() as (desk, round_):
        deciding.release(desk, round_)
