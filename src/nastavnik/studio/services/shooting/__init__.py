"""Script, teleprompter, shots, and the people who are shown with their consents. Callers import from here."""

from nastavnik.studio.services.shooting.people import (
    Named,
    add_shown,
    correct_shown,
    note_paper,
    note_withdrawal,
    remove_shown,
)
from nastavnik.studio.services.shooting.pictures import remove_picture, set_picture
from nastavnik.studio.services.shooting.prompting import report_prompter, steer_prompter
from nastavnik.studio.services.shooting.script import restore_script, save_script
from nastavnik.studio.services.shooting.sending import hand_out_consent, send_consent
from nastavnik.studio.services.shooting.shots import (
    ShotWords,
    add_shot,
    change_shot,
    propose_shots,
    remove_shot,
    reorder_shots,
    tick_shot,
)
from nastavnik.studio.services.shooting.signing import Signed, answer_consent, note_opened, withdraw_consent

__all__ = [
    "Named",
    "ShotWords",
    "Signed",
    "add_shot",
    "add_shown",
    "answer_consent",
    "change_shot",
    "correct_shown",
    "hand_out_consent",
    "note_opened",
    "note_paper",
    "note_withdrawal",
    "propose_shots",
    "remove_picture",
    "remove_shot",
    "remove_shown",
    "reorder_shots",
    "report_prompter",
    "restore_script",
    "save_script",
    "send_consent",
    "set_picture",
    "steer_prompter",
    "tick_shot",
    "withdraw_consent",
]
