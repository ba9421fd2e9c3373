"""A broadcast of a lesson: who sends, what was taken in, where it goes, and who looks after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.live.enums import (
    BroadcastState,
    ChannelKind,
    EndReason,
    NoteCode,
    RelayState,
    SenderKind,
    SenderState,
)
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School
from nastavnik.video.enums import Access
from nastavnik.video.models import Video


class IngestNode(models.Model):
    """A process that takes broadcasts in; alive while it beats."""

    name = models.CharField(max_length=80, unique=True)
    # where web processes reach it for broadcasts from browsers: `ws://10.0.0.5:8765`
    address = models.CharField(max_length=200)
    # of the encoder: how many times faster than real time it makes the lower quality; 0 while unknown
    encoding_speed = models.FloatField(default=0.0)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Broadcast(models.Model):
    """A lesson on air. One ingest node at a time looks after it, as long as its lease lasts."""

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    lesson = models.OneToOneField(Lesson, models.CASCADE, verbose_name=_("lesson"), related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BroadcastState.choices, default=BroadcastState.PLANNED)
    # the recording, made when the broadcast goes on air: the pieces that viewers load are its build
    video = models.OneToOneField(Video, models.SET_NULL, related_name="+", null=True, blank=True)
    access = models.CharField(_("who may watch"), max_length=10, choices=Access.choices, default=Access.OPEN)
    is_low_latency = models.BooleanField(_("show it with the least delay"), default=False)
    wants_lower_quality = models.BooleanField(_("make a lower quality for slow links"), default=True)
    abandon_minutes = models.PositiveSmallIntegerField(_("end it when nothing was sent for, minutes"), default=30)

    live_at = models.DateTimeField(_("on air since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("over since"), null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    # the recording is whole and can be watched; until then a node still owes it
    finished_at = models.DateTimeField(null=True, blank=True)
    # taken off the recording without re-encoding
    head_seconds = models.FloatField(default=0.0)
    tail_seconds = models.FloatField(default=0.0)
    # of a file that replaced the recording: its second `x` shows what the recording showed at `x - shift_seconds`
    shift_seconds = models.FloatField(default=0.0)

    node = models.ForeignKey(IngestNode, models.SET_NULL, related_name="broadcasts", null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    # the sender whom the desk wants to be shown; nobody: whoever comes first
    wanted_sender = models.ForeignKey("Sender", models.SET_NULL, related_name="+", null=True, blank=True)
    # what the node says of the signal, as `ingest.node` writes it
    health = models.JSONField(default=dict)
    health_at = models.DateTimeField(null=True, blank=True)

    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("broadcast")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=BroadcastState.PLANNED) ^ models.Q(live_at__isnull=False),
                name="broadcast_live_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=BroadcastState.ENDED) ^ models.Q(ended_at=None),
                name="broadcast_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=BroadcastState.ENDED) ^ models.Q(ended_because=""),
                name="broadcast_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(head_seconds__gte=0, tail_seconds__gte=0), name="broadcast_trim_not_negative"
            ),
        )
        indexes = (
            models.Index(fields=["school", "state"], name="broadcast_of_school"),
            models.Index(fields=["leased_until"], name="broadcast_lease"),
        )

    def __str__(self) -> str:
        return self.token

    @property
    def is_on_air(self) -> bool:
        """Whether viewers see it now."""
        return self.state == BroadcastState.LIVE

    @property
    def is_over(self) -> bool:
        """Whether nothing more is taken in."""
        return self.state == BroadcastState.ENDED


class StreamKey(models.Model):
    """A key with which OBS sends to a broadcast. One sender at a time may use it; a second person gets a key of her own."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="keys")
    token = TokenField()
    label = models.CharField(_("whose it is"), max_length=80)
    # sealed by core.sealing; the digest finds the row without opening any
    sealed = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Sender(models.Model):
    """Somebody's signal for a broadcast, from the first byte until it is given up."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="senders")
    token = TokenField()
    kind = models.CharField(max_length=10, choices=SenderKind.choices)
    label = models.CharField(max_length=80)
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    key = models.ForeignKey(StreamKey, models.SET_NULL, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=SenderState.choices, default=SenderState.WAITING)
    # codecs, size, rate: as far as the signal told them
    facts = models.JSONField(default=dict)
    came_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["broadcast", "state"], name="sender_of_broadcast"),)

    def __str__(self) -> str:
        return self.label


class Part(models.Model):
    """An unbroken stretch of the recording: what one sender sent without a break while the broadcast was on air.

    Maps the clock to the recording: what happened at `started_at + x` is shown at second `offset_seconds + x`, for
    `0 <= x < duration_seconds`; what happened between two parts belongs to the beginning of the later one.
    """

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="parts")
    sender = models.ForeignKey(Sender, models.SET_NULL, related_name="+", null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    offset_seconds = models.FloatField()
    duration_seconds = models.FloatField(default=0.0)
    # in a file that replaced the recording: so much later than the parts before it let expect, for it has no holes
    late_seconds = models.FloatField(default=0.0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["broadcast", "number"], name="part_once_in_broadcast"),)

    def __str__(self) -> str:
        return f"{self.number} of {self.broadcast_id}"

    @property
    def shown_from_seconds(self) -> float:
        """Where it begins in what is shown, before anything was cut off or shifted as a whole."""
        return self.offset_seconds + self.late_seconds


class Channel(models.Model):
    """A place outside where people watch the school's broadcasts."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    kind = models.CharField(_("kind"), max_length=10, choices=ChannelKind.choices)
    title = models.CharField(_("title"), max_length=80)
    # rtmp:// or rtmps://, without the key
    address = models.CharField(_("server address"), max_length=300)
    # sealed by core.sealing; empty where each broadcast has a key of its own
    sealed_key = models.CharField(max_length=400, blank=True)
    page_url = models.URLField(_("page where people watch"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("channel")

    def __str__(self) -> str:
        return self.title


class Relay(models.Model):
    """A broadcast's way to one channel: a process of its own on the node, its light and its log."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="relays")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    token = TokenField()
    # the desk's wish; the node brings the relay there
    is_wanted = models.BooleanField(default=True)
    # a key for this broadcast alone; wiped when it is over
    sealed_key = models.CharField(max_length=400, blank=True)
    # of this broadcast's page at the channel, where it has one of its own
    page_url = models.URLField(blank=True)
    state = models.CharField(max_length=10, choices=RelayState.choices, default=RelayState.READY)
    # in the words of the other side, without keys
    why = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    on_since = models.DateTimeField(null=True, blank=True)
    sent_seconds = models.FloatField(default=0.0)
    # the last lines of its program, without keys
    log = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["broadcast", "channel"], name="relay_once_in_broadcast"),)

    def __str__(self) -> str:
        return f"{self.channel_id} for {self.broadcast_id}"


class DeskNote(models.Model):
    """A line in the log of a broadcast's desk."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    code = models.CharField(max_length=15, choices=NoteCode.choices)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["broadcast", "-at"], name="desk_note_newest"),)

    def __str__(self) -> str:
        return f"{self.code} of {self.broadcast_id}"
