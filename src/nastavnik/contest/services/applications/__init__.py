"""Applications: begun, written together, submitted, withdrawn, checked. Callers import from here."""

from nastavnik.contest.checking.values import Row, Value, mark_of
from nastavnik.contest.models import Application as Begun
from nastavnik.contest.services.applications.authors import add_author, remove_author
from nastavnik.contest.services.applications.beginning import begin_application, choose_direction, drop_draft
from nastavnik.contest.services.applications.checks import check_application
from nastavnik.contest.services.applications.files import add_file, remove_file
from nastavnik.contest.services.applications.forgetting import forget_person, forget_who_was_missed
from nastavnik.contest.services.applications.prolonging import tell_of_prolonging
from nastavnik.contest.services.applications.reminders import remind_of_drafts
from nastavnik.contest.services.applications.submitting import submit_application, withdraw_application
from nastavnik.contest.services.applications.writing import save_section

__all__ = [
    "Begun",
    "Row",
    "Value",
    "add_author",
    "add_file",
    "begin_application",
    "check_application",
    "choose_direction",
    "drop_draft",
    "forget_person",
    "forget_who_was_missed",
    "mark_of",
    "remind_of_drafts",
    "remove_author",
    "remove_file",
    "save_section",
    "submit_application",
    "tell_of_prolonging",
    "withdraw_application",
]
