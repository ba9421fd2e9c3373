"""What others have done in a section while somebody has its page open."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nastavnik.contest.checking.values import mark_of
from nastavnik.grants.models import FieldText, Revision
from nastavnik.grants.selectors.writing.section import Found
from nastavnik.people.models import User


def meanwhile(actor: User, found: Found) -> dict[str, dict[str, dict[str, str]]]:
    """Return what a script compares with its page, by the keys of fields; two queries.

    `fields`: the mark of what stands in each now, and a sentence of who changed it; `asides`: a sentence of what another has written there aside.
    """
    keys = [field.key for field in found.section.fields]
    texts = FieldText.objects.filter(grant=found.grant, key__in=keys).select_related("changed_by")
    waiting = Revision.objects.filter(grant=found.grant, key__in=keys, is_aside=True, settled_at=None)
    others = waiting.exclude(written_by=actor).select_related("written_by").order_by("written_at")
    changed, aside = _("Changed while you had this page open"), _("Written here at the same time")
    return {
        "fields": {
            text.key: {"mark": mark_of(text.value), "said": _said(changed, text.changed_by, text.changed_at)}
            for text in texts
        },
        "asides": {row.key: {"said": _said(aside, row.written_by, row.written_at)} for row in others},
    }


def _said(what: str, who: User | None, when: datetime) -> str:
    """Return a sentence with the hour by the viewer's clock."""
    parts = [who.full_name] if who else []
    return f"{what}: {', '.join([*parts, date_format(localtime(when), 'H:i')])}"
