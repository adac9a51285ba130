"""The telephone's code: bound once, right for a moment, good for one opening; and the codes for the day it is lost."""

import pyotp
import pytest

from tests.accounts.people import ADDRESS, VAULT, at_desk, journal, officer_id
from tests.makers import Stage
from workflow.accounts import admission, enforcement, second_factor
from workflow.accounts.admission import NotAdmitted
from workflow.accounts.failures import Locked
from workflow.accounts.rows import SecondFactor
from workflow.accounts.terms import CUSTOMARY
from workflow.accounts.vault import OtherKey, Vault
from workflow.errors import Incomplete, Stale
from workflow.people import PostKind


def bind(stage: Stage, login: str = "01ld") -> tuple[pyotp.TOTP, list[str]]:
    """His telephone, and his recovery codes."""
    with at_desk(stage, login) as (desk, officer):
        second_factor.propose(desk, VAULT, officer)
        found = second_factor.proposed(desk, VAULT, officer)
    assert found
    telephone = pyotp.TOTP(found[0])
    with at_desk(stage, login) as (desk, officer):
        return telephone, second_factor.confirm(desk, VAULT, officer, shown(stage, telephone))


def shown(stage: Stage, telephone: pyotp.TOTP, seconds: int = 0) -> str:
    return telephone.at(stage.clock(), counter_offset=seconds // 30)


def opens(stage: Stage, code: str, login: str = "01ld") -> bool:
    with at_desk(stage, login) as (desk, officer):
        return second_factor.opens(desk, VAULT, officer, code)


def test_nothing_is_asked_for_before_the_telephone_has_proved_itself(stage: Stage) -> None:
    with at_desk(stage, "01ld") as (desk, officer):
        second_factor.propose(desk, VAULT, officer)
        with pytest.raises(Incomplete):
            second_factor.confirm(desk, VAULT, officer, "000000")
        assert not second_factor.is_on(desk.session, officer.id)


def test_the_code_of_now_opens_once(stage: Stage) -> None:
    telephone, _ = bind(stage)
    assert not opens(stage, shown(stage, telephone)), "the code that confirmed the binding has been used"
    stage.clock.pass_(seconds=30)
    code = shown(stage, telephone)
    assert opens(stage, f"{code[:3]} {code[3:]}")
    assert not opens(stage, code)


def test_half_a_minute_early_or_late_is_no_matter_a_minute_is(stage: Stage) -> None:
    telephone, _ = bind(stage)
    stage.clock.pass_(minutes=5)
    assert not opens(stage, shown(stage, telephone, -60))
    assert not opens(stage, shown(stage, telephone, 60))
    assert opens(stage, shown(stage, telephone, -30))
    assert opens(stage, shown(stage, telephone, 30))


def test_an_earlier_code_does_not_open_after_a_later_one(stage: Stage) -> None:
    telephone, _ = bind(stage)
    stage.clock.pass_(minutes=5)
    assert opens(stage, shown(stage, telephone))
    assert not opens(stage, shown(stage, telephone, -30))


def test_a_recovery_code_opens_once_however_it_is_typed(stage: Stage) -> None:
    _, codes = bind(stage)
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert opens(stage, codes[3].lower().replace("-", " "))
    assert not opens(stage, codes[3])
    with at_desk(stage, "01ld") as (desk, officer):
        assert second_factor.codes_left(desk, officer) == second_factor.RECOVERY_CODES - 1
    assert "recovery_code_used" in journal(stage, "01ld")


def test_new_recovery_codes_make_the_old_ones_worthless(stage: Stage) -> None:
    _, old = bind(stage)
    with at_desk(stage, "01ld") as (desk, officer):
        new = second_factor.renew_codes(desk, officer)
    assert not opens(stage, old[0])
    assert opens(stage, new[0])


def test_another_persons_codes_open_nothing(stage: Stage) -> None:
    telephone, codes = bind(stage, "01ld")
    bind(stage, "02ld")
    stage.clock.pass_(minutes=1)
    assert not opens(stage, codes[0], "02ld")
    assert not opens(stage, shown(stage, telephone), "02ld")


def test_at_the_door_five_wrong_codes_shut_it(stage: Stage) -> None:
    telephone, _ = bind(stage)
    stage.clock.pass_(minutes=1)
    for _ in range(5):
        with pytest.raises(NotAdmitted):
            admission.check_code(stage.office, CUSTOMARY, VAULT, officer_id(stage, "01ld"), "000000", ADDRESS)
    right = shown(stage, telephone)
    with pytest.raises(Locked):
        admission.check_code(stage.office, CUSTOMARY, VAULT, officer_id(stage, "01ld"), right, ADDRESS)


def test_the_secret_lies_encrypted_and_only_for_its_owner(stage: Stage) -> None:
    telephone, _ = bind(stage)
    with at_desk(stage, "01ld") as (desk, officer):
        row = desk.session.get_one(SecondFactor, officer.id)
        assert telephone.secret.encode() not in row.secret
        assert VAULT.open(row.secret, officer.id) == telephone.secret
        with pytest.raises(OtherKey):
            VAULT.open(row.secret, officer.id + 1)
        with pytest.raises(OtherKey):
            Vault("another installation").open(row.secret, officer.id)


def test_switched_off_it_opens_nothing_and_can_be_bound_anew(stage: Stage) -> None:
    _, codes = bind(stage)
    with at_desk(stage, "01ld") as (desk, officer), pytest.raises(Stale):
        second_factor.propose(desk, VAULT, officer)
    with at_desk(stage, "01ld") as (desk, officer):
        second_factor.remove(desk, officer)
    assert not opens(stage, codes[0])
    bind(stage)


def test_the_installation_says_for_which_posts_it_is_no_choice(stage: Stage) -> None:
    with at_desk(stage, "admin") as (desk, _):
        enforcement.ask_of(desk, [PostKind.LEADER, PostKind.SEAL_KEEPER])
    with stage.office.desk(write=False) as desk:
        assert enforcement.is_asked_of(desk.session, {PostKind.LEADER})
        assert not enforcement.is_asked_of(desk.session, {PostKind.CLERK})
