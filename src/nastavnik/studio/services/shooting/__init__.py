"""Script, teleprompter, shots, and the people who are shown with their consents. Callers import from here."""

from nastavnik.studio.services.shooting.people import (
    Named,
    add_shown,
    correct_shown,
    note_paper,
    note_withdrawal,
    remove_shown,
)
from nastavnik.studio.services.shooting.sending import hand_out_consent, send_consent
from nastavnik.studio.services.shooting.signing import Signed, answer_consent, note_opened, withdraw_consent

__all__ = [
    "Named",
    "Signed",
    "add_shown",
    "answer_consent",
    "correct_shown",
    "hand_out_consent",
    "note_opened",
    "note_paper",
    "note_withdrawal",
    "remove_shown",
    "send_consent",
    "withdraw_consent",
]
