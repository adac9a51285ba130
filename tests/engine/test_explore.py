"""The walk over all positions: what it refuses, and the golden table."""

import pytest

from tests.engine.diagrams import FILES, UNSOUND
from tests.engine.drawing import (
    at,
    boundary,
    chain,
    choice,
    diagram,
    end,
    flow,
    group,
    inside,
    parallel,
    start,
    user,
)  # fmt: skip
from tests.engine.pairing import tell
from workflow.engine.definition import BadDiagram, Definition
from workflow.engine.explore import explore
from workflow.engine.machine import Machine

BRANCHES = [f"b{n}" for n in range(9)]
REFUSED = {  # what -> (the refusal begins with, body)
    "a join that waits for ever": (
        "q：“complete b”之后停在这里",
        (
            *(
                start(),
                parallel("p"),
                user("a"),
                user("b"),
                choice("x", "e", ("q", "ok")),
                parallel("q"),
                end(),
                end("e2"),
            ),
            *(chain("s", "p", "a", "x"), chain("p", "b", "q", "e2")),
        ),
    ),
    "a node behind a condition that is never true": (
        "b：无论怎样办理都走不到这里",
        (
            start(),
            user("a"),
            choice("x", "e", ("b", "ok and not ok")),
            user("b"),
            end(),
            chain("s", "a", "x"),
            flow("b", "e"),
        ),
    ),
    "a node behind an end without return": (
        "after：无论怎样办理都走不到这里",
        (
            *(start(), end(), end("e2"), user("after"), chain("s", "w"), chain("due", "e"), chain("w", "after", "e2")),
            inside(
                "w",
                start("ws"),
                choice("m", "a"),
                user("a"),
                end("we"),
                choice("x", "m", ("we", "ok and not ok")),
                chain("ws", "m"),
                flow("a", "x"),
            ),
            boundary("due", "w", at("deadline")),
        ),
    ),
    "a place that nothing leads out of": (
        "b：走到这里以后再也到不了结束事件",
        (
            start(),
            user("a"),
            choice("x", "e", ("m", "ok")),
            choice("m", "b"),
            user("b"),
            end(),
            chain("s", "a", "x"),
            flow("b", "m"),
        ),
    ),
    "automatic nodes without end": (
        "m、x：自动环节互相循环",
        (start(), user("a"), choice("m", "x"), choice("x", "e", ("m", "ok")), end(), chain("s", "a", "m")),
    ),
    "tasks that pile up": (
        "nag：同一处会越积越多",
        (
            *(
                start(),
                choice("m", "a"),
                user("a"),
                boundary("r", "a", at("due"), False),
                user("nag"),
                choice("x", "m", ("e", "ok")),
            ),
            *(end(), end("e2"), chain("s", "m"), flow("a", "x"), chain("r", "nag", "e2")),
        ),
    ),
    "more positions than anybody can check": (
        "b",
        (
            start(),
            parallel("p"),
            *(user(b) + chain("p", b, "q") for b in BRANCHES),
            parallel("q"),
            end(),
            chain("s", "p"),
            chain("q", "e"),
        ),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    sentence, body = REFUSED[what]
    with pytest.raises(BadDiagram) as refused:
        explore(Definition("proc", diagram("proc", *body)), limit=300)
    assert any(problem.startswith(sentence) for problem in refused.value.problems), refused.value.problems


@pytest.mark.parametrize("name", UNSOUND)
def test_two_tokens_at_one_join_are_refused(name: str) -> None:
    with pytest.raises(BadDiagram, match="同一处会同时有两份，到并行汇合处 q 时分不清"):
        explore(Definition(name, *UNSOUND[name]))


def test_the_table_reads_like_the_process() -> None:
    name = "timers"
    assert (
        explore(Definition(name, *FILES[name]))
        .table()
        .startswith(
            """\
9 positions, 15 moves

0: (before the start)
  start -> 1; opens task a, moment remind (remind_1), moment due (deadline)

1: task a, moment remind (remind_1), moment due (deadline)
  complete a -> 2; closes moment due, moment remind, task a; opens task z
  fire remind -> 3; closes moment remind; opens task nag
  fire due -> 4; closes moment due, moment remind, task a; opens call close (auto_close)

2: task z
  complete z -> 5; closes task z

3: task a, task nag, moment due (deadline)
"""
        )
    )


def test_the_table_shows_the_answers() -> None:
    table = explore(Definition("sendback", *FILES["sendback"])).table()
    assert "  complete sign [again: yes] -> 1; closes task sign; opens task draft\n" in table
    assert "  complete sign [again: no] -> 3; closes task sign\n\n3: (completed)\n" in table


def test_the_table_is_the_same_every_time() -> None:
    tables = {explore(Definition("mix", *FILES["mix"])).table() for _ in range(3)}
    assert len(tables) == 1


def test_while_a_call_is_pending_it_is_done_and_nothing_else() -> None:
    table = explore(Definition("timers", *FILES["timers"])).table()
    (pending_line,) = [line for line in table.split("\n\n") if line.startswith("4: call close")]
    assert pending_line.splitlines()[1:] == ["  done close -> 5; closes call close"]


def test_one_fact_has_one_answer_within_a_step() -> None:
    xml = diagram(
        "p",
        *(start(), user("a"), choice("x", "y", ("b", "ok")), choice("y", "c", ("b2", "not ok")), user("b"), user("b2")),
        *(user("c"), end(), chain("s", "a", "x"), chain("b", "e"), chain("b2", "e"), flow("c", "e")),
    )
    with pytest.raises(BadDiagram, match="c：无论怎样办理都走不到这里"):
        explore(Definition("p", xml))


def test_groups_are_walked_with_one_and_two_members() -> None:
    xml = diagram("p", start(), user("m", group("members", "done == total")), end(), chain("s", "m", "e"))
    sizes = {
        len(move.transition.opened) for move in explore(Definition("p", xml)).transitions if move.event.kind == "start"
    }
    assert sizes == {1, 2}


@pytest.mark.parametrize("name", ["sendback", "forkloop", "branchloop", "subtimers", "calls", "first_of", "reminders"])
def test_no_story_leads_to_a_place_that_the_walk_did_not_see(name: str) -> None:
    definition = Definition(name, *FILES[name])
    walk, machine = explore(definition), Machine()
    for seed in range(10):
        assert tell(FILES[name], machine, definition, seed).ours.seen <= walk.positions.keys()
