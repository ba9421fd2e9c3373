"""Expected refusals of the press: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NothingToPress(Refusal):
    """The collection has no articles."""

    message = _("The collection has no articles yet. Add one, then press it.")


class NothingReady(Refusal):
    """No article may be pressed."""

    message = _(
        "No article is ready yet, so nothing was pressed. An article is ready when its terms are settled, every author has agreed to its text,"
        " and it was moved to “Ready”. The check on this page says what is missing."
    )
