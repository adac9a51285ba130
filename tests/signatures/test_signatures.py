"""A signature holds for exactly what was signed, by a key of this installation, within its time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workflow.clock import beijing
from workflow.errors import EngineFault
from workflow.signatures.algorithms import ALGORITHMS, ED25519, SM2
from workflow.signatures.canonical import canonical
from workflow.signatures.keys import Signed, Vault, key_of, sign_with
from workflow.signatures.revoking import Reason, revoke
from workflow.signatures.rows import SignedStatement, SigningKey
from workflow.signatures.statements import Act, Owner, Signing, Statement
from workflow.signatures.verifying import Code, verify, verify_statement
from workflow.store import create_tables, open_database, sessions

NOW = beijing(2026, 11, 24, 9, 30)
LEADER = Owner("officer:5", "演示人员甲")
SECRET = "a secret of the tests"


def without_guards(session: Session) -> None:
    """The database itself refuses to change official rows; whoever has it can take that away first."""
    for name in session.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all():
        session.execute(text(f"drop trigger {name}"))


@pytest.fixture
def session() -> Iterator[Session]:
    engine = open_database("sqlite://")
    create_tables(engine)
    with sessions(engine)() as opened:
        without_guards(opened)
        yield opened
    engine.dispose()


@pytest.fixture(params=[ED25519, SM2])
def signing(request: pytest.FixtureRequest) -> Signing:
    return Signing(Vault(SECRET), algorithm=request.param)


STATEMENT = Statement(
    about="letter:abc", act=Act.SIGN, document="reply", title="单位回函", signer="演示人员甲", post="主要领导",
    unit="演示单位", at=NOW, content={"comments": [{"clause": "（三）", "proposed": "改为五日"}]},
    images={"signature": "0" * 64}, paper="1" * 64, rests_on=("2" * 64,),
)  # fmt: skip


def signed_by(signing: Signing, session: Session, statement: Statement = STATEMENT) -> SignedStatement:
    return signing.make(session, LEADER, statement)


def code(signing: Signing, session: Session, kept: SignedStatement, now=NOW) -> Code:  # type: ignore[no-untyped-def]
    return verify_statement(session, signing.vault, kept, now).code


def test_what_was_signed_holds_and_names_its_signer(session: Session, signing: Signing) -> None:
    verdict = verify_statement(session, signing.vault, signed_by(signing, session), NOW)
    assert (verdict.code, verdict.name) == (Code.OK, "演示人员甲")


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("about", "letter:abd"), ("act", Act.SEAL), ("document", "notice"), ("title", "单位回函件"),
        ("signer", "演示人员乙"), ("post", "经办人"), ("unit", "另一单位"), ("at", NOW + timedelta(microseconds=1)),
        ("content", {"comments": [{"clause": "（三）", "proposed": "改为六日"}]}),
        ("images", {"signature": "0" * 63 + "1"}), ("paper", "1" * 63 + "0"), ("rests_on", ()),
    ],
)  # fmt: skip
def test_every_field_is_covered(session: Session, signing: Signing, field: str, other: object) -> None:
    kept = signed_by(signing, session)
    altered = canonical(replace(STATEMENT, **{field: other}))  # type: ignore[arg-type]
    signed = Signed(kept.alg, kept.key_id, kept.signature)
    assert verify(session, signing.vault, altered, signed, NOW, NOW).code is Code.ALTERED


def test_one_changed_byte_anywhere_is_seen(session: Session) -> None:
    signing = Signing(Vault(SECRET))
    kept = signed_by(signing, session)
    message, signed = kept.content.encode(), Signed(kept.alg, kept.key_id, kept.signature)
    for place in range(len(message)):
        altered = message[:place] + bytes([message[place] ^ 1]) + message[place + 1 :]
        assert verify(session, signing.vault, altered, signed, NOW, NOW).code is Code.ALTERED


def test_one_changed_byte_of_the_signature_is_seen(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    kept.signature = kept.signature[:-1] + bytes([kept.signature[-1] ^ 1])
    assert code(signing, session, kept) is Code.ALTERED


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("about", "letter:x"),
        ("act", "seal"),
        ("document", "notice"),
        ("paper_sha256", ""),
        ("at", NOW + timedelta(hours=1)),
    ],
)
def test_a_row_that_tells_another_story_than_its_text_is_altered(
    session: Session, signing: Signing, column: str, value: object
) -> None:
    kept = signed_by(signing, session)
    setattr(kept, column, value)
    assert code(signing, session, kept) is Code.ALTERED


def test_a_key_nobody_knows(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    kept.key_id = "f" * 64
    assert code(signing, session, kept) is Code.UNKNOWN_KEY


def test_a_key_whose_certificate_somebody_else_made(session: Session) -> None:
    """An own authority put into the table does not help: its private key cannot be locked without the secret."""
    stranger = Signing(Vault("another secret"))
    kept = signed_by(stranger, session)
    assert code(Signing(Vault(SECRET)), session, kept) is Code.UNKNOWN_KEY


def test_a_public_key_exchanged_in_its_row(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    _, key.public = ALGORITHMS[key.alg].generate()
    assert code(signing, session, kept) is Code.UNKNOWN_KEY


def test_a_certificate_changed_in_its_row(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    key.certificate = key.certificate.replace("演示人员甲".encode(), "演示人员乙".encode())
    assert code(signing, session, kept) is Code.UNKNOWN_KEY


def test_another_persons_certificate_in_its_row(session: Session, signing: Signing) -> None:
    """A good certificate, only not of this key: the signature must not count in the other person's name."""
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    other = key_of(session, signing.vault, "officer:6", "演示人员乙", signing.algorithm, NOW)
    key.certificate = other.certificate
    assert code(signing, session, kept) is Code.UNKNOWN_KEY


