"""Expected refusals of the budget: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NoContributions(Refusal):
    """The fund has no article for insurance contributions, or no rate is known for the day on which the project begins."""

    message = _("There is no rate of insurance contributions for the first day of the project. Say when it begins.")


class NoPay(Refusal):
    """Nobody is paid in this budget."""

    message = _("Nobody is paid in this budget yet, so there are no contributions. Add the pay first.")


class SeveralContributions(Refusal):
    """More lines of contributions are there than one, and the others are larger than what is due."""

    message = _(
        "Several lines are contributions already, and together they are more than is due. Correct them by hand."
    )


class TooManyLines(Refusal):
    """More lines than a budget holds."""

    message = _(
        "With these lines the budget would hold more than 100. Nothing was taken: join small ones, or take a part."
    )


class NothingPasted(Refusal):
    """The table holds no line."""

    message = _(
        "No line was found in the table. What you pasted is still in the field: copy the lines with their numbers."
    )
