"""Expected refusals of topics: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class TopicMoved(Refusal):
    """From where the topic is one cannot do that."""

    message = _("Somebody has moved the topic meanwhile. Nothing was changed: look at it anew.")
