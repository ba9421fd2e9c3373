"""A report that was frozen by itself goes out: its note as a file of the letter, if it is small enough, and its address in any case."""

from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from nastavnik.audience.models import Report, ReportSchedule
from nastavnik.audience.papers.naming import file_name
from nastavnik.audience.papers.note import note_pdf
from nastavnik.audience.papers.told import report_from
from nastavnik.audience.services.reports.schedules import receivers_of
from nastavnik.core.ids import new_token
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services.letters import LetterFile, absolute
from nastavnik.people.services.notices import notify
from nastavnik.people.services.outbox import MOST_FILE_BYTES
from nastavnik.programme.permissions import place_of


def keep_paper(*, report_id: int) -> bool:
    """Set the note of a report and keep it, as it is going to be sent; tell whether a letter can carry it. Safe to repeat.

    Outside a transaction: setting takes a moment.
    """
    report = Report.objects.select_related("school").get(pk=report_id)
    if report.paper_file:
        return True
    with translation.override(settings.LANGUAGE_CODE):
        told = report_from(report.figures)
        content = note_pdf(told, accent=report.school.accent_light, made_at=report.frozen_at)
    if len(content) > MOST_FILE_BYTES:
        return False
    report.paper_file = default_storage.save(f"reports/{report.frozen_at:%Y}/{new_token()}.pdf", ContentFile(content))
    report.save(update_fields=["paper_file"])
    return True


def tell_receivers(*, schedule_id: int, report_id: int, now: datetime) -> int:
    """Tell the receivers of a schedule of a report, each once; return how many were told.

    Whoever may not see the report any more gets nothing. Without a kept note the letter has the address alone, and says so.
    """
    report = Report.objects.select_related("school").get(pk=report_id)
    schedule = ReportSchedule.objects.select_related("school").get(pk=schedule_id)
    school = report.school
    paper = absolute(school.address_of(reverse("audience:frozen_file", args=[report.token, "pdf"])))
    has_file = bool(report.paper_file)
    return notify(
        user_ids={one.pk for one in receivers_of(schedule)},
        kind=NoticeKind.DESK,
        template="audience/notices/report",
        now=now,
        context={"title": report.title, "school": school.title, "paper": paper, "has_file": has_file},
        link=school.address_of(reverse("audience:frozen_report", args=[report.token])),
        key=f"report.{schedule.token}.{report.ends_on:%Y%m%d}",
        place=place_of(school),
        zone=school.time_zone,
        file=LetterFile(report.paper_file, file_name(report.title, "pdf")) if has_file else None,
    )
