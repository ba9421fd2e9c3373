"""Short words of the tests of pages."""

from django.contrib.messages import get_messages
from django.urls import reverse

from nastavnik.core.http.flash import undo_url_of


def url(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def undo_of(response):
    return [undo_url_of(message) for message in get_messages(response.wsgi_request)][-1]


def version_in(page):
    """Return the version that the form of a page was opened on."""
    return page.split('name="version" value="')[1].split('"')[0]
