"""Everything the school knows about a person, for herself (152-FZ, article 14)."""

from datetime import datetime
from typing import Any

from django.db import models

from nastavnik.core.models import JournalEntry
from nastavnik.people.models import User

# What would open the account to whoever finds the file, by model.
SECRETS: dict[str, frozenset[str]] = {
    "people.user": frozenset({"password"}),
    "people.invitation": frozenset({"secret_hash"}),
    "people.letter": frozenset({"text", "html", "unsubscribe_url"}),
    "people.pushsubscription": frozenset({"sealed", "digest"}),
    "socialaccount.socialaccount": frozenset({"extra_data"}),
}
# Second factors are secrets altogether.
LEFT_OUT_APPS = frozenset({"mfa"})
JOURNAL_LIMIT = 5000

Record = dict[str, Any]


def own_data(user: User, *, now: datetime) -> Record:
    """Return the account, every row of every app that refers to it, and the person's deeds in the journal; JSON.

    Apps above need not say what they know: whatever has a foreign key to the account is found.
    """
    records: dict[str, list[Record]] = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: user}).order_by("pk")
        if model._meta.app_label not in LEFT_OUT_APPS and (found := [record_of(row) for row in rows]):
            records.setdefault(model._meta.label_lower, []).extend(found)
    deeds = JournalEntry.objects.filter(actor_id=user.pk).order_by("-at")[:JOURNAL_LIMIT]
    return {
        "made_at": now.isoformat(),
        "account": record_of(user),
        "records": records,
        "journal": [{"at": deed.at.isoformat(), "verb": deed.verb, "subject": deed.subject_kind} for deed in deeds],
    }


def record_of(row: models.Model) -> Record:
    """Return the fields of a row as JSON values, without secrets."""
    secret = SECRETS.get(row._meta.label_lower, frozenset())
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in secret]
    return {field.name: _value(row, field) for field in fields}


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()  # what one database gives as bytes the other gives as a view of them
    return value.isoformat() if isinstance(value, datetime) else str(value)
