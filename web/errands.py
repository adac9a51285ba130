"""后台办理: how far a piece of long work is and what came of it, on a page that may be left; and a list of one's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.frame.requests import BY_ITSELF, from_htmx
from web.lists import Column, List, look_at
from workflow import errand_custody, presence, retention
from workflow.accident.model import Accident
from workflow.archiving import errand as archiving
from workflow.consultation import bundles, sending_errands
from workflow.consultation.model import Round
from workflow.desk import Desk
from workflow.errands import Errand

blueprint = Blueprint("errands", __name__)

PLACE = "errand"  # names the part of the page that follows the work
LOOKS = (  # younger than so much it is asked for after so many seconds; older, by hand: nobody watches any more
    (timedelta(minutes=1), 2),
    (timedelta(minutes=10), 5),
    (timedelta(minutes=20), 30),
)


@dataclass(frozen=True)
class Place:
    """The page where an errand is begun. `then`: what is to be done there once it has come to nothing.

    `at_once`: what happens in one transaction, of which nobody can see how far it is, not even the one who carries it out.
    """

    title: str
    url: Callable[[Desk, Errand], str]
    then: str
    at_once: str = ""


def _of_round(endpoint: str) -> Callable[[Desk, Errand], str]:
    return lambda desk, errand: url_for(endpoint, key=desk.session.get_one(Round, errand.arguments["id"]).key)


def _of_archive(desk: Desk, errand: Errand) -> str:
    if errand.arguments["process"] == Round.process:
        return _of_round("decisions.archive")(desk, errand)
    return url_for("reports.archive", key=desk.session.get_one(Accident, errand.arguments["id"]).key)


_AGAIN = "可以再做一次，请回到"
PLACES: Mapping[str, Place] = {  # kind of errand -> where it is begun
    archiving.KIND: Place("归档", _of_archive, _AGAIN),
    bundles.EVERYTHING.kind: Place("本轮文件", _of_round("papers.index"), _AGAIN),
    bundles.LETTERS.kind: Place("本轮文件", _of_round("papers.index"), _AGAIN),
    sending_errands.RELEASE.kind: Place(
        "反馈情况",
        _of_round("decisions.release"),
        "反馈没有发出，各单位都没有收到。可以再办一次，请回到",
        "反馈函逐份制作，制作齐全后同一时刻送达全部单位，这最后一步不分先后，不显示已办多少；没有办成的，各单位都不会收到。",
    ),
    sending_errands.ISSUE.kind: Place(
        "本轮征求意见",
        _of_round("rounds.board"),
        "通知没有发出，各单位都没有收到。请核对后再签发，或者退回经办人：",
        "系统正在编号、制发通知，并在同一时刻送达全部单位；各单位不分先后，所以不显示已办多少。没有办成的，各单位都不会收到。",
    ),
}


OWN: List[Errand] = List(
    "errands",
    "后台办理的事项",
    "errands.index",
    (
        Column("事项", lambda each: each.title, "title"),
        Column("状态", lambda each: each.label, "state"),
        Column("开始时间", lambda each: each.created_at, "began"),
        Column("结束时间", lambda each: each.ended_at, "ended"),
        Column("结果", lambda each: each.said, on_page=False),
    ),
    size=50,
)


@blueprint.get("/errands")
def index() -> ResponseReturnValue:
    look = look_at(OWN)
    with read_desk() as desk:
        return look.answer(errand_custody.own(desk), "errands/index.html", most=errand_custody.MOST)


@blueprint.get("/errand/<key>")
def show(key: str) -> ResponseReturnValue:
    """Asked by the page itself, only the part that follows the work."""
    with read_desk() as desk:
        errand = errand_custody.errand_for(desk, key)
        place = PLACES[errand.kind]
        is_part = from_htmx() and request.headers.get("HX-Target") == PLACE
        return render_template(
            "errands/progress.html" if is_part else "errands/show.html",
            errand=errand, place=place, back=place.url(desk, errand),
            by_itself=BY_ITSELF, kept_days=retention.result_days(desk), again=looks_again(desk, errand),
            nobody=not errand.has_ended and not presence.works(desk.session),
        )  # fmt: skip


def looks_again(desk: Desk, errand: Errand) -> int | None:
    """After how many seconds the page asks again; None: no more, it has ended, or has lasted so long that nobody watches."""
    if errand.has_ended:
        return None
    age = desk.now - errand.created_at
    return next((seconds for young, seconds in LOOKS if age < young), None)
