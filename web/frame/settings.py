"""What an installation decides: given to `create_app`, never read from the environment below it."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from werkzeug.middleware.proxy_fix import ProxyFix

from workflow.accounts.terms import CUSTOMARY, Terms
from workflow.accounts.vault import Vault
from workflow.clock import Clock, real_clock
from workflow.places import Place
from workflow.signatures import keys as signing_keys
from workflow.signatures.algorithms import ED25519
from workflow.signatures.outside import SealService
from workflow.signatures.statements import Signing

_KEY = "zhengxun.settings"


@dataclass(frozen=True)
class Provider:
    """Whom an installation trusts to say who somebody is. `claim`: where it says the login by which he is known here."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str = "sub"


@dataclass(frozen=True)
class Watching:
    """Who may read the figures: with this token, or from these networks, in which nobody asks through a server."""

    token: str = ""
    networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Settings:
    """`database`: an SQLAlchemy URL, SQLite files with their absolute path; `files`: where kept files lie."""

    database: str
    files: Path | Place
    secret: str
    keys: str = ""  # locks the signing keys; "": the secret does
    algorithm: str = ED25519  # or SM2
    seals: SealService | None = None  # an outside service that holds the units' seals
    site: str = ""  # the address for people outside, printed on papers; "": only the code is
    clock: Clock = real_clock
    https: bool = False  # the site is reached through https: cookies travel nowhere else
    terms: Terms = CUSTOMARY  # of the door: passwords, failures, idleness
    proxies: int = 0  # how many servers of our own stand before it and say whence a request came
    hosts: tuple[str, ...] = ()  # the names under which it is reached; any, when none is given
    rates: str = ""  # where attempts are counted; "" lets the database decide
    limited: bool | None = None  # whether attempts are counted at all; None: outside tests
    oidc: Provider | None = None  # who else may vouch for an officer
    watching: Watching = Watching()
    testing: bool = False

    @property
    def signing(self) -> Signing:
        return Signing(signing_keys.Vault(self.keys or self.secret), self.algorithm, self.seals, self.site)

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
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",  # bound to this very host, by its name
        TRUSTED_HOSTS=list(settings.hosts) or None,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]


def settings() -> Settings:
    """The settings of the running application."""
    return settings_of(current_app)


def settings_of(app: Flask) -> Settings:
    return cast(Settings, app.extensions[_KEY])
