"""下达整改通知."""

from collections.abc import Sequence

from workflow.accident.model import Accident
from workflow.desk import Desk


def open_rectification(desk: Desk, accidents: Sequence[Accident]) -> None:
    """Operation `open_rectification`."""
