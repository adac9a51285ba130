"""Figures for whoever watches: what the processes of one machine count of their own work (how long requests take, how
often somebody is refused), and how the installation is doing.

prometheus_client decides when it is imported whether several processes count together (PROMETHEUS_MULTIPROC_DIR), so it
is imported by each process for itself, after the fork.
"""

import logging
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from web.frame.desk import office_of
from workflow import logs, operations
from workflow.desk import Office
from workflow.errors import Refusal
from workflow.operations import Figures

_KEY = "zhengxun.gauges"
STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"

log = logging.getLogger("zhengxun.gauges")


@dataclass(frozen=True)
class Gauges:
    registry: Any
    steps: Any
    refusals: Any
    faults: Any


def install(app: Flask) -> None:
    from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415 -- see above

    registry = CollectorRegistry()
    app.extensions[_KEY] = Gauges(
        registry,
        Histogram(
            "zhengxun_request_seconds",
            "Requests, by kind, and by the step of the diagram that they took",
            ["method", "step"],
            buckets=STEPS,
            registry=registry,
        ),
        Counter("zhengxun_refusals", "What people were refused, by kind", ["kind"], registry=registry),
        Counter("zhengxun_faults", "Answers of 500", registry=registry),
    )
    app.after_request(_count)


def gauges_of(app: Flask) -> Gauges:
    found: Gauges = app.extensions[_KEY]
    return found


def refused(refusal: Refusal) -> None:
    gauges_of(current_app).refusals.labels(type(refusal).__name__).inc()


def _count(response: Response) -> Response:
    gauges = gauges_of(current_app)
    if request.endpoint != "static":
        gauges.steps.labels(request.method, logs.bound("step")).observe(_seconds())
    if response.status_code >= 500:
        gauges.faults.inc()
    return response


def _seconds() -> float:
    return float(time.perf_counter() - g.began)


def told(app: Flask) -> tuple[str, bytes]:
    """Everything for whoever watches, as Prometheus reads it: its type and its text."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    counted = gauges_of(app).registry
    if os.environ.get(TOGETHER):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    installation = CollectorRegistry()
    installation.register(Installation(office_of(app)))
    return CONTENT_TYPE_LATEST, generate_latest(counted) + generate_latest(installation)


def forget(process: int) -> None:
    """A process is gone; what it counted stays in the sums."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

    mark_process_dead(process)


class Installation:
    """Its figures: the same from every process, for they stand in the database. Without one there is nothing to tell."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[Any]:
        try:
            with self._office.desk(write=False) as desk:
                yield from _families(operations.figures(desk))
        except SQLAlchemyError as error:
            log.warning("no figures: %s", error)


def _families(found: Figures) -> Iterator[Any]:
    yield _gauge("due_lag_seconds", "How long the first moment has been due that nobody carried out", found.lag)
    yield _gauge("due_moments", "Moments that are due", found.due)
    yield _gauge("incidents", "Moments that could not be carried out", found.incidents)
    yield _by("open_cases", "Cases that are not finished", "process", found.open_cases)
    for name, queue in (("outbox", found.parcels), ("errands", found.errands)):
        counts = {"waiting": queue.waiting, "going": queue.going, "failed": queue.failed}
        yield _by(name, "What waits, is on its way, was given up", "state", counts)
        yield _gauge(f"{name}_lag_seconds", "How long the first of the waiting has been due", queue.lag)
    there = {each.name: int(each.name not in found.silent) for each in found.programs}
    yield _by("program_up", "Programs that have signed in lately", "name", there)
    if found.verified_at:
        yield _gauge("verified_timestamp_seconds", "The last verification", found.verified_at)
        yield _gauge("altered_records", "What it found altered", found.altered)
    if found.backed_up_at:
        yield _gauge("backup_timestamp_seconds", "The last backup", found.backed_up_at)


def _gauge(name: str, text: str, value: float | timedelta | datetime) -> Any:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

    return GaugeMetricFamily(f"zhengxun_{name}", text, value=_number(value))


def _by(name: str, text: str, label: str, values: Mapping[str, int]) -> Any:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

    family = GaugeMetricFamily(f"zhengxun_{name}", text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _number(value: float | timedelta | datetime) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value.timestamp() if isinstance(value, datetime) else value
