"""What tests of pages share."""

from django.contrib.messages import get_messages
from django.urls import reverse

from nastavnik.contest.models import ScoreSheet


def url(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def posted(sheet, criteria, mark="5", **others):
    marks = {f"mark-{one.pk}": mark for one in criteria} | {f"why-{one.pk}": "" for one in criteria}
    return marks | {"version": ScoreSheet.objects.get(pk=sheet.pk).version, "advice": "", "notes": ""} | others
