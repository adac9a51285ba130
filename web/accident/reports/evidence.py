"""证据: what was found, interviews held by two, in whose hands each piece is, and what was withdrawn."""

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, hands_over, to
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, one_file
from web.frame.forms import again
from workflow.accident.actions import collecting
from workflow.accident.actions.collecting import Found
from workflow.accident.model import Accident, Evidence, EvidenceKind
from workflow.accident.rules import gate
from workflow.desk import Desk
from workflow.documents import uploads
from workflow.errors import Unknown
from workflow.files import KeptFile
from workflow.people import Officer

NO_KIND = "请选择证据种类。"
NO_TIME = "请填写日期和时间，精确到分。"


@blueprint.get("/evidence")
def evidence(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template("accident/reports/evidence.html", **about(desk, accident))


@blueprint.get("/evidence/new")
def new_evidence(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template(
            "accident/reports/new_evidence.html", **about(desk, access.accident(desk, key)), now=desk.now
        )


@blueprint.get("/evidence/interview")
def new_interview(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template(
            "accident/reports/new_interview.html", **about(desk, access.accident(desk, key)), now=desk.now
        )


@blueprint.post("/evidence/new")
@again(new_evidence)
def record_evidence(key: str) -> ResponseReturnValue:
    fields = Fields()
    kind = fields.choice("kind", EvidenceKind, NO_KIND)
    return _record(key, fields, kind)


@blueprint.post("/evidence/interview")
@again(new_interview)
def record_interview(key: str) -> ResponseReturnValue:
    return _record(key, Fields(), EvidenceKind.INTERVIEW)


def _record(key: str, fields: Fields, kind: EvidenceKind) -> ResponseReturnValue:
    collected_at = fields.moment("collected_at", NO_TIME)
    fields.must_be_right()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        made = collecting.record_evidence(desk, accident, _found(desk, fields, kind, collected_at))
        told = f"已登记证据{made.number}号：{made.title}。"
    return to("evidence", key, told)


def _found(desk: Desk, fields: Fields, kind: EvidenceKind, collected_at: datetime) -> Found:
    typed = ("title", "source", "collected_by", "content", "interviewee", "keeper")
    return Found(kind=kind, collected_at=collected_at, file=_kept(desk), **{name: fields.text(name) for name in typed})


def _kept(desk: Desk) -> KeptFile | None:
    """The copy of the piece, if one was chosen."""
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        return None
    data, name = one_file("file", "")
    with beside("file"):
        return desk.take_in(uploads.evidence(data, name))


# -- one piece


@blueprint.get("/evidence/<piece>")
def piece(key: str, piece: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        found = piece_of(accident, piece)
        shows = [cause for cause in gate.standing_causes(accident) if found.id in cause.evidence_ids]
        return render_template(
            "accident/reports/piece.html", **about(desk, accident), piece=found, shows=shows, now=desk.now,
            may_hand_over=hands_over(desk, accident), keeper=keeper_of(found, desk.officer),
        )  # fmt: skip


def piece_of(accident: Accident, key: str) -> Evidence:
    found = next((piece for piece in accident.evidence if piece.key == key), None)
    if found is None:
        raise Unknown()
    return found


def keeper_of(piece: Evidence, officer: Officer | None) -> str:
    """Who has it now, for the form of the next hand-over."""
    return piece.custody[-1].taken_by if piece.custody else (officer.name if officer else "")


@blueprint.post("/evidence/<piece>/custody")
@again(piece)
def hand_over(key: str, piece: str) -> ResponseReturnValue:
    fields = Fields()
    at = fields.moment("at", NO_TIME)
    fields.must_be_right()
    typed = {name: fields.text(name) for name in ("given_by", "taken_by", "why")}
    with write_desk() as desk:
        collecting.hand_over(desk, access.accident(desk, key), piece, at=at, **typed)
    return to("piece", key, "已记入保管链。", piece=piece)


@blueprint.post("/evidence/<piece>/withdrawal")
@again(piece)
def withdraw(key: str, piece: str) -> ResponseReturnValue:
    with write_desk() as desk:
        collecting.withdraw_evidence(desk, access.accident(desk, key), piece, request.form.get("reason", ""))
    return to("piece", key, "已撤回这件证据，编号和保管记录保留。", piece=piece)
