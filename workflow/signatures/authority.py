"""The installation's own certificate authority: X.509 certificates that tie a key to a name, for some years.

It vouches for nothing outside this installation, and its certificates say so. Written with asn1crypto because
cryptography refuses SM2 keys; the authority itself always signs with Ed25519.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Certificate, Name, TbsCertificate

from workflow.signatures.canonical import digest

ISSUER = "征询系统自建证书（仅用于内部完整性校验）"
AUTHORITY_YEARS, KEY_YEARS = 10, 3

Sign = Callable[[bytes], bytes]


def key_id_of(info: PublicKeyInfo) -> str:
    return digest(info.dump())


def until(start: datetime, years: int) -> datetime:
    return start.replace(microsecond=0) + timedelta(days=365 * years)


def certificate(
    name: str, info: PublicKeyInfo, issuer: PublicKeyInfo, sign: Sign, start: datetime, end: datetime
) -> bytes:
    """The DER of a certificate for `name`, signed by the authority; one whose key is the issuer's is the authority's."""
    is_authority = info.dump() == issuer.dump()
    tbs = TbsCertificate(
        {
            "version": "v3",
            "serial_number": int(key_id_of(info)[:30], 16) + 1,
            "signature": {"algorithm": "ed25519"},
            "issuer": _name(ISSUER),
            "validity": {"not_before": _time(start), "not_after": _time(end)},
            "subject": _name(ISSUER if is_authority else name),
            "subject_public_key_info": info,
            "extensions": _extensions(info, issuer, is_authority=is_authority),
        }
    )
    signed = {"signature_algorithm": {"algorithm": "ed25519"}, "signature_value": sign(tbs.dump())}
    return bytes(Certificate({"tbs_certificate": tbs, **signed}).dump())


def is_issued(der: bytes, verify: Callable[[bytes, bytes], bool]) -> bool:
    """Whether the authority's key made this certificate; `verify`: message, signature."""
    try:
        found = Certificate.load(der, strict=True)
        return verify(found["tbs_certificate"].dump(), found["signature_value"].native)
    except (ValueError, TypeError):
        return False


def subject(der: bytes) -> str:
    """Whose certificate it is: the row beside it could have been changed."""
    return str(Certificate.load(der).subject.native["common_name"])


def names_key(der: bytes, key_id: str) -> bool:
    """Whether the certificate is that key's."""
    try:
        return key_id_of(Certificate.load(der, strict=True)["tbs_certificate"]["subject_public_key_info"]) == key_id
    except (ValueError, TypeError):
        return False


def validity(der: bytes) -> tuple[datetime, datetime]:
    """From when to when it is valid, as the certificate itself says: the row beside it could have been changed."""
    found = Certificate.load(der)["tbs_certificate"]["validity"]
    return found["not_before"].native, found["not_after"].native


def _name(name: str) -> Name:
    return Name.build({"common_name": name[:64]})


def _time(moment: datetime) -> dict[str, datetime]:
    utc = moment.astimezone(UTC).replace(microsecond=0)
    return {"utc_time" if utc.year < 2050 else "general_time": utc}


def _extensions(info: PublicKeyInfo, issuer: PublicKeyInfo, *, is_authority: bool) -> list[dict[str, object]]:
    usage = {"key_cert_sign", "crl_sign"} if is_authority else {"digital_signature", "non_repudiation"}
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": {"ca": is_authority}},
        {"extn_id": "key_usage", "critical": True, "extn_value": usage},
        {"extn_id": "key_identifier", "extn_value": info.sha1},
        {"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": issuer.sha1}},
    ]
