"""What an installation decides: given to `create_app`, never read from the environment below it."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from workflow.accounts.terms import CUSTOMARY, Terms
from workflow.accounts.vault import Vault
from workflow.clock import Clock, real_clock

_KEY = "zhengxun.settings"


@dataclass(frozen=True)
class Settings:
    """`database`: an SQLAlchemy URL, SQLite files with their absolute path; `files`: the folder of kept files."""

    database: str
    files: Path
    secret: str
    clock: Clock = real_clock
    https: bool = False  # the site is reached through https: cookies travel nowhere else
    terms: Terms = CUSTOMARY  # of the door: passwords, failures, idleness
    testing: bool = False

    @property
    def vault(self) -> Vault:
        """For personal secrets; another `secret` does not open what this one has closed."""
        return Vault(self.secret)


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
