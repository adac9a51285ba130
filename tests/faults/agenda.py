"""What the units do in the last minutes: some answer in peace, some press twice, some take back and answer again, some
try to hit the very last moment, some only look, some never do.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from tests.faults.ledger import Ledger
from tests.faults.people import Answer, NoAnswer, Page, Person, Told
from tests.faults.steering import Helm
from tests.faults.town import DEADLINE, Member

BREATH = 0.4  # seconds before a person tries again
GIVES_UP = timedelta(seconds=20)  # after the deadline
LAST_MOMENTS = (*range(-3000, 0, 60), *range(-50, 50, 2))  # milliseconds
AT_ONCE = 12  # people who have a hand on a button at the same time


class Manner(Enum):
    PLAIN = "plain"
    TWICE = "presses twice"
    TAKES_BACK = "takes back and answers again"
    RACES = "races the deadline"
    LOOKS = "only looks"
    AWAY = "never comes"


MANNERS = (  # of twenty units
    *[Manner.PLAIN] * 9, *[Manner.TWICE] * 3, *[Manner.TAKES_BACK] * 2, *[Manner.RACES] * 4, Manner.LOOKS, Manner.AWAY,
)  # fmt: skip


def manner_of(member: Member) -> Manner:
    return MANNERS[member.number * 7 % len(MANNERS)]


class TooLate(Exception):
    """The site says that the deadline is over, or it is over on the wall."""


@dataclass
class Unit:
    """The people of one unit at work on its reply."""

    member: Member
    site: str
    helm: Helm
    ledger: Ledger
    chance: random.Random
    _people: dict[str, Person] = field(default_factory=dict)

    # -- the whole way

    def must_be_answered(self) -> None:
        """NoAnswer when somebody of the unit does not get the page he works at."""
        for who, at in ((self.member.clerk, ""), (self.member.leader, "sign"), (self.member.keeper, "seal")):
            if who is not None:
                self._person(who).open(self._path(at))

    def answer(self) -> None:
        manner = manner_of(self.member)
        if manner is Manner.AWAY:
            return
        try:
            if manner is Manner.LOOKS:
                self._look(self.member.clerk)
                return
            self._prepare()
            self._submit(manner)
            if manner is Manner.TAKES_BACK and self._withdraw():
                self._prepare()
                self._submit(Manner.PLAIN)
        except TooLate:
            self.ledger.hear("too late")

    def _prepare(self) -> None:
        """Up to the last step, which differs."""
        self._do(self.member.clerk, "receive", lambda page: self._press(page, "receive", "receive"))
        self._do(self.member.clerk, "write", self._write_and_send)
        if self.member.keeper:
            self._do(self.member.leader, "sign", lambda page: self._press(page, "sign", "sign"))

    def _submit(self, manner: Manner) -> None:
        who, step = (self.member.keeper, "seal") if self.member.keeper else (self.member.leader, "sign")
        assert who is not None
        press = {Manner.TWICE: self._press_twice, Manner.RACES: self._press_at_the_last_moment}.get(
            manner, lambda page, path: self._press(page, path, "submit")
        )
        self._do(who, step, lambda page: press(page, step))

    def _withdraw(self) -> bool:
        page = self._look(self.member.clerk)
        if not page.offers(self._path("withdraw")):
            return False
        return self._press(page, "withdraw", "withdraw").told is Told.DONE

    # -- one step

    def _do(self, who: str, step: str, act: Callable[[Page], Answer]) -> None:
        """Until the step no longer lies on this desk: what was done without an answer is done too."""
        while (page := self._look(who, step)).offers(self._path(step)):
            answer = act(page)
            if answer.told is Told.REFUSED:
                self._take_no(answer)
            if answer.told is Told.UNKNOWN:
                self._wait()

    def _take_no(self, answer: Answer) -> None:
        self.ledger.hear(f"refused {answer.status}")
        if "已过截止时间" in answer.text:
            if self.helm.now() < DEADLINE:
                self.ledger.misled(self.member.key, self.helm.now())
            raise TooLate
        self._wait()

    def _write_and_send(self, page: Page) -> Answer:
        if self.chance.random() < 0.5 and "已声明无意见" not in page.text:
            self._comment(page)
            return self._press(page, "write", "send", {"version": page.version})
        answer = self._press(page, "no-objection", "no objection", {"declared": "yes"})
        if answer.told is not Told.DONE:
            return answer
        return self._press(page, "write", "send", {"version": page.version})

    def _comment(self, page: Page) -> None:
        """An empty comment, then its words, saved as they are typed."""
        begun = self._press(page, "comments", "", {"version": page.version, "clause": "5"})
        key = begun.location.rpartition("#comment-")[2]
        if begun.told is not Told.DONE or not key:
            return
        words = f"改为每月更新一次（{self.member.number}-{self.chance.randrange(10**9)}）"
        said = self._press(page, f"comments/{key}", "", {"proposed": words}, htmx=True)
        if said.told is Told.DONE:
            self._write_down("comment", f"{key} {words}")

    def _press(
        self,
        page: Page,
        path: str,
        what: str,
        typed: dict[str, str] | None = None,
        *,
        htmx: bool = False,
        who: str = "",
    ) -> Answer:
        person = self._person(who or self._owner(path))
        answer = person.press(page, self._path(path), {"letter": page.letter, **(typed or {})}, htmx=htmx)
        self.ledger.hear(f"{answer.told.value}")
        if answer.told is Told.DONE and what:
            self._write_down(what, page.letter if what in ("sign", "submit") else "")
        if answer.told is Told.UNKNOWN:
            self.ledger.wonder(what, self.member.key)
        return answer

    def _press_twice(self, page: Page, path: str) -> Answer:
        """A double click: two requests at once on two connections."""
        answers: list[Answer] = []
        pressed = [
            threading.Thread(target=lambda: answers.append(self._twin().press(page, self._path(path), _letter(page))))
            for _ in range(2)
        ]
        for each in pressed:
            each.start()
        for each in pressed:
            each.join()
        told = [answer.told for answer in answers]
        self.ledger.hear(f"double: {' and '.join(sorted(each.value for each in told))}")
        if Told.DONE in told:
            self._write_down("submit", page.letter)
            return Answer(Told.DONE)
        return next((answer for answer in answers if answer.told is Told.REFUSED), Answer(Told.UNKNOWN))

    def _twin(self) -> Person:
        """The same browser, a second connection."""
        return self._person(self.member.keeper or self.member.leader).beside()

    def _press_at_the_last_moment(self, page: Page, path: str) -> Answer:
        self.helm.wait_until(DEADLINE + timedelta(milliseconds=self.chance.choice(LAST_MOMENTS)))
        sent = self.helm.now()
        answer = self._person(self.member.keeper or self.member.leader).press(page, self._path(path), _letter(page))
        side = "before" if sent < DEADLINE else "after"
        self.ledger.hear(f"race, sent {side} the deadline: {answer.told.value}")
        if answer.told is Told.DONE:
            self._write_down("submit", page.letter)
        return answer

    # -- what a person sees

    def _look(self, who: str, at: str = "") -> Page:
        while True:
            if self.helm.now() > DEADLINE + GIVES_UP:
                raise TooLate
            try:
                return self._person(who).open(self._path(at))
            except NoAnswer as nothing:
                self.ledger.hear(f"no answer: {nothing}")
                self._wait()

    def _wait(self) -> None:
        time.sleep(BREATH * (0.5 + self.chance.random()))

    def _person(self, login: str) -> Person:
        if login not in self._people:
            number = self.member.number
            address = f"10.{login[-1:].encode()[0]}.{number // 250}.{number % 250 + 1}"
            self._people[login] = Person(self.site, login, address)
        return self._people[login]

    def _owner(self, path: str) -> str:
        return {"sign": self.member.leader, "seal": self.member.keeper or ""}.get(path) or self.member.clerk

    def _path(self, at: str) -> str:
        return f"/reply/{self.member.key}/{at}".rstrip("/")

    def _write_down(self, what: str, detail: str) -> None:
        self.ledger.write(what, self.member.key, self.helm.now(), detail)


def _letter(page: Page) -> dict[str, str]:
    return {"letter": page.letter}


@dataclass
class Crowd:
    """All units at work, each beginning at its own moment before the deadline."""

    units: list[Unit]
    begins: datetime
    chance: random.Random

    def work(self, then: Callable[[], None] = lambda: None) -> None:
        """Returns when everybody is through; `then` runs once the deadline has passed and they are."""
        racing = [unit for unit in self.units if manner_of(unit.member) is Manner.RACES]
        others = [unit for unit in self.units if unit not in racing]
        self.chance.shuffle(others)
        with ThreadPoolExecutor(AT_ONCE + len(racing)) as pool:
            early = [pool.submit(unit.answer) for unit in racing]
            jobs = [pool.submit(self._in_turn, others[start::AT_ONCE]) for start in range(AT_ONCE)]
            for job in (*early, *jobs):
                job.result()
        then()

    def _in_turn(self, units: list[Unit]) -> None:
        """Spread over the time that is left: the last one begins shortly before the deadline."""
        span = (DEADLINE - self.begins) * 0.9
        for place, unit in enumerate(units):
            unit.helm.wait_until(min(self.begins + span * (place / len(units)), DEADLINE))
            unit.answer()
