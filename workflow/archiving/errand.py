"""The archive as an errand: a case with thousands of files is packed by a worker, and its zip is kept."""

from typing import cast

from workflow.accident.model import Accident
from workflow.archiving.gathering import of_accident, of_round
from workflow.archiving.holding import Holding
from workflow.archiving.package import archive
from workflow.archiving.signed import signer
from workflow.consultation.model import Round
from workflow.desk import Desk
from workflow.errands import Errand, start
from workflow.errands.carrying import Running

KIND = "archive"
ZIP = "application/zip"
READY = "归档包已经做好，可以下载。"


def begin(desk: Desk, about: Round | Accident) -> Errand:
    holding = _gathered(about)
    if desk.signing:
        signer(desk, desk.signing)  # whoever packs only reads: the key must be there before
    return start(desk, KIND, about, f"制作归档包：{holding.title}", process=about.process, id=about.id)


def carry(errand: Running) -> None:
    """Packed while nobody has to wait for a lock; kept together with the end of the errand."""
    with errand.look() as desk:
        holding = _gathered(_about(desk, errand.arguments["process"], errand.arguments["id"]))
        data = archive(desk, holding)
    with errand.finish() as finishing:
        finishing.with_(READY, finishing.desk.keep(data, f"{holding.title}归档包.zip", ZIP))


def _about(desk: Desk, process: str, id_: int) -> Round | Accident:
    model = {model.process: model for model in (Round, Accident)}[process]
    return cast(Round | Accident, desk.session.get_one(model, id_))


def _gathered(about: Round | Accident) -> Holding:
    return of_round(about) if isinstance(about, Round) else of_accident(about)
