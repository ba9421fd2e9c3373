"""Addresses of writing, what stands on its pages, and what its forms send."""

import re

from django.urls import reverse

from nastavnik.contest.checking.values import mark_of

EMPTY = mark_of("")


def address(name, *args):
    return reverse(f"grants:{name}", args=args)


def section(application, key="about"):
    return address("section", application.token, key)


def text_of(response):
    return response.content.decode()


def sent(**fields):
    """Return what a form sends of fields that were empty."""
    return {f"f-{key}": value for key, value in fields.items()} | {f"m-{key}": EMPTY for key in fields}


def marks_in(page):
    return dict(re.findall(r'name="(m-\w+)" value="(\w+)"', page))
