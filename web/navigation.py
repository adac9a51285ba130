"""The entries at the top of every page, and who sees them.

An entry stands here before its page does; it shows as soon as a view of that name is registered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from web.identity import Me, me


def everybody(_: Me) -> bool:
    return True


def lead_unit(person: Me) -> bool:
    return person.in_lead_unit


def administrators(person: Me) -> bool:
    return person.administers


@dataclass(frozen=True)
class Entry:
    title: str
    endpoint: str
    shown_to: Callable[[Me], bool]


@dataclass(frozen=True)
class Shown:
    title: str
    url: str
    here: bool


ENTRIES = (
    Entry("待办", "tasks.waiting", everybody),
    Entry("已办", "tasks.done", everybody),
    Entry("我发起的", "tasks.started", lead_unit),
    Entry("征求意见", "rounds.index", lead_unit),
    Entry("体检", "checkup.index", administrators),
)


def install(app: Flask) -> None:
    app.context_processor(lambda: {"navigation": list(navigation())})


def navigation() -> Iterator[Shown]:
    """The entries for whoever is at the page."""
    person = me()
    if person is None:
        return
    for entry in ENTRIES:
        if entry.endpoint in current_app.view_functions and entry.shown_to(person):
            yield Shown(entry.title, url_for(entry.endpoint), _is_here(entry))


def _is_here(entry: Entry) -> bool:
    """The page itself; 征求意见 also for every page of its blueprint."""
    blueprint = entry.endpoint.partition(".")[0]
    return request.endpoint == entry.endpoint or (entry.endpoint.endswith(".index") and request.blueprint == blueprint)
