"""Expected refusals of projects: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class MayNotApply(Refusal):
    """The fund does not take this legal form."""

    message = _(
        "The fund does not take an applicant of this legal form. Nothing was begun: choose a partner who applies."
    )


class NoApplicant(Refusal):
    """Nobody applies."""

    message = _("Say who applies: the organisation of the library, or a partner by its name and legal form.")


class AlreadyGrown(Refusal):
    """The application to the contest has become a project already."""

    message = _(
        "This application has grown into a project already. Nothing was changed: open the project and add the fund there."
    )


class TooManyFunds(Refusal):
    """A project goes to no more funds."""

    message = _("A project can have twelve applications at most. Remove one that is not needed first.")


class PersonNotFound(Refusal):
    """Nobody of the school has this address."""

    message = _("Nobody of the school has this e-mail. Ask the methodist to invite the person, then add her here.")


class TooManyPeople(Refusal):
    """A project is written by no more people."""

    message = _("A project can have fifteen people at most. Nothing was changed.")


class LastOne(Refusal):
    """Nobody would be left who decides."""

    message = _(
        "She is the only author, and no library’s head answers for the project. Nothing was changed: add another author first."
    )


class WasSubmitted(Refusal):
    """What the fund has is not removed."""

    message = _("The application was submitted to the fund, so it stays. Take it back first if that was a slip.")


class FieldsHaveChanged(Refusal):
    """Somebody wrote meanwhile into what was to be taken over."""

    message = _(
        "Somebody has written into these fields meanwhile. Nothing was taken over: look at the differences again."
    )
