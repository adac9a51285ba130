"""The gate: one line for each thing a report lacks, none for what it has. Pure, over facts that no database knows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.accident.inquiry import DUE
from tests.accident.makers import OCCURRED
from workflow.accident.model import (
    Accident,
    Appraisal,
    CasualtyReport,
    Cause,
    CauseKind,
    Chapter,
    ChapterKind,
    Conclusion,
    Evidence,
    Measure,
    Member,
    Role,
    Signature,
    Supervision,
)
from workflow.accident.rules import gate

FINISHED = OCCURRED + timedelta(days=20)
TODAY = FINISHED.date()
AFTER, BEFORE = FINISHED + timedelta(hours=1), FINISHED - timedelta(days=1)
Change = Callable[[Accident], object]


def a_complete_case() -> Accident:
    """Everything is there: a direct cause with evidence and a measure, two members who signed, a settled dissent."""
    leader, member = _member(1, "周某", Role.LEADER), _member(2, "陈某", Role.MEMBER)
    return Accident(
        title="某某建筑公司“12·1”高处坠落事故",
        report_version=2,
        report_finished_at=FINISHED,
        report_signed_at=FINISHED,
        dissent_escalated=False,
        chapters=[Chapter(kind=kind, body="已查明。") for kind in ChapterKind],
        evidence=[Evidence(id=1, key="e1", number=1), Evidence(id=2, key="e2", number=2)],
        causes=[_cause(1, CauseKind.DIRECT, [1]), _cause(2, CauseKind.INDIRECT, []), _cause(3, CauseKind.EXCLUDED, [])],
        measures=[Measure(key="m1", number=1, unit_id=7, due_on=DUE, test="抽查十根。", cause_ids=[1, 2])],
        members=[leader, member, _member(3, "钱某", Role.EXPERT)],
        signatures=[_signature(leader), _signature(member, dissent="应当列为首要原因。")],
        conclusions=[Conclusion(version=2, by_government=False)],
        casualty_reports=[CasualtyReport(known_at=BEFORE)],
    )


def _member(id_: int, name: str, role: Role) -> Member:
    return Member(id=id_, key=f"p{id_}", name=name, body="区总工会", role=role, since=BEFORE)


def _cause(id_: int, kind: CauseKind, evidence: list[int]) -> Cause:
    return Cause(id=id_, key=f"c{id_}", kind=kind, text=f"原因{id_}", evidence_ids=evidence)


def _appraisal(concluded_on: date | None) -> Appraisal:
    return Appraisal(institution="市建设工程检测中心", commissioned_on=BEFORE.date(), concluded_on=concluded_on)


def _signature(member: Member, **words: object) -> Signature:
    known = {"version": 2, "refused": False, "refusal_reason": "", "dissent": ""}
    return Signature(member=member, at=FINISHED, **{**known, **words})


def lines(accident: Accident) -> list[tuple[str, str]]:
    return [(line.code, line.link) for line in gate.missing(accident, TODAY)]


def _set(part: object, **values: object) -> None:
    for name, value in values.items():
        setattr(part, name, value)


def _drop_signature(accident: Accident) -> None:
    accident.signatures.pop()
    accident.conclusions.clear()


def _supervise(accident: Accident, **values: object) -> None:
    accident.supervisions.append(Supervision(imposed_at=BEFORE, supervisor="市安委会办公室", **values))


CHAPTERS = [
    (
        f"chapter {kind.value}",
        lambda a, kind=kind: _set(_chapter(a, kind), body=" \n"),
        "chapter_empty",
        f"chapter:{kind.value}",
    )
    for kind in ChapterKind
]
LACKING: list[tuple[str, Change, str, str]] = [
    *CHAPTERS,
    ("a chapter nobody turned to", lambda a: a.chapters.pop(), "chapter_empty", "chapter:management"),
    ("no measure for the direct cause", lambda a: _set(a.measures[0], cause_ids=[2]), "cause_without_measure", "cause:c1"),
    ("no measure for the indirect one", lambda a: _set(a.measures[0], cause_ids=[1]), "cause_without_measure", "cause:c2"),
    ("no evidence", lambda a: _set(a.causes[0], evidence_ids=[]), "cause_without_evidence", "cause:c1"),
    ("its evidence withdrawn", lambda a: _set(a.evidence[0], withdrawn_at=BEFORE), "cause_without_evidence", "cause:c1"),
    ("no unit", lambda a: _set(a.measures[0], unit_id=None), "measure_without_unit", "measure:m1"),
    ("no date", lambda a: _set(a.measures[0], due_on=None), "measure_without_date", "measure:m1"),
    ("no test", lambda a: _set(a.measures[0], test="  "), "measure_without_test", "measure:m1"),
    ("its day has come", lambda a: _set(a.measures[0], due_on=TODAY), "measure_overtaken", "measure:m1"),
    ("an appraisal without conclusion", lambda a: a.appraisals.append(_appraisal(None)), "appraisal_open", "appraisals"),
    ("a member declared an interest", lambda a: _set(a.members[1], has_interest=True), "member_interested", "member:p2"),
    ("a member silent", _drop_signature, "member_unsigned", "member:p2"),
    ("signed the old version only", lambda a: (_set(a.signatures[1], version=1), a.conclusions.clear()),
     "member_unsigned", "member:p2"),
    ("a dissent without conclusion", lambda a: a.conclusions.clear(), "dissent_unconcluded", "conclusion"),
    ("a conclusion on the old version", lambda a: _set(a.conclusions[0], version=1), "dissent_unconcluded", "conclusion"),
    ("escalated, and not decided", lambda a: (a.conclusions.clear(), _set(a, dissent_escalated=True)),
     "dissent_undecided", "conclusion"),
    ("escalated, and the leader concluded", lambda a: _set(a, dissent_escalated=True), "dissent_undecided", "conclusion"),
    ("supervised without consent", _supervise, "consent", "consent"),
    ("casualties changed after the signing", lambda a: a.casualty_reports.append(CasualtyReport(known_at=AFTER)),
     "casualties_changed", "return"),
    ("an expert joined after the signing", lambda a: _set(a.members[2], since=AFTER), "team_changed", "return"),
    ("an expert left after the signing", lambda a: _set(a.members[2], left_at=AFTER), "team_changed", "return"),
]  # fmt: skip

NOT_LACKING: list[tuple[str, Change]] = [
    ("everything is there", lambda a: None),
    ("an indirect cause needs no evidence of its own", lambda a: _set(a.causes[1], evidence_ids=[])),
    ("a dropped cause needs no measure", lambda a: (_set(a.causes[1], dropped_at=BEFORE), _set(a.measures[0], cause_ids=[1]))),
    ("one of two pieces of evidence is withdrawn",
     lambda a: (_set(a.causes[0], evidence_ids=[1, 2]), _set(a.evidence[0], withdrawn_at=BEFORE))),
    ("a dropped measure needs nothing",
     lambda a: a.measures.append(Measure(key="m2", number=2, test="", cause_ids=[], dropped_at=BEFORE))),
    ("a member refused with a reason", lambda a: _set(a.signatures[1], refused=True, refusal_reason="未核实。")),
    ("a member left before the signing",
     lambda a: (_set(a.members[1], left_at=BEFORE), a.signatures.pop(), a.conclusions.clear())),
    ("who had an interest has left",
     lambda a: _set(a.members[1], has_interest=True, left_at=BEFORE)),
    ("every appraisal has its conclusion", lambda a: a.appraisals.append(_appraisal(TODAY))),
    ("its day is tomorrow", lambda a: _set(a.measures[0], due_on=TODAY + timedelta(days=1))),
    ("nobody dissents", lambda a: (_set(a.signatures[1], dissent=""), a.conclusions.clear())),
    ("the government decided", lambda a: (_set(a, dissent_escalated=True), _set(a.conclusions[0], by_government=True))),
    ("the superior consented", lambda a: (_supervise(a), _set(a, consented_at=FINISHED))),
    ("supervision was lifted", lambda a: _supervise(a, lifted_at=BEFORE)),
]  # fmt: skip


def _chapter(accident: Accident, kind: ChapterKind) -> Chapter:
    return next(chapter for chapter in accident.chapters if chapter.kind is kind)


@pytest.mark.parametrize(("change", "code", "link"), [pytest.param(*row[1:], id=row[0]) for row in LACKING])
def test_the_gate_says_what_is_missing_and_where_to_mend_it(change: Change, code: str, link: str) -> None:
    accident = a_complete_case()
    change(accident)
    assert lines(accident) == [(code, link)]


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in NOT_LACKING])
def test_the_gate_opens(change: Change) -> None:
    accident = a_complete_case()
    change(accident)
    assert lines(accident) == []


def test_a_report_without_a_direct_cause_is_not_finished() -> None:
    accident = a_complete_case()
    accident.causes[0].dropped_at = BEFORE
    assert lines(accident) == [("no_direct_cause", "causes")]


def test_a_case_with_nothing_lacks_everything_at_once() -> None:
    accident = Accident(report_version=1)
    assert [line.link for line in gate.missing(accident, TODAY)] == [
        *(f"chapter:{k.value}" for k in ChapterKind),
        "causes",
    ]


def test_before_the_team_only_the_text_is_asked_for() -> None:
    accident = a_complete_case()
    accident.signatures.clear()
    _supervise(accident)
    assert gate.missing_in_text(accident, TODAY) == []


def test_every_line_tells_what_to_do_next() -> None:
    for _, change, code, _ in LACKING:
        accident = a_complete_case()
        change(accident)
        (line,) = gate.missing(accident, TODAY)
        assert "请" in line.sentence, code
        assert line.sentence.endswith("。"), code


def test_the_list_of_checks_shows_whatever_keeps_the_gate_closed() -> None:
    for _, change, code, _ in LACKING:
        accident = a_complete_case()
        assert not any(lines for _, lines in gate.by_check(accident, TODAY))
        change(accident)
        assert [line.code for _, lines in gate.by_check(accident, TODAY) for line in lines] == [code]
