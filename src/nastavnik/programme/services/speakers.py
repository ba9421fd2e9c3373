"""Speakers of a school, with or without an account."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.models import Organisation, User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import LessonSpeaker, Speaker
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.services.refusals import SpeakerInUse
from nastavnik.programme.services.schools import locked_school


@transaction.atomic
def add_speaker(
    *,
    actor: Actor,
    school_id: int,
    name: str,
    now: datetime,
    position: str = "",
    organisation: Organisation | None = None,
    user: User | None = None,
) -> Speaker:
    """Add somebody who holds lessons; `user` is the person's account if there is one."""
    school = locked_school(actor, school_id)
    speaker = Speaker.objects.create(
        school=school,
        name=" ".join(name.split()),
        name_key=search_key(name),
        position=position,
        organisation=organisation,
        user=user,
    )
    journal.record(actor=actor, verb="speaker_added", subject=speaker, now=now)
    return speaker


@transaction.atomic
def edit_speaker(
    *,
    actor: Actor,
    speaker_id: int,
    name: str,
    position: str,
    organisation: Organisation | None,
    user: User | None,
    now: datetime,
) -> Speaker:
    """Change how a speaker is called everywhere the name stands."""
    speaker = _locked_speaker(actor, speaker_id)
    speaker.name, speaker.name_key = " ".join(name.split()), search_key(name)
    speaker.position, speaker.organisation, speaker.user = position, organisation, user
    speaker.save(update_fields=["name", "name_key", "position", "organisation", "user"])
    journal.record(actor=actor, verb="speaker_edited", subject=speaker, now=now)
    return speaker


@transaction.atomic
def remove_speaker(*, actor: Actor, speaker_id: int, now: datetime) -> None:
    """Remove a speaker who stands in no lesson. Raises `SpeakerInUse`."""
    speaker = _locked_speaker(actor, speaker_id)
    if LessonSpeaker.objects.filter(speaker=speaker).exists():
        raise SpeakerInUse
    journal.record(actor=actor, verb="speaker_removed", subject=speaker.school, now=now, name=speaker.name)
    speaker.delete()


def _locked_speaker(actor: Actor, speaker_id: int) -> Speaker:
    speaker = Speaker.objects.select_for_update(of=("self",)).select_related("school").get(pk=speaker_id)
    if not can_run_school(actor, speaker.school):
        raise PermissionDenied
    return speaker
