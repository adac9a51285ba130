"""The entries at the top of every page, and who sees them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, request, url_for

from web.frame.identity import Me, me
from workflow.people import PostKind


def everybody(_: Me) -> bool:
    return True


def office(person: Me) -> bool:
    """Clerk and head of the office that asks; its administrator has no part in the rounds."""
    return person.in_lead_unit and not person.kinds.isdisjoint({PostKind.CLERK, PostKind.LEADER})


def accidents(person: Me) -> bool:
    """Office, government and teams: whoever may see a case at all."""
    return person.sees_accidents


def responsible(person: Me) -> bool:
    """Clerk and leader of a unit from which a measure may be ordered."""
    return person.in_ordinary_unit


def administrators(person: Me) -> bool:
    return person.administers


def keepers(person: Me) -> bool:
    """Whoever keeps accounts, or posts."""
    return not person.kinds.isdisjoint({PostKind.ADMINISTRATOR, PostKind.SECURITY})


def sealers(person: Me) -> bool:
    """Who may have to keep a seal: a unit's leader does where it has no keeper."""
    return not person.kinds.isdisjoint({PostKind.SEAL_KEEPER, PostKind.LEADER})


def security(person: Me) -> bool:
    """Whoever keeps the rules."""
    return PostKind.SECURITY in person.kinds


def auditors(person: Me) -> bool:
    return PostKind.AUDITOR in person.kinds


@dataclass(frozen=True)
class Entry:
    title: str
    endpoint: str
    shown_to: Callable[[Me], bool]
    blueprints: tuple[str, ...] = ()  # whose pages belong to it
    pages: tuple[str, ...] = ()  # further pages that belong to it


@dataclass(frozen=True)
class Shown:
    title: str
    url: str
    here: bool


ENTRIES = (
    Entry("待办", "tasks.waiting", everybody),
    Entry("已办", "tasks.done", everybody),
    Entry("我发起的", "tasks.started", office, ("errands",)),
    Entry("征求意见", "rounds.index", office, ("rounds", "checks", "decisions", "papers")),
    Entry(
        "事故处理", "accidents.index", accidents, ("accidents", "reports", "measures", "evaluations", "supervisions")
    ),
    Entry("整改措施", "measures.own", responsible, ("measures",)),
    Entry("统计", "statistics.show", office),
    Entry("体检", "checkup.index", administrators),
    Entry("运行情况", "operations.index", administrators),
    Entry("登录要求", "accounts.requirements", security),
    Entry("管辖和时限设置", "accidents.choices", security),
    Entry(
        "人员",
        "administration.people",
        keepers,
        pages=(
            "administration.officer",
            "administration.imports",
            "administration.handed_in",
            "administration.handover",
        ),
    ),
    Entry("单位", "administration.all_units", keepers, pages=("administration.unit",)),
    Entry("签名密钥", "administration.signing_keys", security, pages=("administration.signing_key",)),
    Entry("办理日志", "administration.journal", auditors),
    Entry(
        "委托和交接",
        "administration.substitutes",
        everybody,
        pages=("administration.entrusting", "administration.taking_over"),
    ),
    Entry("本单位印章", "administration.own_seals", sealers, pages=("administration.own_seal",)),
    Entry("岗位权限", "rights.index", keepers),
)


def install(app: Flask) -> None:
    app.context_processor(lambda: {"navigation": list(navigation())})


def navigation() -> Iterator[Shown]:
    """The entries for whoever is at the page."""
    person = me()
    if person is None:
        return
    shown = [entry for entry in ENTRIES if entry.shown_to(person)]
    here = next((entry for entry in sorted(shown, key=_stands_apart) if _is_here(entry)), None)
    for entry in shown:
        yield Shown(entry.title, url_for(entry.endpoint), entry is here)


def _stands_apart(entry: Entry) -> bool:
    """An entry's own page comes before all that belong to another."""
    return request.endpoint != entry.endpoint


def _is_here(entry: Entry) -> bool:
    return request.endpoint in (entry.endpoint, *entry.pages) or request.blueprint in entry.blueprints
