"""The office's pages about rounds: the list, preparing, issuing, the board, and what is done while units answer."""

from web.consultation.rounds import approving, board, diagrams, drafting, listing, running, structure
from web.consultation.rounds.blueprint import blueprint

__all__ = ["approving", "blueprint", "board", "diagrams", "drafting", "listing", "running", "structure"]
