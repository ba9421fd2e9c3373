"""Expected refusals of what an article could be made of."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class SourceGone(Refusal):
    """What was chosen is not, or no longer, everybody's to read."""

    message = _("This is not public any more, so nothing was taken. Reload the page and choose again.")
