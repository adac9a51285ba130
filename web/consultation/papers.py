"""文件: every kept paper of a round for the office, one by one, all at once, and the package for submission."""

from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from web.consultation.access import round_of_office
from web.frame.desk import read_desk
from workflow.consultation import holdings, paperwork
from workflow.consultation.model import Outcome
from workflow.errors import Unknown

blueprint = Blueprint("papers", __name__)

ZIP = "application/zip"


@blueprint.get("/round/<key>/papers")
def index(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        return render_template("consultation/papers/index.html", round=round_, folders=holdings.folders(round_))


@blueprint.get("/round/<key>/papers.zip")
def everything(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        return _zip(holdings.archive(desk, round_), f"{paperwork.bare(round_.title)}案卷.zip")


@blueprint.get("/round/<key>/submission.zip")
def submission(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.outcome is not Outcome.FOR_SUBMISSION:
            raise Unknown("本轮没有形成送审材料。请在“办结”中选择形成送审稿后再下载。")
        return _zip(holdings.submission_package(desk, round_), f"{paperwork.bare(round_.title)}送审材料.zip")


def _zip(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), mimetype=ZIP, as_attachment=True, download_name=name)
