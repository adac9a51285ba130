"""The office's pages about rounds: the list, preparing, issuing, the board, and what is done while units answer."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)

from web.rounds import approving, board, diagrams, drafting, listing, running, structure  # noqa: E402, F401 -- their views register themselves
