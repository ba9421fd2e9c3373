"""Expected refusals of applications to funds: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class GrantClosed(Refusal):
    """It is not open for writing."""

    message = _(
        "The application was submitted: its texts stay as the fund has them. Take it back first if it is to be changed."
    )


class GrantIsFuller(Refusal):
    """More was typed than an application can hold."""

    message = _("That is more than an application can hold. The rest is kept; make the last text shorter.")


class FieldGone(Refusal):
    """The fund's form has no such field."""

    message = _("The fund’s form has no such field. Open the application anew; what was saved is kept.")


class GrantClosedMeanwhile(Refusal):
    """It was submitted while somebody was writing in it."""

    message = _(
        "While you were writing, the application was submitted. What you typed is kept in its history, beside what the fund has."
    )


class VersionNeedsName(Refusal):
    """A version is kept by hand under a name."""

    message = _("Give the version a name of up to 120 characters, so that others know why it was kept.")
