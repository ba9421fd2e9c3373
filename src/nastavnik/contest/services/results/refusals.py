"""What is refused about results, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class AlreadyReleased(Refusal):
    """The results are public: nothing of them is changed any more."""

    message = _("The results of this contest are public. Nothing of them is changed any more.")


class NoRanking(Refusal):
    """Nobody has finished a sheet, so there is nothing to decide on."""

    message = _("No application has a finished score sheet, so there is no ranking yet.")


class ChairNeeded(Refusal):
    """Some place is left to the vote of the chair."""

    message = _("Some applications are equal by every other rule. Write down the vote of the chair first.")


class NotEqual(Refusal):
    """The vote of the chair is between those that are equal."""

    message = _(
        "The chair votes between applications that are equal: each of them once, and no other. Nothing was changed."
    )


class ReasonNeeded(Refusal):
    """The vote of the chair is written into the minutes with its reason."""

    message = _("Say in a few words why the chair decided so: it is written into the minutes.")


class DecidedMeanwhile(Refusal):
    """Somebody else has changed the decision or the letter since the page was opened."""

    message = _("This was changed meanwhile. What you typed is still here: compare it, and save once more.")


class WrongAward(Refusal):
    """The award is of another contest, or was removed."""

    message = _("There is no such award in this contest any more. Nothing was changed.")


class NotRanked(Refusal):
    """An award for a place goes to who has that place."""

    message = _("An award for a place goes to the application that has this place. Give a special award instead.")


class DecisionsMissing(Refusal):
    """The places were not taken from the ranking, or it has changed since."""

    message = _("The decisions do not follow the ranking: take the places from it first.")


class MinutesMissing(Refusal):
    """Results are released by minutes that tell them."""

    message = _("There are no minutes, or they tell something else than what is decided now. Make minutes first.")


class ShownAfterRelease(Refusal):
    """Ideas of a contest that goes on are nobody else's."""

    message = _("Authors decide about their idea once the results are public.")


class NothingToShow(Refusal):
    """An idea without words."""

    message = _("Say in a few sentences what the idea is.")


class NoReadersVote(Refusal):
    """The contest has no readers' vote, or the idea is not in the gallery."""

    message = _("There is no readers’ vote in this contest, or this idea takes no part in it.")


class TooManyVotes(Refusal):
    """More votes of guests came from one network address than people there could give."""

    message = _("Too many votes come from this connection. Try again in an hour, or sign in.")
