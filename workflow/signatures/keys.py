"""Keys of officers and units: made when first needed, kept encrypted, loaded once.

The private keys lie in the installation (托管密钥): they show that the system recorded an act and that nothing was
changed since, not that the person alone could have made the signature.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.errors import EngineFault
from workflow.signatures.algorithms import ALGORITHMS, ED25519
from workflow.signatures.authority import AUTHORITY_YEARS, KEY_YEARS, certificate, key_id_of, until
from workflow.signatures.rows import Custody, Revocation, SigningKey

AUTHORITY = "authority"  # its owner's name in the table
SYSTEM = "system"
NONCE = 12  # bytes


@dataclass(frozen=True)
class Signed:
    """One signature: how, with which key, the bytes."""

    alg: str
    key_id: str
    sig: bytes


@dataclass
class Vault:
    """Encrypts private keys under a key that is derived from the installation's secret, and remembers loaded ones."""

    secret: str
    _private: dict[str, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        derived = HKDF(SHA256(), 32, salt=b"zhengxun", info=b"signing keys").derive(self.secret.encode())
        self._cipher = AESGCM(derived)

    def lock(self, key_id: str, private: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, private, key_id.encode())

    def open(self, key: SigningKey) -> bytes:
        """EngineFault when the secret is another one than the key was locked with."""
        if key.key_id not in self._private:
            self._private[key.key_id] = self._unlocked(key)
        return self._private[key.key_id]

    def holds(self, key: SigningKey) -> bool:
        """Whether it was locked with our secret: nobody else can add a key that opens."""
        try:
            return ALGORITHMS[key.alg].belong(self.open(key), key.public)
        except EngineFault:
            return False

    def _unlocked(self, key: SigningKey) -> bytes:
        locked = key.private or b""
        try:
            return self._cipher.decrypt(locked[:NONCE], locked[NONCE:], key.key_id.encode())
        except (InvalidTag, ValueError) as wrong:
            raise EngineFault(f"signing key {key.key_id} cannot be opened with the secret of this start") from wrong


def sign_with(vault: Vault, key: SigningKey, message: bytes) -> Signed:
    private = vault.open(key)
    return Signed(key.alg, key.key_id, ALGORITHMS[key.alg].sign(private, key.public, message))


def key_of(session: Session, vault: Vault, owner: str, name: str, alg: str, now: datetime) -> SigningKey:
    """The owner's valid key, made when there is none: none yet, expired, revoked, or of another algorithm."""
    found = _valid_key(session, owner, alg, now)
    return found or _new_key(session, vault, owner, name, alg, now)


def _valid_key(session: Session, owner: str, alg: str, now: datetime) -> SigningKey | None:
    revoked = select(Revocation.key_id)
    wanted = (SigningKey.owner == owner, SigningKey.alg == alg, SigningKey.custody == Custody.HELD)
    valid = (SigningKey.not_before <= now, SigningKey.not_after > now, SigningKey.key_id.not_in(revoked))
    return session.scalar(select(SigningKey).where(*wanted, *valid).order_by(SigningKey.id.desc()).limit(1))


def _new_key(session: Session, vault: Vault, owner: str, name: str, alg: str, now: datetime) -> SigningKey:
    private, public = ALGORITHMS[alg].generate()
    key_id = key_id_of(ALGORITHMS[alg].info(public))
    key = certified(session, vault, owner, name, alg, public, now)
    key.custody, key.private = Custody.HELD, vault.lock(key_id, private)
    session.add(key)
    session.flush()
    return key


def certified(
    session: Session, vault: Vault, owner: str, name: str, alg: str, public: bytes, now: datetime
) -> SigningKey:
    """A row for this public key with a certificate of the installation's authority; not yet added."""
    authority = authority_key(session, vault, now)
    info = ALGORITHMS[alg].info(public)
    start, end = now.replace(microsecond=0), min(until(now, KEY_YEARS), authority.not_after)
    der = certificate(
        name, info, ALGORITHMS[authority.alg].info(authority.public),
        lambda data: sign_with(vault, authority, data).sig, start, end,
    )  # fmt: skip
    return SigningKey(
        key_id=key_id_of(info), owner=owner, name=name, alg=alg, custody=Custody.EXTERNAL, public=public,
        certificate=der, not_before=start, not_after=end, made_at=now,
    )  # fmt: skip


def authority_key(session: Session, vault: Vault, now: datetime) -> SigningKey:
    return _valid_key(session, AUTHORITY, ED25519, now) or _new_authority(session, vault, now)


def _new_authority(session: Session, vault: Vault, now: datetime) -> SigningKey:
    algorithm = ALGORITHMS[ED25519]
    private, public = algorithm.generate()
    info = algorithm.info(public)
    start, end = now.replace(microsecond=0), until(now, AUTHORITY_YEARS)
    der = certificate(AUTHORITY, info, info, lambda data: algorithm.sign(private, public, data), start, end)
    key = SigningKey(
        key_id=key_id_of(info), owner=AUTHORITY, name=AUTHORITY, alg=ED25519, custody=Custody.HELD, public=public,
        private=vault.lock(key_id_of(info), private), certificate=der, not_before=start, not_after=end, made_at=now,
    )  # fmt: skip
    session.add(key)
    session.flush()
    return key
