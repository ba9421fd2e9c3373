"""The only way into the fields of an application: what stood there before stays as a revision, and what is told of it is told anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Subquery

from nastavnik.contest.checking.merging import size_of
from nastavnik.contest.checking.values import Value, mark_of, text_of
from nastavnik.core.text import search_key
from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.differences import goes_on
from nastavnik.grants.models import FieldText, GrantApplication, Revision
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.services.reckoning import reckon
from nastavnik.grants.services.refusals import GrantIsFuller
from nastavnik.people.models import User

TITLE_KEY = "title"
MOST_IN_TITLE = 300
# of all fields together: no limit of a fund is near it
MOST_CHARACTERS = 400_000
# what one person writes with shorter pauses is one revision, unless it takes longer than a sitting
PAUSE, SITTING = timedelta(minutes=10), timedelta(hours=1)


def put_values(
    grant: GrantApplication, values: Mapping[str, Value], *, actor: User, now: datetime, note: str = ""
) -> list[str]:
    """Write values into fields of a locked application; return the keys of those that changed. Raises `GrantIsFuller`.

    An application that was checked is a draft again once something in it changes.
    """
    content = content_of(grant)
    changed = [key for key, value in values.items() if mark_of(value) != mark_of(content.values.get(key))]
    if not changed:
        return []
    whole = {**content.values, **values}
    if sum(size_of(value) for value in whole.values()) > MOST_CHARACTERS:
        raise GrantIsFuller
    last = _last_revisions(grant, changed)
    _settle_own(grant, changed, actor, now)
    for key in changed:
        text = content.texts.get(key) or FieldText(grant=grant, key=key)
        _write(text, values[key], actor, now)
        _remember(text, last.get(key), actor, now, note)
    touch(grant, whole, now=now)
    return changed


def set_aside(grant: GrantApplication, values: Mapping[str, Value], *, actor: User, now: datetime) -> None:
    """Keep what was written at the same time as something else and did not take its place; the same twice is kept once.

    What its author goes on writing while the two are still apart is the same text, unless much of it is gone from the new one.
    """
    last = _last_revisions(grant, values)
    for key, value in values.items():
        before = last.get(key)
        if before is not None and _is_that_aside(before, value, actor, now):
            before.value, before.written_at = value, now
            before.save(update_fields=["value", "written_at"])
            continue
        Revision.objects.create(
            grant=grant,
            key=key,
            number=before.number + 1 if before else 1,
            value=value,
            is_aside=True,
            written_by=actor,
            began_at=now,
            written_at=now,
        )


def remember_files(grant: GrantApplication, key: str, names: list[str], *, actor: User, now: datetime) -> None:
    """Keep which files a field of a locked application has now, by their names."""
    last = _last_revisions(grant, [key]).get(key)
    _remember(FieldText(grant=grant, key=key, value=names), last, actor, now, "")


def touch(grant: GrantApplication, values: Mapping[str, Value], *, now: datetime) -> None:
    """Note that something in a locked application changed, `values` being what stands in it now: a checked one is a draft again."""
    if grant.state == GrantState.CHECKED:
        grant.state = GrantState.DRAFT
    grant.changed_at = now
    grant.save(update_fields=["state", "changed_at"])
    project = grant.project
    if title := " ".join(text_of(values, TITLE_KEY).split())[:MOST_IN_TITLE]:
        project.title, project.title_key = title, search_key(title)[:MOST_IN_TITLE]
    project.changed_at = now
    project.save(update_fields=["title", "title_key", "changed_at"])
    reckon(grant)


def _settle_own(grant: GrantApplication, keys: Iterable[str], actor: User, now: datetime) -> None:
    """Whoever writes into a field has brought together what she wrote there aside with what stood there."""
    rows = Revision.objects.filter(grant=grant, key__in=list(keys), is_aside=True, settled_at=None, written_by=actor)
    rows.update(settled_at=now)


def _is_that_aside(before: Revision, value: Value, actor: User, now: datetime) -> bool:
    if not before.is_aside or before.settled_at is not None or before.written_by_id != actor.pk:
        return False
    if mark_of(before.value) == mark_of(value):
        return True
    is_one_sitting = now - before.written_at < PAUSE and now - before.began_at < SITTING
    return is_one_sitting and goes_on(before.value, value)


def _last_revisions(grant: GrantApplication, keys: Iterable[str]) -> dict[str, Revision]:
    rows = Revision.objects.filter(grant=grant)
    newest = rows.filter(key=OuterRef("key")).values("key").annotate(last=Max("number")).values("last")
    return {row.key: row for row in rows.filter(key__in=list(keys), number=Subquery(newest))}


def _write(text: FieldText, value: Value, actor: User, now: datetime) -> None:
    text.value = value
    text.version += 1
    text.changed_by, text.changed_at = actor, now
    text.save()


def _remember(text: FieldText, last: Revision | None, actor: User, now: datetime, note: str) -> None:
    """Keep what stands in a field now: in the revision that is being written, or in a new one."""
    if last is not None and _goes_on(last, actor, now, note):
        last.value, last.written_at = text.value, now
        last.save(update_fields=["value", "written_at"])
        return
    Revision.objects.create(
        grant=text.grant,
        key=text.key,
        number=last.number + 1 if last else 1,
        value=text.value,
        note=note[:200],
        written_by=actor,
        began_at=now,
        written_at=now,
    )


def _goes_on(last: Revision, actor: User, now: datetime, note: str) -> bool:
    is_same_hand = last.written_by_id == actor.pk and not last.is_aside and not note and not last.note
    return is_same_hand and now - last.written_at < PAUSE and now - last.began_at < SITTING
