"""本单位印章: its image is put in, and withdrawn, by whoever keeps the seal; shown as it will stand at the end of a letter."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.administration.finding import one
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import beside, one_file
from web.frame.forms import again
from workflow.administration import sealing
from workflow.desk import Desk
from workflow.documents.uploads import seals as uploads
from workflow.people import POSTS, Officer, Unit
from workflow.signatures.rows import UnitSeal
from workflow.signatures.seals import seal_of, seals_of


@dataclass(frozen=True)
class Shown:
    """A unit's seal on the page. `image`: its address, "" when none is in use; `history`: of each image, the latest first."""

    unit: Unit
    keeps: bool
    keepers: tuple[str, ...]
    image: str
    history: tuple["Past", ...]


@dataclass(frozen=True)
class Past:
    """From when by whom an image was in use, and how that ended when it was withdrawn: when, by whom, why."""

    at: datetime
    by: str
    withdrawn: tuple[datetime, str, str] | None


@blueprint.get("/seals")
def own_seals() -> ResponseReturnValue:
    with read_desk() as desk:
        shown = [_shown(desk, unit) for unit in sealing.own_units(desk)]
        return render_template("administration/seals.html", shown=shown, today=desk.today)


@blueprint.get("/seals/<key>")
def own_seal(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template("administration/seal.html", seal=_shown(desk, one(desk, Unit, key)), today=desk.today)


@blueprint.post("/seals/<key>")
@again(own_seal)
@confirmed
def put_in_seal(key: str) -> ResponseReturnValue:
    data, name = one_file("file", "请选择印章图片（PNG或JPG）。")
    with beside("file"):
        image = uploads.seal(data, name)
    with write_desk() as desk:
        sealing.put_in(desk, one(desk, Unit, key), image)
    return done("印章图像已启用，请对照下面的样子；此前的文书不变。", "administration.own_seal", key=key)


@blueprint.post("/seals/<key>/withdrawal")
@again(own_seal)
@confirmed
def withdraw_seal(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        sealing.withdraw(desk, one(desk, Unit, key), request.form.get("reason", ""))
    return done("印章图像已停用，今后的文书不再盖印章图像；此前的文书不变。", "administration.own_seal", key=key)


def _shown(desk: Desk, unit: Unit) -> Shown:
    in_use, keeper = seal_of(desk.session, unit.id), sealing.keeper_of(desk, unit)
    image = f"data:image/png;base64,{b64encode(desk.files.read(in_use.file)).decode()}" if in_use else ""
    keepers = tuple(f"{POSTS[keeper]}{each.name}" for each in unit.holders(keeper, desk.today)) if keeper else ()
    history = tuple(_past(desk, each) for each in seals_of(desk.session, unit.id))
    return Shown(unit, sealing.keeps(desk, unit), keepers, image, history)


def _past(desk: Desk, seal: UnitSeal) -> Past:
    end = seal.withdrawal
    withdrawn = (end.withdrawn_at, _name(desk, end.withdrawn_by_id), end.reason) if end else None
    return Past(seal.uploaded_at, _name(desk, seal.uploaded_by_id), withdrawn)


def _name(desk: Desk, officer_id: int) -> str:
    return desk.session.get_one(Officer, officer_id).name
