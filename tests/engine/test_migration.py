"""A new version of a diagram takes over exactly the places it knows."""

import pytest

from tests.engine.diagrams import FILES
from tests.engine.drawing import at, boundary, chain, choice, diagram, end, flow, parallel, service, start, user
from workflow.engine.definition import BadDiagram, Definition
from workflow.engine.explore import explore
from workflow.engine.machine import Machine
from workflow.engine.migration import migrate
from workflow.engine.positions import END, START, Event

OLD = diagram(
    "p",
    *(start(), user("write"), user("sign"), boundary("due", "sign", at("deadline")), end(), end("e2")),
    *(chain("s", "write", "sign", "e"), chain("due", "e2")),
)


def state(xml: bytes, *told: str) -> str:
    definition, machine = Definition("p", xml), Machine()
    made = machine.step(definition, START, Event("start"), {})
    for text in told:
        kind, _, place = text.partition(" ")
        made = machine.step(definition, made.position, Event(kind, place), {})
    return made.state


def moved(new: bytes, *told: str) -> str:
    return migrate(Definition("p", OLD), Definition("p", new), state(OLD, *told))


def test_a_step_added_further_on_does_not_matter_here() -> None:
    new = diagram(
        "p",
        *(
            start(),
            user("write"),
            user("sign"),
            boundary("due", "sign", at("deadline")),
            service("file"),
            end(),
            end("e2"),
        ),
        *(chain("s", "write", "sign", "file", "e"), chain("due", "e2")),
    )
    assert moved(new) == state(OLD)
    assert moved(new, "complete write") == state(new, "complete write")


def test_what_is_completed_stays_completed() -> None:
    other = diagram("p", start(), user("a"), end(), chain("s", "a", "e"))
    assert moved(other, "complete write", "fire due") == END


@pytest.mark.parametrize(
    ("body", "told", "steps"),
    [
        pytest.param(
            (start(), user("draft"), user("sign"), end(), chain("s", "draft", "sign", "e")),
            (),
            "write",
            id="the step is gone",
        ),
        pytest.param(
            (start(), user("write"), user("sign"), end(), chain("s", "write", "sign", "e")),
            ("complete write",),
            "due、sign",
            id="the deadline is gone",
        ),
        pytest.param(
            (
                *(start(), user("write"), user("sign"), boundary("due", "sign", at("deadline")), end(), end("e2")),
                *(boundary("remind", "sign", at("remind_1"), False), end("e3")),
                *(chain("s", "write", "sign", "e"), chain("due", "e2"), chain("remind", "e3")),
            ),
            ("complete write",),
            "due、sign",
            id="there is a reminder now, that nobody would have set",
        ),
        pytest.param(
            (
                *(
                    start(),
                    user("write"),
                    user("sign"),
                    boundary("due", "sign", at("other_deadline")),
                    end(),
                    end("e2"),
                ),
                *(chain("s", "write", "sign", "e"), chain("due", "e2")),
            ),
            ("complete write",),
            "due",
            id="it is another moment",
        ),
        pytest.param(
            (
                *(
                    start(),
                    parallel("fork"),
                    user("write"),
                    user("read"),
                    parallel("join"),
                    user("sign"),
                    end(),
                    end("e2"),
                ),
                *(boundary("due", "sign", at("deadline")), chain("s", "fork", "write", "join", "sign", "e")),
                *(chain("fork", "read", "join"), chain("due", "e2")),
            ),
            (),
            "write",
            id="the join would wait for a branch that never began",
        ),
    ],
)
def test_a_place_that_is_not_the_same_stays_with_its_version(
    body: tuple[str, ...], told: tuple[str, ...], steps: str
) -> None:
    with pytest.raises(BadDiagram) as refused:
        moved(diagram("p", *body), *told)
    assert str(refused.value).startswith(f"{steps}：")
    assert "仍按原版办理" in str(refused.value)


@pytest.mark.parametrize("name", ["sendback", "fork", "subtimers", "reminders", "calls", "mix"])
def test_every_place_moves_to_a_version_that_differs_in_the_drawing_only(name: str) -> None:
    old = Definition(name, *FILES[name])
    new = Definition(
        name, *(xml.replace(b"<bpmn:userTask ", b'<bpmn:userTask completionQuantity="1" ') for xml in FILES[name])
    )
    assert old.key != new.key
    for text in explore(old).positions.values():
        assert migrate(old, new, text) == text


def test_a_new_version_in_which_cases_get_lost_takes_over_nothing() -> None:
    lost = diagram(
        "p",
        *(start(), user("write"), choice("m", "b"), user("b"), choice("x", "m", ("e", "ok and not ok")), end()),
        *(chain("s", "write", "m"), flow("b", "x")),
    )
    with pytest.raises(BadDiagram, match="走不到这里"):
        moved(lost)
