"""Asking a place and writing down what it told. Nothing is locked while one waits for it, and a place that fails hurts nobody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.audience.channels.base import Told
from nastavnik.audience.enums import CountMethod, Metric, PullState
from nastavnik.audience.models import CountedChannel, Placement
from nastavnik.audience.permissions import can_count
from nastavnik.audience.selectors.pulls.asking import CONNECTORS, Maker, channels_due, placements_to_ask
from nastavnik.audience.services.channels.keeping import NEED_KEY, PURPOSE
from nastavnik.audience.services.counts.recording import CountRow, record_counts
from nastavnik.audience.services.refusals import NothingAsked, SmallerThanBefore
from nastavnik.audience.tasks import pull_channel
from nastavnik.core import journal
from nastavnik.core.sealing import Unsealable, unseal
from nastavnik.people.permissions import SYSTEM, Actor

log = structlog.get_logger("nastavnik.audience.pulls")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST_WAIT = timedelta(minutes=15)
# who asks has this long; then another may
LEASE = HOUR
MOST_FAILURES = 7
FAILED = frozenset({PullState.SILENT, PullState.PACED, PullState.REFUSED, PullState.BROKEN})


@transaction.atomic
def ask_now(*, actor: Actor, channel_token: str, now: datetime) -> CountedChannel:
    """Let a channel be asked at once, in the background. Raises `NothingAsked`."""
    channels = CountedChannel.objects.select_for_update(of=("self",)).select_related("school")
    channel = channels.get(token=channel_token, removed_at=None)
    if not can_count(actor, channel.school):
        raise PermissionDenied
    if channel.method not in CONNECTORS:
        raise NothingAsked
    channel.pull_next_at = now
    channel.save(update_fields=["pull_next_at"])
    journal.record(actor=actor, verb="counts asked for", subject=channel, now=now)
    pull_channel.enqueue(channel.pk)
    return channel


def pull_due(*, now: datetime) -> int:
    """Ask all places whose time has come; return how many were asked. Safe to run twice."""
    return sum(pull(channel_id=channel_id, now=now) is not None for channel_id in channels_due(now))


def pull(*, channel_id: int, now: datetime, connectors: Mapping[str, Maker] = CONNECTORS) -> PullState | None:
    """Ask the place of one channel and write down what it told; None where it is not its time, or another asks already."""
    due = CountedChannel.objects.filter(pk=channel_id, pull_next_at__lte=now, removed_at=None)
    if not due.update(pull_next_at=now + LEASE):
        return None
    channel = CountedChannel.objects.select_related("school").get(pk=channel_id)
    placements = placements_to_ask(channel)
    told = _asked(channel, placements, connectors)
    return _keep(channel, placements, told, now)


def _asked(channel: CountedChannel, placements: Sequence[Placement], connectors: Mapping[str, Maker]) -> Told:
    """Return what the place told, whatever happens to who asks it."""
    if channel.method not in connectors:
        return Told(PullState.EMPTY, _("Figures of this channel come in by hand."))
    if not placements:
        words = _("No lesson has an address here that can be asked for. Put the addresses in, and ask again.")
        return Told(PullState.EMPTY, words)
    try:
        key = unseal(channel.sealed_key, purpose=PURPOSE) if channel.sealed_key else ""
    except Unsealable:
        return Told(PullState.REFUSED, _("The key that is kept cannot be read any more. Put it in anew."))
    if not key and channel.method in NEED_KEY:
        return Told(PullState.REFUSED, _("There is no key to ask with. Put one in."))
    try:
        return connectors[channel.method](key).ask([placement.outer_id for placement in placements])
    except Exception:
        # whatever a place sends, the others are asked and the ledger stays as it is
        log.exception("connector_broke", channel=channel.pk, method=channel.method)
        return Told(
            PullState.BROKEN,
            _("The answer broke our reader. Nothing was written down; the operator finds it in the log."),
        )


@transaction.atomic
def _keep(channel: CountedChannel, placements: Sequence[Placement], told: Told, now: datetime) -> PullState | None:
    """Write down what was told, unless the channel has become another one meanwhile."""
    fresh = CountedChannel.objects.select_for_update(of=("self",)).select_related("school").get(pk=channel.pk)
    asked = (channel.method, channel.sealed_key)
    if fresh.removed_at is not None or (fresh.method, fresh.sealed_key) != asked:
        return None
    for placement in placements:
        if placement.outer_id in told.found:
            state = told.found[placement.outer_id]
            same = Placement.objects.filter(pk=placement.pk, outer_id=placement.outer_id)
            same.update(state=state, checked_at=now)
    fewer = _record(fresh, placements, told, now)
    said = told.said
    if fewer:
        words = _("Less than before, so not written down: %(count)d. Look there, and put them in by hand.")
        said = f"{said} {words % {'count': fewer}}".strip()
    _note(fresh, told, said, now)
    return told.state


def _record(channel: CountedChannel, placements: Sequence[Placement], told: Told, now: datetime) -> int:
    """Write the numbers into the ledger; return how many were less than before, which a machine does not decide."""
    if Metric.TOTAL_VIEWS.value not in channel.metrics:
        return 0
    rows = [
        CountRow(
            channel.pk,
            placement.lesson_id,
            Metric.TOTAL_VIEWS,
            told.numbers[placement.outer_id],
            now,
            evidence_url=placement.url,
        )
        for placement in placements
        if placement.outer_id in told.numbers
    ]
    method = CountMethod(channel.method)
    try:
        record_counts(actor=SYSTEM, school=channel.school, rows=rows, now=now, method=method)
    except SmallerThanBefore as refusal:
        kept = [row for row in rows if row.cell not in refusal.cells]
        record_counts(actor=SYSTEM, school=channel.school, rows=kept, now=now, method=method)
        return len(refusal.cells)
    return 0


def _note(channel: CountedChannel, told: Told, said: str, now: datetime) -> None:
    """Keep how it ended, and when to ask again."""
    failures = min(channel.pull_failures + 1, MOST_FAILURES) if told.state in FAILED else 0
    channel.pull_state, channel.pull_said, channel.pull_tried_at = told.state, said[:300], now
    channel.pull_failures = failures
    if not failures:
        channel.pull_succeeded_at = now
    channel.pull_next_at = now + _wait(told, failures) if channel.method in CONNECTORS else None
    channel.save(
        update_fields=[
            "pull_state",
            "pull_said",
            "pull_tried_at",
            "pull_failures",
            "pull_succeeded_at",
            "pull_next_at",
        ]
    )


def _wait(told: Told, failures: int) -> timedelta:
    """Return after what time to ask again: longer every time that nobody answers."""
    if told.retry_after is not None:
        return timedelta(seconds=told.retry_after)
    if told.state in {PullState.SILENT, PullState.PACED}:
        return min(FIRST_WAIT * (1 << (failures - 1)), DAY)
    return DAY
