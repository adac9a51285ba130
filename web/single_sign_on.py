"""统一身份认证: another provider (OpenID Connect) vouches for an officer who is known here; it never makes one.

The extra `oidc` (Authlib) is needed only where an installation names a provider.
"""

from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.frame.desk import read_desk
from web.frame.settings import Provider, settings, settings_of
from web.login import go_on, local_path, public
from workflow.errors import Refusal, Unknown
from workflow.people import Officer

NAME = "provider"
NEXT = "single_sign_on_next"
NOT_KNOWN = "统一身份认证已通过，但这个身份没有对应的在用账号，不能登录。请联系系统管理员核对账号后再试。"
NOT_VOUCHED = "统一身份认证没有完成，未能登录。请重新点“统一身份认证登录”；仍不行的，请用账号和密码登录。"
MISSING = (
    "没有启动：统一身份认证需要安装附加组件 oidc（pip install zhengxun[oidc]），或者去掉 ZHENGXUN_OIDC_ISSUER 设置。"
)
_KEY = "zhengxun.single_sign_on"

blueprint = Blueprint("single_sign_on", __name__)


def install(app: Flask) -> None:
    provider = settings_of(app).oidc
    app.extensions[_KEY] = _client(app, provider) if provider else None
    app.context_processor(lambda: {"has_single_sign_on": current_app.extensions[_KEY] is not None})


@blueprint.get("/login/single")
@public
def leave_for_provider() -> ResponseReturnValue:
    session[NEXT] = local_path(request.args.get("next"))
    provider = _provider()
    try:
        away: ResponseReturnValue = provider.authorize_redirect(url_for("single_sign_on.come_back", _external=True))
    except OSError as error:  # the provider cannot be reached
        raise Refusal(NOT_VOUCHED) from error
    return away


@blueprint.get("/login/single/back")
@public
def come_back() -> ResponseReturnValue:
    """Known by login and nothing else; a closed account stays closed."""
    officer_id = _officer(_vouched_for())
    if officer_id is None:
        flash(NOT_KNOWN, "warn")
        return redirect(url_for("login.enter"))
    return go_on(officer_id, session.pop(NEXT, None))


def _vouched_for() -> str:
    """The login that the provider signs for; "" when the answer is not sound."""
    from authlib.integrations.base_client import OAuthError  # noqa: PLC0415 -- an extra: not everywhere installed

    provider = _provider()
    try:
        claims: dict[str, Any] = provider.authorize_access_token()["userinfo"]
    except (OAuthError, KeyError, ValueError, OSError) as error:
        current_app.logger.warning("single sign-on failed: %s", type(error).__name__)
        raise Refusal(NOT_VOUCHED) from error
    named = settings().oidc
    return str(claims.get(named.claim, "")) if named else ""


def _officer(login: str) -> int | None:
    with read_desk() as desk:
        known = select(Officer.id).where(Officer.login == login, Officer.active)
        return desk.session.scalar(known) if login else None


def _provider() -> Any:
    client = current_app.extensions[_KEY]
    if client is None:
        raise Unknown()
    return client


def _client(app: Flask, provider: Provider) -> Any:
    try:
        from authlib.integrations.flask_client import OAuth  # noqa: PLC0415 -- the same
    except ImportError:
        raise Refusal(MISSING) from None
    return OAuth(app).register(
        NAME, client_id=provider.client_id, client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10},
    )  # fmt: skip
