"""The whole story of the guide, before a camera."""

from collections.abc import Callable

from tests.browser.guide import Reader
from tests.browser.guide_of_accidents import an_accident_is_followed
from tests.browser.guide_of_rounds import a_round_is_asked_and_answered
from tests.browser.guide_of_the_house import the_door_is_passed, the_house_is_kept
from tests.makers import Stage
from tests.web.site import Site, open_site

Scene = Callable[[Reader], None]
DISTRICT: tuple[Scene, ...] = (a_round_is_asked_and_answered, the_door_is_passed, the_house_is_kept)
ACCIDENT: tuple[Scene, ...] = (an_accident_is_followed,)


def play(stage: Stage, scenes: tuple[Scene, ...], camera: Callable[[Site], Reader]) -> Reader:
    for site in open_site(stage):
        made = camera(site)
        for scene in scenes:
            scene(made)
    return made
