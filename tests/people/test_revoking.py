"""撤销密钥: by the security administrator, with reason and time; with the account when somebody leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import SIGNING, Stage, a_round
from tests.people.conftest import People, one
from workflow.administration import accounts, revoking
from workflow.administration.telling import said
from workflow.archiving.signed import signer
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal
from workflow.journal import JournalLine
from workflow.people import PostKind
from workflow.signatures.keys import AUTHORITY, SYSTEM
from workflow.signatures.revoking import Reason, unrevoked_of
from workflow.signatures.rows import Revocation, SignedStatement, SigningKey
from workflow.signatures.verifying import Code, Verdict, verify_statement


@pytest.fixture
def signed(people: People) -> People:
    """The leader of the first unit signed, and its keeper sealed, an hour ago."""
    a_round(people.stage, units=1)
    unit = people.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    people.stage.clock.pass_(hours=1)
    return people


def key_of(desk: Desk, owner: str) -> SigningKey:
    return desk.session.scalars(select(SigningKey).where(SigningKey.owner == owner)).one()


def leaders_key(desk: Desk) -> SigningKey:
    return key_of(desk, f"officer:{one(desk, '01ld').id}")


def leaders_verdict(stage: Stage) -> Verdict:
    with stage.office.desk(write=False) as desk:
        wanted = select(SignedStatement).where(SignedStatement.key_id == leaders_key(desk).key_id)
        return verify_statement(desk.session, SIGNING.vault, desk.session.scalars(wanted).one(), desk.now)


def test_what_was_signed_before_stands_with_a_remark(signed: People) -> None:
    with signed.at("aq") as desk:
        assert revoking.revoke_key(desk, leaders_key(desk), Reason.SUPERSEDED, None) == 0
    verdict = leaders_verdict(signed.stage)
    assert (verdict.code, verdict.holds) == (Code.REVOKED_LATER, True)
    assert (verdict.revoked_since, verdict.reason) == (signed.stage.clock(), "superseded")


def test_a_loss_noticed_late_takes_with_it_what_was_signed_since(signed: People) -> None:
    with signed.at("aq") as desk:
        since = desk.now - timedelta(hours=2)
        assert revoking.revoke_key(desk, leaders_key(desk), Reason.COMPROMISED, since, "手机遗失") == 1
    verdict = leaders_verdict(signed.stage)
    assert (verdict.code, verdict.holds) == (Code.REVOKED, False)


def test_it_is_written_down_who_revoked_what_since_when_and_why(signed: People) -> None:
    with signed.at("aq") as desk:
        officer_id = desk.officer_id
        revoking.revoke_key(desk, leaders_key(desk), Reason.COMPROMISED, desk.now - timedelta(hours=2), "手机遗失")
    with signed.stage.office.desk(write=False) as desk:
        line = desk.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
        assert line is not None
        row = desk.session.scalars(select(Revocation)).one()
        assert (line.officer_id, line.post, row.recorded_by_id) == (officer_id, PostKind.SECURITY.value, officer_id)
        told = said(line)
    for words in ("撤销", one_name(signed), "2026年11月20日（星期五）08:00:00", "密钥可能泄露（手机遗失）", "签名1个"):
        assert words in told, told


def one_name(people: People) -> str:
    with people.stage.office.desk(write=False) as desk:
        return one(desk, "01ld").name


def test_the_next_signature_is_made_with_a_new_key(signed: People) -> None:
    with signed.at("aq") as desk:
        old = leaders_key(desk).key_id
        revoking.revoke_key(desk, leaders_key(desk), Reason.SUPERSEDED, None)
    unit = signed.stage.unit(0)
    unit.withdraw()
    unit.send_for_signing()
    unit.sign_and_seal()
    with signed.stage.office.desk(write=False) as desk:
        owner = f"officer:{one(desk, '01ld').id}"
        assert [key.key_id == old for key in unrevoked_of(desk.session, owner)] == [False]


@pytest.mark.parametrize("login", ["admin", "sj", "zr", "01ld", "01yz"])
def test_nobody_but_the_security_administrator_revokes(signed: People, login: str) -> None:
    with signed.at(login) as desk, pytest.raises(NotYours):
        revoking.revoke_key(desk, leaders_key(desk), Reason.SUPERSEDED, None)


def test_a_key_is_revoked_once_or_again_from_an_earlier_moment(signed: People) -> None:
    with signed.at("aq") as desk:
        key, hour = leaders_key(desk), timedelta(hours=1)
        with pytest.raises(Incomplete, match="不能晚于现在"):
            revoking.revoke_key(desk, key, Reason.COMPROMISED, desk.now + timedelta(minutes=1))
        revoking.revoke_key(desk, key, Reason.COMPROMISED, desk.now - hour / 2)
        with pytest.raises(AlreadyDone, match="不必再撤销"):
            revoking.revoke_key(desk, key, Reason.COMPROMISED, None)
        assert revoking.revoke_key(desk, key, Reason.COMPROMISED, desk.now - 2 * hour) == 1


def test_the_authority_cannot_be_revoked_and_why_is_said(signed: People) -> None:
    with signed.at("aq") as desk, pytest.raises(Refusal, match="所有证书都由它签发"):
        revoking.revoke_key(desk, key_of(desk, AUTHORITY), Reason.COMPROMISED, None)


def test_the_systems_own_key_has_its_successor_at_once(signed: People) -> None:
    """Packing an archive only reads, and signs its list of contents."""
    with signed.at("aq") as desk:
        revoking.revoke_key(desk, signer(desk, SIGNING), Reason.SUPERSEDED, None)
        assert len(unrevoked_of(desk.session, SYSTEM)) == 1


# -- leaving


def leave(people: People, login: str) -> None:
    with people.at("admin") as desk:
        for post in one(desk, login).posts:
            post.until = desk.today - timedelta(days=1)
        accounts.close_account(desk, one(desk, login))


def test_whoever_leaves_signs_no_more_and_what_he_signed_stands(signed: People) -> None:
    leave(signed, "01ld")
    verdict = leaders_verdict(signed.stage)
    assert (verdict.code, verdict.reason, verdict.holds) == (Code.REVOKED_LATER, "left", True)
    with signed.stage.office.desk(write=False) as desk:
        assert list(unrevoked_of(desk.session, f"officer:{one(desk, '01ld').id}")) == []
        assert "revoke_key" in set(desk.session.scalars(select(JournalLine.verb)))


def test_the_units_key_outlives_its_keeper(signed: People) -> None:
    leave(signed, "01yz")
    with signed.stage.office.desk(write=False) as desk:
        unit_id = one(desk, "01yz").posts[0].unit_id
        assert len(unrevoked_of(desk.session, f"unit:{unit_id}")) == 1


def test_whoever_never_signed_leaves_without_a_line_about_keys(people: People) -> None:
    leave(people, "02ld")
    with people.stage.office.desk(write=False) as desk:
        assert desk.session.scalars(select(Revocation)).all() == []
