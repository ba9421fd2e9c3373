"""The last check before air of a broadcast: what was asked, what was found."""

from django.db import models

from nastavnik.live.models.broadcasts import Broadcast


class Preflight(models.Model):
    """A check of everything that a broadcast needs; the next one takes its place.

    `told` is what the browser measured: `sound_db`, `brightness` and `spread` (0 to 255) while it sends itself, and
    `upload_bits` a second. `found` is what the school looked at: `disk_free_bytes`, `relays` (a list of `channel`,
    `verdict` of `ingest.preflight`, `milliseconds`), and `signal`: what comes in, in the same words as the browser's.
    """

    broadcast = models.OneToOneField(Broadcast, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    told = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"check of {self.broadcast_id}"
