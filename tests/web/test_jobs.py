"""What happens by itself happens on the job engine's own threads, where no page and no application is at hand."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

from dbos import DBOS
from sqlalchemy import select

from tests.makers import DEADLINE, a_round
from tests.running.programs import PATIENCE
from tests.web.site import Site
from web.frame.desk import office
from workflow import jobs
from workflow.outbox.composing import Message
from workflow.outbox.rows import Parcel, State, Way
from workflow.outbox.sending import PostOffice
from workflow.people import Officer
from workflow.signatures.rows import SignedPdf


def test_a_round_is_closed_by_the_job_engine(site: Site) -> None:
    stage = a_round(site.stage, units=2)
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]))
    try:
        stage.clock.move_to(DEADLINE + timedelta(minutes=1))
        DBOS.start_workflow(jobs.sweep_moments, datetime.now(UTC), None).get_result()
    finally:
        jobs.close()
    with stage.look() as (_, round_):
        assert round_.closed_at == stage.clock()


def test_a_paper_is_printed_and_signed_by_the_job_engine(site: Site) -> None:
    """Where LibreOffice is installed; the notice of the round is the one paper so far."""
    stage = a_round(site.stage, units=1)
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]), prints=True)
    try:
        DBOS.start_workflow(jobs.print_papers, datetime.now(UTC), None).get_result()
    finally:
        jobs.close()
    with stage.office.desk(write=False) as desk:
        made = desk.session.scalars(select(SignedPdf)).all()
        assert [printed.file.name for printed in made] == ["征求意见通知.pdf"]


class Slow:
    """A mail server that takes its time: nobody knows how long."""

    way = Way.MAIL

    def __init__(self) -> None:
        self.begun, self.may_end, self.has_ended = threading.Event(), threading.Event(), threading.Event()
        self.taken = 0

    def send(self, message: Message) -> str:
        self.taken += 1
        self.begun.set()
        self.may_end.wait(PATIENCE)
        self.has_ended.set()
        return "250"


def test_a_slow_mail_server_does_not_keep_the_site_from_starting(site: Site) -> None:
    with site.stage.office.desk() as desk:
        desk.session.scalars(select(Officer).where(Officer.login == "01jb")).one().email = "01jb@units.example"
    a_round(site.stage, units=1)
    slow = Slow()
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]), post_office=PostOffice((slow,)))
    try:
        assert slow.begun.wait(PATIENCE)
        assert not slow.has_ended.is_set()  # launched, while the mail is still being handed over
    finally:
        slow.may_end.set()
        jobs.close()


def test_a_program_that_is_stopped_hands_over_the_letter_in_hand_and_begins_no_other(site: Site) -> None:
    """A thousand letters by a slow server would keep it for an hour, and whoever waits for it would kill it."""
    with site.stage.office.desk() as desk:
        for officer in desk.session.scalars(select(Officer).where(Officer.login.in_(("01jb", "02jb", "03jb")))):
            officer.email = f"{officer.login}@units.example"
    a_round(site.stage, units=3)
    slow = Slow()
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]), post_office=PostOffice((slow,)))
    stopped = threading.Thread(target=jobs.close)
    try:
        assert slow.begun.wait(PATIENCE)
    finally:
        stopped.start()
        is_stopping = jobs._stopping.wait(PATIENCE)
        slow.may_end.set()
        stopped.join(PATIENCE)
    assert is_stopping
    assert not stopped.is_alive()
    assert slow.taken == 1
    with site.stage.office.desk(write=False) as desk:
        states = Counter(desk.session.scalars(select(Parcel.state)))
    assert states == {State.SENT: 1, State.WAITING: 2}
