"""What learning refuses, in sentences for people. Whatever was typed stays in its field."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class RuleChangedMeanwhile(Refusal):
    """Somebody else has changed the rule since the page was opened."""

    message = _("Somebody else has changed this rule meanwhile. Nothing was saved: look at it again and save then.")


class LessonHasNoTime(Refusal):
    """A draft without a time."""

    message = _("This lesson has no time yet, so nobody can have been there. Give it one first.")


class CheckInClosed(Refusal):
    """Too early or too late to say who is at the screen."""

    message = _(
        "Who is at the screen can be said from the day before the lesson until its end. Nothing was saved: after the end, ask the methodist to note it."
    )


class SurveyNotOpen(Refusal):
    """The lesson is not over."""

    message = _("The survey opens when the lesson is over. Nothing was saved.")


class AlreadyAnswered(Refusal):
    """The second answer of one person."""

    message = _("You have answered this survey already. Your second answer was not taken.")


class NobodyToRemind(Refusal):
    """Everybody who was chosen has had a reminder today, or nobody was chosen."""

    message = _("Nobody is left to write to: everybody you chose has had a letter today. Nothing was sent.")
