"""Coming in, one's own account, and what the three administrators keep."""

from datetime import timedelta

import pyotp
from sqlalchemy import select

from tests.browser.guide import Reader
from tests.people.test_importing import NEW_OFFICER, workbook
from tests.web.site import Site
from workflow.administration import importing
from workflow.administration.handing_over import Handover
from workflow.demo.district import PASSWORD
from workflow.desk import Desk
from workflow.people import Officer
from workflow.signatures.rows import SigningKey

ADMINISTRATOR, SECURITY, AUDITOR = "admin", "aq", "sj"
MOVED, SUCCESSOR, BOUND = "31jb", "21jb", "01ld"


def the_door_is_passed(camera: Reader) -> None:
    site = camera.site
    camera.take("door-login", site.browser(), "/login")
    camera.take("door-verify", site.browser(), "/verify")
    camera.take("own-account", "01jb", site.url("accounts.show"))
    camera.take("own-password", "01jb", site.url("accounts.password"))
    camera.take("own-help", "01jb", site.url("help.index"))
    camera.take("own-substitutes", "01jb", site.url("administration.substitutes"))
    camera.take("own-entrust", "01jb", site.url("administration.entrusting", key=_post(site, "01jb")))
    camera.take("keeper-seals", "01yz", site.url("administration.own_seals"))
    camera.take("keeper-seal-image", "01yz", site.url("administration.own_seal", key=_unit(site, "01yz")))
    _bind(camera)
    stranger = site.browser()
    stranger.get("/login").press("登录", login=BOUND, password=PASSWORD)
    camera.take("door-code", stranger, "/login/code")


def the_house_is_kept(camera: Reader) -> None:
    site = camera.site
    camera.take("keep-handover", SECURITY, site.url("administration.handover", key=_post(site, MOVED)))
    made, handed = _handed_in(site)
    camera.take("keep-people", ADMINISTRATOR, site.url("administration.people"))
    camera.take("keep-officer", ADMINISTRATOR, site.url("administration.officer", key=_officer_key(site, BOUND)))
    camera.take("keep-units", ADMINISTRATOR, site.url("administration.all_units"))
    camera.take("keep-unit", ADMINISTRATOR, site.url("administration.unit", key=_unit(site, MOVED)))
    camera.take("keep-imports", ADMINISTRATOR, site.url("administration.imports"))
    camera.take("keep-checkup", ADMINISTRATOR, site.url("checkup.index"))
    camera.take("keep-operations", ADMINISTRATOR, site.url("operations.index"))
    camera.take("keep-import", SECURITY, site.url("administration.handed_in", key=made))
    camera.take("keep-requirements", SECURITY, site.url("accounts.requirements"))
    camera.take("keep-rules", SECURITY, site.url("accidents.choices"))
    camera.take("keep-keys", SECURITY, site.url("administration.signing_keys"))
    camera.take("keep-key", SECURITY, site.url("administration.signing_key", key=_signing_key(site)))
    camera.take("keep-rights", SECURITY, site.url("rights.index"))
    camera.take("keep-journal", AUDITOR, site.url("administration.journal"))
    camera.take("own-taking-over", SUCCESSOR, site.url("administration.taking_over", key=handed))


def _bind(camera: Reader) -> None:
    """His telephone has proved itself; it is asked for at the door from now on."""
    site = camera.site
    page = site.as_(BOUND).get(site.url("accounts.second_factor")).press("开始绑定", password=PASSWORD)
    secret = page.one("code").get_text().replace(" ", "")
    camera.take("own-second-factor", BOUND, site.url("accounts.second_factor"))
    page.press("确认启用", code=pyotp.TOTP(secret).at(site.stage.clock()))
    site.stage.clock.pass_(minutes=5)


def _handed_in(site: Site) -> tuple[str, str]:
    """An import that waits for its release, and a hand-over that waits for the successor: their keys."""
    with site.stage.office.desk(write=False) as desk:
        administrator = _officer(desk, ADMINISTRATOR).id
    with site.stage.office.desk(administrator) as desk:
        moved, successor = _officer(desk, MOVED), _officer(desk, SUCCESSOR)
        made, _ = importing.hand_in(desk, workbook(officers=[NEW_OFFICER]), "人员.xlsx")
        handed = Handover(
            post_id=moved.posts[0].id, successor_id=successor.id, last_day=desk.today + timedelta(1), made_at=desk.now,
            things=[],
        )  # fmt: skip
        desk.session.add(handed)
        desk.session.flush()
        assert made is not None
        return made.key, handed.key


def _officer(desk: Desk, login: str) -> Officer:
    return desk.session.scalars(select(Officer).where(Officer.login == login)).one()


def _officer_key(site: Site, login: str) -> str:
    with site.stage.office.desk(write=False) as desk:
        return _officer(desk, login).key


def _post(site: Site, login: str) -> str:
    with site.stage.office.desk(write=False) as desk:
        return _officer(desk, login).posts[0].key


def _unit(site: Site, login: str) -> str:
    with site.stage.office.desk(write=False) as desk:
        return _officer(desk, login).posts[0].unit.key


def _signing_key(site: Site) -> str:
    """The key of somebody who has signed."""
    with site.stage.office.desk(write=False) as desk:
        found = desk.session.scalars(select(SigningKey.key_id).where(SigningKey.owner.startswith("officer:"))).first()
    assert found is not None
    return found
