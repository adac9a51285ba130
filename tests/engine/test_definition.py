"""What a deployed diagram tells about itself."""

from tests.engine.diagrams import CHILD, FILES
from tests.engine.drawing import call, chain, diagram, end, inside, lanes, start, user
from workflow.engine.definition import Definition, Step


def test_it_names_all_that_the_domain_must_know() -> None:
    definition = Definition("automatic", *FILES["automatic"])
    assert definition.operations == {"decide.route", "post", "file_it"}
    assert definition.questions == {"days"}
    assert set(definition.steps) == {"a", "long", "short"}


def test_it_names_moments_and_messages() -> None:
    definition = Definition("reminders", *FILES["reminders"])
    assert definition.moments == {"deadline", "remind_1", "remind_2"}
    assert definition.messages == {"withdraw", "confirm"}


def test_a_signal_can_be_told_and_what_is_thrown_cannot() -> None:
    definition = Definition("messages", *FILES["messages"])
    assert definition.messages == {"withdraw", "extend", "confirm", "alarm"}


def test_the_size_of_a_group_is_a_question_but_its_own_counts_are_not() -> None:
    xml = FILES["countersign"][0].replace(b"ok &gt;= 2", b"done == total or enough")
    assert Definition("countersign", xml).questions == {"again", "n", "enough"}


def test_steps_of_subprocesses_and_called_processes_are_its_own() -> None:
    assert {"ca", "child_c1", "late"} <= set(Definition("calls", *FILES["calls"]).nodes)
    assert set(Definition("calls", *FILES["calls"]).steps) == {"child_c1", "child_c3", "late"}


def test_a_process_that_is_not_called_does_not_count() -> None:
    alone = diagram("p", start(), user("a"), end(), chain("s", "a", "e"))
    assert set(Definition("p", alone, CHILD).steps) == {"a"}


def test_inside_a_subprocess_the_lane_is_that_of_the_subprocess_unless_it_has_its_own() -> None:
    inner = inside("w", start("ws"), user("write"), user("sign"), end("we"), chain("ws", "write", "sign", "we"))
    xml = diagram(
        "reply",
        *(start(), inner, user("check"), user("file"), end(), chain("s", "w", "check", "file", "e")),
        lanes=lanes([("单位经办人", ["w"]), ("单位主要领导", ["sign"]), ("安委办经办人", ["check"])]),
        name="单位回复",
    )
    definition = Definition("reply", xml)
    assert {step.id: step.lane for step in definition.steps.values()} == {
        "write": "单位经办人",
        "sign": "单位主要领导",
        "check": "安委办经办人",
        "file": "",
    }
    assert definition.name == "单位回复"
    assert definition.steps["check"] == Step("check", "check", "安委办经办人")


def test_names_for_the_pages_come_from_the_diagram() -> None:
    xml = diagram("p", start(), user("a", name="签收\n并登记"), end(), chain("s", "a", "e"))
    assert Definition("p", xml).nodes == {"s": "", "a": "签收 并登记", "e": ""}


def test_its_key_changes_with_the_process_the_files_and_nothing_else() -> None:
    one, other = FILES["sendback"][0], FILES["fork"][0]
    again = Definition("sendback", one)
    assert Definition("sendback", one).key == again.key
    assert Definition("sendback", one, CHILD).key != again.key
    assert Definition("fork", other).key != again.key


def test_the_same_process_may_be_called_twice() -> None:
    xml = diagram(
        "p", start(), call("first", "child"), call("second", "child"), end(), chain("s", "first", "second", "e")
    )
    assert set(Definition("p", xml, CHILD).steps) == {"child_c1", "child_c3"}
