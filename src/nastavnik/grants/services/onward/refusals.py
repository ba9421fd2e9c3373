"""Expected refusals on the way of an application to the fund and back."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NoSuchStep(Refusal):
    """From where the application is one cannot go there."""

    message = _(
        "The application is somewhere else by now: somebody has moved it. Nothing was changed; look at it anew."
    )


class StillRed(Refusal):
    """The checker finds what the fund would refuse."""

    message = _(
        "The check still finds what the fund would refuse. Nothing was changed: mend what is red, or note it as submitted when the fund has taken it all the same."
    )


class NotSubmittedYet(Refusal):
    """There can be no answer to what the fund does not have."""

    message = _("The fund does not have the application yet. Note first that it was submitted.")


class NotWon(Refusal):
    """Only grants that were given are reported on."""

    message = _("Only what was won is reported on. Note first that the grant was given.")


class TooManyReports(Refusal):
    """More reports than a fund asks for."""

    message = _("That is more reports than any fund asks for. Remove those that are not needed.")
