"""One voice: one word for one thing in all that people read, and figures as in an official paper.

No blank stands before or behind a figure (GB/T 15834, GB/T 15835) nor a name like Word; only the symbol of a unit
keeps its blank: 20 MB.
"""

import ast
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from web import TEMPLATES

ROOT = Path(__file__).parents[2]
MEASURES = "[条家件项名个轮行处天日次种位份页起字稿封版倍类步段张台人至]|小时|分钟|工作日|部分"
APART = re.compile(rf"(?:[一-龥] 0(?={MEASURES})|0 (?={MEASURES}))[^\n]{{0,12}}")
PIECE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{(.*?)\}\}|</?(?:b|strong|span|small)\b[^>]*>", re.DOTALL)
MACRO = re.compile(r"\s*(?:state|field|moment|deadline|due_day|asks|facts|look_link)\(")

NAMES = "Word|Excel|PDF|JSON|HTTPS?|SQL|SQLite|PostgreSQL|JavaScript|Python|LibreOffice"
NAME_APART = re.compile(rf"[一-龥，。：；“”（）] (?:{NAMES})(?![\w.])|\b(?:{NAMES}) [一-龥]")
WORDS: Mapping[str, str] = {  # what is not said -> what is said instead, and why where two words would be two things
    "检验标准": "验收标准",
    "驳回": "退回（驳回是会签中的一票）",
    "收回(?!函)": "撤回（发出者取回）或者撤销（整轮作废）",
    "核验码|短码": "验证码",
    "查验(?:文书|页)": "验证",
    "(?<!动态)口令": "密码",
    "档案包": "归档包",
    "草案(?!更正后再确认|[|）])": "征求意见稿",
    "区安委会办公室(?=决定|代为)": "区安委办",
    "(?<!区)安委办(?=决定|审查|正在|现场|负责人审批|负责人批准)": "区安委办",
    "报区政府|区政府(?:退回|主要领导督促)|由区政府": "区人民政府",
    "不用(?!于|印|户|途)": "不必",
    "马上|赶紧": "立即、尽快",
    "多半": "一般、可能",
    "过一会儿": "稍后",
    "打不开了|读不出来": "无法打开、无法读取",
    "空着": "不填",
    "(?<!例)如：": "例如：",
    "号分开": "隔开",
    '(?:退回|退回修改|撤回|更正)的理由"|(?:撤回|停用|退回|更正)原因': "理由（人的决定有理由，事情的发生有原因）",
    "你(?!单位|组)|贵单位": "您；公文中“你单位”“你组”",
    "单位0个|0个单位": "家",
    "其它|帐号|登陆|点击": "其他、账号、登录、点",
}
LEFT_ALONE = ("workflow/demo/", "workflow/documents/outline/")  # invented people speak there; drafts of others are read


def sentences() -> Iterator[tuple[Path, str]]:
    """What people may read, with 0 for each figure and each thing put in."""
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        yield path, PIECE.sub(_put_in, text)
        yield from ((path, _joined(piece)) for piece in re.findall(r"\{\{(.*?)\}\}|\{%(.*?)%\}", text, re.DOTALL))
    for path in (*ROOT.glob("web/**/*.py"), *ROOT.glob("workflow/**/*.py")):
        yield from ((path, text) for text in _strings(ast.parse(path.read_text(encoding="utf-8"))))
    for path in ROOT.glob("frontend/src/**/*.js"):
        yield path, re.sub(r"\$\{[^}]*\}|\d+", "0", path.read_text(encoding="utf-8"))
    for path in (*ROOT.glob("bpmn/**/*.bpmn"), *ROOT.glob("bpmn/**/*.dmn")):
        yield path, path.read_text(encoding="utf-8")
    for path in ROOT.glob("templates/word/*.docx"):
        yield path, re.sub(r"<[^>]+>", "", zipfile.Path(path, "word/document.xml").read_text(encoding="utf-8"))


def _put_in(found: re.Match[str]) -> str:
    return "" if found[1] is None else "§" if MACRO.match(found[1]) else "0"


def _joined(piece: tuple[str, str]) -> str:
    """`"共 " ~ count ~ " 件"` as it reads."""
    return re.sub(r"\" ~ [^\"]*? ~ \"", "0", "".join(piece))


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w+\}|\d+", "0", node.value)


def test_no_blank_stands_between_a_figure_and_its_measure() -> None:
    apart = {f"{path.relative_to(ROOT)}: {found}" for path, text in sentences() for found in APART.findall(text)}
    assert not apart, "\n".join(sorted(apart))


def test_what_stands_apart_is_found() -> None:
    for text in ("{{ n }} 条", "共 {{ n }}条", '<b class="nums">{{ n }}</b> 行'):
        assert APART.search(PIECE.sub(_put_in, text)), text
    assert APART.search(_joined(('"共 " ~ n ~ " 件"', "")))
    assert [text for text in _strings(ast.parse('f"还有 {n} 条"')) if APART.search(text)]


def test_one_word_stands_for_one_thing() -> None:
    said = {
        f"{path.relative_to(ROOT)}: …{text[max(found.start() - 12, 0) : found.end() + 12]}… → {better}"
        for path, text in sentences()
        if not str(path.relative_to(ROOT)).startswith(LEFT_ALONE)
        for wrong, better in WORDS.items()
        for found in re.finditer(wrong, text)
    }
    assert not said, "\n".join(sorted(said))


def test_no_blank_stands_beside_the_name_of_a_program() -> None:
    apart = {f"{path.relative_to(ROOT)}: {found}" for path, text in sentences() for found in NAME_APART.findall(text)}
    assert not apart, "\n".join(sorted(apart))


def test_the_code_of_a_login_is_never_mistaken_for_the_code_of_a_paper() -> None:
    places = [ROOT / "workflow/accounts/words.py", *ROOT.glob("templates/web/accounts/*.html")]
    places += [ROOT / "web/login.py", ROOT / "templates/web/login_code.html"]
    bare = [
        f"{path.name}: {line}"
        for path in places
        for line in re.findall(r".*(?<!动态)验证码.*", path.read_text("utf-8"))
    ]
    assert not bare, "登录用的写“动态验证码”，文书上的写“验证码”：\n" + "\n".join(bare)


def test_a_button_says_what_it_does() -> None:
    silent = [
        str(path) for path in TEMPLATES.rglob("*.html") if re.search(r">(?:确定|提交|OK)<", path.read_text("utf-8"))
    ]
    assert not silent, silent


def test_every_button_that_the_help_names_stands_on_a_page() -> None:
    pages = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.html") if path.parent.name != "help"]
    pages += [path.read_text("utf-8") for path in ROOT.glob("workflow/*/words*/*.py")]
    helped = "".join(path.read_text("utf-8") for path in (TEMPLATES / "help").glob("*.html"))
    named = set(re.findall(r"press\(\"(.+?)\"\)", helped))
    assert named
    for label in named:
        shown = re.compile(rf"[>\"]\s*{re.escape(label)}\s*[<\"]")
        assert any(shown.search(page) for page in pages), f"页面上没有“{label}”这个按钮"
