"""帮助: a short guide, one chapter a kind of person; every page leads to the section that is about it."""

from web.help.pages import blueprint, install

__all__ = ["blueprint", "install"]
