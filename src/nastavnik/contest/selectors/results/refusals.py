"""Why what comes of a contest is not shown yet."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class ReviewGoesOn(Refusal):
    """Nobody sees marks before the jury has finished."""

    message = _("The expert review goes on. Ranking and marks are shown to nobody before its last day is past.")
