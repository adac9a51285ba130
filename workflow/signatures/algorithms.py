"""Two ways to sign behind one interface: Ed25519 by default, SM2 with SM3 by setting.

The only importer of gmssl_pyx, which is loaded when an installation first uses SM2: it is an optional extra.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflow.errors import Refusal

ED25519, SM2 = "Ed25519", "SM2-SM3"
NO_SM2 = "本机没有安装国密算法组件，不能用SM2签名。请安装zhengxun[sm]，或者把签名算法改为Ed25519后重新启动。"


@dataclass(frozen=True)
class Algorithm:
    """`generate` gives (private, public) as raw bytes; `info` is the public key as a certificate holds it."""

    name: str
    generate: Callable[[], tuple[bytes, bytes]]
    sign: Callable[[bytes, bytes, bytes], bytes]  # private, public, message
    verify: Callable[[bytes, bytes, bytes], bool]  # public, message, signature
    info: Callable[[bytes], PublicKeyInfo]
    probe: bytes = b"zhengxun"

    def belong(self, private: bytes, public: bytes) -> bool:
        """Whether the two are halves of one key."""
        return self.verify(public, self.probe, self.sign(private, public, self.probe))


# -- Ed25519


def _new_ed25519() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


@lru_cache(maxsize=4096)
def _loaded(private: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(private)


def _sign_ed25519(private: bytes, public: bytes, message: bytes) -> bytes:
    return _loaded(private).sign(message)


def _verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _info_ed25519(public: bytes) -> PublicKeyInfo:
    return PublicKeyInfo({"algorithm": {"algorithm": "ed25519"}, "public_key": public})


# -- SM2 with SM3 (GB/T 32918, GB/T 32905), with the default signer id of GM/T 0009


def _new_sm2() -> tuple[bytes, bytes]:
    public, private = _gmssl().sm2_key_generate()
    return private, public


def _sign_sm2(private: bytes, public: bytes, message: bytes) -> bytes:
    return _gmssl().sm2_sign(private, public, message)


def _verify_sm2(public: bytes, message: bytes, signature: bytes) -> bool:
    gmssl = _gmssl()
    try:
        return bool(gmssl.sm2_verify(public, message, signature))
    except gmssl.GmsslInnerError:
        return False


def _info_sm2(public: bytes) -> PublicKeyInfo:
    """asn1crypto knows no SM2 curve: the structure is written out, uncompressed point behind 04."""
    curve = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d")  # ecPublicKey, 1.2.156.10197.1.301
    point = b"\x03\x42\x00\x04" + public
    return PublicKeyInfo.load(b"\x30" + bytes([len(curve) + len(point)]) + curve + point)


def _gmssl():  # type: ignore[no-untyped-def]  # it ships no types
    try:
        import gmssl_pyx  # noqa: PLC0415 optional
    except ImportError as missing:
        raise Refusal(NO_SM2) from missing
    return gmssl_pyx


ALGORITHMS: Mapping[str, Algorithm] = {
    ED25519: Algorithm(ED25519, _new_ed25519, _sign_ed25519, _verify_ed25519, _info_ed25519),
    SM2: Algorithm(SM2, _new_sm2, _sign_sm2, _verify_sm2, _info_sm2),
}
