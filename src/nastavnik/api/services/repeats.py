"""Requests that come twice, because the first answer was lost on the way: done once, answered alike."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.api.models import ApiKey, Repeat
from nastavnik.core.errors import Refusal

KEPT = timedelta(days=1)
FIRST_FAULT = 400

Answer = tuple[int, str]


class OtherRequest(Refusal):
    """The same word came with another request."""

    message = _(
        "Another request was made under this Idempotency-Key. Nothing was done: give each request a word of its own."
    )


@transaction.atomic
def answer_once(*, key: ApiKey, word: str, asked: str, now: datetime, answer: Callable[[], Answer]) -> Answer:
    """Return what `answer` returns, its status and its body; for a word that came before, what was answered then.

    What is done and that it was done are saved together or not at all; what went wrong is not kept, so it can be tried again.
    Raises `OtherRequest`.
    """
    # a second one at the same time waits here until the first is through
    row, is_new = Repeat.objects.get_or_create(key=key, word=word, defaults={"asked": asked, "made_at": now})
    if row.asked != asked:
        raise OtherRequest
    if not is_new:
        return row.status, row.body
    status, body = answer()
    if status >= FIRST_FAULT:
        transaction.set_rollback(True)
    else:
        row.status, row.body = status, body
        row.save(update_fields=["status", "body"])
    return status, body


def forget_old_repeats(*, now: datetime) -> int:
    """Delete what was answered long ago; return how much."""
    deleted, _by_model = Repeat.objects.filter(made_at__lt=now - KEPT).delete()
    return deleted
