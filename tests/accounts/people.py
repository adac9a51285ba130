"""The demonstration district's people at the door, with accounts as real ones are."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from tests.makers import Stage
from workflow.accounts import admission
from workflow.accounts.rows import Account, Visit
from workflow.accounts.terms import CUSTOMARY
from workflow.accounts.vault import Vault
from workflow.demo.district import PASSWORD
from workflow.desk import Desk
from workflow.journal import JournalLine
from workflow.people import Officer

ADDRESS = "10.0.0.7"
VAULT = Vault("for tests only")


def knock(stage: Stage, name: str, password: str = PASSWORD, address: str = ADDRESS) -> int:
    return admission.identify(stage.office, CUSTOMARY, name, password, address)


def officer_id(stage: Stage, login: str) -> int:
    with stage.office.desk(write=False) as desk:
        return desk.session.scalars(select(Officer.id).where(Officer.login == login)).one()


@contextmanager
def at_desk(stage: Stage, login: str) -> Iterator[tuple[Desk, Officer]]:
    """Somebody at work."""
    with stage.office.desk(officer_id(stage, login)) as desk:
        assert desk.officer is not None
        yield desk, desk.officer


def come_in(stage: Stage, login: str, device: str = "Edge浏览器，Windows电脑") -> str:
    """The token of a new visit."""
    with at_desk(stage, login) as (desk, _):
        return admission.welcome(desk, ADDRESS, device)


def of_his_own(stage: Stage, login: str) -> int:
    """An account whose password its owner chose just now, as outside a demonstration; his id."""
    with at_desk(stage, login) as (desk, officer):
        account = desk.session.get_one(Account, officer.id)
        account.lasting, account.password_set_at = False, desk.now
        return officer.id


def visit_of(stage: Stage, login: str) -> int:
    """The id of somebody's latest visit."""
    with at_desk(stage, login) as (desk, officer):
        lines = select(Visit.id).where(Visit.officer_id == officer.id).order_by(Visit.id.desc())
        return desk.session.scalars(lines.limit(1)).one()


def journal(stage: Stage, login: str = "") -> list[str]:
    """The verbs about somebody's account, or about names that nobody has, oldest first."""
    about = f"account:{officer_id(stage, login) if login else 0}"
    with stage.office.desk(write=False) as desk:
        lines = select(JournalLine.verb).where(JournalLine.case == about).order_by(JournalLine.id)
        return list(desk.session.scalars(lines))
