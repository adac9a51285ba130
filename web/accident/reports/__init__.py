"""An accident from the investigation to the archive: findings, report, signatures, approval, publication, accounting."""

from web.accident.reports import (
    accounting,
    approving,
    archiving,
    causes,
    concluding,
    evidence,
    investigating,
    measures,
    publishing,
    signing,
    submitting,
    writing,
)
from web.accident.reports.blueprint import blueprint

__all__ = [
    "accounting",
    "approving",
    "archiving",
    "blueprint",
    "causes",
    "concluding",
    "evidence",
    "investigating",
    "measures",
    "publishing",
    "signing",
    "submitting",
    "writing",
]