def test_an_expired_certificate_is_told_apart_from_a_bad_signature(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    assert code(signing, session, kept, NOW + timedelta(days=3 * 365 - 1)) is Code.OK
    assert code(signing, session, kept, NOW + timedelta(days=3 * 365)) is Code.EXPIRED


def test_revoked_before_it_was_signed(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    revoke(session, key, Reason.COMPROMISED, NOW - timedelta(minutes=1), NOW)
    assert code(signing, session, kept) is Code.REVOKED


def test_what_was_signed_before_the_revocation_stands_and_the_next_key_is_another(
    session: Session, signing: Signing
) -> None:
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    later = NOW + timedelta(minutes=1)
    revoke(session, key, Reason.LEFT, later, later)
    verdict = verify_statement(session, signing.vault, kept, NOW)
    assert (verdict.code, verdict.holds) == (Code.REVOKED_LATER, True)
    assert (verdict.revoked_since, verdict.reason) == (later, Reason.LEFT)
    assert signed_by(signing, session, replace(STATEMENT, at=later)).key_id != kept.key_id


def test_the_moment_of_the_revocation_itself_is_too_late(session: Session, signing: Signing) -> None:
    kept = signed_by(signing, session)
    key = session.scalars(select(SigningKey).where(SigningKey.key_id == kept.key_id)).one()
    revoke(session, key, Reason.COMPROMISED, NOW + timedelta(microseconds=1), NOW)
    assert code(signing, session, kept) is Code.REVOKED_LATER
    revoke(session, key, Reason.COMPROMISED, NOW, NOW)
    assert code(signing, session, kept) is Code.REVOKED, "of two revocations the earlier counts"


@pytest.mark.parametrize("shift", [timedelta(seconds=-1), timedelta(days=3 * 365)])
def test_signed_outside_the_validity_of_the_certificate(session: Session, signing: Signing, shift: timedelta) -> None:
    key = key_of(session, signing.vault, LEADER.id, LEADER.name, signing.algorithm, NOW)
    at = NOW + shift
    signed = sign_with(signing.vault, key, b"content")
    assert verify(session, signing.vault, b"content", signed, at, NOW).code is Code.OUTSIDE


def test_private_keys_lie_encrypted_and_open_with_the_secret_alone(session: Session, signing: Signing) -> None:
    key = key_of(session, signing.vault, LEADER.id, LEADER.name, signing.algorithm, NOW)
    private = signing.vault.open(key)
    assert private not in (key.private or b"")
    assert Vault(SECRET).open(key) == private
    with pytest.raises(EngineFault):
        Vault("another secret").open(key)


def test_one_owner_has_one_key(session: Session, signing: Signing) -> None:
    assert signed_by(signing, session).key_id == signed_by(signing, session).key_id


def test_when_a_certificate_has_ended_the_next_signature_has_another_key(session: Session, signing: Signing) -> None:
    later = NOW + timedelta(days=3 * 365)
    first = signed_by(signing, session)
    next_ = signed_by(signing, session, replace(STATEMENT, at=later))
    assert next_.key_id != first.key_id
    assert code(signing, session, next_, later) is Code.OK


def test_a_private_key_copied_into_another_row_opens_nothing(session: Session, signing: Signing) -> None:
    """It was locked for its own number: a stranger's row cannot sign with it."""
    key = key_of(session, signing.vault, LEADER.id, LEADER.name, signing.algorithm, NOW)
    other = key_of(session, signing.vault, "officer:6", "演示人员乙", signing.algorithm, NOW)
    other.private = key.private
    with pytest.raises(EngineFault):
        Vault(SECRET).open(other)
