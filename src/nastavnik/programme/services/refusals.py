"""What the services of the programme refuse, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class SlugTaken(Refusal):
    """Another row has this short name or address."""

    message = _("This address is taken. Nothing was changed: choose another one.")


class SchoolAddressTaken(Refusal):
    """Another school of the installation answers at this host name or path."""

    message = _("Another school answers at this host name or path. Nothing was changed: choose another one.")


class PathReserved(Refusal):
    """The path is the first word of addresses that every school has."""

    message = _("Pages of every school begin with this word. Nothing was changed: choose another path.")


class PaleAccent(Refusal):
    """The accent colour cannot be read on our grounds."""

    message = _("The letters in this colour would be too pale to read. Nothing was changed: choose a stronger colour.")


class ChangedMeanwhile(Refusal):
    """Somebody saved the same thing after this form was opened.

    `disputed` names the fields that both have changed, `untouched` those that only the other has; None: not known.
    """

    disputed: frozenset[str] | None = None
    untouched: frozenset[str] = frozenset()

    message = _(
        "Somebody changed this while you were writing. Nothing of yours is saved yet, and nothing of it is lost: "
        "compare, and save once more."
    )


class BoardChanged(Refusal):
    """The board looked different when the hand took hold of the card."""

    message = _("Somebody changed the board meanwhile. Nothing was moved: look at the page anew and move once more.")


class MoveNotAllowed(Refusal):
    """The state of the lesson does not lead where it was sent."""

    message = _("The state of the lesson has changed meanwhile, so this is no longer possible. Nothing was changed.")


class LessonNeedsTime(Refusal):
    """A lesson cannot be public without a time."""

    message = _("A lesson that is announced needs a day and an hour. Nothing was changed: give it a time first.")


class LessonNotBegun(Refusal):
    """A lesson that is still to come cannot have been held."""

    message = _("This lesson has not begun yet, so it cannot be marked as held. Nothing was changed.")


class ReasonMissing(Refusal):
    """People who wait for a lesson are told why it is cancelled."""

    message = _("Write why the lesson is cancelled: those enrolled will read it. Nothing was changed.")


class LessonIsPublic(Refusal):
    """People have seen the lesson already."""

    message = _("People have seen this lesson already, so it is cancelled, not removed. Nothing was changed.")


class CycleNotEmpty(Refusal):
    """The cycle still has lessons."""

    message = _("There are lessons in this cycle. Nothing was removed: move them to another cycle first.")


class SpeakerInUse(Refusal):
    """The speaker stands in lessons."""

    message = _("This speaker stands in lessons. Nothing was removed: take the name off the lessons first.")


class DaysOutOfOrder(Refusal):
    """The programme would end before it begins."""

    message = _("The programme would end before it begins. Nothing was changed: correct the days.")


class NothingToUndo(Refusal):
    """The change was followed by another one, or undone already."""

    message = _("Something else was changed since, so this can no longer be undone by one press. Nothing was changed.")


class EnrolmentClosed(Refusal):
    """The programme takes people by invitation."""

    message = _("The methodist invites people to this programme. You were not enrolled: ask the methodist for a place.")


class HandoutTooLarge(Refusal):
    """The file is larger than a handout may be."""

    message = _("The file is larger than 50 MB. It was not kept: make it smaller, or give an address where it lies.")


class HandoutNotKnown(Refusal):
    """The content of the file is none of the kinds we hand out."""

    message = _(
        "This file is not a document, a table, slides, a picture or an archive that we know, or its content does not "
        "match its name. It was not kept: save it as PDF and add it once more."
    )


class HandoutEmpty(Refusal):
    """Neither a file nor an address came."""

    message = _("Choose a file or give an address, one of the two. Nothing was added.")
