"""本单位印章: its image is put in by whoever keeps the seal, and shown as it will stand at the end of a letter."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
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
from workflow.signatures.seals import seals_of


@dataclass(frozen=True)
class Shown:
    """A unit's seal on the page. `image`: its address, "" when none was put in; `history`: when, by whom, the latest first."""

    unit: Unit
    keeps: bool
    keepers: tuple[str, ...]
    image: str
    history: tuple[tuple[datetime, str], ...]


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


def _shown(desk: Desk, unit: Unit) -> Shown:
    found, keeper = seals_of(desk.session, unit.id), sealing.keeper_of(desk, unit)
    image = f"data:image/png;base64,{b64encode(desk.files.read(found[0].file)).decode()}" if found else ""
    keepers = tuple(f"{POSTS[keeper]}{each.name}" for each in unit.holders(keeper, desk.today)) if keeper else ()
    history = tuple((one.uploaded_at, desk.session.get_one(Officer, one.uploaded_by_id).name) for one in found)
    return Shown(unit, sealing.keeps(desk, unit), keepers, image, history)
