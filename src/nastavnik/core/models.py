"""Rows of the kernel: the journal, and what the workers need to watch over each other."""

from django.db import models

from nastavnik.core.queue.models import Schedule, WorkerBeat

__all__ = ["JournalEntry", "Schedule", "WorkerBeat"]


class JournalEntry(models.Model):
    """Who did what to what, and when. Written by services, shown as the object's history, never changed."""

    at = models.DateTimeField()
    # A number and a name, not a foreign key: the kernel lies below the people, and the entry outlives the account.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="journal_subject"),
            models.Index(fields=["actor_id", "-at"], name="journal_actor"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.verb} {self.subject_kind} {self.subject_id}"
