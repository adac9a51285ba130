"""Downloads of kept files: to whom they belong, under the name people know, never opened inside the page."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.frame.desk import read_desk
from workflow.files import KeptFile

blueprint = Blueprint("files", __name__)


@blueprint.get("/file/<key>")
def download(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        kept = desk.session.scalars(select(KeptFile).where(KeptFile.key == key)).one()
        data = desk.files.read(kept)
        return send_file(io.BytesIO(data), mimetype=kept.media_type, as_attachment=True, download_name=kept.name)
