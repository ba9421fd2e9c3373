"""Files for printing hold names of people, so they go as soon as they may."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.learning.models import CertificateRun


def forget_old_papers(*, now: datetime) -> int:
    """Delete the files that have lain long enough; return how many."""
    return forget_papers(run_ids=CertificateRun.objects.filter(expires_at__lt=now).values_list("pk", flat=True))


def forget_papers(*, run_ids: Iterable[int]) -> int:
    """Delete the files of these runs once the change is committed; return how many. They can be made anew."""
    runs = list(CertificateRun.objects.filter(pk__in=list(run_ids)).exclude(file=""))
    names = [run.file for run in runs]
    transaction.on_commit(lambda: _delete(names))
    return CertificateRun.objects.filter(pk__in=[run.pk for run in runs]).update(file="", file_bytes=0)


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
