"""What accounts leave in the journal: lines about an officer's account, or about a name that nobody has."""

from dataclasses import dataclass
from typing import ClassVar

from workflow.people import Officer


@dataclass  # not frozen: a Subject has an id that may be set
class AccountOf:
    """The subject of such a line; `id` 0 where no officer has the name that was typed."""

    process: ClassVar[str] = ""  # no diagram: accounts have no steps
    id: int = 0

    @property
    def case(self) -> str:
        return f"account:{self.id}"

    @property
    def subject(self) -> str:
        return self.case


def account_of(officer: Officer | None) -> AccountOf:
    return AccountOf(officer.id if officer else 0)
