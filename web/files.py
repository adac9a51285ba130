"""Downloads of kept files: to whom they belong, under the name people know, never opened inside the page."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from web.desk import read_desk
from workflow.consultation.custody import file_for

blueprint = Blueprint("files", __name__)


@blueprint.get("/file/<key>")
def download(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        kept = file_for(desk, key)
        data = desk.files.read(kept)
        return send_file(io.BytesIO(data), mimetype=kept.media_type, as_attachment=True, download_name=kept.name)
