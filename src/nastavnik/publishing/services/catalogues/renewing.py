"""The table of what was announced is compared with what everybody may see; what differs gets the time of now."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from nastavnik.programme.models import School
from nastavnik.publishing.catalogues.kinds import Kind
from nastavnik.publishing.catalogues.marks import mark_of
from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.selectors.catalogues.works import keys_of, works_of

log = structlog.get_logger("nastavnik.publishing")

BATCH = 200
# A change is stamped a little ahead: whoever asks between the stamp and the commit, and goes on from the time of that answer the next
# time, is not past it.
AHEAD = timedelta(seconds=5)
Clock = Callable[[], datetime]


def renew_catalogues(*, clock: Clock) -> int:
    """Announce what is new or says something else, and the end of what is no longer public; return how many entries changed.

    A school whose things cannot be read holds up no other and is tried again by the next run.
    """
    schools = School.objects.select_related("owner").order_by("pk")
    return sum(_renewed(school, kind, clock) for school in schools for kind in Kind)


def _renewed(school: School, kind: Kind, clock: Clock) -> int:
    try:
        return _renew(school, kind, clock)
    except Exception:
        log.exception("a catalogue could not be renewed", school=school.pk, kind=kind.value)
        return 0


def _renew(school: School, kind: Kind, clock: Clock) -> int:
    keys = keys_of(school, kind, clock())
    changed = sum(_announce(school, kind, batch, clock) for batch in _batches(keys))
    entries = CatalogueEntry.objects.filter(school=school, kind=kind, is_deleted=False)
    gone = sorted(set(entries.values_list("key", flat=True)) - set(keys))
    return changed + sum(_withdraw(school, kind, batch, clock) for batch in _batches(gone))


def _batches(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + BATCH] for at in range(0, len(keys), BATCH))


@transaction.atomic
def _announce(school: School, kind: Kind, keys: list[str], clock: Clock) -> int:
    """Write the entries of things that are new, are back, or say something else than before."""
    marks = {key: mark_of(work) for key, work in works_of(school, kind, keys, clock()).items()}
    known = {entry.key: entry for entry in _locked(school, kind, keys)}
    stale = [entry for key, entry in known.items() if key in marks and _is_stale(entry, marks[key])]
    changed_at = _stamp(clock)
    for entry in stale:
        entry.mark, entry.changed_at, entry.is_deleted = marks[entry.key], changed_at, False
    CatalogueEntry.objects.bulk_update(stale, ["mark", "changed_at", "is_deleted"])
    new = [
        CatalogueEntry(school=school, kind=kind, key=key, mark=mark, changed_at=changed_at)
        for key, mark in marks.items()
        if key not in known
    ]
    CatalogueEntry.objects.bulk_create(new)
    return len(stale) + len(new)


def _locked(school: School, kind: Kind, keys: list[str]) -> Iterable[CatalogueEntry]:
    entries = CatalogueEntry.objects.select_for_update().filter(school=school, kind=kind, key__in=keys)
    return entries.order_by("pk")


def _is_stale(entry: CatalogueEntry, mark: str) -> bool:
    return entry.is_deleted or entry.mark != mark


@transaction.atomic
def _withdraw(school: School, kind: Kind, keys: list[str], clock: Clock) -> int:
    """Mark as deleted what is no longer public."""
    entries = CatalogueEntry.objects.filter(school=school, kind=kind, key__in=keys, is_deleted=False)
    return entries.update(is_deleted=True, changed_at=_stamp(clock))


def _stamp(clock: Clock) -> datetime:
    return (clock() + AHEAD).replace(microsecond=0)
