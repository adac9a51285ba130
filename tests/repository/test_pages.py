"""What holds for every template, style and script, whoever writes it."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from web.frame.assets import BUILT, STATIC, missing

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates/web").rglob("*.html"))

FORBIDDEN = {
    r"<script(?![^>]*\bsrc=)": "a script without src: move it to frontend/src",
    r"<style\b": "a <style> element: move it to frontend/src/styles",
    r"\sstyle\s*=": "a style attribute: give it a class in frontend/src/styles",
    r"\son[a-z]+\s*=\s*[\"']": "an on… attribute: listen for it in frontend/src",
    r"\shx-on|\bjs:|javascript:": "a script in an attribute: the content security policy forbids it",
    r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//": "an address outside this site",
    r"\|\s*safe\b|autoescape\s+false": "text that is not escaped",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_obeys_the_content_security_policy(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert {why for pattern, why in FORBIDDEN.items() if re.search(pattern, text)} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_every_posting_form_carries_its_token(template: Path) -> None:
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(encoding="utf-8"), re.DOTALL):
        assert "csrf" in form, f"{named(template)}: put {{{{ csrf() }}}} into the form"


def test_built_files_are_there_and_not_committed() -> None:
    assert missing() == [], "run `python hatch_build.py`"
    assert (STATIC / "vendor/LICENSES.txt").is_file()
    paths = [f"web/static/{name}" for name in BUILT]
    ignored = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert len(ignored.stdout.split()) == len(BUILT), "web/static/vendor/ must stay in .gitignore"


def test_what_is_committed_below_static_is_our_own_and_small() -> None:
    listed = subprocess.run(["git", "ls-files", "web/static"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        path = ROOT / name
        assert path.stat().st_size < 40_000, f"{name} is large: is it somebody else's? Then it comes through npm"
        assert ".min." not in name


def test_the_lock_file_names_no_registry_and_fixes_every_package() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert [path for path, entry in packages.items() if "resolved" in entry] == []
    assert [path for path, entry in packages.items() if "integrity" not in entry] == []


def test_a_page_without_the_diagram_stays_light() -> None:
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("vendor/site.css", "vendor/site.js"))
    assert weight < 80_000, f"{weight} bytes compressed: what came in?"


@pytest.mark.parametrize("style", sorted((ROOT / "frontend/src/styles").glob("*.css")), ids=named)
def test_colours_are_named_in_one_place(style: Path) -> None:
    """Light and dark change together, because nothing else names a colour."""
    named_here = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", style.read_text(encoding="utf-8"))
    assert style.name == "tokens.css" or named_here == [], "name the colour in frontend/src/styles/tokens.css"
