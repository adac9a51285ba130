"""The processes of an accident: each module declares what one diagram means."""

from workflow.accident.process.investigation import INVESTIGATION

PROCESSES = (INVESTIGATION,)
