"""Who works here: accounts, units, posts, substitutes, hand-overs, import, and the auditor's journal."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__)

from web.administration import accounts, importing, journal, keys, posts, seals, substitutes, units  # noqa: E402, F401 its views
