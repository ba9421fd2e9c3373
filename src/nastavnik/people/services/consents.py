"""Consents: texts are published, people agree and take back."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.enums import ConsentHow, ConsentKind, Place
from nastavnik.people.events import ConsentGiven, ConsentWithdrawn
from nastavnik.people.models import Consent, ConsentRound, ConsentText, User
from nastavnik.people.permissions import Actor, can_run_place


@transaction.atomic
def publish_consent_text(*, actor: Actor, place: Place, kind: ConsentKind, text: str, now: datetime) -> ConsentText:
    """Publish the next version of a document of `place`; the same text as now makes no new version.

    Consents to earlier versions stay in force for what those said; everybody is asked about the new one.
    """
    if not can_run_place(actor, place):
        raise PermissionDenied
    text = text.replace("\r\n", "\n").strip()
    digest = hashlib.sha256(text.encode()).hexdigest()
    versions = ConsentText.objects.select_for_update().filter(place_kind=place.kind, place_id=place.id, kind=kind)
    last = versions.order_by("-version").first()
    if last is not None and last.sha256 == digest:
        return last
    published = ConsentText.objects.create(
        place_kind=place.kind,
        place_id=place.id,
        kind=kind,
        version=last.version + 1 if last else 1,
        text=text,
        sha256=digest,
        published_at=now,
    )
    journal.record(actor=actor, verb="consent_text_published", subject=published, now=now, kind=kind, sha256=digest)
    return published


@transaction.atomic
def publish_default_consents(
    *, actor: Actor, place: Place, operator: str, contact: str, now: datetime
) -> list[ConsentText]:
    """Publish the four documents as we word them, for the organisation `operator` that answers at `contact`."""
    words = {"operator": operator, "contact": contact}
    return [
        publish_consent_text(
            actor=actor,
            place=place,
            kind=kind,
            text=render_to_string(f"people/consents/{kind}.md", words),
            now=now,
        )
        for kind in ConsentKind
    ]


@transaction.atomic
def give_consent(*, actor: User, text_id: int, place: Place, how: ConsentHow, now: datetime) -> Consent:
    """Agree to the newest version of a document; only a person herself can. An older version is not found."""
    text = ConsentText.objects.get(pk=text_id, place_kind=place.kind, place_id=place.id)
    newest = ConsentText.objects.filter(place_kind=place.kind, place_id=place.id, kind=text.kind).latest("version")
    if newest.pk != text.pk:
        raise ConsentText.DoesNotExist
    return record_consent(user=actor, text=text, how=how, now=now)


def record_consent(*, user: User, text: ConsentText, how: ConsentHow, now: datetime) -> Consent:
    """Write a consent; one that is in force already is returned as it is."""
    consent, is_new = Consent.objects.get_or_create(
        user=user, text=text, withdrawn_at=None, defaults={"given_at": now, "how": how}
    )
    if is_new:
        place = Place(text.place_kind, text.place_id)  # type: ignore[arg-type]  # the column holds a PlaceKind
        journal.record(
            actor=user, verb="consent_given", subject=user, now=now, kind=text.kind, version=text.version, how=how
        )
        publish(ConsentGiven(user_id=user.pk, kind=ConsentKind(text.kind), place=place))
    return consent


@transaction.atomic
def withdraw_consent(*, actor: User, kind: ConsentKind, place: Place, now: datetime) -> int:
    """Take back the consents of `kind`, of every version, and return how many there were. No reason is asked."""
    consents = Consent.objects.filter(
        user=actor, withdrawn_at=None, text__kind=kind, text__place_kind=place.kind, text__place_id=place.id
    )
    count = consents.update(withdrawn_at=now)
    if count:
        journal.record(actor=actor, verb="consent_withdrawn", subject=actor, now=now, kind=kind)
        publish(ConsentWithdrawn(user_id=actor.pk, kind=kind, place=place))
    return count


@transaction.atomic
def finish_consent_round(*, actor: User, text_ids: Iterable[int], place: Place, now: datetime) -> None:
    """Keep the answers of the first sign-in: agree to the ticked documents, and do not ask again till a text changes."""
    for text_id in sorted(text_ids):
        give_consent(actor=actor, text_id=text_id, place=place, how=ConsentHow.FIRST_SIGN_IN, now=now)
    ConsentRound.objects.update_or_create(
        user=actor, place_kind=place.kind, place_id=place.id, defaults={"answered_at": now}
    )
