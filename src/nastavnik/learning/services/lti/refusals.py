"""What is refused to those who connect platforms and come from them, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.learning.lti.words import Why


class PlatformKnown(Refusal):
    """The school has a platform with this issuer and client."""

    message = _("This platform is connected already, under the same platform ID and client ID.")


class TooManyPlatforms(Refusal):
    """The school has more platforms than one oversees."""

    message = _("A school has at most thirty platforms. Remove one that is not used.")


class NoAccountsFromThere(Refusal):
    """The methodist did not allow that accounts are made for people of this platform."""

    message = _("Accounts are not made for people of this platform. Sign in with the account that you have here.")


class ConnectedOtherwise(Refusal):
    """The person of the platform has an account here already."""

    message = _("You are connected with another account already. Open the lesson in your course once more.")


class NobodyYet(Refusal):
    """Nobody is signed in who could be connected."""

    message = _("Sign in first, then connect your account.")


class RegistrationFailed(Refusal):
    """A platform wanted to register itself and did not get through."""

    message = _(
        "The platform could not be connected: it did not answer as it should. Nothing was changed; try once more."
    )


class RegistrationOver(Refusal):
    """The link that registers a platform was used, or its day is over."""

    message = _("This link has been used, or its day is over. Take a new one at the desk of the school.")


class PeopleNotTold(Refusal):
    """The platform does not tell who is in the course."""

    message = _("The platform does not tell who is in this course, or does not answer just now.")


class AccountIsOff(Refusal):
    """The account that the person of the platform comes into was switched off."""

    message = _("Your account in this school was switched off. Ask its methodist.")


AGAIN = _("It took too long, or the page was opened twice. Open the lesson in your course once more.")
ODD = _("What the platform sent is not as it should be. Its administrator needs the words that stand below.")

# What people are told; the log says more.
WHY_TEXTS: dict[Why, Promise] = {
    Why.UNKNOWN_PLATFORM: _(
        "This platform is not connected with the school. Its administrator needs the words that stand below."
    ),
    Why.WRONG_TARGET: _(
        "This link leads to another place than this school. The teacher of the course can put it right."
    ),
    Why.PLATFORM_SAYS_NO: _("The platform did not say who you are. Sign in there, then open the lesson once more."),
    Why.KEYS_SILENT: _(
        "The platform does not answer when the school wants to make sure that it was the sender. Try again in a minute."
    ),
    Why.BROWSER: _(
        "The lesson opens only in the browser in which you opened the course, and this site must be allowed to keep a cookie."
        " Open the lesson in your course once more."
    ),
    Why.NO_LESSON: _("No lesson is shown at this link. The teacher of the course can choose another one."),
    Why.TICKET: _("This entrance was used, or its time is over. Open the lesson in your course once more."),
    **dict.fromkeys((Why.STATE, Why.EXPIRED, Why.NONCE, Why.REPLAY), AGAIN),
}


def why_text(why: Why) -> str:
    """Return what people are told of a refusal."""
    return str(WHY_TEXTS.get(why, ODD))
