"""Rows of results, as short as a test needs them."""

from datetime import timedelta

from django.contrib.messages import get_messages
from django.urls import reverse
from tests.contest.jury.factories import NOW, SheetFactory

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Decision, Mark
from nastavnik.contest.services import results as services

DAY = timedelta(days=1)


def judge(juror, application, criteria, *marks, advice=""):
    """Let a juror have finished a sheet: with these marks, or the same by every criterion."""
    given = marks if len(marks) == len(criteria) else [marks[0] for _ in criteria]
    state = {"state": SheetState.FINISHED, "finished_at": NOW}
    sheet = SheetFactory(juror=juror, application=application, advice=advice, version=1, **state)
    for criterion, mark in zip(criteria, given, strict=True):
        Mark.objects.create(sheet=sheet, criterion=criterion, value=mark)
    return sheet


def release(methodist, contest):
    """Go the whole way to the release; return to how many people letters went."""
    words = {"actor": methodist, "contest_id": contest.pk, "now": NOW}
    services.take_places(**words)
    services.make_minutes(**words)
    told = services.release_results(**words)
    contest.refresh_from_db()
    return told


def decide(methodist, application, award, note=""):
    """Give an application an award by the version of its decision that stands."""
    decision = Decision.objects.get(application=application)
    words = {"award_id": award.pk, "note": note, "version": decision.version, "now": NOW}
    services.decide(actor=methodist, application_id=application.pk, **words)


def url(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]
