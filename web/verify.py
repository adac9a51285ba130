"""文书验证, for anyone who holds a paper: no login, nothing told about papers that the visitor does not hold."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.frame.security import csrf
from web.frame.settings import settings
from web.login import public
from workflow.errors import Incomplete
from workflow.signatures import words
from workflow.signatures.checking import Answer, Checked, check

blueprint = Blueprint("verify", __name__)

CHOOSE = "请选择要验证的文件（.docx或.pdf）。"


@blueprint.get("/verify")
@blueprint.get("/verify/<code>")
@public
def ask(code: str = "") -> ResponseReturnValue:
    """The same page for every code: whether a paper exists is told to whoever has it."""
    return render_template("verify/page.html", code=code, words=words)


@blueprint.post("/verify")
@blueprint.post("/verify/<code>")
@public
@csrf.exempt  # changes nothing and asks for no login: a program may post here too
def answer(code: str = "") -> ResponseReturnValue:
    """Two verdicts, the signatures, and what changed."""
    code = request.form.get("code", code)
    with read_desk() as desk:
        found = check(desk.session, desk.files, settings().signing.vault, _sent(), code, desk.now)
        if _wants_json():
            return jsonify(in_codes(found)), 200 if found else 404
        page = render_template("verify/page.html", code=code, found=found, asked=True, words=words)
        return page, 200 if found else 404


def _sent() -> bytes:
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    if not data:
        raise Incomplete({"file": CHOOSE})
    return data


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.args.get("format") == "json" or best == "application/json"


def in_codes(found: Answer | None) -> dict[str, Any]:
    """For machines: codes, no sentences."""
    if found is None:
        return {"found": False}
    return {
        "found": True,
        "holds": found.holds,
        "bytes": found.bytes_,
        "content": found.words,
        "changed_paragraphs": found.difference.changed,
        "missing_paragraphs": found.difference.missing,
        "pictures_changed": found.difference.pictures,
        "pdf_signature": found.in_pdf.code if found.in_pdf else None,
        "signatures": [_signature(one) for one in found.signatures],
    }


def _signature(one: Checked) -> dict[str, Any]:
    said = one.said
    return {
        "code": one.verdict.code, "act": said.act, "title": said.title, "signer": said.signer, "post": said.post,
        "unit": said.unit, "at": said.at.isoformat(), "certificate": one.verdict.name,
        "revoked_since": one.verdict.revoked_since.isoformat() if one.verdict.revoked_since else None,
        "revocation_reason": one.verdict.reason or None,
    }  # fmt: skip
