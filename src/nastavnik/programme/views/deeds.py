"""What can be done with a lesson by one press, what is said then, and what takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.programme import services


@dataclass(frozen=True, slots=True)
class Deed:
    """A service for one lesson, the sentence said after it, and the deed that undoes it."""

    service: Callable[..., Any]
    said: Promise
    undo: str


DEEDS = {
    "announce": Deed(services.announce_lesson, _("The lesson is announced: %(title)s."), "withdraw"),
    "withdraw": Deed(services.withdraw_lesson, _("The lesson is a draft again: %(title)s."), "announce"),
    "restore": Deed(services.restore_lesson, _("The lesson takes place after all: %(title)s."), "cancel"),
    "hold": Deed(services.hold_lesson, _("The lesson is marked as held: %(title)s."), "reopen"),
    "reopen": Deed(services.reopen_lesson, _("The mark is taken back: %(title)s."), "hold"),
    "remove": Deed(services.remove_lesson, _("The draft is removed: %(title)s."), "bring-back"),
    "bring-back": Deed(services.bring_back_lesson, _("The draft is back: %(title)s."), "remove"),
}
