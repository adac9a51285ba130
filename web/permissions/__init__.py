"""Who may do what: one table, a line a page, and the door that every request passes.

A page without a line does not open, and the application does not start: `table.py` says where its line goes.
"""

from web.permissions.gate import add, install, must_be_complete
from web.permissions.lines import Line, about
from web.permissions.who import Who

__all__ = ["Line", "Who", "about", "add", "install", "must_be_complete"]
