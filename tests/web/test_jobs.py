"""What happens by itself happens on the job engine's own threads, where no page and no application is at hand."""

from datetime import UTC, datetime, timedelta

from dbos import DBOS

from tests.makers import DEADLINE, a_round
from tests.web.site import Site
from web.frame.desk import office
from workflow import jobs


def test_a_round_is_closed_by_the_job_engine(site: Site) -> None:
    stage = a_round(site.stage, units=2)
    with site.app.app_context():
        jobs.launch(office(), str(site.app.config["SQLALCHEMY_DATABASE_URI"]))
    try:
        stage.clock.move_to(DEADLINE + timedelta(minutes=1))
        DBOS.start_workflow(jobs.sweep_moments, datetime.now(UTC), None).get_result()
    finally:
        jobs.close()
    with stage.look() as (_, round_):
        assert round_.closed_at == stage.clock()
