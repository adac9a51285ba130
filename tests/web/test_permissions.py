"""The permission table: complete, and in front of every page."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import log_in
from tests.web.site import Site
from web import permissions
from web.permissions.sheets import as_markdown
from web.permissions.table import MODULES, TABLE
from web.permissions.who import NAMES, Who


def test_the_application_does_not_start_with_a_page_that_has_no_line(shell: Flask) -> None:
    shell.add_url_rule("/secret", "secret.show", lambda: "kept")
    with pytest.raises(RuntimeError, match=r"secret\.show.*Say in web/permissions/"):
        permissions.must_be_complete(shell)


def test_a_page_that_has_no_line_does_not_open(shell: Flask) -> None:
    shell.add_url_rule("/secret", "secret.show", lambda: "kept")
    assert log_in(shell.test_client(), "keeper").get("/secret").status_code == 404


def test_the_application_does_not_start_with_a_line_that_has_no_page(shell: Flask) -> None:
    permissions.add(shell, {"gone.show": TABLE["tasks.waiting"]})
    with pytest.raises(RuntimeError, match=r"gone\.show"):
        permissions.must_be_complete(shell)


def test_a_page_stands_in_the_table_once() -> None:
    assert len(TABLE) == sum(len(module.LINES) for module in MODULES)


def test_every_column_has_its_name_and_every_line_somebody() -> None:
    assert set(NAMES) == set(Who)
    assert [endpoint for endpoint, line in TABLE.items() if not line.may] == []


def test_what_opens_without_a_login_is_what_the_table_says(shell: Flask) -> None:
    """The login's own marks say the same."""
    marked = {name for name, view in shell.view_functions.items() if getattr(view, "is_public", False)}
    assert marked | {"static"} == {endpoint for endpoint, line in TABLE.items() if line.is_public}


# -- identifiers


def test_no_address_counts_rows(shell: Flask) -> None:
    """A number in an address would tell how many there are, and invite to try the next."""
    counted = [rule.rule for rule in shell.url_map.iter_rules() if re.search(r"<(int|float|uuid)", rule.rule)]
    assert counted == [], "name the object by its `key`"


# -- as people read it


def test_the_page_shows_the_table_to_whoever_keeps_accounts_and_roles(site: Site) -> None:
    page = site.as_("admin").get("/").follow("岗位权限")
    row = next(row for row in page.soup.select("tr") if row.th and row.th.get_text() == "签发")
    assert [cell["data-label"] for cell in row.select("td") if cell.get_text()] == ["主办单位负责人"]
    assert "由系统管理员、安全管理员办理" in site.as_("bgs").get("/permissions", status=403).told[0]


def test_the_documentation_holds_the_table_as_it_is() -> None:
    """A change of who may what is seen in review."""
    kept = (Path(__file__).parents[2] / "docs/permissions.md").read_text(encoding="utf-8")
    assert kept == as_markdown(TABLE), "run `zhengxun permissions > docs/permissions.md`, and read the difference"


ABOUT_PEOPLE = {"本系统", "一名人员", "一个单位", "一个岗位", "一份导入表", "可委托的岗位", "一项委托", "一个签名密钥"}


def test_no_administrator_acts_in_a_case() -> None:
    administrators = {Who.ADMINISTRATOR, Who.SECURITY, Who.AUDITOR}
    touched = {line.thing.title for line in TABLE.values() if administrators & line.may}
    assert touched == ABOUT_PEOPLE | {"管辖和时限设置"}, "rules for all cases, never one of them"


def test_nobody_who_acts_in_a_case_sets_its_rules() -> None:
    rules = [line for endpoint, line in TABLE.items() if line.thing.title == "管辖和时限设置" and "choose" in endpoint]
    assert len(rules) == 4
    assert {who for line in rules for who in line.may} == {Who.SECURITY}
