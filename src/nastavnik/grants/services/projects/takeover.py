"""Taking over what was changed in one application of a project into another, field by field."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from nastavnik.grants.funds.carrying import fitted, pair_mark
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.locking import open_locked
from nastavnik.grants.services.projects.refusals import FieldsHaveChanged
from nastavnik.people.models import User


@transaction.atomic
def take_over(*, actor: User, grant_id: int, source_token: str, marks: Mapping[str, str], now: datetime) -> list[str]:
    """Put into fields of an application what stands in another one of its project; return the keys of those that changed.

    `marks`: by the keys of the chosen fields, the mark of what both had when the differences were looked at (`pair_mark`).
    What stood there before stays as a revision. Raises `FieldsHaveChanged`, `GrantClosed`, `GrantApplication.DoesNotExist`.
    """
    grant = open_locked(actor, grant_id)
    others = GrantApplication.objects.filter(project=grant.project_id, removed_at=None).exclude(pk=grant.pk)
    source = others.select_related("template").get(token=source_token)
    theirs, own = content_of(source).values, content_of(grant).values
    there, here = template_of(source.template).form, template_of(grant.template).form
    values = {key: fitted(there, here, key, theirs) for key in marks if here.field(key) is not None}
    if any(pair_mark(own.get(key), value) != marks[key] for key, value in values.items()):
        raise FieldsHaveChanged
    return put_values(grant, values, actor=actor, now=now, note=source.template.fund)
