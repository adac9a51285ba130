"""Which posts exclude each other: three administrators are three persons, and none of them acts in a case.

Asked of every new post and every substitution, for all the days they share with what the officer holds already.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from workflow.desk import Desk
from workflow.errors import Refusal
from workflow.people import ADMINISTRATORS, POSTS, Officer, PostKind

_OPPOSITE = {PostKind.CLERK: PostKind.LEADER, PostKind.LEADER: PostKind.CLERK}


def hold(desk: Desk, *officers: Officer | None) -> None:
    """Of two who give these officers posts or substitutions, or close their accounts, the second finds what the first did.

    In one order for everybody, and before anything is asked; what was read of them before is read again.
    """
    ids = {officer.id for officer in officers if officer}
    rows = select(Officer.id).where(Officer.id.in_(ids)).order_by(Officer.id)
    desk.session.execute(rows.with_for_update(key_share=True)).all()
    desk.session.flush()
    desk.session.expire_all()


def must_fit(officer: Officer, kind: PostKind, since: date, until: date | None) -> None:
    """A further post of that kind beside what he holds or stands in for on any of these days."""
    others = officer.kinds_between(since, until) | set(_entrusted(officer, since, until))
    kept = sorted((others - {kind}) & ADMINISTRATORS)
    if kept:
        raise Refusal(
            f"{officer.name}是{POSTS[kept[0]]}，不能再任{POSTS[kind]}：系统、安全、审计管理员由三人分别担任，"
            "也不参与具体事项的办理。请另选人员，或者先办理管理员岗位的交接。"
        )
    if kind in ADMINISTRATORS and others - {kind}:
        raise Refusal(
            f"{officer.name}另有办理岗位，不能任{POSTS[kind]}：管理员不参与具体事项的办理。"
            "请另选人员，或者先交接其办理岗位。"
        )


def must_not_propose_and_confirm(officer: Officer, unit_id: int, kind: PostKind, since: date, until: date) -> None:
    """Whoever prepares in a unit does not sign there for another, and the other way round."""
    opposite = _OPPOSITE.get(kind)
    own = any(p.unit_id == unit_id and p.kind is opposite and p.overlaps(since, until) for p in officer.posts)
    lent = any(
        each.overlaps(since, until) and each.post.unit_id == unit_id and each.post.kind is opposite
        for each in officer.substitutions
    )
    if opposite and (own or lent):
        raise Refusal(
            f"{officer.name}这段时间在该单位任{POSTS[opposite]}，不能再代{POSTS[kind]}：同一人不能既经办又审签。请另选人员。"
        )


def _entrusted(officer: Officer, since: date, until: date | None) -> Iterator[PostKind]:
    for each in officer.substitutions:
        if each.overlaps(since, until or date.max):
            yield each.post.kind
