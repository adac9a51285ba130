"""Who is logged in where, until when."""

import pytest

from tests.accounts.people import at_desk, come_in, journal, knock
from tests.makers import Stage
from workflow.accounts import visits
from workflow.accounts.admission import NotAdmitted
from workflow.accounts.rows import Visit
from workflow.accounts.terms import CUSTOMARY
from workflow.errors import Unknown


def is_in(stage: Stage, token: str) -> bool:
    with stage.office.desk(write=False) as desk:
        return visits.find(desk.session, token, desk.now, CUSTOMARY) is not None


def test_a_visit_lasts_while_its_owner_is_busy_and_ends_after_half_an_hour_idle(stage: Stage) -> None:
    token = come_in(stage, "01jb")
    stage.clock.pass_(minutes=29, seconds=59)
    assert is_in(stage, token)
    with at_desk(stage, "01jb") as (desk, officer):
        visits.see(desk.session, visits.of(desk, officer, CUSTOMARY)[0].id, desk.now)
    stage.clock.pass_(minutes=29)
    assert is_in(stage, token)
    stage.clock.pass_(minutes=1)
    assert not is_in(stage, token)


def test_the_table_does_not_hold_what_the_browser_holds(stage: Stage) -> None:
    token = come_in(stage, "01jb")
    with stage.office.desk(write=False) as desk:
        row = desk.session.query(Visit).one()
        assert token not in {str(value) for value in vars(row).values()}
        assert not is_in(stage, row.token_digest)


def test_somebody_ends_his_other_visits_and_nobody_elses(stage: Stage) -> None:
    lost, here, foreign = come_in(stage, "01jb", "安卓手机"), come_in(stage, "01jb"), come_in(stage, "01ld")
    with at_desk(stage, "01jb") as (desk, officer):
        on_phone = next(visit for visit in visits.of(desk, officer, CUSTOMARY) if visit.device == "安卓手机")
        visits.end(desk, on_phone.key)
    with at_desk(stage, "01ld") as (desk, officer):
        key_of_leader = visits.of(desk, officer, CUSTOMARY)[0].key
    with at_desk(stage, "01jb") as (desk, _), pytest.raises(Unknown):
        visits.end(desk, key_of_leader)
    assert [is_in(stage, token) for token in (lost, here, foreign)] == [False, True, True]
    assert "visit_ended" in journal(stage, "01jb")


def test_a_closed_account_is_out_at_once_and_does_not_come_in(stage: Stage) -> None:
    token = come_in(stage, "01jb")
    with at_desk(stage, "01jb") as (_, officer):
        officer.active = False
    assert not is_in(stage, token)
    with pytest.raises(NotAdmitted):
        knock(stage, "01jb")


def test_a_proof_of_identity_is_fresh_for_five_minutes(stage: Stage) -> None:
    come_in(stage, "01jb")
    stage.clock.pass_(minutes=4, seconds=59)
    with at_desk(stage, "01jb") as (desk, officer):
        assert visits.is_fresh(visits.of(desk, officer, CUSTOMARY)[0], desk.now, CUSTOMARY)
    stage.clock.pass_(seconds=1)
    with at_desk(stage, "01jb") as (desk, officer):
        assert not visits.is_fresh(visits.of(desk, officer, CUSTOMARY)[0], desk.now, CUSTOMARY)
