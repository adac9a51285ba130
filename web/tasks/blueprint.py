"""The pages of one's own desk."""

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)
