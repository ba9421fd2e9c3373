"""What the sheet of a budget refuses."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NoBudget(Refusal):
    """The fund's form has no table of costs."""

    message = _("This fund does not ask for a table of costs. What it asks about money stands in its sections.")
