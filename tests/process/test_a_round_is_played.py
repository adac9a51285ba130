"""The walking skeleton: one round from the draft to the last second, by the same verbs the pages call."""

from datetime import timedelta

from tests.makers import DEADLINE, Stage, a_round
from workflow.consultation.model import Stage as Where
from workflow.consultation.model import StandingKind
from workflow.engine.checkup import examine


def test_who_answers_in_time_is_in_and_who_was_reached_and_kept_silent_counts_as_no_objection(stage: Stage) -> None:
    a_round(stage, units=3)
    answers, silent, _never_reached = stage.unit(0), stage.unit(1), stage.unit(2)
    answers.receive()
    answers.write([])
    answers.sign_and_seal()
    silent.open_notice()
    stage.pass_until(DEADLINE + timedelta(seconds=1))
    with stage.look() as (desk, round_):
        assert [reply.stage for reply in round_.replies] == [Where.SUBMITTED, Where.SILENT, Where.UNDELIVERED]
        assert [r.standing.kind for r in round_.replies if r.standing] == [
            StandingKind.SILENT,
            StandingKind.UNDELIVERED,
        ]
        assert examine(desk, desk.engine).findings == ()
