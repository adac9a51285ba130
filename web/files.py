"""Downloads of kept files: to whom they belong, under the name people know, never opened inside the page."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.frame.desk import read_desk
from workflow.errors import Unknown
from workflow.files import ClearedFile, KeptFile

CLEARED = "这个文件的保留期已满，已经清除。需要的，请打开“后台办理”中的这一项，按提示重新制作。"

blueprint = Blueprint("files", __name__)


@blueprint.get("/file/<key>")
def download(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        kept = desk.session.scalars(select(KeptFile).where(KeptFile.key == key)).one()
        if desk.session.scalar(select(ClearedFile.id).where(ClearedFile.file_id == kept.id)) is not None:
            raise Unknown(CLEARED)
        data = desk.files.read(kept)
        return send_file(io.BytesIO(data), mimetype=kept.media_type, as_attachment=True, download_name=kept.name)
