"""The world of an accident: registered an hour after it happened, nothing else done yet."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tests.accident.makers import OCCURRED, Case
from tests.makers import Stage
from tests.sequences import world
from workflow.people import Officer, PostKind


class World(world.World):
    """One office whose database can be set back to the morning of the accident."""

    start = OCCURRED
    tick = timedelta(seconds=1)

    def begin(self, stage: Stage) -> datetime:
        stage.clock.pass_(hours=1)
        case = Case(stage)
        case.register()
        self.accident_id = case.accident_id
        with case.look() as (desk, accident):
            self.clerk = accident.lead_unit.holders(PostKind.CLERK, desk.today)[0].id
            self.head = accident.lead_unit.holders(PostKind.LEADER, desk.today)[0].id
            self.security = accident.lead_unit.holders(PostKind.SECURITY, desk.today)[0].id
            self.mayor = accident.government.holders(PostKind.LEADER, desk.today)[0].id
            self.anybody = list(desk.session.scalars(select(Officer.id).order_by(Officer.id).limit(40)))
        return stage.clock()
