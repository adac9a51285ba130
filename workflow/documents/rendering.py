"""Fills a Word template with a paper: data in, bytes out, the same bytes for the same data.

docxtpl turns what Word wrote into a Jinja source; it is compiled once per template and refilled in
milliseconds, in a sandbox, with every value escaped and every unknown name refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from workflow.documents import packing, pictures, settling, wording
from workflow.documents.marking import Mark, marked

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "word"

_WORDS = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=wording.on_paper)
_WORDS.filters.update(wording.FILTERS | pictures.FILTERS)

_TEXT_PARTS = ("word/document", "word/header", "word/footer", "word/footnotes")


def render(template: str, paper: Any, mark: Mark | None = None) -> bytes:
    """The .docx of `paper`, a dataclass, in templates/word/<template>.docx."""
    return _template(template).fill({field.name: getattr(paper, field.name) for field in fields(paper)}, mark)


def names_used(template: str) -> frozenset[str]:
    """The names a template asks of its paper, in all its parts."""
    found = (meta.find_undeclared_variables(_WORDS.parse(source)) for source in _sources(template).values())
    return frozenset().union(*found)


def fields_of_lines(template: str) -> dict[str, frozenset[str]]:
    """For each list a template walks through, the fields it shows of a line: {"comments": {"clause", …}}."""
    loops = [loop for source in _sources(template).values() for loop in _WORDS.parse(source).find_all(nodes.For)]
    shown: dict[str, set[str]] = {}
    for loop in loops:
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name):
            shown.setdefault(loop.iter.name, set()).update(_fields_shown(loop, loop.target.name))
    return {name: frozenset(found) for name, found in shown.items()}


def _fields_shown(loop: nodes.For, line: str) -> set[str]:
    reads = loop.find_all(nodes.Getattr)
    return {read.attr for read in reads if isinstance(read.node, nodes.Name) and read.node.name == line}


@dataclass(frozen=True)
class _Filled:
    """A compiled template: what stays as it is, what is filled in, and its styles by their names."""

    fixed: Mapping[str, bytes]
    sources: Mapping[str, Template]
    style_names: Mapping[str, str]

    def fill(self, values: dict[str, object], mark: Mark | None = None) -> bytes:
        album = pictures.Album()
        context = {name: album.add(value) if isinstance(value, bytes) else value for name, value in values.items()}
        parts = dict(self.fixed)
        filled = {name: source.render(context).encode() for name, source in self.sources.items()}
        parts.update(settling.settle(filled, self.style_names))
        return packing.pack(marked(album.put_into(parts), mark))


def _template(name: str) -> _Filled:
    path = _path(name)
    return _compiled(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _compiled(path: Path, _changed: int) -> _Filled:
    """Compiled once for each saving of the file, so that a clerk's edit shows without a restart."""
    parts = packing.unpack(path.read_bytes())
    sources = {name: _WORDS.from_string(source) for name, source in _patched(parts).items()}
    return _Filled(parts, sources, settling.style_names(parts["word/styles.xml"]))


def _sources(name: str) -> dict[str, str]:
    return _patched(packing.unpack(_path(name).read_bytes()))


def _patched(parts: Mapping[str, bytes]) -> dict[str, str]:
    reader = DocxTemplate("")
    texts = {name: data.decode() for name, data in parts.items() if name.startswith(_TEXT_PARTS)}
    return {name: reader.patch_xml(source) for name, source in texts.items() if name.endswith(".xml")}


def _path(name: str) -> Path:
    return TEMPLATES / f"{name}.docx"
