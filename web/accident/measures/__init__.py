"""整改措施: the board of a case, a unit's own measures, and the page of each step from the order to 销号."""

from web.accident.measures import board, carrying, deciding, lessons, showing
from web.accident.measures.blueprint import blueprint

__all__ = ["blueprint", "board", "carrying", "deciding", "lessons", "showing"]
