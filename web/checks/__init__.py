"""The office's pages about one unit's reply: the check of its form, paper, deliveries, reminders, late letters."""

from web.checks import checking, contacts, paper
from web.checks.blueprint import blueprint

__all__ = ["blueprint", "checking", "contacts", "paper"]
