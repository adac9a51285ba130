"""Clocks, commits and big libraries each have one door; the repository knows no machine but the reader's."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("workflow", "web") for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BINARY = {".docx", ".png", ".webp"}

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.localtime", "time.gmtime",
}  # fmt: skip
DOORS: dict[str, str | tuple[str, ...]] = {  # library -> the only part of the system that may import it
    "SpiffWorkflow": "workflow/engine/",
    "simpleeval": "workflow/engine/",
    "docx": "workflow/documents/",
    "docxtpl": "workflow/documents/",
    "openpyxl": "workflow/documents/",
    "dbos": "workflow/jobs.py",
    "argon2": "workflow/people/",
    "alembic": ("workflow/schema.py", "workflow/migrations/"),
    "asn1crypto": "workflow/signatures/",
    "gmssl_pyx": "workflow/signatures/",
    "pyhanko": "workflow/signatures/",
    "authlib": "web/single_sign_on.py",
    "pyotp": "workflow/accounts/second_factor.py",
    "segno": ("workflow/signatures/", "workflow/accounts/qr.py"),  # on papers, and on one's own page
    "boto3": "workflow/places.py",
    "botocore": "workflow/places.py",
    "prometheus_client": "web/frame/gauges.py",
    "structlog": "workflow/logs.py",
    "gunicorn": ("web/commands/servers.py", "web/commands/arrivals.py"),
    "waitress": ("web/commands/servers.py", "web/commands/arrivals.py"),
    "flask": "web/",
}
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|farm)/\w|/tmp/\w|\.\./shared\b")
ADDRESS = re.compile(r"https?://[^/\s\"'<>)]*(?:pypi|registry|npmjs|mirror)")  # in the name of the host
UNFINISHED = re.compile("TO" + r"DO|FIX" + r"ME|X{3}\b")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every call as it is written: ("datetime.now", line)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_only_the_clock_module_reads_a_clock() -> None:
    found = [
        f"{named(path)}:{line} {name}"
        for path in SOURCES
        for name, line in calls(path)
        if ".".join(name.split(".")[-2:]) in CLOCKS and named(path) != "workflow/clock.py"
    ]
    assert found == [], "take the time from the desk (desk.now), or from the clock that you were given"


def test_only_the_store_commits() -> None:
    found = [f"{named(path)}:{line}" for path in SOURCES for name, line in calls(path) if name.endswith(".commit")]
    assert [place.partition(":")[0] for place in found] == ["workflow/store.py"], "the `with` around an action commits"


def test_notices_of_a_case_are_written_in_one_place() -> None:
    """There each gets the name of its case."""
    of_cases = [path for path in SOURCES if named(path).startswith("workflow/accident/")]
    assert [named(path) for path in of_cases for name, _ in calls(path) if name == "Notice"] == [
        "workflow/accident/telling.py"
    ], "call tell_units"


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    importers = {named(path) for path in SOURCES for module in imports(path) if module.partition(".")[0] == library}
    strangers = sorted(name for name in importers if not name.startswith(DOORS[library]))
    assert strangers == [], f"only {DOORS[library]} imports {library}"


def test_nothing_below_the_pages_knows_them() -> None:
    below = [path for path in SOURCES if named(path).startswith("workflow/")]
    found = [f"{named(path)}: {module}" for path in below for module in imports(path) if module.split(".")[0] == "web"]
    assert found == []


def test_no_folder_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "services", "service", "manager", "misc", "tools"}
    assert [named(path) for path in SOURCES if drawers & set(path.with_suffix("").parts)] == []


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def _lines(pattern: re.Pattern[str], *without: str) -> list[str]:
    found = []
    for path in _tracked():
        if named(path) in without:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{named(path)}:{number} {line.strip()[:100]}")
    return found


def test_no_path_of_somebodys_machine_is_written_down() -> None:
    assert _lines(MACHINE, named(Path(__file__))) == []


def test_no_address_of_a_package_registry_is_written_down() -> None:
    assert _lines(ADDRESS) == []


def test_nothing_is_left_unfinished_with_a_mark() -> None:
    assert _lines(UNFINISHED, "frontend/package-lock.json") == [], "finish it, or say in a sentence what is missing"


def test_no_test_is_skipped_without_a_reason() -> None:
    found = []
    for path in TESTS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and re.search(r"\b(skip|skipif|xfail|importorskip)$", ast.unparse(node.func)):
                reasons = [word for word in node.keywords if word.arg == "reason"]
                if not reasons and not (ast.unparse(node.func).endswith(".skip") and node.args):
                    found.append(f"{named(path)}:{node.lineno}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ("pytest.mark.skip", "pytest.mark.xfail"):
                found.append(f"{named(path)}:{node.lineno}")
    assert found == []


def test_the_arrows_of_the_design_hold() -> None:
    """So that `pytest` alone says it too; a program of its own, as it silences every logger that is there already."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
