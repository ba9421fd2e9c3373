"""Expected refusals of the press: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NothingToPress(Refusal):
    """The collection has no articles."""

    message = _("The collection has no articles yet. Add one, then press it.")
