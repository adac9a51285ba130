"""Two sweeps at once, beside whoever sweeps anyway: a process with two threads on the same database."""

import os
import threading
from pathlib import Path

from web.commands.installation import installation
from workflow import jobs
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.engine.sweep import sweep
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import sessions


def twice_at_once() -> None:
    place = installation(Path(os.environ["ZHENGXUN_DATA"]), os.environ.get("ZHENGXUN_DATABASE"))
    engine = place.open()
    office = Office(
        sessions(engine), real_clock, Engine(PROCESSES), Files(place.files), signing=place.settings().signing
    )
    together = threading.Barrier(2)

    def one() -> None:
        together.wait()
        sweep(office.desk, office.engine, grace=jobs.GRACE)

    both = [threading.Thread(target=one) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    engine.dispose()
