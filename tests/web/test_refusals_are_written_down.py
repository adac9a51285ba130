"""What was refused to whom goes into the journal, once, and never into the story of a case."""

from sqlalchemy import select

from tests.makers import a_round
from tests.web.site import Site
from web.frame import refusals
from workflow.errors import AlreadyDone, Incomplete, Refusal, TooLate
from workflow.journal import JournalLine, first_broken


def refused(site: Site, *told: Refusal) -> list[JournalLine]:
    """The lines after these refusals, told to one officer at one moment on one page."""
    stage = a_round(site.stage, units=1)
    who = refusals.Who(1, stage.clock(), "10.0.0.7")
    with site.app.test_request_context("/tasks"):
        for refusal in told:
            refusals.write_down(stage.office, who, refusal)
    with stage.office.desk(write=False) as desk:
        assert first_broken(desk.session) is None
        found = list(desk.session.scalars(select(JournalLine).where(JournalLine.outcome == "refused")))
        desk.session.expunge_all()
        return found


def test_a_refusal_is_written_down_with_its_reason_and_address(site: Site) -> None:
    (line,) = refused(site, TooLate())
    assert (line.officer_id, line.address, line.case) == (1, "10.0.0.7", "")
    assert line.details == {"why": TooLate().message, "page": "/tasks"}


def test_a_second_click_on_what_was_refused_is_the_same_attempt(site: Site) -> None:
    assert len(refused(site, TooLate(), TooLate())) == 1


def test_a_form_not_filled_in_and_a_second_click_are_no_attempts(site: Site) -> None:
    assert refused(site, Incomplete({"result": "请写明催办情况。"}), AlreadyDone()) == []
