"""Decision tables (DMN): read safely, checked cell by cell, decided by SpiffWorkflow's DMN engine.

A cell is a value ("重大"), a comparison (>= 30) or an expression with ? for the input (10 <= ? < 30). In a diagram a
business rule task is the call `decide.<id of the decision>`; its handler asks `Decision.decide`.
"""

import ast
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from lxml import etree
from simpleeval import EvalWithCompoundTypes, InvalidExpression
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.BpmnDmnParser import SCHEMAS, BpmnDmnParser
from SpiffWorkflow.dmn.specs.model import DecisionTable
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.parser.process import VALIDATOR

from workflow.engine import questions
from workflow.engine.reading import BadDiagram, read_xml
from workflow.errors import EngineFault

ALLOWED = (*questions.ALLOWED, ast.Tuple, ast.In, ast.NotIn, ast.USub)
OPERATORS = {
    **questions.OPERATORS,
    ast.In: lambda value, options: value in options,
    ast.NotIn: lambda value, options: value not in options,
    ast.USub: operator.neg,
}
POLICIES = ("UNIQUE", "FIRST", "COLLECT")

Value = Any  # what the domain puts in and what the table gives: texts, numbers, truth values


@dataclass(frozen=True)
class Row:
    """One rule as it is written: the cells of its inputs, of its outputs, and its note."""

    when: tuple[str, ...]
    then: tuple[str, ...]
    note: str


class Decision:
    """One decision table of a DMN file (1.1 to 1.3); BadDiagram if it may not be deployed."""

    def __init__(self, dmn_xml: bytes) -> None:
        table, self.id, self.name = _read(dmn_xml)
        self._table = table
        self.inputs = tuple(str(i.label or i.expression) for i in table.inputs)
        self.outputs = tuple(str(o.name or o.label) for o in table.outputs)
        self.policy = str(table.hit_policy)
        self._check()

    def rows(self) -> tuple[Row, ...]:
        """The table as an office would print it."""
        return tuple(
            Row(
                tuple(entry.lhs[0] or "" for entry in rule.inputEntries),
                tuple(entry.text or "" for entry in rule.outputEntries),
                (rule.description or "").strip(),
            )
            for rule in self._table.rules
        )

    def decide(self, inputs: Mapping[str, Value]) -> dict[str, Value]:
        """The outputs by name; lists of them if the table collects. Exactly one rule must match if it is UNIQUE."""
        case = _case(inputs, _Cells())
        try:
            matched = DMNEngine(_all_matches(self._table)).decide(case)
            self._must_be_clear(len(matched))
            return dict(DMNEngine(self._table).result(case))
        except SpiffWorkflowException as error:
            raise EngineFault(f"decision {self.id}: {error}") from error

    def _must_be_clear(self, matched: int) -> None:
        if matched == 0 and self.policy != "COLLECT":
            raise EngineFault(f"decision {self.id}: no rule matches")
        if matched > 1 and self.policy == "UNIQUE":
            raise EngineFault(f"decision {self.id}: {matched} rules match, but the table says only one does")

    def _check(self) -> None:
        """Every cell is read once without being decided, by the same engine that will decide it."""
        if self.policy not in POLICIES:
            raise BadDiagram(f"{self.id}：不支持命中策略 {self.policy}，请用 {'、'.join(POLICIES)}")
        case, engine = _case({}, _OnlyRead()), DMNEngine(self._table)
        for number, rule in enumerate(self._table.rules, 1):
            try:
                for entry in rule.inputEntries:
                    engine.evaluate(entry.input.expression or "", entry.lhs[0], case)
                rule.output_as_dict(case)
            except (SpiffWorkflowException, SyntaxError) as error:
                raise BadDiagram(f"{self.id}：第{number}行写法有误（{error}）") from error


def _read(xml: bytes) -> tuple[DecisionTable, str, str]:
    root = read_xml(xml)
    if etree.QName(root).namespace not in SCHEMAS:
        raise BadDiagram("文件不是 DMN 1.1至1.3的决策表，请从决策表设计器中导出 .dmn 文件再上传")
    parser = BpmnDmnParser(validator=VALIDATOR)
    try:
        parser.add_dmn_xml(root)
        (reader,) = parser.dmn_parsers.values()
        reader.parse()
        (table,) = reader.decision.decisionTables
    except (ValidationException, ValueError, IndexError) as error:
        raise BadDiagram(f"决策表不能解析（{error}），一个文件应当只有一张决策表") from error
    return table, str(reader.bpmn_id), str(reader.get_name() or reader.bpmn_id)


def _all_matches(table: DecisionTable) -> DecisionTable:
    """The same table for an engine that goes on after the first match, to see whether it is the only one."""
    copy = DecisionTable(table.id, table.name, "COLLECT")
    copy.inputs, copy.outputs, copy.rules = table.inputs, table.outputs, table.rules
    return copy


def _case(inputs: Mapping[str, Value], cells: "_Cells") -> SimpleNamespace:
    """What the DMN engine wants to see of a task."""
    return SimpleNamespace(data=dict(inputs), workflow=SimpleNamespace(script_engine=cells))


class _Cells:
    """The script engine of a table: safe expressions over the inputs."""

    def validate(self, text: str) -> None:
        ast.parse(text)

    def evaluate(self, case: SimpleNamespace, text: str, external_context: Mapping[str, Value] | None = None) -> Value:
        tree = _checked(text)
        names = {**case.data, **(external_context or {})}
        try:
            return EvalWithCompoundTypes(operators=OPERATORS, functions={}, names=names).eval(text, tree)
        except (InvalidExpression, TypeError) as error:
            raise SpiffWorkflowException(f"{text}: {error}") from error


class _OnlyRead(_Cells):
    def evaluate(self, case: SimpleNamespace, text: str, external_context: Mapping[str, Value] | None = None) -> Value:
        _checked(text)


def _checked(text: str) -> ast.expr:
    try:
        return questions.checked(text, ALLOWED).body
    except questions.BadQuestion as bad:
        raise SpiffWorkflowException(str(bad)) from bad
