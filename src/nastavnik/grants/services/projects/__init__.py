"""Every write of projects: beginning and promoting them, their people, taking over, the templates of funds."""

from nastavnik.grants.services.projects.beginning import Intended, add_fund, begin_project, change_terms, promote
from nastavnik.grants.services.projects.members import add_member, add_mentor, remove_member
from nastavnik.grants.services.projects.removing import (
    remove_grant,
    remove_project,
    restore_grant,
    restore_project,
)
from nastavnik.grants.services.projects.takeover import take_over
from nastavnik.grants.services.projects.templates import hide_fund, keep_template, show_fund

__all__ = [
    "Intended",
    "add_fund",
    "add_member",
    "add_mentor",
    "begin_project",
    "change_terms",
    "hide_fund",
    "keep_template",
    "promote",
    "remove_grant",
    "remove_member",
    "remove_project",
    "restore_grant",
    "restore_project",
    "show_fund",
    "take_over",
]
