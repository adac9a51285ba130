"""All units of a round on one screen: where each stands, with its times; and how far rounds have come."""

from workflow.consultation.board.curve import Day, curve
from workflow.consultation.board.figures import Figures, figures
from workflow.consultation.board.looking import Counted, Wanted, came_in, counted, page
from workflow.consultation.board.progress import Progress, progress
from workflow.consultation.board.rows import SINGLE, Row, rows
from workflow.consultation.board.standings import standings

__all__ = [
    "SINGLE",
    "Counted",
    "Day",
    "Figures",
    "Progress",
    "Row",
    "Wanted",
    "came_in",
    "counted",
    "curve",
    "figures",
    "page",
    "progress",
    "rows",
    "standings",
]
