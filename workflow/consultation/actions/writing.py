"""填写意见: what a unit types is saved as it is typed, or taken over from a filled form; nothing is sent by it."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete

from workflow.consultation import paperwork
from workflow.consultation.actions.guards import must_be_current
from workflow.consultation.actions.wishes import Wish, comments_from
from workflow.consultation.model import Clause, Comment, Reply
from workflow.desk import Desk
from workflow.documents.forms import read_form
from workflow.errors import Incomplete, Refusal, Stale, TooLate
from workflow.people import PostKind
from workflow.store import public_key

LONGEST = 5_000  # characters of one field, as in the Word form


def save_comment(desk: Desk, reply: Reply, key: str | None, wish: Wish) -> Comment:
    """Save one comment (a new one without `key`), at any time while the unit may still write."""
    _may_write(desk, reply)
    _must_be_a_clause_of_the_draft(reply, wish.clause)
    _must_fit(wish)
    comment = _written(reply, key) if key else _new_comment(desk, reply)
    comment.clause_id = wish.clause.id if wish.clause else None
    comment.original, comment.proposed, comment.reason = wish.original, wish.proposed, wish.reason
    reply.declares_no_objection, reply.saved_at = False, desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])
    return comment


def begin_comment(desk: Desk, reply: Reply, version: int, position: int | None, selected: str = "") -> Comment:
    """An empty comment beside a clause (by its place in the version on the screen), its words quoted; None: 全文.

    `selected`: the words of the clause that are meant, "" for all of them.
    """
    draft = reply.round.current_draft
    must_be_current(reply, version)
    clause = None if position is None else next((c for c in draft.clauses if c.position == position), None)
    if clause is None and position is not None:
        raise Stale("征求意见稿中没有这一条，可能已经调整。请刷新后对照现在的文稿提出意见。")
    return save_comment(desk, reply, None, Wish(clause, _quoted(clause, selected)))


def _quoted(clause: Clause | None, selected: str) -> str:
    """What a browser takes for selected need not be the draft's words; then the whole clause is quoted."""
    if clause is None:
        return ""
    return selected if selected.strip() and selected in clause.text else clause.text


def change_comment(desk: Desk, reply: Reply, key: str, seen: Collection[str] = (), **words: str) -> Comment:
    """Some words of a comment (`original`, `proposed`, `reason`), as they are typed; the others stay.

    `seen`: what the writer's page took for saved; when it was something else, a colleague has written there.
    """
    _may_write(desk, reply)
    comment = _written(reply, key)
    for name, text in words.items():
        _must_be_what_was_seen(getattr(comment, name), {*seen, text} if seen else ())
    kept = {name: getattr(comment, name) for name in ("original", "proposed", "reason")}
    return save_comment(desk, reply, key, Wish(comment.clause, **{**kept, **words}))


def _must_be_what_was_seen(kept: str, seen: Collection[str]) -> None:
    if seen and kept not in seen:
        raise Stale("同事刚刚改动了这一处。您填写的内容没有丢失，请先复制，刷新后对照现在的内容再改。")


def remove_comment(desk: Desk, reply: Reply, key: str) -> None:
    _may_write(desk, reply)
    desk.session.delete(_written(reply, key))
    reply.saved_at = desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])


def declare_no_objection(desk: Desk, reply: Reply, declared: bool = True) -> None:
    """无意见, with one click; the comments already typed are kept but not sent."""
    _may_write(desk, reply)
    reply.declares_no_objection, reply.saved_at = declared, desk.now


def import_form(desk: Desk, reply: Reply, data: bytes, name: str) -> int:
    """Take over the rows of a filled 反馈单, all or none; returns how many.

    Incomplete names every wrong row; a form of another unit, round or version is refused.
    """
    _may_write(desk, reply)
    form = read_form(data, name)
    _must_be_the_form_of(reply, form.form_code)
    draft = reply.round.current_draft
    clauses = {row.row: draft.clause_labelled(row.clause) for row in form.rows}
    unknown = {
        f"第{row.row}行": f"第{row.row}行：征求意见稿中没有“{row.clause}”这一条，请照反馈单所列条款填写。"
        for row in form.rows
        if clauses[row.row] is None and row.clause.strip() != "全文"
    }
    if unknown:
        raise Incomplete(unknown, "反馈单未导入，请改正以下各行后重新上传：" + "".join(unknown.values()))
    _replace_written(desk, reply, [Wish(clauses[r.row], r.original, r.proposed, r.reason) for r in form.rows])
    reply.declares_no_objection = bool(form.declares_no_objection) and not form.rows
    return len(form.rows)


def _must_be_the_form_of(reply: Reply, code: str) -> None:
    if code == paperwork.form_code(reply):
        return
    if code.rpartition("-")[0] == reply.key:
        raise Stale("这份反馈单对应的是更正前的征求意见稿。请下载最新的反馈单，把意见移过去后再上传。")
    raise Refusal("这份反馈单不是本单位本轮的（表单编号不符），没有导入。请从本页下载本单位的反馈单填写。")


def _replace_written(desk: Desk, reply: Reply, wishes: Sequence[Wish]) -> None:
    desk.session.execute(delete(Comment).where(Comment.reply_id == reply.id, Comment.letter_id.is_(None)))
    desk.session.add_all(comments_from(reply, wishes))
    reply.saved_at = desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])


def _new_comment(desk: Desk, reply: Reply) -> Comment:
    position = max((comment.position for comment in reply.written), default=0) + 1
    comment = Comment(key=public_key(), reply_id=reply.id, letter_id=None, position=position)
    desk.session.add(comment)
    return comment


def _written(reply: Reply, key: str) -> Comment:
    found = next((comment for comment in reply.written if comment.key == key), None)
    if found is None:
        raise Stale("这条意见已经删除或已随回函送签，请刷新后核对。您刚才填写的内容仍在页面上，可复制保存。")
    return found


# What becomes of words typed after the deadline: has the unit answered?
_WRITING_IS_OVER = {
    True: "截止时间已过，已报送的回函按期有效，意见不能再改动。如需更正，请来文说明。",
    False: "截止时间已过，系统正在作截止登记。请稍候刷新，登记后可以继续填写，作为逾期来文报送。",
}


def _may_write(desk: Desk, reply: Reply) -> None:
    """Writing is free while the case lies on the clerk's desk; after the deadline it may serve a late letter."""
    desk.must_hold(reply.unit_id, PostKind.CLERK)
    if reply.round.archived_at is not None:
        raise Stale("本轮征求意见已经归档，不能再填写。如确有重要意见，请电话联系区安委办。")
    if "write" in desk.open_steps(reply) or reply.is_overdue:
        return
    if not reply.round.is_in_time(desk.now):
        raise TooLate(_WRITING_IS_OVER[reply.has_answered])
    if "receive" in desk.open_steps(reply):
        raise Stale("请先签收通知，再填写意见。")
    raise Stale("回函已送签或已报送，意见暂不能改动。需要修改的，请先请领导退回，或在截止前撤回。")


def _must_be_a_clause_of_the_draft(reply: Reply, clause: Clause | None) -> None:
    if clause is not None and clause.draft_id != reply.round.current_draft.id:
        raise Stale("征求意见稿已经更正，这一条属于旧稿。您填写的内容没有丢失，请刷新后对照新稿提出意见。")


def _must_fit(wish: Wish) -> None:
    fields = {"original": wish.original, "proposed": wish.proposed, "reason": wish.reason}
    long = {name: f"这一栏超过{LONGEST}字，请精简或分成几条。" for name, text in fields.items() if len(text) > LONGEST}
    if long:
        raise Incomplete(long)
