"""我的账号: one's password, where one is logged in, the second factor; and proving again that it is oneself."""

from flask import Flask

from web.accounts import confirming, enforcing, gate, password, second_factor, showing
from web.accounts.blueprint import blueprint

__all__ = ["blueprint", "enforcing", "install", "password", "second_factor", "showing"]


def install(app: Flask) -> None:
    gate.install(app)
    confirming.install(app)
