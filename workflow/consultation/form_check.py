"""形式审查: what the office looks for on a reply, and what it finds by itself."""

from dataclasses import dataclass

from workflow.clock import moment_in_words
from workflow.consultation import paperwork
from workflow.consultation.model import Letter, Reply


@dataclass(frozen=True)
class Checked:
    """One line of the check. `defect`: the code in `words.DEFECTS` when it is not `fine`, "" where time decides."""

    title: str
    fine: bool
    found: str
    defect: str = ""


def form_check(reply: Reply, letter: Letter) -> list[Checked]:
    """Signature, seal, version and time of a letter that was submitted."""
    assert letter.submitted_at is not None
    return [
        Checked("主要领导签字", letter.signed_at is not None, _signed(letter), "unsigned"),
        Checked("单位盖章", letter.sealed_at is not None, _sealed(letter), "unsealed"),
        Checked("针对现行征求意见稿", not reply.is_outdated(letter), _version(reply, letter), "wrong_version"),
        Checked(
            "截止前收到",
            reply.round.is_in_time(letter.submitted_at),
            moment_in_words(letter.submitted_at, seconds=True),
        ),
    ]


def _version(reply: Reply, letter: Letter) -> str:
    named = paperwork.version(letter.draft)
    if letter.draft_id == reply.round.current_draft.id or reply.is_outdated(letter):
        return named
    return f"{named}，报送在更正之前；单位再次确认前仍然有效"


def _signed(letter: Letter) -> str:
    return f"{letter.signer_name}，{moment_in_words(letter.signed_at)}" if letter.signed_at else "没有签字"


def _sealed(letter: Letter) -> str:
    return moment_in_words(letter.sealed_at) if letter.sealed_at else "没有盖章"
