"""How often one may try: logins and other public forms by address, uploads by person.

The counts lie in memory where one process serves, in the database where several do (PostgreSQL), or wherever
`ZHENGXUN_RATES` says (an address of the `limits` library, e.g. redis://…).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request
from flask_limiter import ApplicationLimit, Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from web.frame.database import db
from web.frame.identity import me
from web.frame.settings import Settings, settings
from workflow import tallies
from workflow.store import transaction

PUBLIC_FORMS = "30 per minute; 300 per hour"  # a whole building may come from one address
PUBLIC_PAGES = "240 per minute"
UPLOADS = "60 per minute"
DATABASE, MEMORY = "zhengxun-database://", "memory://"


def install(app: Flask, given: Settings) -> None:
    """Before everything else asks: what is too much must cost nothing."""
    app.config["RATELIMIT_ENABLED"] = not given.testing if given.limited is None else given.limited
    limits: list[str | Callable[[], str] | ApplicationLimit] = [
        _limit(PUBLIC_FORMS, "forms", get_remote_address, lambda: _is_public() and request.method == "POST"),
        _limit(PUBLIC_PAGES, "pages", get_remote_address, _is_public),
        _limit(UPLOADS, "uploads", _person, _is_upload),
    ]
    Limiter(get_remote_address, app=app, application_limits=limits, storage_uri=given.rates or _place(given.database))


def _place(database: str) -> str:
    return DATABASE if database.startswith("postgresql") else MEMORY


def _limit(rate: str, name: str, who: Callable[[], str], applies: Callable[[], bool]) -> ApplicationLimit:
    return ApplicationLimit(rate, scope=name, key_function=who, exempt_when=lambda: not applies())


def _is_public() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint != "static" and bool(getattr(view, "is_public", False))


def _is_upload() -> bool:
    return request.method == "POST" and request.mimetype == "multipart/form-data"


def _person() -> str:
    person = me()
    return f"officer:{person.id}" if person else get_remote_address()


class DatabaseStorage(Storage):
    """Counts in the installation's own database: an office has that one server, and no other."""

    STORAGE_SCHEME = ["zhengxun-database"]  # noqa: RUF012 the library reads it from the class

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = settings().clock()
        with Session(db.engine) as session, transaction(session, write=True):
            return tallies.add(session, key, amount, now, now + timedelta(seconds=expiry))

    def get(self, key: str) -> int:
        found = self._standing(key)
        return found.count if found else 0

    def get_expiry(self, key: str) -> float:
        found = self._standing(key)
        return (found.until if found else settings().clock()).timestamp()

    def _standing(self, key: str) -> Any:
        with Session(db.engine, expire_on_commit=False) as session, transaction(session, write=False):
            found = tallies.standing(session, key, settings().clock())
            session.expunge_all()
            return found

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        raise NotImplementedError

    def clear(self, key: str) -> None:
        raise NotImplementedError
