"""Every change of a jury, of what it judges and of its sheets. Callers import from here."""

from nastavnik.contest.services.jury.accepting import accept_on_paper, accept_with_account, decline
from nastavnik.contest.services.jury.assignment import (
    Spreading,
    give_sheet,
    spread_sheets,
    take_sheet,
    take_spread_back,
)
from nastavnik.contest.services.jury.calibration import start_calibration
from nastavnik.contest.services.jury.forgetting import forget_person, forget_who_was_missed
from nastavnik.contest.services.jury.marks import SheetWords
from nastavnik.contest.services.jury.members import (
    InvitedJuror,
    MemberWords,
    edit_juror,
    invite_juror,
    note_acceptance,
    remove_juror,
    renew_juror_link,
    restore_juror,
)
from nastavnik.contest.services.jury.paper import compare_sheet, type_sheet
from nastavnik.contest.services.jury.recusals import declare_recusal, take_recusal_back
from nastavnik.contest.services.jury.reminders import remind_before_the_end, remind_jurors
from nastavnik.contest.services.jury.sheets import (
    finish_sheet,
    look_at_others,
    reopen_for_juror,
    reopen_sheet,
    save_sheet,
)

__all__ = [
    "InvitedJuror",
    "MemberWords",
    "SheetWords",
    "Spreading",
    "accept_on_paper",
    "accept_with_account",
    "compare_sheet",
    "declare_recusal",
    "decline",
    "edit_juror",
    "finish_sheet",
    "forget_person",
    "forget_who_was_missed",
    "give_sheet",
    "invite_juror",
    "look_at_others",
    "note_acceptance",
    "remind_before_the_end",
    "remind_jurors",
    "remove_juror",
    "renew_juror_link",
    "reopen_for_juror",
    "reopen_sheet",
    "restore_juror",
    "save_sheet",
    "spread_sheets",
    "start_calibration",
    "take_recusal_back",
    "take_sheet",
    "take_spread_back",
    "type_sheet",
]
