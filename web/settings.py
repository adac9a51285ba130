"""What an installation decides: given to `create_app`, never read from the environment below it."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from workflow.clock import Clock, real_clock
from workflow.signatures.algorithms import ED25519
from workflow.signatures.keys import Vault
from workflow.signatures.outside import SealService
from workflow.signatures.statements import Signing

_KEY = "zhengxun.settings"


@dataclass(frozen=True)
class Settings:
    """`database`: an SQLAlchemy URL, SQLite files with their absolute path; `files`: the folder of kept files."""

    database: str
    files: Path
    secret: str
    keys: str = ""  # locks the signing keys; "": the secret does
    algorithm: str = ED25519  # or SM2
    seals: SealService | None = None  # an outside service that holds the units' seals
    site: str = ""  # the address for people outside, printed on papers; "": only the code is
    clock: Clock = real_clock
    https: bool = False  # the site is reached through https: cookies travel nowhere else
    testing: bool = False

    @property
    def signing(self) -> Signing:
        return Signing(Vault(self.keys or self.secret), self.algorithm, self.seals, self.site)


def install(app: Flask, settings: Settings) -> None:
    app.extensions[_KEY] = settings
    app.config.update(
        SECRET_KEY=settings.secret,
        TESTING=settings.testing,
        SESSION_COOKIE_SECURE=settings.https,
    )


def settings() -> Settings:
    """The settings of the running application."""
    return cast(Settings, current_app.extensions[_KEY])
