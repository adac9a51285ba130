"""The web application's door to the database; the tables themselves are declared in `workflow`."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from web.frame.settings import Settings
from workflow.store import Base, options_for, prepare


class _Model(Base):
    """Flask-SQLAlchemy copies the body of the class it is given, which a base with a type map of its own forbids."""

    __abstract__ = True


db = SQLAlchemy(model_class=_Model)


def install(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_for(settings.database)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
