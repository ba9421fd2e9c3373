"""The press as work in the background, and what comes of it. Callers import from here."""

from nastavnik.publishing.services.pressing.asking import ask_press, stop_press
from nastavnik.publishing.services.pressing.running import press
from nastavnik.publishing.services.pressing.sweeping import delete_old_files, end_hung_runs, requeue_stuck_runs

__all__ = [
    "ask_press",
    "delete_old_files",
    "end_hung_runs",
    "press",
    "requeue_stuck_runs",
    "stop_press",
]
