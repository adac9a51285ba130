"""The leader's page: what the unit is about to say, and what changed since the letter that was last sent back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.consultation.model import Comment, Letter, Reply, VoidKind
from workflow.documents.comparison import Piece, difference

_RETURNED = (VoidKind.RETURNED_BY_LEADER, VoidKind.RETURNED_BY_KEEPER, VoidKind.REJECTED)


class Change(StrEnum):
    SAME = "same"
    NEW = "new"  # 新增
    CHANGED = "changed"  # 有改动


@dataclass(frozen=True)
class Proposal:
    """One comment of the letter. `pieces`: from the quoted words to the proposed ones, () when nothing is quoted."""

    comment: Comment
    pieces: tuple[Piece, ...]
    change: Change | None  # None: nothing to compare with
    earlier: Comment | None = None  # what stood there before, when it changed


@dataclass(frozen=True)
class Brief:
    """`returned`: the letter that was sent back last; `dropped`: its comments that are no longer made."""

    letter: Letter
    proposals: tuple[Proposal, ...]
    returned: Letter | None
    dropped: tuple[Comment, ...]
    is_on_current_draft: bool


def brief(reply: Reply) -> Brief | None:
    """About the letter in hand; None when there is none."""
    letter = reply.letter
    if letter is None or letter.void is not None:
        return None
    returned = _last_returned(reply, letter)
    earlier = _matched(letter.comments, returned.comments) if returned else {}
    return Brief(
        letter,
        tuple(_proposal(comment, earlier.get(comment.id), returned) for comment in letter.comments),
        returned,
        _dropped(returned, earlier.values()),
        letter.draft_id == reply.round.current_draft.id,
    )


def _last_returned(reply: Reply, letter: Letter) -> Letter | None:
    before = [each for each in reply.letters if each.number < letter.number and each.void in _RETURNED]
    return before[-1] if before else None


def _proposal(comment: Comment, earlier: Comment | None, returned: Letter | None) -> Proposal:
    pieces = difference(comment.original, comment.proposed) if comment.original and comment.proposed else ()
    if returned is None:
        return Proposal(comment, pieces, None)
    if earlier is None:
        return Proposal(comment, pieces, Change.NEW)
    if _words(earlier) == _words(comment):
        return Proposal(comment, pieces, Change.SAME)
    return Proposal(comment, pieces, Change.CHANGED, earlier)


def _dropped(returned: Letter | None, kept: Collection[Comment]) -> tuple[Comment, ...]:
    return tuple(comment for comment in returned.comments if comment not in kept) if returned else ()


def _matched(now: Sequence[Comment], before: Sequence[Comment]) -> Mapping[int, Comment]:
    """Which earlier comment each one continues: word for word, else about the same words, else the same clause."""
    left, found = list(before), dict[int, Comment]()
    for alike in (_words, _quoted, _clause):
        for comment in now:
            if comment.id not in found and (earlier := _first(left, comment, alike)) is not None:
                found[comment.id] = earlier
                left.remove(earlier)
    return found


def _first(left: Sequence[Comment], comment: Comment, alike: Callable[[Comment], object]) -> Comment | None:
    return next((earlier for earlier in left if alike(earlier) == alike(comment)), None)


def _words(comment: Comment) -> tuple[str, str, str, str]:
    return (_clause(comment), comment.original, comment.proposed, comment.reason)


def _quoted(comment: Comment) -> tuple[str, str]:
    return (_clause(comment), comment.original)


def _clause(comment: Comment) -> str:
    """By its label, which outlives a correction of the draft."""
    return comment.clause.label if comment.clause else ""
