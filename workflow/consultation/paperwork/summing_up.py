"""意见汇总表, 采纳情况说明, 协调记录, 送审函: what the office makes of the replies."""

from collections.abc import Sequence
from datetime import datetime

from workflow.clock import day_of
from workflow.consultation import papers, rules, words
from workflow.consultation.model import Coordination, Reply, Round, StandingKind, Verdict, VoidKind
from workflow.consultation.paperwork.keeping import keep, keep_sheet
from workflow.consultation.paperwork.phrases import clause_of, seal_of, sentence, version
from workflow.consultation.said import comments_of, said_in, used_late
from workflow.desk import Desk
from workflow.documents.title_marks import inside

FIGURES = ("summary", "summary_sheet", "adoption_report")  # papers of the round that say how the units stand


def keep_figures(desk: Desk, round_: Round, records: Sequence[Coordination]) -> None:
    """Make what says how the units stand, as it is known now; what was made earlier stays beside it."""
    made = summary(round_, desk.now)
    keep(desk, round_, made)
    keep_sheet(desk, round_, made)
    keep(desk, round_, adoption_report(round_, records, desk.now))


def summary(round_: Round, now: datetime) -> papers.Summary:
    rows = rules.merge(said_in(round_))
    return papers.Summary(
        demonstration=round_.is_demo,
        draft_title=inside(round_.title),
        draft_version=version(round_.current_draft),
        office=round_.lead_unit.name,
        compiled_on=day_of(now),
        rows=tuple(_summary_row(number, row) for number, row in enumerate(rows, 1)),
        no_objection_units=_units(round_, StandingKind.NO_OBJECTION),
        silent_units=_units(round_, StandingKind.SILENT),
        undelivered_units=_units(round_, StandingKind.UNDELIVERED),
        late_units=_late_units(round_),
    )


def _summary_row(number: int, row: rules.MergedComment) -> papers.SummaryRow:
    decision = row.lead.decision
    return papers.SummaryRow(
        number=number,
        clause=clause_of(row.lead),
        original=row.lead.original,
        proposed=row.lead.proposed,
        reason="；".join(row.reasons),
        units=row.units,
        decision=words.VERDICTS[decision.verdict] if decision else "",
        explanation=decision.reason if decision else "",
    )


def _units(round_: Round, kind: StandingKind) -> tuple[str, ...]:
    return tuple(reply.unit.name for reply in round_.replies if rules.standing_of(reply) is kind)


def _late_units(round_: Round) -> tuple[str, ...]:
    return tuple(reply.unit.name for reply in round_.replies if reply.late_letters)


def figures(round_: Round) -> papers.Figures:
    """The figures of a closed round; ValueError when they do not add up."""
    counts = rules.count(round_.replies, comments_of(round_))
    return papers.Figures(
        sent=counts.sent,
        with_comments=counts.with_comments,
        no_objection=counts.no_objection,
        silent=counts.silent,
        undelivered=counts.undelivered,
        late=counts.late,
        returned_uncorrected=sum(_was_never_corrected(reply) for reply in round_.replies),
        late_comments=sum(len(letter.comments) for reply in round_.replies for letter in used_late(reply)),
        comments=counts.comments,
        adopted=counts.adopted,
        partly=counts.partly,
        declined=counts.declined,
        explained=counts.explained,
    )


def _was_never_corrected(reply: Reply) -> bool:
    """Returned while there was time to correct it, and silent since."""
    returned = (letter.void_at for letter in reply.letters if letter.void is VoidKind.REJECTED)
    return rules.standing_of(reply) is StandingKind.SILENT and any(at and reply.round.is_in_time(at) for at in returned)


def disagreements(round_: Round, records: Sequence[Coordination]) -> tuple[str, ...]:
    """How they ended; what no unit says any more, since other replies have taken the place of theirs, is none."""
    clauses = {comment.id: clause_of(comment) for comment in comments_of(round_)}
    about = [(record, [clauses[id_] for id_ in record.comment_ids if id_ in clauses]) for record in records]
    return tuple(sentence(f"{named[0]}：{record.outcome}") for record, named in about if named)


def adoption_report(round_: Round, records: Sequence[Coordination], now: datetime) -> papers.AdoptionReport:
    assert round_.issued_at is not None
    return papers.AdoptionReport(
        demonstration=round_.is_demo,
        draft_title=inside(round_.title),
        notice_number=round_.doc_number,
        opened_on=day_of(round_.issued_at),
        deadline=round_.last_moment,
        figures=figures(round_),
        silent_units=_units(round_, StandingKind.SILENT),
        undelivered_units=_units(round_, StandingKind.UNDELIVERED),
        late_units=_late_units(round_),
        not_adopted=tuple(
            papers.ReportedComment(
                number=number,
                clause=clause_of(row.lead),
                proposed=_wish(row),
                units=row.units,
                decision=words.VERDICTS[row.lead.decision.verdict],
                explanation=row.lead.decision.reason,
            )
            for number, row in enumerate(rules.merge(said_in(round_)), 1)
            if row.lead.decision and row.lead.decision.verdict is not Verdict.ADOPTED
        ),
        disagreements=disagreements(round_, records),
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        seal=seal_of(round_),
    )


def coordination(round_: Round, record: Coordination) -> papers.Coordination:
    about = [(reply, comment) for reply, comment in said_in(round_) if comment.id in record.comment_ids]
    first = about[0][1]
    return papers.Coordination(
        demonstration=round_.is_demo,
        draft_title=inside(round_.title),
        clause=clause_of(first),
        original=first.original,
        positions=tuple(papers.Position(r.unit.name, c.proposed, c.reason) for r, c in about),
        held_on=record.held_on,
        chair=record.chair,
        participants=tuple(record.participants),
        course=record.course,
        outcome=record.outcome,
        recorder=record.recorded_by.name,
        recorded_on=day_of(record.recorded_at),
    )


def submission(round_: Round, records: Sequence[Coordination], addressee: str, now: datetime) -> papers.Submission:
    assert round_.issued_at is not None
    adopted = [row for row in rules.merge(said_in(round_)) if _is_taken_up(row)]
    return papers.Submission(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        addressee=addressee,
        draft_title=inside(round_.title).replace("（征求意见稿）", "（送审稿）"),
        basis=round_.basis.strip().rstrip("，。"),
        drafter=round_.lead_unit.short_name,
        opened_on=day_of(round_.issued_at),
        deadline=round_.last_moment,
        rounds=round_.ordinal,
        figures=figures(round_),
        changes=tuple(map(_change, adopted)),
        disagreements=disagreements(round_, records),
        annexes=("意见汇总表", "采纳情况说明"),
    )


def _change(row: rules.MergedComment) -> str:
    """What was taken up in part is not told as if the whole of it had been."""
    decision = row.lead.decision
    if decision is None or decision.verdict is not Verdict.PARTLY:
        return sentence(f"{clause_of(row.lead)}：{_wish(row)}")
    wish, reason = (text.strip().rstrip("。；") for text in (_wish(row), decision.reason))
    return sentence(f"{clause_of(row.lead)}：{wish}（部分采纳：{reason}）")


def _wish(row: rules.MergedComment) -> str:
    """Where a unit proposes no wording, what it holds."""
    return row.lead.proposed.strip() or "；".join(row.reasons)


def _is_taken_up(row: rules.MergedComment) -> bool:
    return row.lead.decision is not None and row.lead.decision.verdict in (Verdict.ADOPTED, Verdict.PARTLY)
