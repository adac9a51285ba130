"""决定是否挂牌督办, and 解除: both are decisions of the head, the system only drafts."""

from flask import request
from flask.typing import ResponseReturnValue

from web.accident.supervisions.blueprint import blueprint
from web.accident.supervisions.showing import page, supervision_of
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import supervising
from workflow.accident.actions.supervising import Contents


@blueprint.get("/supervision/<key>/decide")
def decide(key: str) -> ResponseReturnValue:
    return page(key, "decide")


@blueprint.get("/supervision/<key>/lift")
def lift(key: str) -> ResponseReturnValue:
    return page(key, "lift")


@blueprint.post("/supervision/<key>/decide")
@again(decide)
@confirmed
def impose(key: str) -> ResponseReturnValue:
    typed = Fields()
    with write_desk() as desk:
        changed = Contents(
            typed.text("addressee"),
            tuple(typed.text("matters").splitlines()),
            tuple(typed.text("lifting").splitlines()),
        )
        supervising.impose(desk, supervision_of(desk, key), changed)
    return done("已挂牌督办，通知书已生成并送达。", "supervisions.show", key=key)


@blueprint.post("/supervision/<key>/decline")
@again(decide)
@confirmed
def decline(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        supervising.decline(desk, supervision_of(desk, key), Fields().text("reason"))
    return done("已决定不予挂牌督办，理由存入案卷。", "supervisions.show", key=key)


@blueprint.post("/supervision/<key>/lift")
@again(lift)
@confirmed
def end(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        supervision = supervision_of(desk, key)
        results = [request.form.get(f"result_{place}", "") for place in range(len(supervision.matters))]
        supervising.lift(desk, supervision, results, Fields().text("reason"))
    return done("已解除挂牌督办，解除通知书已生成并送达。", "supervisions.show", key=key)
