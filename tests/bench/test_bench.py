"""The benchmark runs through on a small town and says what it is asked for; how fast, no test asks."""

import json
from pathlib import Path

from click.testing import CliRunner

from web.commands import main

FIELDS = {
    "units", "steps_per_s", "p50_ms", "p95_ms", "step_ratio", "start_s", "start_ratio", "close_s", "close_units",
    "close_ratio", "engine_bytes_per_unit",
}  # fmt: skip


def test_a_run_says_all_its_figures_and_leaves_an_empty_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bench.db"
    ran = CliRunner().invoke(main, ["bench", "--database", url, "--units", "8,10", "--clients", "1,2", "--json"])
    assert ran.exit_code == 0, ran.output
    figures = json.loads(ran.stdout)
    assert set(figures) == {"database", "points", "exponent", "clients", "floor"}
    assert [set(point) for point in figures["points"]] == [FIELDS, FIELDS]
    assert [(point["units"], point["close_units"]) for point in figures["points"]] == [(8, 4), (10, 5)]
    assert set(figures["clients"]) == {"1", "2"}


def test_people_read_the_figures_beside_their_targets(tmp_path: Path) -> None:
    ran = CliRunner().invoke(
        main, ["bench", "--database", f"sqlite:///{tmp_path}/bench.db", "--units", "8", "--clients", "1"]
    )
    assert "要求 ≤2.5，目标 ≤1.7" in ran.stdout
    assert "1个客户端对1个" in ran.stdout
