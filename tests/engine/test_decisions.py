"""Decision tables: what they decide, what they show, what they refuse."""

import pytest

from workflow.engine.decisions import Decision, Row
from workflow.engine.definition import BadDiagram
from workflow.errors import EngineFault

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def entry(kind: str, id: str, text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<{kind} id="{id}"><text>{escaped}</text></{kind}>'


def table(*rules: tuple[str, ...], inputs: tuple[str, ...] = ("deaths", "injured"), policy: str = "UNIQUE") -> bytes:
    """A DMN file; each rule has a cell for each input and one for the output `grade`."""
    heads = "".join(
        f'<input id="i{n}" label="{name}"><inputExpression id="x{n}"><text>{name}</text></inputExpression></input>'
        for n, name in enumerate(inputs)
    )
    rows = "".join(
        f'<rule id="r{n}"><description>第{n + 1}款</description>'
        + "".join(entry("inputEntry", f"r{n}i{m}", cell) for m, cell in enumerate(cells[:-1]))
        + entry("outputEntry", f"r{n}o", cells[-1])
        + "</rule>"
        for n, cells in enumerate(rules)
    )
    return (
        f'<definitions xmlns="{NAMESPACE}" id="d" name="d" namespace="x"><decision id="grade" name="事故等级">'
        f'<decisionTable id="t" hitPolicy="{policy}">{heads}<output id="o" name="grade" typeRef="string"/>{rows}'
        "</decisionTable></decision></definitions>"
    ).encode()


GRADES = (
    (">= 30", "", '"特别重大"'),
    ("10 <= ? < 30", "", '"重大"'),
    ("3 <= ? < 10", "", '"较大"'),
    ("< 3", "? >= 10", '"较大"'),
    ("< 3", "< 10", '"一般"'),
)


@pytest.mark.parametrize(
    ("deaths", "injured", "grade"),
    [
        (30, 0, "特别重大"),
        (29, 0, "重大"),
        (10, 0, "重大"),
        (9, 0, "较大"),
        (3, 0, "较大"),
        (2, 10, "较大"),
        (2, 9, "一般"),
    ],
)
def test_the_rule_that_matches_decides(deaths: int, injured: int, grade: str) -> None:
    assert Decision(table(*GRADES)).decide({"deaths": deaths, "injured": injured}) == {"grade": grade}


def test_the_first_of_several_or_all_of_them() -> None:
    rules = (("> 0", "", '"one"'), ("> 1", "", '"two"'))
    inputs = {"deaths": 2, "injured": 0}
    assert Decision(table(*rules, policy="FIRST")).decide(inputs) == {"grade": "one"}
    assert Decision(table(*rules, policy="COLLECT")).decide(inputs) == {"grade": ["one", "two"]}


def test_a_unique_table_in_which_two_rules_match_is_a_fault() -> None:
    rules = (("> 0", "", '"one"'), ("> 1", "", '"two"'))
    with pytest.raises(EngineFault, match="2 rules match"):
        Decision(table(*rules)).decide({"deaths": 2, "injured": 0})


def test_a_table_in_which_no_rule_matches_is_a_fault() -> None:
    with pytest.raises(EngineFault, match="no rule matches"):
        Decision(table((">= 30", "", '"x"'))).decide({"deaths": 2, "injured": 0})


def test_texts_truth_values_and_lists_can_be_compared() -> None:
    rules = (('"district"', "True", "60"), ('? in ("city", "province")', "", "90"), ('? != "none"', "False", "30"))
    decision = Decision(table(*rules, inputs=("level", "urgent"), policy="FIRST"))
    assert decision.decide({"level": "district", "urgent": True}) == {"grade": 60}
    assert decision.decide({"level": "city", "urgent": False}) == {"grade": 90}
    assert decision.decide({"level": "district", "urgent": False}) == {"grade": 30}


def test_a_missing_input_is_a_fault() -> None:
    with pytest.raises(EngineFault, match="deaths"):
        Decision(table(*GRADES)).decide({"injured": 0})


def test_the_table_can_be_shown() -> None:
    decision = Decision(table(*GRADES))
    assert (decision.id, decision.name, decision.policy) == ("grade", "事故等级", "UNIQUE")
    assert (decision.inputs, decision.outputs) == (("deaths", "injured"), ("grade",))
    assert decision.rows()[1] == Row(("10 <= ? < 30", ""), ('"重大"',), "第2款")
    assert len(decision.rows()) == len(GRADES)


UNSAFE = [
    *("().__class__.__bases__", "__import__('os')", "open('x')", "[1][0]", "1 if ? else 2", "9 ** 9"),
    *("? and " * 50 + "?", "in (1, 2)", ">"),
]


@pytest.mark.parametrize("cell", UNSAFE)
def test_an_unsafe_or_broken_cell_is_refused_with_its_row(cell: str) -> None:
    with pytest.raises(BadDiagram, match="grade：第2行写法有误"):
        Decision(table(GRADES[0], (cell, "", '"x"')))


def test_an_unsafe_output_is_refused() -> None:
    with pytest.raises(BadDiagram, match="第1行写法有误"):
        Decision(table((">= 30", "", "().__class__")))


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (table(*GRADES, policy="RULE ORDER"), "不支持命中策略 RULE ORDER"),
        (table(*GRADES).replace(NAMESPACE.encode(), b"urn:other"), "不是 DMN"),
        (b"<definitions/>", "不是 DMN"),
        (table(*GRADES).replace(b"<decision ", b"<nonsense "), "不是完整的 XML"),
        (b"<!DOCTYPE x>" + table(*GRADES), "DTD"),
        (b'<definitions xmlns="%s" id="d" name="d" namespace="x"/>' % NAMESPACE.encode(), "决策表不能解析"),
    ],
)
def test_only_one_readable_table(xml: bytes, told: str) -> None:
    with pytest.raises(BadDiagram, match=told):
        Decision(xml)
