"""What the diagram page is told: where a case stands, the way it came, and who went it."""

from datetime import timedelta

from tests.accident.makers import a_case
from tests.makers import DEADLINE, START, Stage, a_round
from workflow.engine.tracking import Whereabouts, where


def of_reply(stage: Stage, number: int) -> Whereabouts:
    with stage.look() as (desk, round_):
        return where(desk, desk.engine, "reply", round_.replies[number])


def of_round(stage: Stage) -> Whereabouts:
    with stage.look() as (desk, round_):
        return where(desk, desk.engine, "round", round_)


def test_a_case_stands_at_its_open_task_and_in_the_subprocess_around_it(stage: Stage) -> None:
    a_round(stage)
    stage.unit(0).receive()
    reply = of_reply(stage, 0)
    assert reply.current == {"handling", "write"}
    assert {"arrived", "receive", "to_receive", "to_write", "to_handling"} <= reply.done
    assert not {"sign", "received_before", "handling", "deadline_passed"} & reply.done


def test_a_step_that_was_returned_is_visited_twice_and_each_visit_says_when_and_by_whom(stage: Stage) -> None:
    a_round(stage)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.return_("请补充时限。")
    stage.clock.pass_(hours=1)
    unit.send_for_signing()
    reply = of_reply(stage, 0)
    written = [visit for visit in reply.visits if visit.node == "write"]
    assert [visit.at for visit in written] == [START, START + timedelta(hours=1)]
    assert written[0].officer_id is not None
    assert reply.current == {"handling", "sign"}
    assert "back_from_leader" in reply.done
    assert "leader_agreed" not in reply.done
    assert [(task.node, task.since) for task in reply.waiting] == [("sign", START + timedelta(hours=1))]


def test_what_the_system_did_by_itself_has_no_name_beside_it(stage: Stage) -> None:
    a_round(stage)
    stage.pass_until(DEADLINE + timedelta(minutes=1))
    round_ = of_round(stage)
    by_system = {visit.node for visit in round_.visits if visit.officer_id is None}
    assert by_system == {
        "distribute", "collecting_begins", "next_time", "time_to_remind", "remind_silent", "deadline_passed", "close",
    }  # fmt: skip
    assert round_.current == {"summarise"}
    assert {"collecting", "at_deadline", "to_summarise", "issued"} <= round_.done
    assert "back_to_draft" not in round_.done


def test_a_reply_that_waits_for_the_archive_stands_at_the_waiting_not_at_everything_that_could_come(
    stage: Stage,
) -> None:
    a_round(stage)
    stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert of_reply(stage, 0).current == {"settled"}


def test_the_diagram_shown_is_the_one_the_case_was_started_with(stage: Stage) -> None:
    a_round(stage)
    assert of_round(stage).xml == stage.office.engine.processes["round"].sources()[0]


def test_the_way_is_unbroken_where_an_alarm_of_the_other_branch_came_between(stage: Stage) -> None:
    case = a_case(stage, "clear_interests")
    case.pass_(days=40)
    with case.look() as (_, accident):
        assert accident.alarms[0].raised_at is not None
    case.declare()
    with case.look() as (desk, accident):
        found = where(desk, desk.engine, "investigation", accident)
    into = {flow.id for flow in found.definition.graph.incoming["investigate"] if flow.source == "clear_interests"}
    assert into <= found.done
    others = {flow.id for flow in found.definition.graph.incoming["investigate"]} - into
    assert not others & found.done


def test_a_step_says_since_when_it_had_the_token(stage: Stage) -> None:
    a_round(stage)
    unit = stage.unit(0)
    stage.clock.pass_(hours=1)
    unit.receive()
    stage.clock.pass_(hours=2)
    unit.write([])
    since = {visit.node: visit.since for visit in of_reply(stage, 0).visits}
    assert since["receive"] == START
    assert since["write"] == START + timedelta(hours=1)
