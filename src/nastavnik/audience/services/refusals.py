"""What the ledger and its channels refuse. Each says what is wrong, what was kept and what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class TooManyPlaces(Refusal):
    """More channels than a sheet shows."""

    message = _("A school counts at most thirty channels. Nothing was added: remove one that is not used.")


class PlaceStays(Refusal):
    """The school's own page is always there."""

    message = _("The school’s own page stays among the channels: it counts by itself.")


class MethodUnfit(Refusal):
    """The place does not tell figures in this way."""

    message = _("Figures of this place do not come in that way. Choose another way; by hand always works.")


class PlacementUnfit(Refusal):
    """The address is none that lessons are watched at."""

    message = _("The address of a lesson begins with https:// and is at most 500 characters long. Nothing was changed.")


class NumberAbsurd(Refusal):
    """A number that nobody can have counted."""

    message = _("One of the numbers is larger than any place counts. Nothing was written down: look at it once more.")


class DayAhead(Refusal):
    """A number of a day that is still to come."""

    message = _("The day of these numbers is still to come. Nothing was written down: choose today or a day before.")


class CellUnknown(Refusal):
    """A cell whose lesson or channel is not there any more, or whose channel does not tell such numbers."""

    message = _(
        "A lesson or a channel of this sheet was changed meanwhile. Nothing was written down: open the sheet anew and put the "
        "numbers in again."
    )


class TooManyNumbers(Refusal):
    """More cells than a sheet has."""

    message = _("More than 5,000 numbers came at once. Nothing was written down: send them in parts.")


class SmallerThanBefore(Refusal):
    """Views in all became fewer; `cells` are (channel, lesson, metric), with what stood there before."""

    message = _(
        "Some of the numbers are less than what was there before. Nothing was written down yet. A slip of the finger? Mend it. "
        "Was the earlier number wrong? Correct that one. Does the place itself show less now? Say so below, and save."
    )

    def __init__(self, cells: Sequence[tuple[int, int, str]], before: Sequence[int]) -> None:
        self.cells, self.before = tuple(cells), tuple(before)
        super().__init__()


class AlreadyCorrected(Refusal):
    """Somebody has corrected or withdrawn the number already."""

    message = _("This number was corrected or withdrawn already. Nothing was changed: look at the newest line.")


class SameNumber(Refusal):
    """A correction that corrects nothing."""

    message = _("This is the number that stands there. Nothing was changed.")


class ReasonMissing(Refusal):
    """A correction without a word about why."""

    message = _("Say in a few words why: whoever looks at the ledger later will want to know. Nothing was changed.")


class EvidenceUnfit(Refusal):
    """The screenshot is no picture."""

    message = _(
        "The screenshot must be a picture: JPEG or PNG, at most 10 MB. Nothing was written down; your numbers are still here."
    )


class NothingAsked(Refusal):
    """The channel's figures come in by hand."""

    message = _("Figures of this channel come in by hand: there is nobody to ask.")
