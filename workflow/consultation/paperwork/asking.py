"""征求意见通知, 反馈单, and what follows until the deadline: 催办, 延期, 补正, 更正."""

from collections.abc import Sequence
from datetime import date, datetime

from workflow.clock import day_of, moment_in_words
from workflow.consultation import papers
from workflow.consultation.model import Extension, Letter, Reply, Round, RoundRevocation, Stage
from workflow.consultation.paperwork.phrases import form_code, notice_title, seal_of, version
from workflow.documents.title_marks import bare, inside
from workflow.workdays import Calendar


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
        draft_title=inside(round_.title),
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
        draft_title=inside(round_.title),
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
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(round_.title),
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
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(round_.title),
        reason=extended.reason.strip().rstrip("，。"),
        old_deadline=extended.old_deadline,
        new_deadline=extended.new_deadline,
        deliver_to=round_.lead_unit.short_name,
    )


def revocation(round_: Round, revoked: RoundRevocation) -> papers.Revocation:
    return papers.Revocation(
        demonstration=round_.is_demo,
        letterhead=f"{round_.lead_unit.name}文件",
        number=revoked.doc_number,
        issuer=round_.lead_unit.name,
        issued_on=day_of(revoked.issued_at),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        seal=seal_of(round_),
        addressees=tuple(round_.group_names),
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(round_.title),
        reason=revoked.reason.strip().rstrip("，。"),
        keeper=round_.lead_unit.short_name,
    )


def correction(reply: Reply, letter: Letter, defects: Sequence[str], now: datetime) -> papers.Correction:
    """`letter`: void already, so that what counts without it can be told."""
    round_ = reply.round
    return papers.Correction(
        demonstration=round_.is_demo,
        issuer=round_.lead_unit.name,
        issued_on=day_of(now),
        contact=round_.contact_name,
        telephone=round_.contact_phone,
        unit=reply.unit.name,
        draft_title=inside(round_.title),
        received_at=letter.submitted_at or now,
        defects=tuple(defect.strip().rstrip("。；") for defect in defects),
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
        afterwards="" if round_.is_in_time(now) else _what_counts_instead(reply),
    )


def _what_counts_instead(reply: Reply) -> str:
    """Nobody is asked to put right by yesterday what he hears of today."""
    passed = f"截止时间{moment_in_words(reply.round.last_moment)}已过，这份意见不能再补正，不计入反馈。"
    if reply.valid_letter is not None:
        return f"{passed}你单位此前报送的意见仍然有效，以其为准。"
    treated = "按逾期未反馈处理，视为无意见" if reply.proofs else "按未送达登记，不视为无意见"
    return (
        f"{passed}{treated}。仍需反映意见的，可以作为逾期来文报送，由{reply.round.lead_unit.short_name}决定是否采用。"
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
        notice_title=inside(notice_title(round_)),
        notice_number=round_.doc_number,
        draft_title=inside(new.title),
        reason=new.correction.strip().rstrip("，。"),
        old_version=version(old),
        new_version=version(new),
        changes=tuple(changes),
        deadline=round_.last_moment,
        deliver_to=round_.lead_unit.short_name,
    )
