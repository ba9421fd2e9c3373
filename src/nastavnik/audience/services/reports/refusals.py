"""Expected refusals of reports: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NobodyReceives(Refusal):
    """Nobody is named to whom a report is sent."""

    message = _(
        "Nobody was chosen to whom the report is sent. Nothing was changed: choose at least one person of the desk."
    )
