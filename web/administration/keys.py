"""签名密钥: whose they are, until when they are valid, and their revocation, for the security administrator."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.administration import revoking
from workflow.administration.record import must_be
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import PostKind
from workflow.signatures.revoking import Reason
from workflow.signatures.rows import SigningKey
from workflow.signatures.words import REASONS


@blueprint.get("/administration/keys")
def signing_keys() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()
    with read_desk() as desk:
        must_be(desk, PostKind.SECURITY)
        cards = revoking.keys_in(desk, wanted)
        return render_template(
            "administration/keys.html", cards=cards, wanted=wanted, now=desk.now, reasons=REASONS, most=revoking.MOST
        )


@blueprint.get("/administration/keys/<key>")
def signing_key(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        must_be(desk, PostKind.SECURITY)
        card = revoking.card_of(desk, named(desk, key))
        return render_template("administration/key.html", card=card, now=desk.now, reasons=REASONS)


@blueprint.post("/administration/keys/<key>")
@again(signing_key)
@confirmed
def revoke_key(key: str) -> ResponseReturnValue:
    fields = Fields()
    reason = fields.choice("reason", Reason, "请选择撤销原因。")
    since = fields.moment_if_given("since", "撤销时间填写有误，请重新选择；不填的，从现在起撤销。")
    fields.must_be_right()
    with write_desk() as desk:
        lost = revoking.revoke_key(desk, named(desk, key), reason, since, fields.text("note"))
    told = f"其后的签名{lost}个不再作数，请通知有关单位重新办理。" if lost else "此前的签名仍然有效。"
    return done(f"密钥已撤销。{told}所属人员或单位下次签名时，系统另发新密钥。", "administration.signing_key", key=key)


def named(desk: Desk, number: str) -> SigningKey:
    found = desk.session.scalar(select(SigningKey).where(SigningKey.key_id == number))
    if found is None:
        raise Unknown()
    return found
