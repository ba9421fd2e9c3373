"""Refusals that are expected: a rule said no, and the person is told what happened, what was kept and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An expected refusal with a text for people.

    Subclasses stand beside the service that raises them and give `message`, a whole translatable sentence. The
    middleware `core.http.refusals` turns a refusal into a message on the page it came from.
    """

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class Busy(Refusal):
    """What is asked for takes time, and so much of that is being done that this one is not begun. Answered by 503."""

    message = _(
        "The school is busy making pages for others just now. Nothing is lost: open this page again in some seconds."
    )
    retry_seconds = 5
