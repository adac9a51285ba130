"""What is refused at deployment, with the element's name and what to do about it."""

import pytest

from tests.engine.drawing import (
    at,
    boundary,
    call,
    catch,
    chain,
    choice,
    diagram,
    end,
    first_of,
    flow,
    group,
    inside,
    message,
    parallel,
    rule,
    script,
    service,
    signal,
    start,
    throw,
    user,
)  # fmt: skip
from workflow.engine.definition import BadDiagram, Definition

LINE = (start(), user("a"), end(), chain("s", "a", "e"))
LOOPED = chain("ws", "r", "n", "r")
TIMER = "<bpmn:timerEventDefinition>{}</bpmn:timerEventDefinition>"
CYCLE = TIMER.format('<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/PT1H</bpmn:timeCycle>')
PERIOD = TIMER.format('<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration>')
PRE = "<bpmn:extensionElements><spiffworkflow:preScript>x = 1</spiffworkflow:preScript></bpmn:extensionElements>"
OVER_A_LIST = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>a</bpmn:loopDataInputRef>"
    "</bpmn:multiInstanceLoopCharacteristics>"
)
AGAIN = "<bpmn:standardLoopCharacteristics loopMaximum='3'/>"
EVENT_SUB = (
    f'<bpmn:subProcess id="ev" triggeredByEvent="true">{start("es")}{end("ee")}{chain("es", "ee")}</bpmn:subProcess>'
)
DEFAULTLESS = '<bpmn:exclusiveGateway id="x"/>' + flow("x", "e", "ok") + flow("x", "a", "not ok")


def between(*body: str) -> tuple[str, ...]:
    """s -> ... -> e, the body naming its own flows"""
    return (start(), *body, end())


def task(inner: str) -> tuple[str, ...]:
    return between(f'<bpmn:userTask id="a" name="a">{inner}</bpmn:userTask>', chain("s", "a", "e"))


def with_gateway(kind: str) -> tuple[str, ...]:
    return between(f'<bpmn:{kind} id="x"/>', chain("s", "x", "e"))


def waiting_for(definition: str) -> tuple[str, ...]:
    return between(catch("c", definition), chain("s", "c", "e"))


REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {  # what -> (the sentence begins with, body)
    "a script before a task": ("a：不支持 preScript", task(PRE)),
    "a group over a list": ("a：不支持 loopDataInputRef", task(OVER_A_LIST)),
    "a group without a number": ("a：多人任务没有填写人数", task("<bpmn:multiInstanceLoopCharacteristics/>")),
    "a group of yes": ("a：人数“n > 1”应当是数目", task(group("n > 1"))),
    "a standard loop": ("a：不支持 standardLoopCharacteristics", task(AGAIN)),
    "an abstract task": ("x：不支持 task，请指明任务类型", with_gateway("task")),
    "a manual task": ("x：不支持 manualTask", with_gateway("manualTask")),
    "a receive task": ("x：不支持 receiveTask", with_gateway("receiveTask")),
    "a transaction": ("x：不支持 transaction", with_gateway("transaction")),
    "an ad-hoc sub-process": ("x：不支持 adHocSubProcess", with_gateway("adHocSubProcess")),
    "an inclusive gateway": ("x：不支持 inclusiveGateway", with_gateway("inclusiveGateway")),
    "a complex gateway": ("x：不支持 complexGateway", with_gateway("complexGateway")),
    "an event sub-process": ("ev：没有连线进入", (*LINE, EVENT_SUB)),
    "a data object": ("thing：不支持 dataObject", (*LINE, '<bpmn:dataObject id="thing"/>')),
    "a timer cycle": ("c：不支持 timeCycle", waiting_for(CYCLE)),
    "a duration": ("c：不支持 timeDuration", waiting_for(PERIOD)),
    "a timer with a date": ("c：定时器的 timeDate 应填写时点名称", waiting_for(at("2030-01-01"))),
    "a timer without a name": ("c：定时器的 timeDate 应填写时点名称", waiting_for(TIMER.format(""))),
    "an unnamed message": ("c：没有引用消息", waiting_for("<bpmn:messageEventDefinition/>")),
    "a catch event for nothing": ("c：intermediateCatchEvent 不能是没有触发方式", waiting_for("")),
    "two triggers in one event": ("c：一个事件只能有一种触发方式", waiting_for(at("due") + message("extend"))),
    "a conditional event": (
        "c：不支持 conditionalEventDefinition",
        waiting_for("<bpmn:conditionalEventDefinition><bpmn:condition/></bpmn:conditionalEventDefinition>"),
    ),
    "an error end": ("e2：不支持 errorEventDefinition", (*LINE, end("e2", "<bpmn:errorEventDefinition/>"))),
    "a signal end, which is never sent": (
        "e：endEvent 不能是signalEventDefinition",
        (start(), end("e", signal("alarm")), chain("s", "e")),
    ),
    "a start by message": (
        "s：startEvent 不能是messageEventDefinition",
        (f'<bpmn:startEvent id="s">{message("extend")}</bpmn:startEvent>', end(), chain("s", "e")),
    ),
    "an inline script": ("c：x = 1不是操作名称", between(script("c", "x = 1"), chain("s", "c", "e"))),
    "an operation named like a task": (
        "c：操作名称 e 与另一个元素的编号相同",
        between(service("c", "e"), chain("s", "c", "e")),
    ),
    "a rule without a decision": ("r：decide.不是操作名称", between(rule("r", ""), chain("s", "r", "e"))),
    "an id in capitals": ("Sign：编号只能用小写", between(user("Sign"), chain("s", "Sign", "e"))),
    "an unnamed user task": ("a：用户任务没有名称", between(user("a", name=""), chain("s", "a", "e"))),
    "a count as a condition": (
        "x：条件“n + 1”得出的是数目",
        between(choice("x", "e", ("a", "n + 1")), user("a"), flow("s", "x"), flow("a", "e")),
    ),
    "a condition that reaches out": (
        "x：条件“().__class__”中不能使用 Attribute",
        between(choice("x", "e", ("a", "().__class__")), user("a"), flow("s", "x"), flow("a", "e")),
    ),
    "a message and a signal of one name": (
        "t：消息和信号不能同名",
        (
            *LINE,
            throw("t", '<bpmn:signalEventDefinition signalRef="sg_x"/>'),
            throw("u", message("extend")),
            flow("s", "t"),
        ),
    ),
    "two start events": ("p：应当有且只有一个开始事件，现有2个（s、s2）", (*LINE, start("s2"), flow("s2", "a"))),
    "no start event": ("p：应当有且只有一个开始事件，现有0个", (user("a"), end(), chain("a", "e"))),
    "no end event": ("p：流程没有结束事件", (start(), choice("m", "a"), user("a"), chain("s", "m"), flow("a", "m"))),
    "a sub-process without a way out": (
        "w：子流程没有结束事件，也没有可以中断它的边界事件",
        between(
            inside("w", start("ws"), catch("r", at("due")), choice("m", "r"), chain("ws", "m"), chain("r", "m")),
            chain("s", "w", "e"),
        ),
    ),
    "a task that leads nowhere": ("b：没有引出的连线", (*LINE, parallel("p1"), user("b"), chain("p1", "b"))),
    "a task that nothing leads to": ("b：没有连线进入", (*LINE, user("b"), flow("b", "e"))),
    "an implicit split": ("a：引出了2条连线，分支请画网关", (*LINE, user("b"), chain("a", "b", "e"))),
    "an implicit split at the start": ("s：引出了2条连线", (*LINE, user("b"), chain("s", "b", "e"))),
    "a flow into a sub-process": (
        "f_s_inner：连线的两端",
        between(
            inside("w", start("ws"), user("inner"), end("we"), chain("ws", "inner", "we")),
            chain("s", "w", "e"),
            flow("s", "inner"),
        ),
    ),
    "a way out of an end": ("e：结束事件不能再有引出的连线", (*LINE, flow("e", "a"))),
    "a way into the start": (
        "s：开始事件和边界事件不能有进入的连线",
        (*LINE, choice("x", "e", ("s", "again")), flow("a", "x")),
    ),
    "no default": ("x：网关没有默认分支", between(user("a"), DEFAULTLESS, chain("s", "a", "x"))),
    "a missing condition": (
        "x：通往 a 的分支 f_x_a 没有写条件",
        between(user("a"), choice("x", "e", ("a", "")), chain("s", "a", "x")),
    ),
    "a condition at a default": (
        "x：默认分支 f_x_e 不能带条件",
        between(
            user("a"),
            choice("x", "e", ("a", "again")).replace(
                'targetRef="e">', 'targetRef="e"><bpmn:conditionExpression>ok</bpmn:conditionExpression>'
            ),
            chain("s", "a", "x"),
        ),
    ),
    "a condition after a task": (
        "a：连线 f_a_e 带有条件",
        (start(), user("a"), end(), flow("s", "a"), flow("a", "e", "ok")),
    ),
    "an event gateway before a task": (
        "g：事件网关之后只能是捕获事件，a 不是",
        between(first_of("g"), user("a"), chain("s", "g", "a", "e")),
    ),
    "an event gateway with two timers": (
        "g：事件网关之后最多一个定时器",
        between(
            first_of("g"),
            catch("c", at("due")),
            catch("d", at("late")),
            chain("s", "g", "c", "e"),
            chain("g", "d", "e"),
        ),
    ),
    "an event gateway with one message twice": (
        "g：事件网关之后有两个事件等待同一消息",
        between(
            first_of("g"),
            catch("c", message("extend")),
            catch("d", message("extend")),
            chain("s", "g", "c", "e"),
            chain("g", "d", "e"),
        ),
    ),
    "a boundary at a call": (
        "t：v 是当场完成的自动任务",
        between(service("v"), boundary("t", "v", at("due")), chain("s", "v", "e"), flow("t", "e")),
    ),
    "a loop without a gateway": (
        "r：在一个没有排他网关的回路里",
        between(
            inside("w", start("ws"), catch("r", at("due")), service("n"), LOOPED),
            boundary("t", "w", at("late")),
            chain("s", "w"),
            chain("t", "e"),
        ),
    ),
    "a call of nothing": ("c：调用的流程 nowhere 不在", between(call("c", "nowhere"), chain("s", "c", "e"))),
    "too many elements": (
        "p：共有303个元素",
        between(*(user(f"u{n}") for n in range(301)), chain("s", *(f"u{n}" for n in range(301)), "e")),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    sentence, body = REFUSED[what]
    xml = diagram("p", *body).replace(
        b"</bpmn:definitions>", b'<bpmn:signal id="sg_x" name="extend"/></bpmn:definitions>'
    )
    with pytest.raises(BadDiagram) as refused:
        Definition("p", xml)
    assert any(problem.startswith(sentence) for problem in refused.value.problems), refused.value.problems


def test_every_problem_is_told_at_once() -> None:
    xml = diagram("p", start(), user("A", name=""), user("b", name=""), end(), chain("s", "A", "b", "e"))
    with pytest.raises(BadDiagram) as refused:
        Definition("p", xml)
    assert [problem.split("：")[0] for problem in refused.value.problems] == ["A", "A", "b"]


def test_the_process_must_be_in_the_files() -> None:
    with pytest.raises(BadDiagram, match="没有编号为 q 的流程，现有：p"):
        Definition("q", diagram("p", *LINE))


def test_one_id_is_one_element_across_files() -> None:
    other = diagram("q", start("s2"), user("a"), end("e2"), chain("s2", "a", "e2"))
    with pytest.raises(BadDiagram, match="a：编号在几个文件中重复使用"):
        Definition("p", diagram("p", start(), user("a"), call("c", "q"), end(), chain("s", "a", "c", "e")), other)


HOSTILE = {
    "an external entity": b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    "a billion laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "a DTD elsewhere": b'<!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_no_dtd_and_no_entities(what: str) -> None:
    xml = HOSTILE[what] + diagram("p", *LINE).replace(
        b'name=""', b'name="&c;"' if b"c " in HOSTILE[what] else b'name=""'
    )
    with pytest.raises(BadDiagram, match=r"DTD 或实体|不是完整的 XML"):
        Definition("p", xml)


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (b"", "不是完整的 XML"),
        (b"PK\x03\x04 a docx", "不是完整的 XML"),
        (b"<html/>", "不是 BPMN 流程图"),
        (diagram("p", *LINE)[:-9], "不是完整的 XML"),
        (diagram("p", *LINE, "<bpmn:nonsense/>"), "不符合 BPMN 2.0 规范"),
        (diagram("p", *LINE, user("a")), "不符合 BPMN 2.0 规范"),
        (diagram("p", *LINE) + b" " * 2_000_000, "文件过大"),
    ],
)
def test_only_small_and_valid_bpmn(xml: bytes, told: str) -> None:
    with pytest.raises(BadDiagram, match=told):
        Definition("p", xml)
