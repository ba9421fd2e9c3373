"""What setting a contest up refuses, in sentences for people."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class ChangedMeanwhile(Refusal):
    """Somebody saved the same thing after this form was opened."""

    message = _(
        "Somebody changed this while you were writing. Nothing of yours is saved yet, and nothing of it is lost: "
        "compare, and save once more."
    )


class AddressTaken(Refusal):
    """Another contest of the school has this address."""

    message = _("Another contest has this address. Nothing was changed: choose another one.")


class ContestReleased(Refusal):
    """The results are out: what they came of stays as it was."""

    message = _("The results of this contest are public, so its rules stay as they were. Nothing was changed.")


class DaysOutOfOrder(Refusal):
    """A stage would begin before the one that comes before it; `names` are the days that stand wrong."""

    message = _("The days are not in their order. Nothing was changed: correct those that are marked.")

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__()


class DeadlineShortened(Refusal):
    """People plan by the deadline that was announced."""

    message = _(
        "Applications are taken already, and people plan by the announced deadline: it can be moved later, not earlier. "
        "Nothing was changed."
    )


class JuryHasBegun(Refusal):
    """Marks were given by the rules as they are."""

    message = _(
        "The jury has given marks by this already. Nothing was changed: otherwise marks would mean something else."
    )


class JuryNotOdd(Refusal):
    """A jury of an even number can be undecided."""

    message = _("The jury needs an odd number of members, three at least. Nothing was changed.")


class SheetsBeyondJury(Refusal):
    """More sheets for each application than there are jurors."""

    message = _("An application cannot get more score sheets than the jury has members. Nothing was changed.")


class TitleTaken(Refusal):
    """Another one of the contest has this title."""

    message = _("This title stands in the list already. Nothing was changed: choose another one.")


class TooMany(Refusal):
    """The list is full."""

    message = _("The list is full. Nothing was added: remove something first.")


class DirectionInUse(Refusal):
    """Applications stand in the direction."""

    message = _("There are applications in this direction. It was not removed: you can give it another title.")


class FieldInUse(Refusal):
    """Something was written into the field."""

    message = _(
        "Somebody has written into this field already, and nothing typed may be lost. Nothing was changed: its words can be "
        "corrected, its limit raised, choices and columns added; its kind, place and what is chosen stay."
    )


class FieldNamedByOthers(Refusal):
    """A condition or a column of another field names it."""

    message = _("Another field depends on this one. Nothing was changed: change the other one first.")


class KeyTaken(Refusal):
    """The form has a field with this key."""

    message = _("The form has this field already. Nothing was added: choose another one, or give it a key of its own.")


class SectionNotEmpty(Refusal):
    """The section has fields."""

    message = _("There are fields in this section. It was not removed: move or remove them first.")


class NotReady(Refusal):
    """Something is missing that applicants or the jury need; `lacks` says what."""

    def __init__(self, lacks: Sequence[str]) -> None:
        self.lacks = tuple(lacks)
        words = "; ".join(self.lacks)
        super().__init__(gettext("The contest cannot be opened yet. Missing: %(words)s.") % {"words": words})


class AlreadyOpen(Refusal):
    """The contest was opened before."""

    message = _("The contest is open already. Nothing was changed.")


class ApplicationsExist(Refusal):
    """Somebody applies: the contest can no longer disappear."""

    message = _("There are applications to this contest already, so it cannot be taken back. Nothing was changed.")


class NothingToUndo(Refusal):
    """What was removed has come back already, or cannot any more."""

    message = _("This can no longer be brought back. Nothing was changed.")
