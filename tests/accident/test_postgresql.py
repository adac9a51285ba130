"""The opening of a case on a real PostgreSQL server: the same stories."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests import postgres
from tests.accident import test_alarms, test_classifying, test_extending, test_reporting, test_team
from tests.accident.followed import open_case
from tests.accident.makers import OCCURRED
from tests.makers import Stage, a_stage
from tests.process.test_postgresql import at_once
from workflow.accident.actions import supervising
from workflow.accident.model import Supervision
from workflow.accident.rules.triggers import Trigger
from workflow.people import PostKind

pytestmark = pytest.mark.xdist_group("postgresql")  # one server is enough
_numbers = itertools.count(1)


@pytest.fixture
def stage(server: postgres.Server, settled: str, tmp_path: Path) -> Iterator[Stage]:
    """The district on a PostgreSQL database of its own, as the accident happens."""
    url = server.create(f"accident_{next(_numbers)}", settled)
    stage = a_stage(url, tmp_path / "files", start=OCCURRED, settled=False)
    yield stage
    stage.close()


STORIES: Sequence[Callable[[Stage], None]] = (
    test_reporting.test_a_registered_case_goes_through_informing_and_classifying_to_its_team,
    test_reporting.test_more_dead_inside_the_window_raise_the_class_and_make_a_further_report,
    test_classifying.test_a_case_without_casualties_is_delegated,
    test_classifying.test_the_table_of_the_office_decides,
    test_team.test_who_has_an_interest_leaves_before_the_work_begins,
    test_team.test_nobody_joins_twice_and_who_left_may_come_back,
    test_extending.test_the_example_of_the_law,
    test_extending.test_alarms_stand_still_with_the_clock_and_restart_with_it,
    test_alarms.test_after_a_downtime_everything_is_said_late_but_once_and_says_so,
    test_alarms.test_a_desk_shows_the_case_its_day_and_what_was_done,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_story_is_the_same_on_postgresql(stage: Stage, story: Callable[[Stage], None]) -> None:
    story(stage)


def test_two_suggestions_imposed_at_once_are_one_supervision(stage: Stage) -> None:
    case = open_case(stage, "propose_team")
    with case.office() as (desk, accident):
        for trigger in (Trigger.NO_TEAM, Trigger.UNSUPPORTED):
            supervising.propose(desk, accident, trigger, "未按期成立，结论与鉴定矛盾。")
    with case.look() as (_, accident):
        suggested = [supervision.id for supervision in accident.supervisions]

    def impose(supervision_id: int) -> None:
        with case.office(PostKind.LEADER) as (desk, _):
            supervising.impose(desk, desk.session.get_one(Supervision, supervision_id))

    results = at_once(*[partial(impose, each) for each in suggested])
    assert sum(result is None for result in results) == 1
    with case.look() as (_, accident):
        assert sum(each.imposed_at is not None for each in accident.supervisions) == 1
