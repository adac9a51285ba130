"""Fuzzers of what reads foreign files: drafts, returned forms, diagrams, decision tables.

Each throws changed and invented files at one reader; the reader may refuse, never fail. Short runs are part of the
suite; `python -m tests.security.fuzzing draft --minutes 10` (or `make fuzz`) runs one for as long as one likes.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.documents.specimens import SPECIMENS
from tests.security.files import a_document, a_picture, members, zipped
from workflow.documents.forms import read_form
from workflow.documents.paper import word
from workflow.documents.reading import lines_of, read_draft
from workflow.documents.uploads import annex, scan
from workflow.engine.decisions import Decision
from workflow.engine.definition import BadDiagram, Definition
from workflow.engine.explore import explore
from workflow.errors import Incomplete, Unreadable

ROOT = Path(__file__).parents[2]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

# -- changing what exists

SIGNS = [b"\x00", b"\xff", b"\xe4\xb8", *b"< > & PK\x03\x04 PK\x05\x06 999999999999999999999999 -1 NaN ]]>".split()]


def changed_bytes(random: Random, data: bytes) -> bytes:
    """A few bytes altered, cut out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 6)):
        at, length = random.randrange(len(changed) + 1), random.choice((1, 1, 2, 8, 64, 512))
        piece = bytes(changed[at : at + length])
        replaced = random.choice((b"", piece * 2, random.choice(SIGNS), random.randbytes(len(piece)), piece[::-1]))
        changed[at : at + length] = replaced
    return bytes(changed)


