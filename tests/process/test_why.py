"""为什么: every state is explained by who did what, when, and by which rule."""

from datetime import timedelta

from tests.makers import DEADLINE, Stage, a_round
from workflow.consultation import words
from workflow.consultation.actions import checking, running
from workflow.consultation.why import events_of_reply, events_of_round


def told(stage: Stage, number: int = 0) -> list[tuple[str, str, str]]:
    with stage.look() as (desk, round_):
        return [(event.who, event.what, event.rule) for event in events_of_reply(desk, round_.replies[number])]


def test_a_silent_unit_is_told_when_it_was_reached_and_by_which_rule_it_counts(stage: Stage) -> None:
    a_round(stage, units=2)
    stage.unit(0).open_notice()
    stage.pass_until(DEADLINE + timedelta(minutes=1))
    events = told(stage)
    assert (words.SYSTEM, "截止时未收到有效回函，登记为：逾期视为无意见", words.RULES["silent"]) in events
    assert [who for who, what, _ in events if what.startswith("提醒尽快反馈")] == [words.SYSTEM, words.SYSTEM]
    assert told(stage, 1)[-1][2] == words.RULES["undelivered"]


def test_a_return_names_person_reason_and_rule(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    with stage.as_office() as (desk, round_):
        checking.reject(desk, round_.replies[0], ["unsigned"])
        clerk = desk.officer.name  # type: ignore[union-attr]
    assert told(stage)[-1] == (f"区安委会办公室 {clerk}", "退回补正：未经主要负责同志签字", words.RULES["rejected"])


def test_a_unit_is_told_nothing_about_the_others(stage: Stage) -> None:
    a_round(stage, units=3)
    stage.unit(1).receive()
    stage.pass_until(DEADLINE + timedelta(minutes=1))
    with stage.look() as (_, round_):
        others = {reply.unit.short_name for reply in round_.replies[1:]}
    about = " ".join(who + what for who, what, _ in told(stage))
    assert not any(name in about for name in others)
    assert " 家" not in about


def test_the_office_sees_the_round_as_a_whole_in_order(stage: Stage) -> None:
    a_round(stage, units=2)
    with stage.as_office() as (desk, round_):
        running.remind_silent(desk, [round_])
    stage.pass_until(DEADLINE)
    with stage.look() as (desk, round_):
        events = events_of_round(desk, round_)
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[0].what == "发起一轮征求意见"
    assert "未送达2家" in events[-1].what


def test_what_the_system_did_late_says_when_it_was_due(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.clock.move_to(DEADLINE + timedelta(hours=3))
    stage.pass_until(DEADLINE + timedelta(hours=3))
    closed = next(what for _, what, _ in told(stage) if what.startswith("截止时"))
    assert "应于2026年11月27日（星期五）16:00办理" in closed


def test_what_happens_on_time_does_not_mention_it(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.pass_until(DEADLINE + timedelta(hours=3))
    assert "应于" not in "".join(what for _, what, _ in told(stage))
