"""What the services of appointments refuse, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class SlotTaken(Refusal):
    """Somebody was quicker, or the mentor has withdrawn it."""

    message = _("This time is no longer free. Nothing was booked: choose another one.")


class SlotTooSoon(Refusal):
    """The mentor would not see it in time."""

    message = _("This time begins too soon to be booked. Choose a later one.")


class TooManyAppointments(Refusal):
    """Others want to come too."""

    message = _("You have as many appointments ahead as one person may have. Nothing was booked: cancel one first.")


class BusyThen(Refusal):
    """She has another appointment at that time."""

    message = _("You have another appointment at this time. Nothing was booked: choose another time.")


class SlotInThePast(Refusal):
    """Nobody can come any more."""

    message = _("This time is over already. Nothing was saved: choose a later one.")


class SlotBegun(Refusal):
    """What was held stays where it was."""

    message = _("This time has begun already and stays as it is. Nothing was saved: publish another one.")


class SlotOverlaps(Refusal):
    """The mentor has a slot then."""

    message = _("You have published another time that overlaps with this one. Nothing was saved: choose another time.")


class SlotBooked(Refusal):
    """It must be cancelled, with a word, and not just withdrawn."""

    message = _("Somebody has booked this time. It stays: cancel the appointment, with a word to who comes.")


class TooManySlots(Refusal):
    """A slip of the finger, surely."""

    message = _("These would be too many times at once. Nothing was published: choose fewer days or longer times.")


class NoSlots(Refusal):
    """Nothing of the series is left."""

    message = _(
        "No time comes of this: the days are over, or you have published these times already. Nothing was published."
    )


class AppointmentOver(Refusal):
    """It has begun, or was cancelled."""

    message = _("This appointment has begun already or was cancelled. Nothing was changed.")


class NoteTooEarly(Refusal):
    """There is nothing to note yet."""

    message = _("Notes are written from the beginning of an appointment on. Nothing was saved.")


class NoteChangedMeanwhile(Refusal):
    """The author has saved it in another window. `text` and `version` are what stands there now."""

    message = _(
        "You have saved this note in another window. Your text is kept here; what was saved there stands beside it."
    )

    def __init__(self, text: str, version: int) -> None:
        super().__init__()
        self.text = text
        self.version = version
