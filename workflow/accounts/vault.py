"""Personal secrets at rest: encrypted with a key of the installation, bound to the one they belong to.

A stolen database alone does not open them. Another key than the one they were closed with is told, not guessed around.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workflow.errors import Refusal

_NONCE = 12  # bytes, as NIST SP 800-38D has it for random ones


class OtherKey(Refusal):
    """验证器的密钥无法读取，可能是系统的密钥文件换过。请联系系统管理员停用后重新绑定。"""


class Vault:
    """Closes and opens small secrets. `secret`: the installation's own, from which this key is derived."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=b"zhengxun personal secrets").derive(secret.encode())
        self._cipher = AESGCM(key)

    def close(self, text: str, owner: int) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), _bound_to(owner))

    def open(self, closed: bytes, owner: int) -> str:
        try:
            return self._cipher.decrypt(closed[:_NONCE], closed[_NONCE:], _bound_to(owner)).decode()
        except InvalidTag:
            raise OtherKey() from None


def _bound_to(owner: int) -> bytes:
    """One person's line copied over another's opens nothing."""
    return f"officer:{owner}".encode()
