"""挂牌督办."""

from workflow.accident.model import Accident
from workflow.desk import Desk


def suggest(desk: Desk, accident: Accident, trigger: str) -> None:
    """The system suggests supervision."""
