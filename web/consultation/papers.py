"""文件: every kept paper of a round for the office, one by one, all at once, and the package for submission."""

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from web.consultation.access import round_of_office
from web.frame.desk import read_desk, write_desk
from web.lists import Column, List, look_at
from workflow.archiving import errand as archiving
from workflow.consultation import bundles, filed, holdings, paperwork
from workflow.consultation.bundles import EVERYTHING, LETTERS, ZIP, Bundle
from workflow.consultation.filed import Line
from workflow.consultation.model import Outcome, Round
from workflow.consultation.said import gather
from workflow.desk import Desk
from workflow.errands import Errand, of_case
from workflow.errors import Unknown

blueprint = Blueprint("papers", __name__)


OFFICE = "区安委办"
MANY = "文件较多，请点“打包”：系统在后台做好后供下载，不必等待。"


FILES: List[Line] = List(
    "round-papers",
    "征求意见文件",
    "papers.index",
    (
        Column("文件夹", lambda line: line.folder, "folder"),
        Column("文件", lambda line: line.title, "title"),
        Column("单位", lambda line: line.unit or OFFICE, "unit"),
        Column("时间", lambda line: line.at, "at"),
        Column("备注", lambda line: line.note, "note"),
    ),
    size=50,
)


@blueprint.get("/round/<key>/papers")
def index(key: str) -> ResponseReturnValue:
    look = look_at(FILES)
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        lines, few = filed.lines(desk, round_), bundles.are_few(desk, round_)
        if look.is_sheet:
            return look.sheet(lines)
        shown = look.shown(lines)
        in_folders = few and not look.sort
        if in_folders:
            gather(desk, round_)
        return render_template(
            "consultation/papers/index.html", round=round_, list=shown, few=few,
            folders=holdings.folders(round_) if in_folders else [],
            files=filed.files(desk, [line.file_id for line in shown.lines]), errands=of_case(desk, round_.case),
        )  # fmt: skip


@blueprint.get("/round/<key>/papers.zip")
def everything(key: str) -> ResponseReturnValue:
    return _now(key, EVERYTHING)


@blueprint.get("/round/<key>/letters.zip")
def letters(key: str) -> ResponseReturnValue:
    return _now(key, LETTERS)


def _now(key: str, bundle: Bundle) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if bundles.are_few(desk, round_):
            return _zip(bundles.now(desk, round_, bundle), bundle.name(round_))
    flash(MANY, "warn")
    return redirect(url_for("papers.index", key=key))


@blueprint.post("/round/<key>/papers")
def pack_everything(key: str) -> ResponseReturnValue:
    return _begun(key, lambda desk, round_: bundles.begin(desk, round_, EVERYTHING))


@blueprint.post("/round/<key>/letters")
def pack_letters(key: str) -> ResponseReturnValue:
    return _begun(key, lambda desk, round_: bundles.begin(desk, round_, LETTERS))


@blueprint.post("/round/<key>/archive-package")
def pack_archive(key: str) -> ResponseReturnValue:
    """However small the round is: the package looks through the whole journal."""
    return _begun(key, archiving.order)


def _begun(key: str, begin: Callable[[Desk, Round], Errand]) -> ResponseReturnValue:
    with write_desk() as desk:
        errand = begin(desk, round_of_office(desk, key)).key
    return redirect(url_for("errands.show", key=errand))


@blueprint.get("/round/<key>/submission.zip")
def submission(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.outcome is not Outcome.FOR_SUBMISSION:
            raise Unknown("本轮没有形成送审材料。请在“办结”中选择形成送审稿后再下载。")
        return _zip(holdings.submission_package(desk, round_), f"{paperwork.bare(round_.title)}送审材料.zip")


def _zip(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), mimetype=ZIP, as_attachment=True, download_name=name)
