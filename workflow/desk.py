"""The desk: what every action is given — session, moment, person, engine, files, calendar.

`desk.now` stands still for the whole transaction: it is the moment the server took the request in, and that moment
decides what is in time (Electronic Signature Law, art. 11: arrival is when the designated system received it).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Select, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import instance_state

from workflow import logs
from workflow.clock import aware, day_of
from workflow.documents.uploads import Upload
from workflow.engine import verbs
from workflow.engine.deployment import Engine
from workflow.errors import NotYours
from workflow.files import Files, KeptFile
from workflow.journal import Entry, JournalLine, Outcome, append
from workflow.official import forget_sealed
from workflow.people import FALLS_TO, Officer, PostKind, Substitution, is_held, signature
from workflow.signatures.seals import SEALING
from workflow.signatures.statements import Signing
from workflow.signatures.vouching import Vouching
from workflow.store import transaction
from workflow.workdays import Calendar


class Subject(Protocol):
    """What a process is about; `process` is the id of its diagram, `case` and `subject` its names in the journal."""

    id: Any
    process: ClassVar[str]

    @property
    def case(self) -> str: ...
    @property
    def subject(self) -> str: ...


Case = TypeVar("Case", bound=Subject)


@dataclass
class Desk:
    """One person (or the system: `officer` None) at work, at one moment, in one transaction."""

    session: Session
    now: datetime
    engine: Engine
    files: Files
    officer: Officer | None = None
    calendar: Calendar = field(default_factory=Calendar)
    signing: Signing | None = None  # None: this installation signs nothing
    address: str | None = None  # where the request came from
    on_behalf_of: Officer | None = None  # 代: whose post the last guard found in the officer's hands
    post: PostKind | None = None  # the one that a guard has found to be enough
    lines: list[Entry] = field(default_factory=list)  # of the journal, written when everything else is
    cases: dict[tuple[str, int], Any] = field(default_factory=dict)  # the engine's: what it has under lock

    @property
    def vouching(self) -> Vouching | None:
        """To sign, seal and mark papers with."""
        return Vouching(self.signing, self.session, self.now, self.officer, self.on_behalf_of) if self.signing else None

    @property
    def officer_id(self) -> int | None:
        """Read off the identity: under lock everything else of the session is read again, a name is not."""
        return _id_of(self.officer)

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def posts(self) -> set[tuple[int, PostKind]]:
        """The posts the officer acts in today, his own and those he stands in for, each with its unit's id."""
        if self.officer is None:
            return set()
        return {(post.unit_id, post.kind) for post in self.officer.acting_in(self.today)}

    @property
    def duties(self) -> set[tuple[int, PostKind]]:
        """Whose tasks are his today: those of the posts he acts in, and of those that fall to him."""
        held = self.posts
        return held | {(unit_id, kind) for unit_id, heir in held for kind in self._fallen(unit_id, [heir], FALLS_TO)}

    def holds(self, unit_id: int, *kinds: PostKind) -> bool:
        return any(self._found(unit_id, kinds))

    def must_hold(self, unit_id: int, *kinds: PostKind) -> None:
        """Guard of every action a person takes; from here on it is told in whose stead he takes it."""
        if not self.acts_in(unit_id, *kinds):
            raise NotYours()

    def acts_in(self, unit_id: int, *kinds: PostKind) -> bool:
        """The same for an action that several units' people may take: tried one after the other."""
        own, entrusted = self._found(unit_id, kinds)
        self.on_behalf_of = entrusted.principal if entrusted else None
        self.post = entrusted.post.kind if entrusted else own
        return self.post is not None

    def seals(self, unit_id: int) -> bool:
        """Whether the post that the last guard found lets the unit's seal go onto a paper."""
        return self.post in SEALING and self.holds(unit_id, self.post)

    @property
    def signature(self) -> str:
        """The officer's name as it stands under what he signs: 「张甲（李乙代）」 in another's stead."""
        assert self.officer is not None  # a guard has seen the person's post
        return signature(self.on_behalf_of.name, self.officer.name) if self.on_behalf_of else self.officer.name

    def _found(self, unit_id: int, kinds: Collection[PostKind]) -> tuple[PostKind | None, Substitution | None]:
        """His own post, or another's in his hands; where neither does, the post to which the work of these falls."""
        found = self._in_hand(unit_id, kinds)
        if any(found):
            return found
        heirs = {FALLS_TO[kind] for kind in kinds if kind in FALLS_TO}
        found = self._in_hand(unit_id, heirs)
        return found if any(found) and self._fallen(unit_id, heirs, kinds) else (None, None)

    def _fallen(self, unit_id: int, heirs: Collection[PostKind], kinds: Collection[PostKind]) -> list[PostKind]:
        """Those of the kinds that fall to these heirs today, for nobody holds them."""
        theirs = [kind for kind in kinds if FALLS_TO.get(kind) in heirs]
        return [kind for kind in theirs if not is_held(self.session, unit_id, kind, self.today)]

    def _in_hand(self, unit_id: int, kinds: Collection[PostKind]) -> tuple[PostKind | None, Substitution | None]:
        own = self._own_kind(unit_id, kinds)
        return own, None if own else self._standing_in(unit_id, kinds)

    def _own_kind(self, unit_id: int, kinds: Collection[PostKind]) -> PostKind | None:
        held = (kind for kind in kinds if self.officer is not None and self.officer.holds(unit_id, kind, self.today))
        return next(held, None)

    def _standing_in(self, unit_id: int, kinds: Collection[PostKind]) -> Substitution | None:
        found = self.officer.standing_in(self.today) if self.officer else []
        return next((each for each in found if each.post.unit_id == unit_id and each.post.kind in kinds), None)

    @contextmanager
    def by_itself(self) -> Iterator[None]:
        """What was due rides in somebody's transaction and is no deed of his: it is done in nobody's name."""
        person = self.officer, self.on_behalf_of, self.post
        self.officer = self.on_behalf_of = self.post = None
        try:
            yield
        finally:
            self.officer, self.on_behalf_of, self.post = person

    # -- the engine's verbs, for subjects that know their process

    def start(self, subjects: Sequence[Subject]) -> None:
        if subjects:
            self.session.flush()
            verbs.start(self, self.engine, subjects[0].process, subjects)

    def at_hand(self, model: type[Case], subject_id: int) -> Case:
        """The subject, locked before it is read: what is read is true until the transaction ends, and read once."""
        return verbs.at_hand(self, self.engine, model.process, subject_id)

    def lock(self, subjects: Sequence[Subject]) -> None:
        """Before facts are read that two people at once must not decide upon."""
        if subjects:
            verbs.lock(self, self.engine, subjects[0].process, subjects)

    def take(self, subject: Subject, step: str) -> verbs.Taken:
        logs.about(instance=subject.subject, step=step)
        return verbs.take(self, self.engine, subject.process, subject, step)

    def complete(self, taken: verbs.Taken) -> None:
        verbs.complete(self, self.engine, taken)

    def tell(self, subjects: Sequence[Subject], message: str) -> None:
        if subjects:
            verbs.tell(self, self.engine, subjects[0].process, subjects, message)

    def hears(self, subject: Subject, message: str) -> bool:
        return verbs.hears(self, self.engine, subject.process, subject, message)

    def open_steps(self, subject: Subject) -> set[str]:
        return verbs.open_steps(self, self.engine, subject.process, subject)

    def reschedule(self, subjects: Sequence[Subject]) -> None:
        if subjects:
            verbs.reschedule(self, self.engine, subjects[0].process, subjects)

    # -- what leaves a trace

    def note(
        self, verb: str, about: Subject, *, unit_id: int | None = None, due: datetime | None = None, **details: Any
    ) -> None:
        """Add a line to the journal. `details` must be plain JSON."""
        if self.on_behalf_of is not None and self.post is PostKind.LEADER:
            self._must_not_be_his_own(about)
        self._write_down(verb, about.case, about.subject, details, due=due, unit_id=unit_id)

    def note_refusal(self, verb: str, why: str, at: str) -> None:
        """Somebody tried what he may not do, or not any more. `at`: the page."""
        details = {"why": why, "page": at}
        self._write_down(verb, "", "", details, outcome=Outcome.REFUSED)

    def _write_down(
        self, verb: str, case: str, subject: str, details: dict[str, Any], *, due: datetime | None = None,
        unit_id: int | None = None, outcome: Outcome = Outcome.DONE,
    ) -> None:  # fmt: skip
        self.lines.append(
            Entry(
                at=self.now, verb=verb, case=case, subject=subject, details=details, due=due, unit_id=unit_id,
                officer_id=self.officer_id, on_behalf_of_id=_id_of(self.on_behalf_of),
                post=self.post.value if self.post else None, address=self.address, outcome=outcome.value,
            )
        )  # fmt: skip

    def _must_not_be_his_own(self, about: Subject) -> None:
        """Nobody prepares a thing, in whosever post, and signs it for another: whatever day he did the one, he leaves the
        other. What he did as the leader's substitute, or with the seal, prepared nothing."""
        confirmed = and_(JournalLine.post == PostKind.LEADER.value, JournalLine.on_behalf_of_id.is_not(None))
        prepared = select(JournalLine.id).where(
            JournalLine.subject == about.subject,
            JournalLine.officer_id == self.officer_id,
            or_(JournalLine.post.is_(None), not_(or_(confirmed, JournalLine.post == PostKind.SEAL_KEEPER.value))),
        )
        if self.session.scalars(prepared.limit(1)).first() is not None:
            raise NotYours(
                "这件事您已经经办过，不能再代主要领导审签：同一人不能既经办又审签。"
                "请由领导本人办理，或者另行委托没有经办过的人员。"
            )

    def keep(self, data: bytes, name: str, media_type: str) -> KeptFile:
        return self.files.keep(self.session, data, name, media_type, self.now)

    def take_in(self, upload: Upload) -> KeptFile:
        """Keep what somebody uploaded, once it has been checked."""
        return self.keep(upload.data, upload.name, upload.media_type)


