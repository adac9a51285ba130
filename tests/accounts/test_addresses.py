"""办公邮箱: nobody's mail is led elsewhere unseen; a new address counts when mail has arrived there."""

import re

import pytest

from tests.accounts.people import ADDRESS, at_desk, journal, knock, officer_id
from tests.makers import Stage
from tests.outbox.conftest import mailing as mail_server
from tests.outbox.mailing import Mailing
from workflow.accounts import addresses, words
from workflow.accounts.failures import Locked
from workflow.accounts.terms import CUSTOMARY
from workflow.errors import Incomplete, Stale
from workflow.people import Officer

__all__ = ["mail_server"]  # the fixture
NEW = "wang.new@units.example"


@pytest.fixture
def mailing(mail_server: Mailing) -> Mailing:
    """The worker that sends the mail has begun; what takes in addresses is another program and has no mail server."""
    mail_server.dispatch()
    return mail_server


def change(stage: Stage, address: str = NEW, *, login: str = "01jb") -> bool:
    with at_desk(stage, "admin") as (desk, _):
        officer = desk.session.get_one(Officer, officer_id(stage, login))
        return addresses.change(desk, officer, address)


def confirm(stage: Stage, code: str, login: str = "01jb") -> None:
    addresses.confirm(stage.office, CUSTOMARY, officer_id(stage, login), code, ADDRESS)


def address_of(stage: Stage, login: str = "01jb") -> str:
    with at_desk(stage, login) as (_, officer):
        return officer.email


def mails(mailing: Mailing) -> dict[str, str]:
    """Address -> what was mailed there."""
    mailing.dispatch()
    return {str(mail["To"].addresses[0].addr_spec): mail.get_content() for mail in mailing.postmaster.taken}


def code_in(text: str) -> str:
    found = re.search(r"确认码：(\w+)", text)
    assert found
    return found[1]


def test_the_former_address_is_told_and_the_new_one_gets_the_code(mailing: Mailing) -> None:
    assert change(mailing.stage) is False
    sent = mails(mailing)
    assert set(sent) == {"01jb@units.example", NEW}
    assert "w***@units.example" in sent["01jb@units.example"]
    assert "确认码：" not in sent["01jb@units.example"], "who reads the former mailbox cannot confirm"
    assert address_of(mailing.stage) == "01jb@units.example"
    confirm(mailing.stage, code_in(sent[NEW]).lower())
    assert address_of(mailing.stage) == NEW
    assert "已更换" in mails(mailing)[NEW]
    assert journal(mailing.stage, "01jb")[-2:] == ["address_proposed", "address_confirmed"]


def test_the_code_does_not_stand_on_the_desk(mailing: Mailing) -> None:
    change(mailing.stage)
    with at_desk(mailing.stage, "01jb") as (desk, _):
        shown = addresses.news.latest(desk)
        assert [told.title for told in shown] == ["办公邮箱将更换"]


def test_a_wrong_code_and_an_old_one_change_nothing(mailing: Mailing) -> None:
    change(mailing.stage)
    with pytest.raises(Incomplete, match="确认码不对"):
        confirm(mailing.stage, "AAAAAAAA")
    mailing.stage.clock.pass_(days=3)
    with pytest.raises(Stale, match="已过期"):
        confirm(mailing.stage, "AAAAAAAA")
    assert address_of(mailing.stage) == "01jb@units.example"


def test_nobody_guesses_the_code(mailing: Mailing) -> None:
    change(mailing.stage)
    code = code_in(mails(mailing)[NEW])
    for _ in range(CUSTOMARY.failures):
        with pytest.raises(Incomplete):
            confirm(mailing.stage, "AAAAAAAA")
    with pytest.raises(Incomplete, match="暂停登录"):
        confirm(mailing.stage, code)


def test_another_persons_code_is_of_no_use(mailing: Mailing) -> None:
    change(mailing.stage)
    change(mailing.stage, "other@units.example", login="01ld")
    with pytest.raises(Incomplete):
        confirm(mailing.stage, code_in(mails(mailing)["other@units.example"]))


def test_the_later_of_two_proposals_counts(mailing: Mailing) -> None:
    change(mailing.stage, "first@units.example")
    first = code_in(mails(mailing)["first@units.example"])
    change(mailing.stage)
    with pytest.raises(Incomplete):
        confirm(mailing.stage, first)
    confirm(mailing.stage, code_in(mails(mailing)[NEW]))
    assert address_of(mailing.stage) == NEW


def test_without_mail_it_counts_at_once_and_the_person_is_told_on_his_desk(stage: Stage) -> None:
    assert change(stage) is True
    assert address_of(stage) == NEW
    with at_desk(stage, "01jb") as (desk, _):
        assert [told.title for told in addresses.news.latest(desk)] == ["办公邮箱已更换"]


def test_where_mail_once_went_out_no_address_counts_without_its_code(mailing: Mailing) -> None:
    """The worker that has the mail server is stopped, and the site knows of none."""
    mailing.stage.clock.pass_(days=60)
    assert change(mailing.stage) is False
    assert address_of(mailing.stage) == "01jb@units.example"


def test_who_wants_no_mail_any_more_needs_no_code(mailing: Mailing) -> None:
    assert change(mailing.stage, "") is True
    assert address_of(mailing.stage) == ""
    assert "不接收邮件" in mails(mailing)["01jb@units.example"]


@pytest.mark.parametrize("address", ["nobody", "a@b", "a b@c.d", "@c.d", "a@b@c.d", "x" * 200 + "@c.d"])
def test_what_is_no_address_is_refused(stage: Stage, address: str) -> None:
    with pytest.raises(Incomplete) as refused:
        change(stage, address)
    assert refused.value.fields == {"email": words.NO_ADDRESS}


def test_the_door_is_shut_by_guesses_here_too(mailing: Mailing) -> None:
    change(mailing.stage)
    for _ in range(CUSTOMARY.failures):
        with pytest.raises(Incomplete):
            confirm(mailing.stage, "AAAAAAAA")
    with pytest.raises(Locked):
        knock(mailing.stage, "01jb")
