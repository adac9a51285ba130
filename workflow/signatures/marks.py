"""验证码: the short code that ties a paper to its statement, and the QR code of its address.

Fifty random bits: nobody finds a paper by trying, and a code that was misread by one sign leads nowhere.
"""

import io
import secrets

import segno

from workflow.documents.marking import Mark

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0, 1, which people mistake for each other
LENGTH = 10


def new_mark(site: str) -> Mark:
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return Mark(shown(code), _qr(f"{site.rstrip('/')}/verify/{code}") if site else None)


def shown(code: str) -> str:
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def typed(text: str) -> str:
    """The code in what somebody typed: without blanks and dashes, in capitals."""
    return "".join(sign for sign in text.upper() if sign in SIGNS)[:LENGTH]


def _qr(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=6, border=1)
    return picture.getvalue()
