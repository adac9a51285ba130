"""The archive as an errand: a case with thousands of files is packed by a worker, and its zip is kept."""

from typing import cast

from workflow.accident.model import Accident, Stage
from workflow.archiving.gathering import gathered
from workflow.archiving.package import archive, prepare
from workflow.consultation.model import Round, RoundStage
from workflow.desk import Desk
from workflow.errands import Errand, start
from workflow.errands.carrying import Running
from workflow.people import PostKind

KIND = "archive"
ZIP = "application/zip"
READY = "归档包已经制作完成，可以下载。"


def order(desk: Desk, about: Round | Accident) -> Errand:
    """By the office, once the case is closed or, of a round, about to be."""
    desk.must_hold(about.lead_unit_id, PostKind.CLERK, PostKind.LEADER)
    if isinstance(about, Round):
        about.must_be(RoundStage.ARCHIVING, RoundStage.ARCHIVED)
    else:
        about.must_be(Stage.ARCHIVED)
    return begin(desk, about)


def begin(desk: Desk, about: Round | Accident) -> Errand:
    holding = gathered(about)
    prepare(desk)
    return start(desk, KIND, about, f"制作归档包：{holding.title}", process=about.process, id=about.id)


def carry(errand: Running) -> None:
    """Packed while nobody has to wait for a lock; kept together with the end of the errand."""
    with errand.look() as desk:
        holding = gathered(_about(desk, errand.arguments["process"], errand.arguments["id"]))
        data = archive(desk, holding, errand.counting)
    with errand.finish() as finishing:
        finishing.with_(READY, finishing.desk.keep(data, f"{holding.title}归档包.zip", ZIP))


def _about(desk: Desk, process: str, id_: int) -> Round | Accident:
    model = {model.process: model for model in (Round, Accident)}[process]
    return cast(Round | Accident, desk.session.get_one(model, id_))
