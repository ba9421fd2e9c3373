"""What writers type, and what stands in an application after it."""

from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import mark_of
from nastavnik.grants.models import FieldText, Revision
from nastavnik.grants.services import writing as services

EMPTY = mark_of("")


def save(actor, application, now, key="about", **changes):
    """Save fields that were empty before their author, unless a `Change` says what stood there."""
    sent = {name: change if isinstance(change, Change) else Change(change, EMPTY) for name, change in changes.items()}
    return services.save_section(actor=actor, grant_id=application.pk, key=key, changes=sent, now=now)


def on(value, before):
    """Return a text that was typed where `before` stood."""
    return Change(value, mark_of(before))


def values_of(application):
    return {row.key: row.value for row in FieldText.objects.filter(grant=application)}


def revisions_of(application, key):
    return list(Revision.objects.filter(grant=application, key=key).order_by("number"))


def told(application, key):
    """Return the revisions of a field in short: what, and whether it was set aside."""
    return [(row.value, row.is_aside) for row in revisions_of(application, key)]
