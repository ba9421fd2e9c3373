"""What learning refuses, in sentences for people. Whatever was typed stays in its field."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class RuleChangedMeanwhile(Refusal):
    """Somebody else has changed the rule since the page was opened."""

    message = _("Somebody else has changed this rule meanwhile. Nothing was saved: look at it again and save then.")
