"""The office's pages about one unit's reply: the check of its form, paper, deliveries, reminders, late letters."""

from web.consultation.checks import checking, contacts, paper
from web.consultation.checks.blueprint import blueprint

__all__ = ["blueprint", "checking", "contacts", "paper"]
