"""案卷 and 全部回函 in one zip: while the files are few whoever asks waits for them, else it is an errand (后台办理)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from workflow.consultation import holdings, paperwork
from workflow.consultation.model import Letter, Paper, Reply, Round
from workflow.desk import Desk
from workflow.errands import Errand, start
from workflow.errands.carrying import Carry, Running

ZIP = "application/zip"
FEW = 300  # files; packing as many takes about half a second
READY = "压缩包已经制作完成，可以下载。"


@dataclass(frozen=True)
class Bundle:
    """`kind`: of its errand; `what`: 《…》`what`.zip."""

    kind: str
    what: str
    pack: Callable[[Desk, Round, holdings.Reading], bytes]

    def name(self, round_: Round) -> str:
        return f"{paperwork.bare(round_.title)}{self.what}.zip"


EVERYTHING = Bundle("round_papers", "案卷", holdings.archive)
LETTERS = Bundle("round_letters", "全部回函", holdings.letters)
BUNDLES: Mapping[str, Bundle] = {bundle.kind: bundle for bundle in (EVERYTHING, LETTERS)}


def are_few(desk: Desk, round_: Round) -> bool:
    """Whether the files of the round are packed so soon that a page may wait for it."""
    papers = select(func.count()).where(Paper.round_id == round_.id).scalar_subquery()
    of_round = select(Reply.id).where(Reply.round_id == round_.id)
    scans = select(func.count(Letter.scan_id)).where(Letter.reply_id.in_(of_round)).scalar_subquery()
    return (desk.session.scalar(select(papers + scans)) or 0) <= FEW


def now(desk: Desk, round_: Round, bundle: Bundle) -> bytes:
    return bundle.pack(desk, round_, iter)


def begin(desk: Desk, round_: Round, bundle: Bundle) -> Errand:
    return start(desk, bundle.kind, round_, f"打包{paperwork.in_marks(round_.title)}{bundle.what}", id=round_.id)


def _carrying(bundle: Bundle) -> Carry:
    def carry(errand: Running) -> None:
        """Packed while nobody has to wait for a lock; kept together with the end of the errand."""
        with errand.look() as desk:
            round_ = desk.session.get_one(Round, errand.arguments["id"])
            name, data = bundle.name(round_), bundle.pack(desk, round_, errand.counting)
        with errand.finish() as finishing:
            finishing.with_(READY, finishing.desk.keep(data, name, ZIP))

    return carry


KINDS: Mapping[str, Carry] = {kind: _carrying(bundle) for kind, bundle in BUNDLES.items()}
