"""Everything the school knows about a person, for herself (152-FZ, article 14)."""

from datetime import datetime
from typing import Any

from django.apps import apps
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
# What names the person that a row is of; whatever else refers to her (who issued, who read) makes it no row of hers.
OWNING = frozenset({"user", "owner", "made_by"})
# Of these models a row is a deed: what it is about is another's.
DEEDS = frozenset({"admin.logentry"})
# Second factors are secrets altogether.
LEFT_OUT_APPS = frozenset({"mfa"})
JOURNAL_LIMIT = 5000

Record = dict[str, Any]


def own_data(user: User, *, now: datetime) -> Record:
    """Return the account, every row of every app that is hers, and the person's deeds in the journal; JSON.

    Apps above need not say what they know: whatever has a foreign key to the account is found. Rows of others in which she
    is named for something that she did are told by their number and moments alone. A model says in `OWNER` through which
    field, or other row, it is hers, in `OWNED_IF` under which condition, and in `NOT_OWN_DATA` which of its fields are left out.
    """
    records: dict[str, list[Record]] = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        if getattr(relation.related_model, "OWNER", "") == relation.field.name:
            continue
        _add(records, relation.related_model, relation.field.name, user)
    for model in apps.get_models():
        if path := getattr(model, "OWNER", ""):
            _add(records, model, path, user, is_hers=True)
    deeds = JournalEntry.objects.filter(actor_id=user.pk).order_by("-at")[:JOURNAL_LIMIT]
    return {
        "made_at": now.isoformat(),
        "account": record_of(user),
        "records": records,
        "journal": [{"at": deed.at.isoformat(), "verb": deed.verb, "subject": deed.subject_kind} for deed in deeds],
    }


def _add(
    records: dict[str, list[Record]], model: type[models.Model], path: str, user: User, *, is_hers: bool = False
) -> None:
    meta = model._meta
    if meta.app_label in LEFT_OUT_APPS:
        return
    # said at once: the condition may be of the very row through which it is hers
    condition = getattr(model, "OWNED_IF", models.Q()) if is_hers else models.Q()
    rows = model._default_manager.filter(condition, **{path: user}).defer(*_left_out(model)).order_by("pk")
    is_whole = is_hers or (path in OWNING and meta.label_lower not in DEEDS)
    if found := [record_of(row) if is_whole else _deed_of(row, path) for row in rows]:
        records.setdefault(meta.label_lower, []).extend(found)


def _left_out(model: type[models.Model]) -> frozenset[str]:
    left_out: frozenset[str] = getattr(model, "NOT_OWN_DATA", frozenset())
    return left_out


def _deed_of(row: models.Model, path: str) -> Record:
    """Return that the person did something with a row, and when; nothing of what is in it."""
    moments = [field for field in row._meta.concrete_fields if isinstance(field, models.DateTimeField)]
    return {"id": str(row.pk), "as": path, **{field.name: _value(row, field) for field in moments}}


def record_of(row: models.Model) -> Record:
    """Return the fields of a row as JSON values, without secrets."""
    secret = SECRETS.get(row._meta.label_lower, frozenset()) | _left_out(type(row))
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in secret]
    return {field.name: _value(row, field) for field in fields}


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()  # what one database gives as bytes the other gives as a view of them
    return value.isoformat() if isinstance(value, datetime) else str(value)
