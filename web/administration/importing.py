"""人员导入: the template, the file with its preview or its mistakes, and its release by the other administrator."""

import io

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.administration.finding import must_keep_people, one
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import beside, one_file
from web.frame.forms import again
from workflow.administration import importing
from workflow.administration.importing import EXCEL, Import
from workflow.administration.record import is_
from workflow.documents.uploads import annex
from workflow.people import PostKind


@blueprint.get("/administration/import")
def imports() -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        return render_template("administration/imports.html", waiting=importing.waiting(desk), keeps=keeps)


@blueprint.get("/administration/import.xlsx")
def import_template() -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        return send_file(io.BytesIO(importing.blank()), EXCEL, as_attachment=True, download_name="人员导入模板.xlsx")


@blueprint.post("/administration/import")
@again(imports)
def hand_in() -> ResponseReturnValue:
    data, name = one_file("file", "请选择填好的导入表（.xlsx）。")
    with write_desk() as desk, beside("file"):
        upload = annex(data, name)
        made, preview = importing.hand_in(desk, upload.data, upload.name)
        if made is None:
            return render_template("administration/import_wrong.html", wrong=preview.wrong), 422
        key = made.key
    return done("导入表已提交，没有发现差错。由安全管理员核对后生效。", "administration.handed_in", key=key)


@blueprint.get("/administration/import/<key>")
def handed_in(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        made, releases = one(desk, Import, key), is_(desk, PostKind.SECURITY)
        preview = importing.preview_of(desk, made) if made.settled_at is None else None
        return render_template("administration/import.html", made=made, preview=preview, releases=releases)


@blueprint.post("/administration/import/<key>/release")
@again(handed_in)
@confirmed
def release(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        importing.release(desk, one(desk, Import, key))
    return done(
        "导入已生效。新开的账号还没有密码，请系统管理员逐一发给一次性密码。", "administration.handed_in", key=key
    )


@blueprint.post("/administration/import/<key>/drop")
def drop(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        importing.drop(desk, one(desk, Import, key))
    return done("导入表已退回，没有导入任何内容。", "administration.imports")
