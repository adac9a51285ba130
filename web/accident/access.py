"""Which accident case a person may see; everything else is unknown to him, not forbidden."""

from workflow.accident.custody import case_for
from workflow.accident.model import Accident
from workflow.desk import Desk


def accident(desk: Desk, key: str) -> Accident:
    """An accident case, for its office, its government and its team."""
    return case_for(desk, key)
