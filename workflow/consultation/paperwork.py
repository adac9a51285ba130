"""From facts to papers: the queries behind `papers`, and the keeping of what was made."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from workflow.clock import day_in_words, day_of
from workflow.consultation import attesting, papers, rules, words
from workflow.consultation.model import (
    Comment,
    Coordination,
    Draft,
    Extension,
    Letter,
    Paper,
    Reply,
    Round,
    Stage,
    StandingKind,
    Verdict,
    VoidKind,
)
from workflow.consultation.said import comments_of, said_in
from workflow.desk import Desk
from workflow.documents.paper import word
from workflow.files import EXCEL, WORD, KeptFile
from workflow.workdays import Calendar

DEMO_SEAL = Path(__file__).parents[2] / "templates" / "word" / "seal.png"
SILENCE_RULE = "逾期不报视为无意见"
SILENCE_SOURCE = "征求意见通知正文"


def keep(
    desk: Desk, round_: Round, paper: papers.Paper, about: str = "", reply: Reply | None = None,
    letter: Letter | None = None,
) -> KeptFile:  # fmt: skip
    """Make the paper, keep it with the round, and vouch for it. `letter`: whose paper it is."""
    mark = attesting.mark_for(desk, paper.kind)
    name = file_name(paper.title_in_words, about)
    kept = keep_bytes(desk, round_, paper.kind, word(paper, mark), name, WORD, reply)
    attesting.vouch(desk, round_, kept, paper, mark, letter)
    return kept


def keep_sheet(desk: Desk, round_: Round, paper: papers.Summary) -> KeptFile:
    name = file_name(paper.title_in_words, "", "xlsx")
    return keep_bytes(desk, round_, "summary_sheet", papers.summary_sheet(paper), name, EXCEL, None)


FIGURES = ("summary", "summary_sheet", "adoption_report")  # papers of the round that say how the units stand


def keep_figures(desk: Desk, round_: Round, records: Sequence[Coordination]) -> None:
    """Make what says how the units stand, as it is known now; what was made earlier stays beside it."""
    made = summary(round_, desk.now)
    keep(desk, round_, made)
    keep_sheet(desk, round_, made)
    keep(desk, round_, adoption_report(round_, records, desk.now))


def keep_bytes(
    desk: Desk, round_: Round, kind: str, data: bytes, name: str, media_type: str, reply: Reply | None
) -> KeptFile:
    kept = desk.keep(data, name, media_type)
    desk.session.add(
        Paper(round_id=round_.id, reply_id=reply.id if reply else None, kind=kind, file_id=kept.id, made_at=desk.now)
    )
    return kept


def file_name(title: str, about: str = "", suffix: str = "docx") -> str:
    return f"{title}（{about}）.{suffix}" if about else f"{title}.{suffix}"


def kept_paper(round_: Round, kind: str, reply: Reply | None = None) -> KeptFile | None:
    """The latest kept paper of that kind."""
    reply_id = reply.id if reply else None
    found = [paper for paper in round_.papers if paper.kind == kind and paper.reply_id == reply_id]
    return found[-1].file if found else None


# -- what several papers say in the same way


def bare(title: str) -> str:
    """A title as it stands inside 《》."""
    return title.strip().removeprefix("《").removesuffix("》")


def notice_title(round_: Round) -> str:
    again = f"第{words.REPEATED_SECOND_ROUND[round_.ordinal]}次" if round_.ordinal > 1 else ""
    return f"关于{again}征求《{bare(round_.title)}》意见的通知"


def version(draft: Draft) -> str:
    return f"第{draft.version}稿"


def seal_of(round_: Round) -> bytes | None:
    """Demonstration rounds carry the demonstration seal; real papers are sealed by hand."""
    return DEMO_SEAL.read_bytes() if round_.is_demo else None


def clause_of(comment: Comment) -> str:
    return comment.clause.label if comment.clause else "全文"


def calendar_note(deadline: datetime, calendar: Calendar) -> str:
    day = day_of(deadline)
    kind = "工作日" if calendar.is_workday(day) else "非工作日"
    note = calendar.note(day)
    return f"截止日为{kind}（{calendar.describe(day)}）" + (f"；{note}" if note else "")


def form_code(reply: Reply) -> str:
    return f"{reply.key}-{reply.round.current_draft.version}"


# -- papers of the office


def notice(round_: Round, issued_on: date) -> papers.Notice:
    return papers.Notice(
        demonstration=round_.is_demo,
        letterhead=f"{round_.lead_unit.name}文件",
        number=round_.doc_number,
        issuer=round_.lead_unit.name,
        issued_on=issued_on,
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        title=notice_title(round_),
        addressees=tuple(round_.group_names),
        basis=round_.basis.strip().rstrip("，。"),
        drafter=round_.lead_unit.short_name,
        draft_title=bare(round_.title),
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
        annexes=(bare(round_.title), *(bare(annex.title) for annex in round_.annexes)),
    )


def comment_form(reply: Reply) -> papers.CommentForm:
    round_ = reply.round
    return papers.CommentForm(
        demonstration=round_.is_demo,
        form_code=form_code(reply),
        unit=reply.unit.name,
        office=round_.lead_unit.short_name,
        draft_title=bare(round_.title),
        draft_version=version(round_.current_draft),
        deadline=round_.last_moment,
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        clauses=tuple(papers.FormClause(f"{c.label}{c.title}") for c in round_.current_draft.clauses),
    )


def reminder(reply: Reply, now: datetime, calendar: Calendar) -> papers.Reminder:
    round_ = reply.round
    days = calendar.workdays_between(day_of(now), day_of(round_.last_moment))
    return papers.Reminder(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        unit=reply.unit.name,
        notice_title=notice_title(round_),
        notice_number=round_.doc_number,
        draft_title=bare(round_.title),
        state="尚未签收通知" if reply.stage is Stage.ISSUED else "尚未报送书面意见",
        time_left=f"{days}个工作日" if days else "不足1个工作日",
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
    )


def extension(round_: Round, extended: Extension) -> papers.Extension:
    return papers.Extension(
        demonstration=round_.is_demo,
        letterhead=f"{round_.lead_unit.name}文件",
        number=extended.doc_number,
        issuer=round_.lead_unit.name,
        issued_on=day_of(extended.issued_at),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        addressees=tuple(round_.group_names),
        notice_title=notice_title(round_),
        notice_number=round_.doc_number,
        draft_title=bare(round_.title),
        reason=extended.reason.strip().rstrip("，。"),
        old_deadline=extended.old_deadline,
        new_deadline=extended.new_deadline,
        deliver_to=round_.lead_unit.short_name,
    )


def correction(reply: Reply, letter: Letter, defects: Sequence[str], now: datetime) -> papers.Correction:
    round_ = reply.round
    return papers.Correction(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        unit=reply.unit.name,
        draft_title=bare(round_.title),
        received_at=letter.submitted_at or now,
        defects=tuple(defect.strip().rstrip("。；") for defect in defects),
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
    )


def replacement(round_: Round, changes: Sequence[papers.Change], now: datetime) -> papers.Replacement:
    old, new = round_.drafts[-2:]
    return papers.Replacement(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        addressees=tuple(round_.group_names),
        notice_title=notice_title(round_),
        notice_number=round_.doc_number,
        draft_title=bare(new.title),
        reason=new.correction.strip().rstrip("，。"),
        old_version=version(old),
        new_version=version(new),
        changes=tuple(changes),
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
    )


def coordination(round_: Round, record: Coordination) -> papers.Coordination:
    about = [(reply, comment) for reply, comment in said_in(round_) if comment.id in record.comment_ids]
    first = about[0][1]
    return papers.Coordination(
        demonstration=round_.is_demo,
        draft_title=bare(round_.title),
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


# -- the unit's letter


def reply_letter(reply: Reply, letter: Letter) -> papers.Reply:
    round_ = reply.round
    return papers.Reply(
        demonstration=round_.is_demo,
        unit=reply.unit.name,
        office=round_.lead_unit.name,
        notice_title=notice_title(round_),
        notice_number=round_.doc_number,
        draft_title=bare(letter.draft.title),
        draft_version=version(letter.draft),
        comments=tuple(
            papers.CommentLine(number, clause_of(c), c.original, c.proposed, c.reason)
            for number, c in enumerate(letter.comments, 1)
        ),
        handler=letter.written_by.name,
        telephone=reply.unit.phone,
        opinion=letter.opinion,
        leader=letter.signer_name,
        signed_on=day_of(letter.signed_at) if letter.signed_at else None,
        seal=DEMO_SEAL.read_bytes() if round_.is_demo and letter.sealed_at else None,
    )


# -- after the deadline


def summary(round_: Round, now: datetime) -> papers.Summary:
    rows = rules.merge(said_in(round_))
    return papers.Summary(
        demonstration=round_.is_demo,
        draft_title=bare(round_.title),
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
        comments=counts.comments,
        adopted=counts.adopted,
        partly=counts.partly,
        declined=counts.declined,
        explained=counts.explained,
    )


def _was_never_corrected(reply: Reply) -> bool:
    unanswered = rules.standing_of(reply) in (StandingKind.SILENT, StandingKind.UNDELIVERED)
    return unanswered and any(letter.void is VoidKind.REJECTED for letter in reply.letters)


def disagreements(round_: Round, records: Sequence[Coordination]) -> tuple[str, ...]:
    return tuple(f"{coordination(round_, record).clause}：{record.outcome}" for record in records)


def adoption_report(round_: Round, records: Sequence[Coordination], now: datetime) -> papers.AdoptionReport:
    assert round_.issued_at is not None
    return papers.AdoptionReport(
        demonstration=round_.is_demo,
        draft_title=bare(round_.title),
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
                proposed=row.lead.proposed,
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


def answer(reply: Reply, now: datetime) -> papers.Answer:
    round_ = reply.round
    own = [comment for said_by, comment in said_in(round_) if said_by is reply]
    return papers.Answer(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        unit=reply.unit.name,
        notice_title=notice_title(round_),
        notice_number=round_.doc_number,
        draft_title=bare(round_.title),
        standing=standing_said(reply),
        lines=tuple(_answer_line(number, comment) for number, comment in enumerate(own, 1)),
    )


def standing_said(reply: Reply) -> str:
    """How the answer begins, after 贵单位."""
    letter = reply.valid_letter
    if letter is None or letter.submitted_at is None:
        return {
            StandingKind.SILENT: "截至规定时间未反馈意见，视为无意见",
            StandingKind.UNDELIVERED: "截至规定时间未反馈意见，且通知未能确认送达",
        }.get(rules.standing_of(reply), "尚未反馈意见")
    day = day_in_words(day_of(letter.submitted_at))
    return f"于{day}书面回复无修改意见" if letter.no_objection else f"于{day}书面反馈意见{len(letter.comments)}条"


def _answer_line(number: int, comment: Comment) -> papers.AnswerLine:
    decision = comment.decision
    return papers.AnswerLine(
        number=number,
        clause=clause_of(comment),
        original=comment.original,
        proposed=comment.proposed,
        reason=comment.reason,
        decision=words.VERDICTS[decision.verdict] if decision else "",
        explanation=decision.reason if decision else "",
    )


def record(reply: Reply, calendar: Calendar) -> papers.SilenceRecord | papers.UndeliveredRecord:
    """The record about a unit that did not answer: silent, or never shown to have been reached."""
    round_ = reply.round
    standing = next(s for s in reply.standings if s.kind in (StandingKind.SILENT, StandingKind.UNDELIVERED))
    remindings = tuple(papers.Reminding(r.at, words.CHANNELS[r.channel], r.result) for r in reply.reminders)
    deliveries = tuple(
        papers.Delivery(d.at, words.CHANNELS[d.channel], d.result)
        for d in (reply.proofs if standing.kind is StandingKind.SILENT else reply.deliveries)
    )
    code, title, draft_title = f"{round_.key}-{reply.position}", notice_title(round_), bare(round_.title)
    note = calendar_note(round_.last_moment, calendar)
    if standing.kind is StandingKind.UNDELIVERED:
        return papers.UndeliveredRecord(
            demonstration=round_.is_demo, record_code=code, unit=reply.unit.name, notice_title=title,
            notice_number=round_.doc_number, draft_title=draft_title, attempts=deliveries, reminders=remindings,
            deadline=round_.last_moment, closed_at=standing.known_at, calendar_note=note,
        )  # fmt: skip
    return papers.SilenceRecord(
        demonstration=round_.is_demo, record_code=code, unit=reply.unit.name, notice_title=title,
        notice_number=round_.doc_number, draft_title=draft_title, deliveries=deliveries, reminders=remindings,
        deadline=round_.last_moment, closed_at=standing.known_at, calendar_note=note,
        rule=SILENCE_RULE, rule_source=SILENCE_SOURCE, remark=_remark(reply),
    )  # fmt: skip


def _remark(reply: Reply) -> str:
    returned = [letter for letter in reply.letters if letter.void is VoidKind.REJECTED]
    withdrawn = [letter for letter in reply.letters if letter.void is VoidKind.WITHDRAWN]
    notes = [f"曾报送回函，因{letter.void_reason.rstrip('。')}退回补正，截止前未补正" for letter in returned[-1:]]
    notes += ["曾报送回函，后自行撤回，截止前未重新报送" for _ in withdrawn[-1:]]
    notes += [f"截止后另有逾期来文{len(reply.late_letters)}件" for _ in reply.late_letters[:1]]
    return "；".join(notes)


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
        draft_title=bare(round_.title).replace("（征求意见稿）", "（送审稿）"),
        basis=round_.basis.strip().rstrip("，。"),
        drafter=round_.lead_unit.short_name,
        opened_on=day_of(round_.issued_at),
        deadline=round_.last_moment,
        rounds=round_.ordinal,
        figures=figures(round_),
        changes=tuple(f"{clause_of(row.lead)}：{row.lead.proposed}" for row in adopted),
        disagreements=disagreements(round_, records),
        annexes=("意见汇总表", "采纳情况说明"),
    )


def _is_taken_up(row: rules.MergedComment) -> bool:
    return row.lead.decision is not None and row.lead.decision.verdict in (Verdict.ADOPTED, Verdict.PARTLY)
