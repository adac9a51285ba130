"""Every process of this installation, in one place: whoever builds an engine builds it with these."""

from workflow.accident import process as accident
from workflow.consultation import process as consultation

PROCESSES = (*consultation.PROCESSES, *accident.PROCESSES)
