"""条款结构: the parts and clauses as they were read from the draft, for the clerk to correct."""

import re
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation.actions import drafting
from workflow.consultation.model import RoundStage
from workflow.documents.outline import from_dict, gaps
from workflow.documents.outline.editing import edited
from workflow.errors import Incomplete
from workflow.people import PostKind

_FIELD = re.compile(r"parts\.(\d{1,3})\.(?:(number|title)|clauses\.(\d{1,3})\.(number|title|paragraphs))")
_STEP = re.compile(r"([a-z]+):(\d{1,3})\.(\d{1,3})")


@blueprint.get("/round/<key>/structure")
def structure(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
        round_.must_be(RoundStage.DRAFTING)
        if not round_.drafts:
            raise Incomplete({"draft": "还没有上传征求意见稿，请先上传再核对结构。"})
        outline = typed_outline() if request.form else round_.current_draft.outline.as_dict()
        return render_template(
            "consultation/rounds/structure.html",
            round=round_,
            outline=outline,
            warnings=_warnings(outline),
            goes_on_at="",
        )


@blueprint.post("/round/<key>/structure")
@again(structure)
def correct_structure(key: str) -> ResponseReturnValue:
    outline = from_dict(typed_outline())
    with write_desk() as desk:
        drafting.correct_structure(desk, access.round_of_office(desk, key), outline)
    return done("条款结构已保存。各单位将按这一结构逐条提意见。", "rounds.draft", key=key, _anchor="clauses")


@blueprint.post("/round/<key>/structure/edit")
def edit_structure(key: str) -> ResponseReturnValue:
    """One step on what is typed; nothing is kept before 保存."""
    found = _STEP.fullmatch(request.form.get("step", ""))
    outline = typed_outline()
    here = edited(outline, found[1], int(found[2]), int(found[3])) if found else None
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        return render_template(
            "consultation/rounds/structure.html",
            round=round_,
            outline=outline,
            warnings=_warnings(outline),
            unsaved=True,
            goes_on_at=f"parts.{here[0]}.clauses.{here[1]}.number" if here else "",
        )


def typed_outline() -> dict[str, Any]:
    """The form's flat fields as the nested dict of an outline, in the order of their numbers."""
    parts: dict[int, dict[str, Any]] = {}
    for name, value in request.form.items():
        if found := _FIELD.fullmatch(name):
            part = parts.setdefault(int(found[1]), {"number": "", "title": "", "clauses": {}})
            if found[2]:
                part[found[2]] = value
            else:
                clause = part["clauses"].setdefault(int(found[3]), {"number": "", "title": "", "paragraphs": []})
                clause[found[4]] = value.splitlines() if found[4] == "paragraphs" else value
    for part in parts.values():
        part["clauses"] = [clause for _, clause in sorted(part["clauses"].items())]
    return {"title": request.form.get("title", ""), "parts": [part for _, part in sorted(parts.items())]}


def _warnings(outline: dict[str, Any]) -> list[str]:
    """What looks wrong to an editor's eye; nothing while something is not even complete."""
    try:
        return gaps(from_dict(outline))
    except Incomplete:
        return []
