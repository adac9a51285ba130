"""What stands in addresses and on command lines."""

import secrets

import pytest

from workflow.store import public_key


def test_no_key_reads_as_an_option_on_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-iX9", "--help", "kept"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(drawn))
    assert public_key() == "kept"