@lru_cache
def _with_posts() -> Select[Officer]:
    """Built once. Whose posts he stands in for is asked only when his own do not do."""
    return select(Officer).options(joinedload(Officer.posts)).where(Officer.id == bindparam("id"))


def _officer(session: Session, officer_id: int) -> Officer:
    return session.scalars(_with_posts(), {"id": officer_id}).unique().one()


def _id_of(officer: Officer | None) -> int | None:
    known = instance_state(officer).key if officer else None
    return int(known[1][0]) if known else None


@dataclass(frozen=True)
class Office:
    """Where desks stand: the parts that all transactions of a running system share."""

    sessions: Callable[[], Session]
    clock: Callable[[], datetime]
    engine: Engine
    files: Files
    calendar: Calendar = field(default_factory=Calendar)
    signing: Signing | None = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A writing transaction for what is no work of the office: nobody's desk, nothing in the journal."""
        with self.sessions() as session, transaction(session, write=True):
            yield session

    @contextmanager
    def desk(
        self,
        officer_id: int | None = None,
        *,
        write: bool = True,
        now: datetime | None = None,
        address: str | None = None,
    ) -> Iterator[Desk]:
        """A desk in a transaction of its own. `now`: when the request was taken in, if that was earlier."""
        with (
            self.sessions() as session,
            self.at(session, officer_id, write=write, now=now, address=address) as desk,
        ):
            yield desk

    @contextmanager
    def at(
        self,
        session: Session,
        officer_id: int | None,
        *,
        write: bool,
        now: datetime | None = None,
        address: str | None = None,
    ) -> Iterator[Desk]:
        """The same on a session that somebody else closes."""
        moment = aware(now or self.clock())
        forget_sealed(session)
        with transaction(session, write=write):
            officer = _officer(session, officer_id) if officer_id is not None else None
            desk = Desk(session, moment, self.engine, self.files, officer, self.calendar, self.signing, address)
            yield desk
            if write:
                append(session, desk.lines, moment)
