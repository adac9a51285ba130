"""The processes of an accident: each module declares what one diagram means."""

from workflow.accident.process.evaluation import EVALUATION
from workflow.accident.process.investigation import INVESTIGATION
from workflow.accident.process.rectification import RECTIFICATION
from workflow.accident.process.supervision import SUPERVISION

PROCESSES = (INVESTIGATION, RECTIFICATION, EVALUATION, SUPERVISION)
