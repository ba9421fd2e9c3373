"""The themes of a school's consultations."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.core.ordering import Order
from nastavnik.mentoring.models import Theme
from nastavnik.mentoring.permissions import can_route
from nastavnik.mentoring.services.routing_refusals import ThemeTaken, TooManyThemes
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MOST_THEMES = 60
# The one group of the list that is put in order.
GROUP = "themes"


@transaction.atomic
def add_theme(*, actor: Actor, school_id: int, title: str, now: datetime) -> Theme:
    """Add a theme behind the others; one that was retired under this title comes back.

    Raises `ThemeTaken`, `TooManyThemes`.
    """
    school = _locked_school(actor, school_id)
    themes = Theme.objects.filter(school=school)
    known = themes.filter(title=title).first()
    if known is not None and known.retired_at is None:
        raise ThemeTaken
    if themes.filter(retired_at=None).count() >= MOST_THEMES:
        raise TooManyThemes
    last = themes.aggregate(last=Max("position"))["last"] or 0
    theme = known or Theme(school=school, title=title)
    theme.position, theme.retired_at = last + 1, None
    theme.save()
    journal.record(actor=actor, verb="theme_added", subject=theme, now=now)
    return theme


@transaction.atomic
def rename_theme(*, actor: Actor, theme_id: int, title: str, now: datetime) -> Theme:
    """Call a theme otherwise, also for the questions that are about it. Raises `ThemeTaken`."""
    theme = _locked_theme(actor, theme_id)
    if Theme.objects.filter(school=theme.school_id, title=title).exclude(pk=theme.pk).exists():
        raise ThemeTaken
    theme.title = title
    theme.save(update_fields=["title"])
    journal.record(actor=actor, verb="theme_renamed", subject=theme, now=now)
    return theme


@transaction.atomic
def retire_theme(*, actor: Actor, theme_id: int, now: datetime) -> Theme:
    """Offer a theme no more; questions that are about it keep it."""
    theme = _locked_theme(actor, theme_id)
    if theme.retired_at is None:
        theme.retired_at = now
        theme.save(update_fields=["retired_at"])
        journal.record(actor=actor, verb="theme_retired", subject=theme, now=now)
    return theme


@transaction.atomic
def restore_theme(*, actor: Actor, theme_id: int, now: datetime) -> Theme:
    """Offer a retired theme again, where it stood. Raises `TooManyThemes`."""
    theme = _locked_theme(actor, theme_id)
    if theme.retired_at is not None:
        if Theme.objects.filter(school=theme.school_id, retired_at=None).count() >= MOST_THEMES:
            raise TooManyThemes
        theme.retired_at = None
        theme.save(update_fields=["retired_at"])
        journal.record(actor=actor, verb="theme_restored", subject=theme, now=now)
    return theme


@transaction.atomic
def reorder_themes(*, actor: Actor, school_id: int, rearrange: Callable[[Order], Order], now: datetime) -> None:
    """Put the themes that are offered into another order; `rearrange` gets their tokens as they stand, in one group."""
    school = _locked_school(actor, school_id)
    themes = {theme.token: theme for theme in Theme.objects.filter(school=school, retired_at=None)}
    wanted = rearrange({GROUP: list(themes)})[GROUP]
    for position, token in enumerate(wanted, start=1):
        themes[token].position = position
    Theme.objects.bulk_update(themes.values(), ["position"])
    journal.record(actor=actor, verb="themes_reordered", subject=school, now=now)


def _locked_theme(actor: Actor, theme_id: int) -> Theme:
    theme = Theme.objects.select_for_update(of=("self",)).select_related("school").get(pk=theme_id)
    if not can_route(actor, theme.school):
        raise PermissionDenied
    return theme


def _locked_school(actor: Actor, school_id: int) -> School:
    """Return the school, locked so that two do not add or move themes at once."""
    school = School.objects.select_for_update(no_key=True).get(pk=school_id)
    if not can_route(actor, school):
        raise PermissionDenied
    return school
