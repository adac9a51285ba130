"""签发 and 统一反馈 to very many units as errands: he has decided, and proved who he is; a worker makes and delivers.

It is still one transaction: all units are reached in the same moment or none is. What takes long, the making of the
papers, comes before it; a paper that would say anything else by then is made anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflow.consultation import paperwork
from workflow.consultation.actions import deciding, issuing
from workflow.consultation.model import Round
from workflow.consultation.paperwork import Ready
from workflow.consultation.said import gather
from workflow.desk import Desk
from workflow.errands import Errand, start
from workflow.errands.carrying import Carry, Running


@dataclass(frozen=True)
class Sending:
    """`must_be_ready`: refuses as the act itself would. `prepare`: makes the papers of the units, one after the other,

    while nobody has to wait for a lock. `act`: with the opinion given and those papers, says what came of it.
    """

    kind: str
    verb: str
    must_be_ready: Callable[[Desk, Round], None]
    prepare: Callable[[Running], Ready]
    act: Callable[[Desk, Round, str, Ready], str]


def _nothing(_: Running) -> Ready:
    return paperwork.NONE_READY


def _answers(errand: Running) -> Ready:
    with errand.look() as desk:
        round_ = desk.session.get_one(Round, errand.arguments["id"])
        deciding.must_be_releasable(desk, round_)
        gather(desk, round_)
        return deciding.answers_ready(desk, round_, errand.counting(round_.replies))


def _issue(desk: Desk, round_: Round, opinion: str, _: Ready) -> str:
    issuing.issue(desk, round_, opinion)
    return f"已签发，文号{round_.doc_number}，通知已送达{len(round_.unit_ids)}家单位。"


def _release(desk: Desk, round_: Round, _opinion: str, ready: Ready) -> str:
    deciding.release(desk, round_, ready)
    return f"已向{len(round_.unit_ids)}家单位统一反馈采纳情况。"


ISSUE = Sending("issue", "签发", issuing.must_be_ready, _nothing, _issue)
RELEASE = Sending("release", "反馈采纳情况", deciding.must_be_releasable, _answers, _release)
SENDINGS: Mapping[str, Sending] = {each.kind: each for each in (ISSUE, RELEASE)}
MANY = {  # units; a notice is one paper for all, and so many are reached within a second on two cores; answers are papers
    ISSUE.kind: 500,
    RELEASE.kind: 100,
}


def send(desk: Desk, round_: Round, sending: Sending, opinion: str = "") -> Errand | str:
    """At once, with what came of it in words; to very many units behind the page."""
    if len(round_.unit_ids) > MANY[sending.kind]:
        return begin(desk, round_, sending, opinion)
    return sending.act(desk, round_, opinion, paperwork.NONE_READY)


def begin(desk: Desk, round_: Round, sending: Sending, opinion: str = "") -> Errand:
    """What would be refused is refused here, at the form; what changes until its turn comes is refused there."""
    sending.must_be_ready(desk, round_)
    title = f"{sending.verb}{paperwork.in_marks(round_.title)}，{len(round_.unit_ids)}家单位"
    return start(desk, sending.kind, round_, title, id=round_.id, opinion=opinion, address=desk.address)


def _carrying(sending: Sending) -> Carry:
    def carry(errand: Running) -> None:
        ready = sending.prepare(errand)
        with errand.finish() as finishing:
            desk = finishing.desk
            desk.address = errand.arguments["address"]  # from where he decided
            round_ = desk.at_hand(Round, errand.arguments["id"])
            finishing.with_(sending.act(desk, round_, errand.arguments["opinion"], ready))

    return carry


KINDS: Mapping[str, Carry] = {kind: _carrying(sending) for kind, sending in SENDINGS.items()}
