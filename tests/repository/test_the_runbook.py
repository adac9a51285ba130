"""What an operator copies works: the examples are read by the programs they are for, and the runbook names what exists."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import click
import crossplane
import pytest
import yaml

from web.commands import main
from workflow.schema import SCRIPTS

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
UNITS = sorted(EXAMPLES.glob("*.service")) + sorted(EXAMPLES.glob("*.timer"))
COMMANDS = {"serve", "worker", "backup", "restore", "check", "verify", "migrate", "copy"}
SOURCES = "".join(
    path.read_text(encoding="utf-8") for folder in ("web", "workflow") for path in (ROOT / folder).rglob("*.py")
)


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(interpolation=None, strict=True)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(path.read_text(encoding="utf-8"))
    return parsed


def options_of(command: list[str]) -> set[str]:
    """The options in a command line that its command does not have."""
    found = main.get_command(click.Context(main), command[0])
    assert found is not None, command
    known = {name for each in found.params for name in each.opts}
    return {word for word in command[1:] if word.startswith("--")} - known


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_start_commands_that_exist(path: Path) -> None:
    parsed = unit(path)
    if path.suffix == ".timer":
        assert (EXAMPLES / f"{path.stem}.service").exists()
        return
    asked = parsed["Service"]["ExecStart"].replace("'", "").partition("bin/zhengxun ")[2].split()
    assert options_of(asked) == set()
    assert parsed["Service"]["EnvironmentFile"] == "/etc/zhengxun/zhengxun.env"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_them(path: Path, tmp_path: Path) -> None:
    """With a program that exists in the place of ours; where there is no systemd, the test above has read them."""
    program = shutil.which("systemd-analyze")
    if program is None:
        assert unit(path).sections()
        return
    for each in UNITS:
        text = each.read_text(encoding="utf-8").replace("/opt/zhengxun/.venv/bin/zhengxun", "/bin/true")
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    name = path.name.replace("@.", "@1.")
    if name != path.name:
        (tmp_path / path.name).rename(tmp_path / name)
    said = subprocess.run([program, "verify", tmp_path / name], capture_output=True, text=True, check=False)
    ours = [line for line in said.stderr.splitlines() if "zhengxun" in line]
    assert (said.returncode, ours) == (0, [])


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"events {{}}\nhttp {{\n{(EXAMPLES / 'nginx.conf').read_text(encoding='utf-8')}\n}}\n")
    read = crossplane.parse(str(whole), strict=True)
    assert (read["status"], read["errors"]) == ("ok", [])


def test_compose_starts_commands_that_exist() -> None:
    services = yaml.safe_load((EXAMPLES / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = {name: each for name, each in services.items() if "command" in each}
    assert {each["command"][0] for each in ours.values()} == {"serve", "worker"}
    assert [options_of(each["command"]) for each in ours.values()] == [set()] * len(ours)
    workers = [each["command"][-1] for each in ours.values() if each["command"][0] == "worker"]
    assert len(set(workers)) == len(workers) > 1, "two workers never share a name"


def test_every_setting_that_is_written_down_is_read() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (*EXAMPLES.iterdir(), ROOT / "docs" / "runbook.md"))
    settings = set(re.findall(r"ZHENGXUN_[A-Z_]+", written))
    assert settings
    assert {name for name in settings if f'"{name}"' not in SOURCES} == set()


def test_the_runbook_names_commands_figures_and_files_that_exist() -> None:
    named = set(re.findall(r"`zhengxun ([a-z]+)", RUNBOOK))
    assert named >= COMMANDS
    assert {name for name in named if main.get_command(click.Context(main), name) is None} == set()
    figures = {
        name.removeprefix("zhengxun_").removesuffix("_total") for name in re.findall(r"zhengxun_[a-z_]+", RUNBOOK)
    }
    assert figures
    assert {name for name in figures if not any(part in SOURCES for part in _spellings(name))} == set()
    files = set(re.findall(r"[\w@.-]+\.(?:service|timer|yaml|env|conf)\b", RUNBOOK))
    assert {re.sub(r"@\d", "@", name) for name in files} <= {path.name for path in EXAMPLES.iterdir()}


def _spellings(figure: str) -> tuple[str, ...]:
    return (f'"{figure}"', f'"zhengxun_{figure}"', f'"{figure.removesuffix("_lag_seconds")}"')


def test_the_wheel_carries_the_scripts() -> None:
    assert (SCRIPTS / "script.py.mako").is_file()
    assert list((SCRIPTS / "versions").glob("0*.py"))
