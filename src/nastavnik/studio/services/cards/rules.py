"""How a school votes for topics, and on how many films it works at once."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import LIMITED_STATES, CardState, Voice
from nastavnik.studio.models import StudioRules
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.services.cards.locking import locked_rules


@transaction.atomic
def set_rules(
    *, actor: User, school_id: int, voice: Voice, limits: Mapping[CardState, int | None], now: datetime
) -> StudioRules:
    """Say whose voice counts, and how many cards a state takes at once (None: as many as come). Voices that were given stay."""
    if not can_run_studio(actor, School.objects.get(pk=school_id)):
        raise PermissionDenied
    rules = locked_rules(school_id)
    rules.voice = voice
    rules.limits = {state.value: limits[state] for state in LIMITED_STATES if limits.get(state)}
    rules.save(update_fields=["voice", "limits"])
    journal.record(actor=actor, verb="rules_set", subject=rules, now=now, voice=voice, limits=rules.limits)
    return rules
