"""Errands (后台办理): work too long for a request. Begun in the transaction of whoever wants it, carried out by a worker.

The row is the truth, in the same database and the same transaction as what it is about: rolled back, there is none.
Whoever wants to know reads it: what for, how far, what came of it.
"""

from workflow.errands.rows import ENDED, LABELS, Errand, State
from workflow.errands.starting import of_case, start, unfinished

__all__ = ["ENDED", "LABELS", "Errand", "State", "of_case", "start", "unfinished"]
