"""Every write of the programme."""

from nastavnik.programme.services.clone import clone_programme
from nastavnik.programme.services.enrolment import enrol, enrol_people, leave, remove_enrolled
from nastavnik.programme.services.handouts import add_handout, remove_handout
from nastavnik.programme.services.lessons import (
    add_lesson,
    bring_back_lesson,
    edit_lesson,
    remove_lesson,
    set_partners,
    set_speakers,
    undo_lesson_edit,
)
from nastavnik.programme.services.order import reorder_lessons
from nastavnik.programme.services.plan import (
    add_cycle,
    bring_back_cycle,
    create_programme,
    edit_cycle,
    edit_programme,
    hide_programme,
    move_cycle,
    publish_programme,
    remove_cycle,
)
from nastavnik.programme.services.schools import (
    add_partner,
    change_school,
    create_school,
    remove_partner,
    set_school_address,
)
from nastavnik.programme.services.speakers import add_speaker, edit_speaker, remove_speaker
from nastavnik.programme.services.states import (
    announce_lesson,
    cancel_lesson,
    hold_lesson,
    reopen_lesson,
    restore_lesson,
    withdraw_lesson,
)

__all__ = [
    "add_cycle",
    "add_handout",
    "add_lesson",
    "add_partner",
    "add_speaker",
    "announce_lesson",
    "bring_back_cycle",
    "bring_back_lesson",
    "cancel_lesson",
    "change_school",
    "clone_programme",
    "create_programme",
    "create_school",
    "edit_cycle",
    "edit_lesson",
    "edit_programme",
    "edit_speaker",
    "enrol",
    "enrol_people",
    "hide_programme",
    "hold_lesson",
    "leave",
    "move_cycle",
    "publish_programme",
    "remove_cycle",
    "remove_enrolled",
    "remove_handout",
    "remove_lesson",
    "remove_partner",
    "remove_speaker",
    "reopen_lesson",
    "reorder_lessons",
    "restore_lesson",
    "set_partners",
    "set_school_address",
    "set_speakers",
    "undo_lesson_edit",
    "withdraw_lesson",
]
