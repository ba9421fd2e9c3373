"""Submissions to portals: how a channel wants to be asked, what was submitted, and what its export says of it.

No portal of ours takes events from programs: a person puts the texts in. The export is only read.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.sealing import Unsealable, seal, unseal
from nastavnik.live.enums import ChannelKind, PortalState
from nastavnik.live.models import Channel, Submission, SubmissionRule
from nastavnik.live.permissions import can_edit_channels
from nastavnik.live.services import culture
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson

PURPOSE = "live.portal-key"
MOST_LEAD_DAYS = 90
MOST_CHECKS = 100


class NothingToCheck(Refusal):
    """There is no number of the event, or no key to ask with."""

    message = _("To ask the portal, the number of the event and the key of its export are needed.")


class NotSubmitted(Refusal):
    """The portal was told nothing of the lesson yet."""

    message = _("This lesson is not submitted yet. Submit it with the time that stands here now.")


@transaction.atomic
def set_rule(*, actor: Actor, channel_token: str, lead_days: int, key: str | None, now: datetime) -> SubmissionRule:
    """Say how a channel wants to be asked: so many days before a lesson, 0 for never. `key` None leaves the one that is kept."""
    channel = _locked_channel(actor, channel_token)
    rule = SubmissionRule.objects.filter(channel=channel).first() or SubmissionRule(channel=channel)
    rule.lead_days = min(lead_days, MOST_LEAD_DAYS)
    if key is not None:
        rule.sealed_key = seal(key, purpose=PURPOSE) if key else ""
    rule.save()
    journal.record(
        actor=actor, verb="submission rule set", subject=channel, now=now, days=rule.lead_days, is_key_new=bool(key)
    )
    return rule


@transaction.atomic
def note_submitted(
    *, actor: Actor, lesson_uid: str, channel_token: str, portal_id: str, page_url: str, now: datetime
) -> Submission:
    """Write down that a lesson was submitted, and under which number. What the portal said of another number is forgotten."""
    made = _submission(actor, lesson_uid, channel_token)
    if portal_id != made.portal_id:
        made.state, made.checked_at = PortalState.UNKNOWN, None
    if made.asked_at is None:
        made.asked_at, made.told_starts_at = now, made.lesson.starts_at
    made.skipped_at = None
    made.portal_id, made.page_url = portal_id, page_url
    made.save()
    journal.record(actor=actor, verb="submission noted", subject=made.lesson, now=now, channel=made.channel.title)
    return made


@transaction.atomic
def note_moved(*, actor: Actor, lesson_uid: str, channel_token: str, now: datetime) -> Submission:
    """Write down that the portal was told the time at which a lesson begins now; safe to repeat.

    It may look at the event anew, so what it said before is forgotten. Raises `NotSubmitted`.
    """
    made = _submission(actor, lesson_uid, channel_token)
    if made.asked_at is None:
        raise NotSubmitted
    if made.told_starts_at != made.lesson.starts_at:
        made.told_starts_at = made.lesson.starts_at
        made.state, made.checked_at = PortalState.UNKNOWN, None
        made.save(update_fields=["told_starts_at", "state", "checked_at"])
        journal.record(actor=actor, verb="submission moved", subject=made.lesson, now=now, channel=made.channel.title)
    return made


@transaction.atomic
def skip(*, actor: Actor, lesson_uid: str, channel_token: str, is_skipped: bool, now: datetime) -> Submission:
    """Say that a lesson does not go to a channel, or that it does after all. Safe to repeat."""
    made = _submission(actor, lesson_uid, channel_token)
    made.asked_at = made.told_starts_at = None
    made.skipped_at = now if is_skipped else None
    made.save()
    verb = "submission skipped" if is_skipped else "submission wanted"
    journal.record(actor=actor, verb=verb, subject=made.lesson, now=now, channel=made.channel.title)
    return made


def check(*, actor: Actor, lesson_uid: str, channel_token: str, now: datetime) -> PortalState:
    """Ask the portal's export what became of an event. Raises `NothingToCheck`."""
    channel = Channel.objects.select_related("school").get(token=channel_token, removed_at=None)
    if not can_edit_channels(actor, channel.school):
        raise PermissionDenied
    submissions = Submission.objects.filter(channel=channel, lesson__uid=lesson_uid)
    made = submissions.select_related("channel__submission_rule").first()
    state = _asked(made, now) if made else None
    if state is None:
        raise NothingToCheck
    return state


def check_due(*, now: datetime) -> int:
    """Ask about all events to come that are not known to be published; return how many. Safe to run twice."""
    waiting = Submission.objects.filter(asked_at__isnull=False, lesson__starts_at__gt=now).exclude(portal_id="")
    waiting = waiting.filter(~Q(state=PortalState.PUBLISHED), channel__removed_at=None)
    waiting = waiting.exclude(channel__submission_rule=None).exclude(channel__submission_rule__sealed_key="")
    due = waiting.select_related("channel__submission_rule").order_by(F("checked_at").asc(nulls_first=True), "pk")[
        :MOST_CHECKS
    ]
    return sum(_asked(made, now) is not None for made in due)


def _asked(made: Submission, now: datetime) -> PortalState | None:
    """Ask about one event and keep the answer; None when there is nothing to ask, or to ask with."""
    rule = getattr(made.channel, "submission_rule", None)
    if made.channel.kind != ChannelKind.CULTURE or not (made.portal_id and rule and rule.sealed_key):
        return None
    try:
        key = unseal(rule.sealed_key, purpose=PURPOSE)
    except Unsealable:
        return None
    state = culture.state_of(made.portal_id, key)
    # of this number alone: it may have been changed while the portal was asked
    Submission.objects.filter(pk=made.pk, portal_id=made.portal_id).update(state=state, checked_at=now)
    return state


def _submission(actor: Actor, lesson_uid: str, channel_token: str) -> Submission:
    """Return the row of a lesson at a channel, made at need; the channel is locked."""
    channel = _locked_channel(actor, channel_token)
    lesson = Lesson.objects.get(uid=lesson_uid, school=channel.school_id)
    known = Submission.objects.filter(lesson=lesson, channel=channel).select_related("lesson", "channel").first()
    return known or Submission(lesson=lesson, channel=channel)


def _locked_channel(actor: Actor, token: str) -> Channel:
    channels = Channel.objects.select_for_update(of=("self",)).select_related("school")
    channel = channels.get(token=token, removed_at=None)
    if not can_edit_channels(actor, channel.school):
        raise PermissionDenied
    return channel
