"""check.py verifies Ed25519 by itself: it says what RFC 8032 and a library say."""

import importlib.util
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.archiving.package import CHECK
from workflow.chain import BEGINNING, canonical, digest, link
from workflow.clock import beijing
from workflow.signatures.algorithms import ALGORITHMS, ED25519, SM2
from workflow.signatures.authority import certificate, key_id_of

VECTORS = [  # RFC 8032, 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_the_rfc(script: ModuleType, vector: tuple[str, str, str]) -> None:
    public, message, signature = map(bytes.fromhex, vector)
    assert script.verifies(public, message, signature)
    assert not script.verifies(public, message + b"x", signature)


def test_it_agrees_with_the_library(script: ModuleType) -> None:
    for number in range(20):
        private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, message = private.public_key().public_bytes_raw(), b"m" * number
        signature = private.sign(message)
        assert script.verifies(public, message, signature)
        for at in (0, 31, 32, 63):
            changed = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
            assert not script.verifies(public, message, changed)


def test_the_same_signature_in_another_form_is_refused(script: ModuleType) -> None:
    """S + L would verify as well, if nobody looked at its size."""
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    other = int.from_bytes(signature[32:], "little") + script.ORDER
    assert not script.verifies(public, message, signature[:32] + other.to_bytes(32, "little"))


def _certified(public: bytes, info: Any, alg: str) -> dict[str, Any]:
    authority = Ed25519PrivateKey.from_private_bytes(b"a" * 32)
    issuer = ALGORITHMS[ED25519].info(authority.public_key().public_bytes_raw())
    der = certificate("演示人员甲", info, issuer, authority.sign, beijing(2026, 1, 1), beijing(2029, 1, 1))
    said = {"key_id": key_id_of(info), "authority": False, "alg": alg, "revoked": []}
    return {**said, "public": public.hex(), "certificate": der.hex()}


@pytest.mark.parametrize("alg", [ED25519, SM2])
def test_a_certificate_belongs_to_its_key_whatever_bytes_that_begins_with(script: ModuleType, alg: str) -> None:
    """Of a key in SM2 the certificate says 04 first; an Ed25519 key may itself begin with it."""
    authority = script.Key("a", _certified(*_public_of(ED25519, b"a" * 32), ED25519))
    public, info = _public_of(ED25519, _beginning_with_04()) if alg == ED25519 else _public_of(SM2)
    script.Key("k", _certified(public, info, alg)).must_belong_to([authority])
    with pytest.raises(script.Wrong, match="公钥与证书不符"):
        script.Key("k", _certified(public[:-1] + bytes([public[-1] ^ 1]), info, alg)).must_belong_to([authority])


def test_a_key_under_the_number_of_another_is_refused(script: ModuleType) -> None:
    authority = script.Key("a", _certified(*_public_of(ED25519, b"a" * 32), ED25519))
    said = _certified(*_public_of(ED25519, b"b" * 32), ED25519)
    with pytest.raises(script.Wrong, match="公钥与证书不符"):
        script.Key("k", {**said, "key_id": "0" * 64}).must_belong_to([authority])


def test_a_signature_that_names_another_algorithm_than_its_key_is_refused(script: ModuleType) -> None:
    key = script.Key("k", _certified(*_public_of(ED25519, b"b" * 32), ED25519))
    signature = Ed25519PrivateKey.from_private_bytes(b"b" * 32).sign(b"said").hex()
    signed = {"alg": ED25519, "key_id": key.id, "signature": signature}
    assert script.is_checked("s", b"said", signed, {key.id: key})
    with pytest.raises(script.Wrong, match="s：签名无效"):
        script.is_checked("s", b"said", {**signed, "alg": SM2}, {key.id: key})


def _public_of(alg: str, private: bytes = b"") -> tuple[bytes, Any]:
    made = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() if private else b""
    public = made or ALGORITHMS[alg].generate()[1]
    return public, ALGORITHMS[alg].info(public)


def _beginning_with_04() -> bytes:
    privates = (number.to_bytes(32, "big") for number in range(10_000))
    return next(private for private in privates if _public_of(ED25519, private)[0][0] == 4)


def test_what_this_script_cannot_check_it_says(script: ModuleType) -> None:
    key = script.Key("k", _certified(*_public_of(SM2), SM2))
    signed = {"alg": SM2, "key_id": key.id, "signature": "00"}
    assert not script.is_checked("s", b"", signed, {key.id: key})
    assert "另有国密SM2签名1个本脚本不能核对" in script.in_words([True, False], {}, Counter())


def _at(moment: str) -> dict[str, str]:
    return {"at": f"{moment}.000000+00:00"}


@pytest.mark.parametrize("moment", ["2025-12-31T15:59:59", "2028-12-31T16:00:00"])
def test_what_was_signed_outside_the_validity_is_refused_by_name(script: ModuleType, moment: str) -> None:
    """The certificate holds from 2026-01-01 to before 2029-01-01, Beijing time."""
    key = script.Key("k", _certified(*_public_of(ED25519, b"b" * 32), ED25519))
    with pytest.raises(script.Wrong, match=r"signatures/1\.json：签名时间不在证书有效期内"):
        script.check_time("signatures/1.json", _at(moment), key)


def test_what_has_become_of_a_certificate_since_is_a_remark(script: ModuleType) -> None:
    said = _certified(*_public_of(ED25519, b"b" * 32), ED25519)
    key = script.Key("k", said)
    assert script.check_time("s", _at("2025-12-31T16:00:00"), key) in ("", script.EXPIRED)
    key.end = datetime(2026, 1, 2, tzinfo=UTC)
    assert script.check_time("s", _at("2026-01-01T00:00:00"), key) == script.EXPIRED
    revoked = script.Key("k", {**said, "revoked": ["2026-06-01T00:00:00.000000Z"]})
    assert script.check_time("s", _at("2026-05-31T23:59:59"), revoked) == script.REVOKED_LATER
    with pytest.raises(script.Wrong, match="s：签名时证书已经撤销"):
        script.check_time("s", _at("2026-06-01T00:00:00"), revoked)


def test_a_list_of_contents_with_a_signature_it_cannot_check_is_not_proven(script: ModuleType, tmp_path: Path) -> None:
    """Anybody could put bytes there that only another program could tell from a signature."""
    authority = {**_certified(*_public_of(ED25519, b"a" * 32), ED25519), "authority": True}
    key = _certified(*_public_of(SM2), SM2)
    (tmp_path / "keys").mkdir()
    for each in (authority, key):
        (tmp_path / "keys" / f"{each['key_id']}.json").write_bytes(canonical(each))
    (tmp_path / "manifest.json").write_text('{"files": []}')
    (tmp_path / "manifest.sig").write_bytes(canonical({"alg": SM2, "key_id": key["key_id"], "signature": "00"}))
    with pytest.raises(script.Wrong, match=r"manifest\.sig：签名的算法本脚本不能核对"):
        script.check_signatures(script.Archive(tmp_path), script.Asked(tmp_path))


@pytest.mark.parametrize("data", [b"", b"\xff" * 32, b"\x02" + bytes(31), b"\x01" + bytes(30) + b"\x80"])
def test_what_is_no_point_is_refused(script: ModuleType, data: bytes) -> None:
    assert script.point(data) is None
    assert not script.verifies(data, b"", data + bytes(32))


# -- the journal, whose lanes a busy installation writes side by side


def _line(place: str, after: str, *, beside: dict[str, str] | None = None, **said: Any) -> dict[str, Any]:
    """`place` and what it saw `beside` it as "lane/place"; what it says is another case's, unless `content` is given."""
    lane, number = (int(part) for part in place.split("/"))
    line = {"id": lane * 10 + number, "lane": lane, "place": number, "prev_hash": after, "digest": "d" * 64, **said}
    line["beside"] = {seen.split("/")[0]: int(seen.split("/")[1]) for seen in beside or {}}
    ends = [(beside or {})[seen] for seen in sorted(beside or {})]
    return {**line, "hash": link(after, line["digest"], ends)}


def _journal(script: ModuleType, folder: Path, *lines: dict[str, Any]) -> None:
    (folder / "journal.jsonl").write_bytes(b"".join(canonical(line) + b"\n" for line in lines))
    script.check_journal(script.Archive(folder))


def test_lines_of_two_lanes_hold_each_other(script: ModuleType, tmp_path: Path) -> None:
    first = _line("1/1", BEGINNING)
    second = _line("2/1", BEGINNING, beside={"1/1": first["hash"]})
    _journal(script, tmp_path, first, second, _line("1/2", first["hash"], beside={"2/1": second["hash"]}))
    with pytest.raises(script.Wrong, match="日志第12条：缺少"):
        _journal(script, tmp_path, first, _line("1/2", first["hash"], beside={"2/1": second["hash"]}))
    with pytest.raises(script.Wrong, match="日志第12条：摘要不符"):
        _journal(script, tmp_path, first, second, _line("1/2", first["hash"], beside={"2/1": "e" * 64}))


def test_a_line_that_does_not_follow_the_one_before_is_named(script: ModuleType, tmp_path: Path) -> None:
    first = _line("1/1", BEGINNING)
    with pytest.raises(script.Wrong, match="日志第12条：与上一条接不上"):
        _journal(script, tmp_path, first, _line("1/2", "e" * 64))


@pytest.mark.parametrize("said", ["id", "lane", "place", "beside"])
def test_a_line_that_stands_elsewhere_than_it_says_is_named(script: ModuleType, tmp_path: Path, said: str) -> None:
    here = {"id": 11, "lane": 1, "place": 1, "beside": {}, "sealed": {}}
    for content, holds in ((here, True), ({**here, said: 7}, False)):
        line = _line("1/1", BEGINNING, content=content, digest=digest(content))
        if holds:
            _journal(script, tmp_path, line)
        else:
            with pytest.raises(script.Wrong, match="日志第11条：内容与归档时不同"):
                _journal(script, tmp_path, line)
