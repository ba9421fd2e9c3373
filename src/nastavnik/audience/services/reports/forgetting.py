"""A person who asked to be forgotten: her name goes from the rows of frozen reports; figures, rows and their file stay.

No report is sent to her any more, and tables that nobody else could open go with her.
"""

from collections.abc import Collection

import structlog
from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.audience.models import Report, ReportSchedule, SavedTable
from nastavnik.audience.selectors.reports.frozen import persons_of
from nastavnik.audience.services.reports.freezing import keep_names
from nastavnik.people.models import User

log = structlog.get_logger("nastavnik.audience.forgetting")


def forget_person(*, user_id: int) -> int:
    """Forget what reports know of a person; return from how many reports her name went. Safe to repeat."""
    return _forget([user_id])


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of, or who came back with files out of a backup; return from how many reports."""
    return _forget(list(User.objects.filter(erased_at__isnull=False).values_list("pk", flat=True)))


def _forget(user_ids: Collection[int]) -> int:
    if not user_ids:
        return 0
    SavedTable.objects.filter(owner__in=user_ids, is_shared=False).delete()
    ReportSchedule.receivers.through.objects.filter(user__in=user_ids).delete()
    reports = Report.objects.exclude(names_file="").order_by("pk").values_list("pk", flat=True)
    return sum(_take_names(report_id, user_ids) for report_id in list(reports))


def _take_names(report_id: int, user_ids: Collection[int]) -> bool:
    """Take names from one report; tell whether there were any. A file that cannot be read is shown to nobody, and hinders no other."""
    try:
        return _rewrite(report_id, user_ids)
    except (OSError, ValueError):
        log.exception("names of a report cannot be read", report_id=report_id)
        return False


@transaction.atomic
def _rewrite(report_id: int, user_ids: Collection[int]) -> bool:
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    persons, old = persons_of(report), report.names_file
    if not persons.forget(user_ids):
        return False
    report.names_file, report.names_sha256 = keep_names(persons, report.frozen_at)
    report.save(update_fields=["names_file", "names_sha256"])
    transaction.on_commit(lambda: default_storage.delete(old))
    return True
