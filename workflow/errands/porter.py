"""The threads that carry out errands while a program does the jobs."""

import logging
import threading
from collections.abc import Mapping

from workflow.desk import Office
from workflow.errands.carrying import Carry, carry_out_next

LOOKS_EVERY = 1.0  # seconds, when there was no errand the last time
LETS_GO = 2.0  # seconds in which a thread that has nothing to do ends

log = logging.getLogger("zhengxun.errands")


class Porter:
    """One thread; it carries out one errand after the other."""

    def __init__(self, office: Office, worker: str, kinds: Mapping[str, Carry]) -> None:
        self._office, self._worker, self._kinds = office, worker, kinds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="errands", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def take_no_more(self) -> None:
        self._stopped.set()

    def finish(self, patience: float) -> None:
        """What is not done after so many seconds is left to whoever takes the row next."""
        self._thread.join(patience + LETS_GO)

    def _work(self) -> None:
        while not self._stopped.is_set():
            if not self._carried_one_out():
                self._stopped.wait(LOOKS_EVERY)

    def _carried_one_out(self) -> bool:
        try:
            return carry_out_next(self._office, self._worker, self._kinds)
        except Exception:  # a database that is being restarted: the next time will do
            log.warning("errands could not be looked for", exc_info=True)
            return False
