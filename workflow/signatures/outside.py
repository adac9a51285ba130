"""外部签章服务: a seal that is kept outside, e.g. a filed electronic seal (国办发〔2025〕33号, art. 27 asks for the connection).

Contract, JSON over HTTP, the bearer token in both: `GET /key?owner=unit:3` → {alg, key_id, public}; `POST /sign` with
{owner, name, message} → {alg, key_id, sig}. Bytes are Base64. What comes back is verified before it is believed.
"""

import base64
import binascii
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Protocol

from workflow.errors import Refusal
from workflow.signatures.keys import Signed

SECONDS = 5
MOST_BYTES = 64 * 1024


class SealServiceFailed(Refusal):
    """签章服务没有办成这次用印，可能是服务暂时不通。文书没有盖章，也没有报送，填写的内容都在；请稍后再点一次，仍不行的请联系系统管理员。"""


class SealService(Protocol):
    """Whoever holds the seals of units."""

    def public_key(self, owner: str) -> tuple[str, bytes]:
        """Algorithm and public key of that owner's seal."""

    def sign(self, owner: str, name: str, message: bytes) -> Signed: ...


@dataclass(frozen=True)
class HttpSealService:
    """`url`: where the service answers, without a slash at its end."""

    url: str
    token: str

    def public_key(self, owner: str) -> tuple[str, bytes]:
        found = self._asked(f"/key?{urllib.parse.urlencode({'owner': owner})}")
        return _text(found, "alg"), _bytes(found, "public")

    def sign(self, owner: str, name: str, message: bytes) -> Signed:
        wish = {"owner": owner, "name": name, "message": base64.b64encode(message).decode()}
        found = self._asked("/sign", wish)
        return Signed(_text(found, "alg"), _text(found, "key_id"), _bytes(found, "sig"))

    def _asked(self, path: str, wish: dict[str, str] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = json.dumps(wish).encode() if wish else None
        request = urllib.request.Request(self.url + path, data, headers)  # noqa: S310 -- named by the administrator
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return json.loads(answer.read(MOST_BYTES))
        except urllib.error.HTTPError as refused:
            refused.close()  # it is the answer itself, with its socket still open
            raise SealServiceFailed from refused
        except (OSError, HTTPException, ValueError) as failed:  # URLError and timeouts are OSErrors
            raise SealServiceFailed from failed


def _text(found: Any, name: str) -> str:
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, str):
        raise SealServiceFailed
    return value


def _bytes(found: Any, name: str) -> bytes:
    try:
        return base64.b64decode(_text(found, name), validate=True)
    except binascii.Error as broken:
        raise SealServiceFailed from broken
