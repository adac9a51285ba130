"""Downloads of kept files: to whom they belong, under the name people know, never opened inside the page."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from web.desk import read_desk
from workflow.accident import custody as of_accidents
from workflow.consultation import custody as of_consultations
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.files import KeptFile

blueprint = Blueprint("files", __name__)


@blueprint.get("/file/<key>")
def download(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        kept = _file_for(desk, key)
        data = desk.files.read(kept)
        return send_file(io.BytesIO(data), mimetype=kept.media_type, as_attachment=True, download_name=kept.name)


def _file_for(desk: Desk, key: str) -> KeptFile:
    """Of either process; what neither lets one have does not exist."""
    try:
        return of_consultations.file_for(desk, key)
    except Unknown:
        return of_accidents.file_for(desk, key)
