"""The pages: thin Flask views over the actions of `workflow`."""

from pathlib import Path

from flask import Flask

from web import (
    accounts,
    administration,
    checkup,
    errands,
    files,
    help,
    login,
    navigation,
    operations,
    permissions,
    printed,
    rights,
    single_sign_on,
    statistics,
    tasks,
    tones,
    verify,
)
from web.accident import cases, evaluations, measures, reports, supervisions
from web.consultation import checks, comments, decisions, papers, replies, rounds
from web.frame import (
    assets,
    database,
    desk,
    errors,
    filters,
    following,
    forms,
    gauges,
    identity,
    lapsed,
    probes,
    rates,
    security,
    settings,
)
from web.frame.settings import Settings

__all__ = ["Settings", "create_app"]

# what every page stands in; the login asks first, then the account's own gate, the permission table, the form guard
FRAME = (
    identity, login, accounts, permissions, security, assets, filters, forms, tones, printed, navigation, help, errors,
    lapsed,
)  # fmt: skip
# one module a subject, each with its `blueprint`
SUBJECTS = (
    tasks, rounds, checks, decisions, papers, replies, comments,
    cases, reports, measures, evaluations, supervisions,
    statistics, errands, files, checkup, operations, rights, accounts, administration, single_sign_on, verify, help,
)  # fmt: skip

TEMPLATES = Path(__file__).parent.parent / "templates" / "web"


def create_app(given: Settings) -> Flask:
    """The application on that database and folder; makes no tables and starts nothing."""
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    settings.install(app, given)
    database.install(app, given)
    desk.install(app, given)
    gauges.install(app)
    rates.install(app, given)
    for part in FRAME:
        part.install(app)
    following.install(app)
    probes.install(app)
    single_sign_on.install(app)
    for subject in SUBJECTS:
        app.register_blueprint(subject.blueprint)
    permissions.must_be_complete(app)
    return app
