from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.makers import Stage
from tests.outbox.mailing import Mailing, Postmaster
from tests.postgres import PATIENCE, free_port
from workflow.outbox.carriers import Mail
from workflow.people import Officer


@pytest.fixture
def mailing(stage: Stage) -> Iterator[Mailing]:
    postmaster = Postmaster()
    port = free_port()
    server = Controller(postmaster, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE)
    server.start()
    with stage.office.desk() as desk:
        for officer in desk.session.scalars(select(Officer).where(Officer.login.in_(["01jb", "01ld", "01yz", "02jb"]))):
            officer.email = f"{officer.login}@units.example"
    yield Mailing(stage, postmaster, Mail(f"smtp://127.0.0.1:{port}", "zhengxun@district.example"))
    server.stop()
