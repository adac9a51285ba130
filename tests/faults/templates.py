"""A furnished installation for each kind of scene, made once and copied for every episode."""

from pathlib import Path

from tests.faults.cluster import NAME, make_cluster
from tests.faults.town import furnish


def on_sqlite(folder: Path, units: int) -> Path:
    folder.mkdir(parents=True)
    furnish(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", units)
    return folder


def on_postgresql(folder: Path, units: int) -> Path:
    cluster = make_cluster(folder / "cluster")
    try:
        furnish(cluster.server.url(NAME), folder / "files", units)
    finally:
        cluster.stop()
    return folder