def changed_tree(random: Random, data: bytes) -> bytes:
    """Elements removed, doubled, moved, renamed; attributes and words replaced."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for _ in range(random.randint(1, 5)):
        _change(random, list(root.iter(etree.Element)), root)
    return etree.tostring(root)


VALUES = [
    "", "a b", "not x", "x > 1",
    *["0", "-1", "1", "99999999999999999999", "NaN", "１", "x", "true", "第一条", "（一）", "().__class__"],
]  # fmt: skip


def _change(random: Random, all_: list[etree._Element], root: etree._Element) -> None:
    one, other = random.choice(all_), random.choice(all_)
    parent = one.getparent()
    match random.randrange(6):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            parent.append(etree.fromstring(etree.tostring(one)))
        case 2 if parent is not None and one not in other.iterancestors() and one is not other:
            other.append(one)
        case 3 if one.attrib:
            one.set(random.choice(list(one.attrib)), random.choice([*VALUES, *list(other.attrib.values())[:1]]))
        case 4:
            one.tag = other.tag
        case _:
            one.text = random.choice(VALUES)


def changed_package(random: Random, package: bytes) -> bytes:
    """A Word file as a whole changed, or one of its parts, in its bytes or in its tree."""
    if random.random() < 0.2:
        return changed_bytes(random, package)
    parts = dict(members(package))
    for name in random.sample([*_HEART] * 3 + sorted(parts), random.randint(1, 3)):
        if name in parts:
            parts[name] = random.choice((changed_bytes, changed_tree, changed_tree))(random, parts[name])
    if random.random() < 0.1:
        parts.pop(random.choice(sorted(parts)))
    return zipped(parts)


_HEART = (
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
)

# -- inventing

HEADS = [
    "一、", "（一）", "1.", "（1）", "第一条", "第一章", "附件1：", "附件：", "联系人：", "——", "二〇一七年", "(十)", "一百零一、",
]  # fmt: skip
TAGS = [
    "p", "r", "t", "tab", "br", "cr", "sym", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "delText",
    "hyperlink", "smartTag", "fldSimple", "fldChar", "instrText", "pPr", "rPr", "numPr", "ilvl", "numId",
    "pStyle", "vanish", "outlineLvl", "txbxContent", "noBreakHyphen",
]  # fmt: skip
ATTRIBUTES = ["val", "fldCharType", "instr", "char", "styleId", "abstractNumId", "numId", "ilvl", "type", "default"]
NUMBERS = [
    *VALUES, "begin", "separate", "end", "decimal", "chineseCounting", "ideographTraditional", "%1.",
    "（%1）", "%9%1", "2147483648",
]  # fmt: skip
LISTS = [
    "abstractNum", "num", "lvl", "start", "numFmt", "lvlText", "lvlOverride", "startOverride",
    "abstractNumId", "suff", "style", "basedOn", "numStyleLink", "styleLink", "isLgl", "lvlRestart", "pPr",
    "numPr", "numId", "ilvl", "pStyle",
]  # fmt: skip

words = st.builds(
    lambda head, rest: head + rest,
    st.sampled_from(HEADS),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
)
attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(NUMBERS), max_size=3)


def trees(tags: list[str]) -> st.SearchStrategy[etree._Element]:
    def element(tag: str, attributes: dict[str, str], text: str, children: list[etree._Element]) -> etree._Element:
        made = etree.Element(f"{{{W}}}{tag}", {f"{{{W}}}{key}": value for key, value in attributes.items()})
        made.text = text.replace("\ufffe", "").replace("\uffff", "")
        made.extend(children)
        return made

    leaf = st.builds(element, st.sampled_from(tags), attributes, words, st.just([]))
    return st.recursive(
        leaf,
        lambda below: st.builds(element, st.sampled_from(tags), attributes, words, st.lists(below, max_size=5)),
        max_leaves=25,
    )


def root_of(tag: str, children: list[etree._Element]) -> bytes:
    made = etree.Element(f"{{{W}}}{tag}")
    made.extend(children)
    return etree.tostring(made)


@cache
def plain() -> Mapping[str, bytes]:
    return members(a_document())


def invented(body: list[etree._Element], lists: list[etree._Element], styles: list[etree._Element]) -> bytes:
    document = etree.Element(f"{{{W}}}document")
    etree.SubElement(document, f"{{{W}}}body").extend(body)
    parts = {"word/document.xml": etree.tostring(document), "word/numbering.xml": root_of("numbering", lists)}
    return zipped(dict(plain()) | parts | {"word/styles.xml": root_of("styles", styles)})


inventions = st.builds(
    invented, st.lists(trees(TAGS), max_size=6), st.lists(trees(LISTS), max_size=5), st.lists(trees(LISTS), max_size=4)
)

# -- what is attacked


@cache
def drafts() -> tuple[bytes, ...]:
    return (*(path.read_bytes() for path in sorted((ROOT / "templates/sample").glob("*.docx"))), a_document())


@cache
def forms() -> tuple[bytes, ...]:
    return (word(SPECIMENS["comment_form"]),)


@cache
def diagrams() -> tuple[tuple[str, bytes], ...]:
    return tuple((path.stem, path.read_bytes()) for path in sorted((ROOT / "bpmn").rglob("*.bpmn")))


def changed(random: Random, seeds: Callable[[], tuple[bytes, ...]]) -> bytes:
    return changed_package(random, random.choice(seeds()))


def read_a_draft(data: bytes) -> None:
    """Structure, lines, and the check of an annex: all that an uploaded Word file goes through."""
    for reader in (lambda: read_draft(data, "稿.docx"), lambda: lines_of(data), lambda: annex(data, "稿.docx")):
        _refused_at_most(reader)


def read_a_form(data: bytes) -> None:
    _refused_at_most(lambda: read_form(data, "反馈单.docx"))


def read_a_picture(data: bytes) -> None:
    _refused_at_most(lambda: scan(data, "来文.png"))


def _refused_at_most(act: Callable[[], object]) -> None:
    with suppress(Unreadable, Incomplete):
        act()


def deploy(name: str, xml: bytes) -> None:
    with suppress(BadDiagram):
        explore(Definition(name, xml), limit=60)


def decide(xml: bytes) -> None:
    with suppress(BadDiagram):
        Decision(xml)


randoms = st.integers(0, 2**64).map(Random)  # one draw for a whole file: fast, and its number makes it again


def pictures() -> tuple[bytes, ...]:
    return (
        a_picture("PNG"),
        a_picture("JPEG"),
        a_picture("TIFF"),
        a_picture("PNG", mode="P"),
        a_picture("TIFF", mode="1"),
    )


@dataclass(frozen=True)
class Target:
    """Files of some kind, and the reader that must bear them."""

    files: st.SearchStrategy[tuple[object, ...]]
    read: Callable[..., None]


def a_diagram(random: Random) -> tuple[str, bytes]:
    name, xml = random.choice(diagrams())
    return name, random.choice((changed_tree, changed_tree, changed_tree, changed_bytes))(random, xml)


def a_table(random: Random) -> tuple[bytes]:
    return (random.choice((changed_tree, changed_bytes))(random, (ROOT / "bpmn/accident/grade.dmn").read_bytes()),)


def alone(files: st.SearchStrategy[bytes]) -> st.SearchStrategy[tuple[object, ...]]:
    return files.map(lambda data: (data,))


TARGETS: Mapping[str, Target] = {
    "draft": Target(alone(st.one_of(randoms.map(lambda r: changed(r, drafts)), inventions)), read_a_draft),
    "form": Target(alone(st.one_of(randoms.map(lambda r: changed(r, forms)), inventions)), read_a_form),
    "diagram": Target(randoms.map(a_diagram), deploy),
    "table": Target(randoms.map(a_table), decide),
    "picture": Target(alone(randoms.map(lambda r: changed_bytes(r, r.choice(pictures())))), read_a_picture),
}


def attack(target: Target, examples: int, *, repeatable: bool = True) -> None:
    """So many files; what the reader raises beyond a refusal comes out, with the file that did it."""

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=repeatable,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(target.files)
    def attacked(made: tuple[object, ...]) -> None:
        target.read(*made)

    attacked()


def _main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("target", choices=TARGETS)
    asked.add_argument("--minutes", type=float, default=10, help="of processor time")
    given_ = asked.parse_args()
    files = 0
    while time.process_time() < given_.minutes * 60:
        attack(TARGETS[given_.target], 500, repeatable=False)
        files += 500
    sys.stdout.write(
        f"{given_.target}: {files} files in {time.process_time():.0f} s of processor time, none unhandled\n"
    )


if __name__ == "__main__":
    _main()
