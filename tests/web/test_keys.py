"""签名密钥: the security administrator's page, and the commands beside it."""

import pytest
from click.testing import CliRunner, Result

from tests.makers import a_round
from tests.web.site import Page, Site
from web.commands import main

KEYS = "administration.signing_keys"


@pytest.fixture
def signed(site: Site) -> Site:
    a_round(site.stage, units=1)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    site.stage.clock.pass_(hours=1)
    (site.stage.office.files.place.path.parent / "secret").write_text(
        "for tests only"
    )  # the commands open the keys with it
    return site


def leaders(site: Site) -> Page:
    with site.stage.reply(0) as reply:
        name = reply.unit.holders("leader", site.stage.clock().date())[0].name  # type: ignore[arg-type]
    return site.as_("aq").get(site.url(KEYS, q=name)).follow(name, within="table")


def test_a_key_is_found_by_name_and_revoked_with_its_reason(signed: Site) -> None:
    page = leaders(signed).press("撤销密钥", reason="compromised", note="手机遗失")
    assert page.told == ["密钥已撤销。此前的签名仍然有效。所属人员或单位下次签名时，系统另发新密钥。"]
    facts = dict(zip(page.all(".facts dt"), page.all(".facts dd"), strict=True))
    assert (facts["状态"], facts["原因"]) == ("已撤销", "密钥可能泄露")
    assert "手机遗失" not in page.text


def test_how_many_signatures_are_lost_is_told(signed: Site) -> None:
    told = leaders(signed).press("撤销密钥", reason="compromised", since="2026-11-20T00:00").told
    assert "其后的签名1个不再作数，请通知有关单位重新办理" in told[0]


def test_what_was_typed_stays_when_something_is_missing(signed: Site) -> None:
    page = leaders(signed).press("撤销密钥", status=422, reason="", note="手机遗失")
    assert "请选择撤销原因" in page.text
    assert page.one("#field-note")["value"] == "手机遗失"
    page = leaders(signed).press("撤销密钥", status=422, reason="left", since="2030-01-01T00:00")
    assert "撤销时间不能晚于现在" in page.text


def test_nobody_else_finds_the_page(signed: Site) -> None:
    path = leaders(signed).path
    for login in ("admin", "sj", "zr", "01ld"):
        signed.as_(login).get(path, status=403)
        assert "签名密钥" not in signed.as_(login).get("/").all("nav a")
    assert "签名密钥" in signed.as_("aq").get("/").all("nav a")


# -- the commands


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(site.stage.office.files.place.path.parent)])


def test_the_commands_list_and_revoke(signed: Site) -> None:
    number = leaders(signed).one(".purpose").get_text().split("，")[0].removeprefix("编号 ")
    assert f"{number}  " in run(signed, "keys").output
    done = run(signed, "revoke", number[:10], "--reason", "superseded", "--note", "换人")
    assert done.exit_code == 0, done.output
    assert "其后的签名0个不再作数" in done.output
    assert "起撤销，更换密钥" in run(signed, "keys", number).output
    verified = run(signed, "verify")
    assert verified.exit_code == 0, verified.output
    assert "其中1个签名的证书后来撤销，签名时均有效" in verified.output


def test_a_signature_after_the_revocation_fails_the_verification_by_name(signed: Site) -> None:
    number = leaders(signed).one(".purpose").get_text().split("，")[0].removeprefix("编号 ")
    done = run(signed, "revoke", number, "--reason", "compromised", "--since", "2026-11-20T00:00")
    assert "其后的签名1个不再作数" in done.output
    verified = run(signed, "verify")
    assert verified.exit_code == 1
    assert "签名时证书已经撤销" in verified.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["ffffffffffff"], "没有，没有撤销"), (["", "--since", "gestern"], "请写成 2026-11-20T09:30")],
)
def test_the_command_says_what_is_wrong(signed: Site, arguments: list[str], words: str) -> None:
    number = leaders(signed).one(".purpose").get_text().split("，")[0].removeprefix("编号 ")
    done = run(signed, "revoke", arguments[0] or number, "--reason", "left", *arguments[1:])
    assert done.exit_code == 1
    assert words in done.output + (done.stderr or "")
