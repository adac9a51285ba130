"""Where the pages of one's own account hang."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/account")
