"""Every write of reports: freezing, removing, bringing back, sending by itself."""

from nastavnik.audience.services.reports.forgetting import forget_person, forget_who_was_missed
from nastavnik.audience.services.reports.freezing import freeze_report, remove_report, restore_report
from nastavnik.audience.services.reports.posting import keep_paper, tell_receivers
from nastavnik.audience.services.reports.schedules import (
    add_schedule,
    due_schedules,
    send_scheduled,
    switch_schedule,
)

__all__ = [
    "add_schedule",
    "due_schedules",
    "forget_person",
    "forget_who_was_missed",
    "freeze_report",
    "keep_paper",
    "remove_report",
    "restore_report",
    "send_scheduled",
    "switch_schedule",
    "tell_receivers",
]
