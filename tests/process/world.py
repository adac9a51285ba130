"""The world of a round: issued to three units on a Friday morning."""

from datetime import datetime

from tests.makers import START, Stage
from tests.process.telling import a_corrected_draft
from tests.sequences import world
from workflow.demo.stage import lead_unit
from workflow.people import PostKind

UNITS = (0, 1, 4)  # the last one has no seal keeper


class World(world.World):
    """One office whose database can be set back to the morning on which a round was issued."""

    def begin(self, stage: Stage) -> datetime:
        self.drafts = (a_corrected_draft(), a_corrected_draft(new="百分之十八"))
        stage.begin(units=UNITS)
        stage.issue()
        self.round_id = stage.round_id
        with stage.look() as (desk, round_):
            self.replies = [reply.id for reply in round_.replies]
            units = [lead_unit(desk), *(reply.unit for reply in round_.replies)]
            kinds = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)
            self.people = [
                {kind: holders[0].id for kind in kinds if (holders := unit.holders(kind, desk.today))} for unit in units
            ]
        return START

    def morning(self) -> Stage:
        stage = super().morning()
        stage.round_id = self.round_id
        return stage
