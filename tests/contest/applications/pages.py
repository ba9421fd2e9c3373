"""Addresses of applications, what stands on their pages, and what their forms send."""

import re

from django.urls import reverse

from nastavnik.contest.checking.values import mark_of

EMPTY = mark_of("")


def address(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def section(application, key="about"):
    return address("application_section", application.token, key)


def sent(**fields):
    """Return what a form sends of fields that were empty."""
    return {f"f-{key}": value for key, value in fields.items()} | {f"m-{key}": EMPTY for key in fields}


def marks_in(page):
    return dict(re.findall(r'name="(m-\w+)" value="(\w+)"', page))
