"""整改评估: the team, each measure against its test, the report to the government, and its publication."""

from web.accident.evaluations import approving, assessing, forming, showing
from web.accident.evaluations.blueprint import blueprint

__all__ = ["approving", "assessing", "blueprint", "forming", "showing"]
