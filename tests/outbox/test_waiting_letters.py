"""A letter that waits for somebody is told to him by mail: once, to whoever's duty it is, with the way to the step."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.makers import Stage, a_round
from tests.outbox.mailing import Mailing
from tests.web.site import open_site
from workflow.administration import substituting
from workflow.clock import day_of
from workflow.consultation.telling import tell_of_letters
from workflow.demo.district import PASSWORD
from workflow.demo.stage import UnitActs
from workflow.people import Officer, Post, PostKind, Substitution

LEADER, KEEPER = "01ld@units.example", "01yz@units.example"


@pytest.fixture
def unit(mailing: Mailing) -> UnitActs:
    """The first unit has received a round and writes; what was to tell it of that has gone."""
    a_round(mailing.stage, units=1)
    unit = mailing.stage.unit(0)
    unit.receive()
    mailing.dispatch()
    mailing.postmaster.taken.clear()
    return unit


def told(mailing: Mailing) -> list[str]:
    """Who got mail since the last time."""
    mailing.dispatch()
    found = mailing.recipients()
    mailing.postmaster.taken.clear()
    return found


def test_the_leader_hears_of_a_letter_that_the_clerk_has_sent_him(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    mailing.dispatch()
    [mail] = mailing.postmaster.taken
    assert mailing.recipients() == [LEADER]
    assert mail["Subject"].startswith("请签批回函：关于征求《")
    assert "本单位经办人已经送签。截止时间为2026年11月27日（星期五）16:00。" in mail.get_content()


def test_the_keeper_hears_of_a_letter_that_the_leader_has_signed(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    told(mailing)
    unit.sign()
    mailing.dispatch()
    [mail] = mailing.postmaster.taken
    assert mailing.recipients() == [KEEPER]
    assert mail["Subject"].startswith("请为回函用印：")
    assert "用印后才算报送" in mail.get_content()


@pytest.mark.parametrize(("login", "page"), [("01ld", "/sign"), ("01yz", "/seal")])
def test_the_link_leads_through_the_login_to_the_step(mailing: Mailing, unit: UnitActs, login: str, page: str) -> None:
    unit.write([])
    if login == "01yz":
        told(mailing)
        unit.sign()
    mailing.dispatch()
    [mail] = mailing.postmaster.taken
    [link] = [word for word in mail.get_content().split() if word.startswith("请登录系统办理：")]
    address = link.removeprefix("请登录系统办理：https://zhengxun.example")
    for site in open_site(mailing.stage):
        door = site.browser().get(address)
        assert door.press("登录", login=login, password=PASSWORD).path.endswith(page)


def test_it_is_told_once(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    assert told(mailing) == [LEADER]
    mailing.stage.clock.pass_(hours=2)
    assert told(mailing) == []


def test_it_is_told_once_though_the_mails_round_began_a_moment_before_it_came(mailing: Mailing, unit: UnitActs) -> None:
    began = mailing.stage.clock()
    mailing.stage.clock.pass_(seconds=1)
    unit.write([])
    with mailing.stage.office.desk(now=began) as desk:  # it had to wait for the clerk's transaction
        tell_of_letters(desk)
    assert told(mailing) == [LEADER]


def test_each_letter_is_told_anew(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    told(mailing)
    mailing.stage.clock.pass_(minutes=5)
    unit.return_("请再核对。")
    assert told(mailing) == []
    unit.send_for_signing()
    mailing.dispatch()
    [mail] = mailing.postmaster.taken
    assert mailing.recipients() == [LEADER]
    assert "这是本单位重新办理的第2份回函。" in mail.get_content()


def test_what_was_signed_before_the_mail_left_is_no_news_to_the_leader(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    unit.sign()
    assert told(mailing) == [KEEPER]


def test_what_has_lain_before_anybody_set_up_mail_is_no_news(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    mailing.stage.clock.pass_(hours=25)
    assert told(mailing) == []


def test_a_look_at_it_is_no_answer(mailing: Mailing, unit: UnitActs) -> None:
    unit.write([])
    for site in open_site(mailing.stage):
        site.as_("01ld").get(site.reply(0, "replies.sign"))
    assert told(mailing) == [LEADER]


def test_whoever_stands_in_for_the_leader_hears_of_it_instead(mailing: Mailing, unit: UnitActs) -> None:
    entrust(mailing.stage, "01ld", to="02jb")
    unit.write([])
    assert told(mailing) == ["02jb@units.example"]


def test_whoever_stands_in_without_a_mailbox_lets_the_leader_hear(mailing: Mailing, unit: UnitActs) -> None:
    entrust(mailing.stage, "01ld", to="02jb")
    with mailing.stage.office.desk() as desk:
        officer(desk.session, "02jb").email = ""
    unit.write([])
    assert told(mailing) == [LEADER]


@pytest.mark.parametrize(
    ("change", "why", "hearer"),
    [
        ({}, "", "02jb@units.example"),
        ({"email": ""}, "没有登记办公邮箱，邮件通知仍发给委托人", LEADER),
        ({"active": False}, "账号已停用，邮件通知仍发给委托人", LEADER),
    ],
)
def test_the_page_of_the_substitution_says_who_hears(
    mailing: Mailing, unit: UnitActs, change: dict[str, object], why: str, hearer: str
) -> None:
    entrust(mailing.stage, "01ld", to="02jb")
    with mailing.stage.office.desk() as desk:
        for name, value in change.items():
            setattr(officer(desk.session, "02jb"), name, value)
    page = shown(mailing.stage)
    assert why in page
    assert ("仍发给委托人" in page) == bool(why)
    unit.write([])
    assert told(mailing) == [hearer]


def test_where_no_mail_goes_out_nobody_is_told_of_a_missing_mailbox(stage: Stage) -> None:
    entrust(stage, "01ld", to="02jb")
    assert "仍发给委托人" not in shown(stage)


def test_whether_mail_goes_out_is_asked_once_however_many_stand_in(stage: Stage) -> None:
    for _ in range(3):
        entrust(stage, "01ld", to="02jb")
    with stage.office.desk(write=False) as desk:
        found = desk.session.scalars(select(Substitution)).all()
        asked: list[str] = []
        event.listen(desk.session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert substituting.unmailed(desk, found) == set()
    assert len(asked) == 1


def shown(stage: Stage) -> str:
    return "".join(site.as_("01ld").get("/substitutes").text for site in open_site(stage))


def test_whoever_has_just_acted_is_not_told_of_it(mailing: Mailing, unit: UnitActs) -> None:
    with mailing.stage.office.desk() as desk:
        clerk = officer(desk.session, "01jb")
        desk.session.add(Post(officer=clerk, unit_id=unit.unit_id, kind=PostKind.LEADER, since=desk.today))
    unit.write([])
    assert told(mailing) == [LEADER]


def test_a_unit_without_a_keeper_waits_for_nobody(mailing: Mailing) -> None:
    a_round(mailing.stage, units=[4])
    unit = mailing.stage.unit(0)
    unit.receive()
    unit.write([])
    give_addresses(mailing.stage, "05jb", "05ld")
    assert "05ld@units.example" in told(mailing)
    unit.sign()
    assert told(mailing) == []


def test_when_the_last_keeper_has_gone_the_leader_hears_that_the_letter_waits_for_him(
    mailing: Mailing, unit: UnitActs
) -> None:
    unit.write([])
    told(mailing)
    unit.sign()
    assert told(mailing) == [KEEPER]
    mailing.stage.clock.pass_(hours=30)
    assert told(mailing) == []
    with mailing.stage.office.desk() as desk:
        officer(desk.session, "01yz").posts[0].until = desk.today - timedelta(days=1)
    mailing.dispatch()
    [mail] = mailing.postmaster.taken
    assert mailing.recipients() == [LEADER]
    assert mail["Subject"].startswith("请为回函用印：")
    assert "没有在任的印章管理员，改由主要领导用印" in mail.get_content()
    mailing.postmaster.taken.clear()
    mailing.stage.clock.pass_(hours=2)
    assert told(mailing) == []


def test_it_stands_among_nobodys_messages(mailing: Mailing, unit: UnitActs) -> None:
    """The task itself is on the leader's desk, and what waits within a unit is not for the office to prove."""
    unit.write([])
    mailing.dispatch()
    for site in open_site(mailing.stage):
        for login in ("01ld", "01jb"):
            assert "请签批回函" not in site.as_(login).get("/").text
        assert "请签批回函" not in site.as_("bgs").get(site.reply(0, "checks.check")).text


def entrust(stage: Stage, login: str, to: str) -> None:
    with stage.office.desk() as desk:
        principal = officer(desk.session, login)
        day = day_of(stage.clock())
        desk.session.add(
            Substitution(
                post=principal.posts[0], substitute=officer(desk.session, to), since=day, until=day, reason="出差",
                made_at=desk.now, made_by_id=principal.id,
            )
        )  # fmt: skip


def give_addresses(stage: Stage, *logins: str) -> None:
    with stage.office.desk() as desk:
        for login in logins:
            officer(desk.session, login).email = f"{login}@units.example"


def officer(session: Session, login: str) -> Officer:
    return session.scalars(select(Officer).where(Officer.login == login)).one()
