"""The pages: thin Flask views over the actions of `workflow`."""

from pathlib import Path

from flask import Flask

from web import (
    accidents,
    accounts,
    administration,
    assets,
    checks,
    checkup,
    comments,
    database,
    decisions,
    desk,
    errors,
    evaluations,
    files,
    filters,
    forms,
    identity,
    login,
    measures,
    navigation,
    papers,
    permissions,
    rates,
    replies,
    reports,
    rights,
    rounds,
    security,
    settings,
    single_sign_on,
    supervisions,
    tasks,
    tones,
    verify,
)
from web.settings import Settings

__all__ = ["Settings", "create_app"]

# what every page stands in; the login asks first, then the account's own gate, the permission table, the form guard
FRAME = (identity, login, accounts, permissions, security, assets, filters, forms, tones, navigation, errors)
# one module a subject, each with its `blueprint`
SUBJECTS = (
    tasks, replies, comments, decisions, files, papers, rounds, checks, checkup, rights,
    accidents, reports, measures, evaluations, supervisions, accounts, administration, single_sign_on, verify,
)  # fmt: skip

TEMPLATES = Path(__file__).parent.parent / "templates" / "web"


def create_app(given: Settings) -> Flask:
    """The application on that database and folder; makes no tables and starts nothing."""
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    settings.install(app, given)
    database.install(app, given)
    desk.install(app, given)
    rates.install(app, given)
    for part in FRAME:
        part.install(app)
    single_sign_on.install(app)
    for subject in SUBJECTS:
        app.register_blueprint(subject.blueprint)
    permissions.must_be_complete(app)
    return app
