"""待签批、待用印: whoever must act next on a letter hears of it outside, where the installation sends mail.

And what was asked of a unit is not told outside any more when it has been done, put off or taken back in the meantime.

Not the verb that sends the letter on writes the message but the mail's own round: the step costs nothing more, and what
was signed within the minute is no news any more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import selectinload

from workflow.clock import moment_in_words
from workflow.consultation import paperwork
from workflow.consultation.model import Letter, LetterChannel, Reply, RoundStage
from workflow.desk import Desk
from workflow.engine.rows import instances, tasks
from workflow.notices import Channel, Notice
from workflow.people import FALLS_TO, Post, PostKind
from workflow.people.posts import stands_on

NEWS = timedelta(days=1)  # what has lain longer, while nobody had set up a carrier, is no news any more
WORDS: Mapping[str, tuple[PostKind, str, str]] = {
    "sign": (PostKind.LEADER, "请签批回函", "本单位经办人已经送签。"),
    "seal": (PostKind.SEAL_KEEPER, "请为回函用印", "本单位主要领导已经签批，用印后才算报送。"),
}
FALLEN: Mapping[str, tuple[PostKind, str, str]] = {  # the same, where nobody holds the post any more
    "seal": (
        FALLS_TO[PostKind.SEAL_KEEPER], "请为回函用印",
        "回函已经签批，但本单位现在没有在任的印章管理员，改由主要领导用印；用印后才算报送。",
    ),
}  # fmt: skip
REMINDING = ("reminder", "urging")


def is_overtaken(desk: Desk, notice: Notice) -> bool:
    kind, _, number = notice.subject.partition(":")
    if kind != Reply.process or notice.kind not in (*WORDS, *REMINDING):
        return False
    reply = desk.session.get_one(Reply, int(number))
    if notice.kind in WORDS:
        return notice.kind not in desk.open_steps(reply)
    return reply.has_answered or _has_moved_on(desk, reply, notice.created_at)


def _has_moved_on(desk: Desk, reply: Reply, since: datetime) -> bool:
    """Over, or put off: the moment that the reminder names is none any more, and the new one has reminders of its own."""
    round_ = reply.round
    is_open = round_.stage is RoundStage.COLLECTING and round_.is_in_time(desk.now)
    return not is_open or any(extension.issued_at >= since for extension in round_.extensions)


def tell_of_letters(desk: Desk) -> None:
    """A message for each letter that lies before its leader or its keeper and was not told to him yet."""
    for reply, step, since, has_fallen in _waiting(desk):
        letter = reply.letter
        if letter is not None:
            desk.session.add(_message(desk, reply, letter, step, since, has_fallen))
    desk.session.flush()


def _waiting(desk: Desk) -> Sequence[tuple[Reply, str, datetime, bool]]:
    """Each with the step it waits in and since when; a letter comes to a step once: what is sent back is void.

    The last: whether the step has fallen to another post, to which it is news however long the letter has lain.
    """
    written = select(func.max(Letter.written_at)).where(
        Letter.reply_id == Reply.id, Letter.channel == LetterChannel.ONLINE
    )
    keeper = Post.unit_id == tasks.c.unit_id, Post.kind == PostKind.SEAL_KEEPER, stands_on(desk.today)
    fallen = and_(tasks.c.step.in_(FALLEN), ~exists().where(*keeper).correlate(tasks))
    told = exists().where(
        Notice.unit_id == Reply.unit_id,  # by whose index it is found
        Notice.subject == literal("reply:") + cast(Reply.id, String),
        Notice.kind == tasks.c.step,
        or_(~fallen, Notice.post == FALLS_TO[PostKind.SEAL_KEEPER]),
        Notice.created_at >= written.correlate(Reply).scalar_subquery(),
    )
    found = (
        select(Reply, tasks.c.step, tasks.c.opened_at, fallen)
        .join(instances, and_(instances.c.process == Reply.process, instances.c.subject_id == Reply.id))
        .join(tasks, tasks.c.instance_id == instances.c.id)
        .where(tasks.c.step.in_(WORDS), or_(fallen, tasks.c.opened_at > desk.now - NEWS), ~told)
        .options(selectinload(Reply.letters), selectinload(Reply.round))
        .order_by(tasks.c.opened_at, Reply.id)
    )
    return [(reply, step, since, has_fallen) for reply, step, since, has_fallen in desk.session.execute(found)]


def _message(desk: Desk, reply: Reply, letter: Letter, step: str, since: datetime, has_fallen: bool) -> Notice:
    """Told at the earliest when the letter came: this round may have begun a moment before and waited for its turn."""
    post, title, body = (FALLEN if has_fallen else WORDS)[step]
    again = f"这是本单位重新办理的第{letter.number}份回函。" if letter.number > 1 else ""
    at = max(desk.now, since)
    return Notice(
        unit_id=reply.unit_id, case=reply.case, subject=reply.subject, kind=step, post=post,
        title=f"{title}：{paperwork.notice_title(reply.round)}",
        body=f"{body}{again}截止时间为{moment_in_words(reply.round.last_moment)}。", channel=Channel.SYSTEM,
        caused_by_id=None if has_fallen else letter.signed_by_id or letter.written_by_id, created_at=at, sent_at=at,
    )  # fmt: skip
