"""What two people change of the same thing at the same time is joined, field by field; only what both have changed is disputed."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model

from nastavnik.core import journal
from nastavnik.core.models import JournalEntry
from nastavnik.programme.services.refusals import ChangedMeanwhile


def own_changes(
    subject: Model,
    wanted: dict[str, Any],
    *,
    version: int,
    verbs: Collection[str],
    current: Callable[[str], Any],
    written: Callable[[Any], Any],
) -> dict[str, Any]:
    """Return of the fields of a form those that it has changed itself since it was opened on `version`. Raises `ChangedMeanwhile`.

    The journal tells what was changed since by deeds of these `verbs`, whose details hold `version` and `before`, `written` as JSON;
    `current` tells what stands in a field now.
    """
    about = {"subject_kind": journal.subject_kind(subject), "subject_id": subject.pk}
    edits = JournalEntry.objects.filter(**about, verb__in=verbs, details__version__gt=version).order_by("pk")
    opened: dict[str, Any] = {}
    for edit in edits:
        opened = edit.details["before"] | opened
    common = opened.keys() & wanted.keys()
    untouched = {name for name in common if written(wanted[name]) == opened[name]}
    disputed = {name for name in common - untouched if wanted[name] != current(name)}
    if disputed:
        refusal = ChangedMeanwhile()
        refusal.disputed, refusal.untouched = frozenset(disputed), frozenset(untouched)
        raise refusal
    return {name: value for name, value in wanted.items() if name not in untouched}
