"""What rooms refuse, in sentences for people. Whatever was typed stays in its field."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nastavnik.core.errors import Refusal


class NotOpenYet(Refusal):
    """The room opens later."""

    message = _("The room opens half an hour before the lesson. Nothing was sent: come back then.")


class RoomOver(Refusal):
    """The broadcast has ended."""

    message = _("The broadcast is over, so nothing new is taken in. What was said is kept beside the recording.")


class NameNeeded(Refusal):
    """A guest who gave no name wants to write."""

    message = _("Give your name first, then write.")


class GuestsMayNotWrite(Refusal):
    """The room is for people with an account."""

    message = _("In this room only those who have signed in can write. Sign in, and come back here.")


class TooManyGuests(Refusal):
    """Somebody makes up guests."""

    message = _("Too many guests have come in. Sign in to write, or try again later.")


class PersonMuted(Refusal):
    """Those who lead the room have muted her."""

    message = _("Those who lead the room have switched your messages off. You can go on watching.")


class ChatClosed(Refusal):
    """The chat is closed for a while."""

    message = _("The chat is closed for now. Nothing was sent; questions to the speaker are open.")


class LinksOff(Refusal):
    """The message has a link."""

    message = _("Links are switched off in this room. Nothing was sent: take the address out of the message.")


class TooQuick(Refusal):
    """Too much in too short a time."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            ngettext(
                "Not so quickly: the next one can be sent in %(seconds)d second. What you typed is still here.",
                "Not so quickly: the next one can be sent in %(seconds)d seconds. What you typed is still here.",
                seconds,
            )
            % {"seconds": seconds}
        )


class MoveNotPossible(Refusal):
    """The question or poll is no longer where the page saw it."""

    message = _("Somebody has done this already, or something else meanwhile. Nothing was changed.")


class PollNotOpen(Refusal):
    """The poll is closed."""

    message = _("This poll is closed, so your answer was not counted.")


class WrongChoice(Refusal):
    """Not an answer of this poll."""

    message = _("Choose one of the answers of this poll.")


class PollNeedsAnswers(Refusal):
    """A poll with fewer than two answers, or with too many."""

    message = _("A poll needs from two to ten answers, each on a line of its own. Nothing was saved.")
