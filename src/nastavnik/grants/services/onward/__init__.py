"""What happens to an application beyond writing: it is checked, goes to the fund, is answered, is reported on."""

from nastavnik.grants.services.onward.reminders import remind_of_deadlines, remind_of_reports
from nastavnik.grants.services.onward.reports import add_report, mark_report, remove_report
from nastavnik.grants.services.onward.states import Answer, move_grant, note_answer

__all__ = [
    "Answer",
    "add_report",
    "mark_report",
    "move_grant",
    "note_answer",
    "remind_of_deadlines",
    "remind_of_reports",
    "remove_report",
]
