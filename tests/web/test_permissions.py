"""The permission table: complete, and in front of every page."""

import pytest
from flask import Flask

from tests.web.conftest import log_in
from web import permissions
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
