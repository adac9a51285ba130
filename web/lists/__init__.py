"""Lists: each is declared once, with its columns, and then sorts, narrows, pages and goes out as .xlsx by itself.

A view says `look = look_at(LIST)` and ends with `look.answer(rows, template)`; the template writes its rows inside
the macro `listed`. What somebody chose stands in the address, and stays with him for the next time.
"""

from web.lists.declared import Column, List, Narrowing
from web.lists.looking import Look, is_only_the_list, look_at
from web.lists.options import Option, counted, options_by
from web.lists.shown import Shown

__all__ = [
    "Column",
    "List",
    "Look",
    "Narrowing",
    "Option",
    "Shown",
    "counted",
    "is_only_the_list",
    "look_at",
    "options_by",
]
