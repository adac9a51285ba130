"""One run: for each number of units a round from its issue to its deadline, in turns with the floor."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text

from workflow.bench import workload
from workflow.bench.floor import Floor
from workflow.bench.town import Town, empty, furnish
from workflow.bench.workload import AtTheService, Way

MOST_STEPPING = 100  # units whose steps are timed one by one; more would only take longer
MOST_OF_CLIENTS = 400  # units that the clients answer for; at least two each, for the first is not counted
ENGINE_TABLES = ("engine_instance", "engine_task", "engine_moment", "engine_position")


@dataclass(frozen=True)
class Point:
    """The figures at one number of units; seconds and milliseconds, ratios as multiples of the floor."""

    units: int
    steps_per_s: float
    p50_ms: float
    p95_ms: float
    step_ratio: float
    start_s: float
    start_ratio: float
    close_s: float
    close_units: int
    close_ratio: float
    engine_bytes_per_unit: float | None
    floor_step_ms: float
    floor_start_s: float
    floor_close_s: float


def measure(
    url: str, files: Path, sizes: Sequence[int], clients: Sequence[int], tell: Callable[[str], None] = lambda _: None,
    way: Way = AtTheService,
) -> dict[str, Any]:  # fmt: skip
    """Fill the database at `url`, measure, and empty it again; the shape is that of `zhengxun bench --json`."""
    points = []
    for units in sizes:
        tell(f"{units}家单位")
        points.append(_point(url, files, units, way))
    tell("多个客户端")
    answering = min(max(sizes), MOST_OF_CLIENTS)
    rates = {str(number): _clients(url, files, answering, number, way) for number in clients}
    empty(url)
    return {
        "database": url.partition(":")[0].partition("+")[0],
        "points": [_rounded(point) for point in points],
        "exponent": _exponent(points),
        "clients": {number: round(rate, 1) for number, rate in rates.items()},
        "floor": {str(p.units): _floor_of(p) for p in points},
    }


def _point(url: str, files: Path, units: int, way: Way) -> Point:
    town = furnish(url, files, units)
    floor = Floor(url)
    start, floor_start = workload.start(town), _median(lambda: _inserted(floor, units))
    places = town.places()
    half = places[: (units + 1) // 2]
    stepping = half[:MOST_STEPPING]
    workload.receive(town, stepping)
    act = way(url, files)
    times = workload.answer(act, stepping, floor)
    silent = units - len(stepping)
    close, floor_close = workload.close(town), _median(lambda: _closed(floor, len(stepping) + 1))
    size = _engine_bytes(town)
    floor.end()
    town.database.dispose()
    return Point(
        units=units, steps_per_s=len(times.steps) / sum(times.steps),
        p50_ms=times.p50 * 1e3, p95_ms=times.p95 * 1e3, step_ratio=times.ratio,
        start_s=start, start_ratio=start / floor_start, close_s=close, close_units=silent,
        close_ratio=close / floor_close, engine_bytes_per_unit=size / units if size else None,
        floor_step_ms=times.p50 / times.ratio * 1e3, floor_start_s=floor_start, floor_close_s=floor_close,
    )  # fmt: skip


def _median(measured: Callable[[], float]) -> float:
    """Of the floor's bulk statements: a single one of so few milliseconds is mostly chance."""
    return median(measured() for _ in range(5))


def _inserted(floor: Floor, units: int) -> float:
    floor.begin()
    return workload.timed(lambda: floor.insert(units))


def _closed(floor: Floor, first: int) -> float:
    return workload.timed(lambda: floor.close_from(first))


def _clients(url: str, files: Path, units: int, number: int, way: Way) -> float:
    town = furnish(url, files, units)
    workload.start(town)
    places = town.places()
    workload.receive(town, places)
    town.database.dispose()
    return workload.steps_per_second(way, url, files, places, number)


def _engine_bytes(town: Town) -> int | None:
    """What the engine's tables and their indexes take on disk; None where the database does not tell (SQLite)."""
    with town.office.desk(write=False) as desk:
        if town.database.dialect.name != "postgresql":
            return None
        sizes = (
            desk.session.scalar(text("SELECT pg_total_relation_size(:name)"), {"name": name}) for name in ENGINE_TABLES
        )
        return sum(int(size or 0) for size in sizes)


def _exponent(points: Sequence[Point]) -> float:
    """Slope of log(step time) over log(units) by least squares, floor's drift taken out: 0 is no growth."""
    logs = [(math.log(p.units), math.log(p.step_ratio)) for p in points]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return round(sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread, 3) if spread else 0.0


def _rounded(point: Point) -> dict[str, Any]:
    own = {name: value for name, value in vars(point).items() if not name.startswith("floor_")}
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in own.items()}


def _floor_of(point: Point) -> dict[str, float]:
    return {
        "step_ms": round(point.floor_step_ms, 3),
        "start_s": round(point.floor_start_s, 4),
        "close_s": round(point.floor_close_s, 4),
    }
