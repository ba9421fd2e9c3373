"""Templates of funds as a school has them: each change is a version of its own, and what was begun by an older one goes on by it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.grants.funds.versions import with_version
from nastavnik.grants.models import TemplateText
from nastavnik.grants.permissions import can_keep_templates
from nastavnik.grants.selectors.projects.offers import Offer, any_offer
from nastavnik.grants.selectors.templates import digest_of, read_text, shipped_templates
from nastavnik.people.models import User
from nastavnik.programme.models import School


@transaction.atomic
def keep_template(*, actor: User, school_id: int, text: str, now: datetime) -> TemplateText:
    """Keep a text of a template as the newest version of the school's form with its key; the same text twice is kept once.

    Raises `BrokenTemplate` with the line and the reason; nothing is kept then.
    """
    school = _locked_school(actor, school_id)
    key = read_text(text).key
    newest = TemplateText.objects.filter(school=school, key=key).order_by("-version").first()
    if newest is not None and _is_same(newest, text):
        return newest
    row = _row(with_version(text, _next_version(school, key)), school, actor, now)
    row.save(force_insert=True)
    journal.record(actor=actor, verb="template_kept", subject=row, now=now, key=key, version=row.version)
    return row


@transaction.atomic
def hide_fund(*, actor: User, school_id: int, key: str, now: datetime) -> Offer:
    """Offer a form no more; what was begun by it goes on. Raises `TemplateText.DoesNotExist`."""
    school = _locked_school(actor, school_id)
    offer = any_offer(school, key)
    row = offer.row or _row(with_version(offer.text, _next_version(school, key)), school, actor, now)
    row.hidden_at = row.hidden_at or now
    row.save()
    journal.record(actor=actor, verb="template_hidden", subject=row, now=now, key=key)
    return any_offer(school, key)


@transaction.atomic
def show_fund(*, actor: User, school_id: int, key: str, now: datetime) -> Offer:
    """Offer a form again. Raises `TemplateText.DoesNotExist`."""
    school = _locked_school(actor, school_id)
    offer = any_offer(school, key)
    if offer.row is not None and offer.is_hidden:
        offer.row.hidden_at = None
        offer.row.save(update_fields=["hidden_at"])
        journal.record(actor=actor, verb="template_shown", subject=offer.row, now=now, key=key)
    return offer


def row_of(offer: Offer, now: datetime) -> TemplateText:
    """Return the row of a form; that of one that comes with the program is made when it is first needed."""
    if offer.row is not None:
        return offer.row
    template = offer.template
    row, _is_new = TemplateText.objects.get_or_create(
        school=None,
        sha256=digest_of(offer.text),
        defaults={
            "key": template.key,
            "version": template.version,
            "fund": template.fund,
            "title": template.title,
            "text": offer.text,
            "added_at": now,
        },
    )
    return row


def _locked_school(actor: User, school_id: int) -> School:
    school = School.objects.select_for_update(of=("self",), no_key=True).get(pk=school_id)
    if not can_keep_templates(actor, school):
        raise PermissionDenied
    return school


def _is_same(newest: TemplateText, text: str) -> bool:
    """Tell whether a text says what the newest version says, but for the number of its version."""
    return newest.hidden_at is None and with_version(text, newest.version) == newest.text


def _next_version(school: School, key: str) -> int:
    """Return a version above all of the school and of the program."""
    own = TemplateText.objects.filter(school=school, key=key).aggregate(last=Max("version"))["last"] or 0
    shipped = shipped_templates().get(key)
    return max(own, shipped[0].version if shipped else 0) + 1


def _row(text: str, school: School, actor: User, now: datetime) -> TemplateText:
    template = read_text(text)
    return TemplateText(
        school=school,
        key=template.key,
        version=template.version,
        fund=template.fund,
        title=template.title,
        text=text,
        sha256=digest_of(text),
        added_by=actor,
        added_at=now,
    )
