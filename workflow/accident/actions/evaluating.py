"""启动整改评估."""

from collections.abc import Sequence

from workflow.accident.model import Accident
from workflow.desk import Desk


def open_evaluation(desk: Desk, accidents: Sequence[Accident]) -> None:
    """Operation `open_evaluation`."""
