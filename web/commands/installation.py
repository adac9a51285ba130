"""One installation: where its database, its kept files and its secret lie."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from web.frame.settings import Provider, Settings
from workflow import schema
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.deployment import Engine as Machinery
from workflow.errors import Refusal
from workflow.files import Files
from workflow.places import Place, place_at
from workflow.processes import PROCESSES
from workflow.signatures.algorithms import ED25519
from workflow.signatures.outside import HttpSealService, SealService
from workflow.signatures.statements import Signing
from workflow.store import open_database, sessions

SECRET, SECRET_FILE = "ZHENGXUN_SECRET", "ZHENGXUN_SECRET_FILE"
UNREADABLE = "没有启动：ZHENGXUN_SECRET_FILE 所指的密钥文件“{path}”无法读取。请核对路径和读取权限后再启动。"
INCOMPLETE = (
    "没有启动：设置了 ZHENGXUN_OIDC_ISSUER，还须同时设置 ZHENGXUN_OIDC_CLIENT_ID 和 ZHENGXUN_OIDC_CLIENT_SECRET。"
)
SQLITE = "zhengxun.db"  # the database of an installation that has no other


@dataclass(frozen=True)
class Installation:
    """`folder` holds the secret, and the kept files unless they lie elsewhere; `database` is SQLite in it unless
    somebody names another."""

    folder: Path
    database: str

    @property
    def files(self) -> Place:
        """In its folder, unless ZHENGXUN_FILES names another one or a bucket."""
        return place_at(os.environ.get("ZHENGXUN_FILES") or self.folder / "files")

    @property
    def is_embedded(self) -> bool:
        """One file on one machine: no server beside the program."""
        return self.database.startswith("sqlite")

    def settings(self) -> Settings:
        return Settings(
            database=self.database,
            files=self.files,
            secret=self.secret(),
            keys=os.environ.get("ZHENGXUN_KEYS", ""),
            algorithm=os.environ.get("ZHENGXUN_ALGORITHM", ED25519),
            seals=_seal_service(),
            oidc=_provider(),
            site=os.environ.get("ZHENGXUN_SITE", ""),
        )

    def open(self) -> Engine:
        """The database, set up when it is empty; Refusal when its schema is not this program's."""
        engine = open_database(self.database)
        try:
            schema.must_fit(engine)
        except Refusal:
            engine.dispose()
            raise
        return engine

    def office(self, engine: Engine) -> Office:
        """Where a program without pages works: the jobs, and commands that look."""
        return Office(
            sessions(engine), real_clock, Machinery(PROCESSES), Files(self.files), signing=self.settings().signing
        )

    def secret(self) -> str:
        """From the environment, or the file it names, or made once: whoever reads it could forge a login."""
        if given := os.environ.get(SECRET) or _content(os.environ.get(SECRET_FILE)):
            return given.strip()
        path = self.folder / "secret"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_text()


def _provider() -> Provider | None:
    """Who else vouches for officers: nobody, unless the environment names somebody."""
    issuer, claim = os.environ.get("ZHENGXUN_OIDC_ISSUER"), os.environ.get("ZHENGXUN_OIDC_CLAIM") or "sub"
    if not issuer:
        return None
    known = (os.environ.get("ZHENGXUN_OIDC_CLIENT_ID", ""), os.environ.get("ZHENGXUN_OIDC_CLIENT_SECRET", ""))
    if not all(known):
        raise Refusal(INCOMPLETE)
    return Provider(issuer, *known, claim=claim)


def _seal_service() -> SealService | None:
    url = os.environ.get("ZHENGXUN_SEALS", "")
    return HttpSealService(url.rstrip("/"), os.environ.get("ZHENGXUN_SEALS_TOKEN", "")) if url else None


def _content(path: str | None) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text()
    except (OSError, UnicodeDecodeError):
        raise Refusal(UNREADABLE.format(path=path)) from None


def installation(folder: Path, database: str | None) -> Installation:
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return Installation(folder, database or f"sqlite:///{folder / SQLITE}")


def signing_of(place: Installation) -> Signing | None:
    """How the installation signs, for a command that looks at what is kept; None: its secret is not here.

    A secret made anew for this would open none of the keys, and call all of them forged.
    """
    known = os.environ.get(SECRET) or os.environ.get(SECRET_FILE) or (place.folder / "secret").exists()
    return place.settings().signing if known else None
