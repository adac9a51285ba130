"""The numbers of an installation's door: how long, how often, how many."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Terms:
    """The customary values of the classified-protection scheme; an installation may choose stricter ones."""

    shortest: int = 8  # characters of a password
    classes: int = 3  # of capital letters, small letters, digits, others
    password_age: timedelta = timedelta(days=90)
    remembered: int = 5  # earlier passwords that are not taken again
    failures: int = 5  # of one name, or from one address
    locked: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(minutes=30)
    fresh: timedelta = timedelta(minutes=5)  # how long a confirmation of one's identity stands


CUSTOMARY = Terms()
