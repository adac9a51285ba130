"""签名PDF: a PDF signed by the system, and what is found about one that somebody holds. PAdES, with pyHanko.

Always with Ed25519: PDF and its readers know RSA, ECDSA and EdDSA (ISO 32000-2, ISO 32002) and no SM2. An installation
that signs with SM2 therefore signs the PDF itself with an Ed25519 key of the system; its statement about the PDF, which
names the PDF's SHA-256, is signed with SM2 like every other.
"""

import io
import logging
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workflow.errors import EngineFault
from workflow.signatures import authority
from workflow.signatures.keys import Vault, sign_with
from workflow.signatures.rows import SigningKey

for _name in ("pyhanko", "pyhanko_certvalidator"):  # what is odd about a visitor's file is no news of our own
    logging.getLogger(_name).setLevel(logging.CRITICAL)

FIELD, REASON = "Zhengxun", "验证码 "
_SIGNATURE_BYTES = 64  # of Ed25519
# what pyHanko raises for files that are damaged or no PDF is not one class
_DAMAGED = (
    PdfError, SigningError, SignatureValidationError, ValueError, TypeError, LookupError, AttributeError, OSError,
    ArithmeticError, AssertionError, RuntimeError, zlib.error, struct.error,
)  # fmt: skip


class _Held(Signer):
    """Signs with a key of the vault: the private key never leaves it."""

    def __init__(self, vault: Vault, key: SigningKey, issuer: SigningKey) -> None:
        super().__init__(
            signing_cert=Certificate.load(key.certificate),
            cert_registry=SimpleCertificateStore.from_certs([Certificate.load(issuer.certificate)]),
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "ed25519"}),
        )
        self._vault, self._key = vault, key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(_SIGNATURE_BYTES) if dry_run else sign_with(self._vault, self._key, data).sig


class _Signing(PdfSigner):
    """At the moment of the desk, which pyHanko would read off a clock."""

    def __init__(self, meta: PdfSignatureMetadata, signer: Signer, at: datetime) -> None:
        super().__init__(meta, signer)
        self._at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


def signed(pdf: bytes, vault: Vault, key: SigningKey, issuer: SigningKey, code: str, at: datetime) -> bytes:
    """The PDF with the signature of `key`, certified: no later change is allowed. `code`: 验证码 of the paper."""
    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha512", subfilter=SigSeedSubFilter.PADES, reason=f"{REASON}{code}",
        name=authority.subject(key.certificate), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    out = io.BytesIO()
    _Signing(meta, _Held(vault, key, issuer), at).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


@dataclass(frozen=True)
class Seen:
    """The signature in a PDF. `whole`: the file is, byte for byte of what the signature covers, what was signed."""

    code: str
    key_id: str
    signature: bytes
    at: datetime | None
    whole: bool


def seen_in(pdf: bytes, authorities: Sequence[bytes]) -> Seen | None:
    """None: no PDF, or none that was signed like ours. `authorities`: certificates to trust, DER."""
    try:
        return _seen(pdf, authorities)
    except _DAMAGED:
        return None


def _seen(pdf: bytes, authorities: Sequence[bytes]) -> Seen | None:
    found = [each for each in PdfFileReader(io.BytesIO(pdf)).embedded_signatures if each.field_name == FIELD]
    if len(found) != 1:
        return None
    embedded = found[0]
    at = embedded.self_reported_timestamp
    trusted = ValidationContext(
        trust_roots=[Certificate.load(each) for each in authorities], moment=at, allow_fetching=False
    )
    status = validate_pdf_signature(embedded, trusted)
    whole = (
        status.intact
        and status.valid
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level is ModificationLevel.NONE
    )
    reason = str(embedded.sig_object.get("/Reason", ""))
    key_id = authority.key_id_of(embedded.signer_cert["tbs_certificate"]["subject_public_key_info"])
    return Seen(reason.removeprefix(REASON), key_id, embedded.signer_info["signature"].native, at, whole)


def fonts_in(pdf: bytes) -> frozenset[str]:
    """The fonts of all pages by their PostScript names, without the six signs of a subset."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        resources = [reader.find_page_for_modification(number)[1].get_object() for number in range(_pages(reader))]
        fonts = [each["/Font"] for each in resources if "/Font" in each]
        named = [font.get_object() for each in fonts for font in each.values()]
        return frozenset(str(font["/BaseFont"]).lstrip("/").rpartition("+")[2] for font in named)
    except _DAMAGED as broken:
        raise EngineFault("the PDF that was converted cannot be read") from broken


def _pages(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"]["/Count"])
