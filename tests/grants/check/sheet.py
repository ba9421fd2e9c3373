"""The sheet as browsers send it, and what stands in a budget."""

import re

from django.urls import reverse

from nastavnik.grants.funds.rows import SentRow, mark_of_row
from nastavnik.grants.models import FieldText, Revision

COLUMNS = ("article", "name", "activity", "quantity", "price", "own", "comment")


def address(grant, name="budget", *more):
    return reverse(f"grants:{name}", args=[grant.token, *more])


def lines_in(grant):
    text = FieldText.objects.filter(grant=grant, key="budget_lines").first()
    return text.value if text else []


def names_in(grant):
    return [row.get("name", "") for row in lines_in(grant)]


def asides(grant):
    return list(Revision.objects.filter(grant=grant, key="budget_lines", is_aside=True).order_by("number"))


def form_of(page):
    """Return what a browser would send of a page, by the names of fields."""
    html = page.content.decode()
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    html = html[html.index('id="sheet"') : html.index('id="paste-cells"')]
    sent = {}
    for tag in re.findall(r"<input[^>]+>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            sent[name[1]] = value[1] if value else ""
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, flags=re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        sent[name] = chosen[1] if chosen else ""
    return sent | dict(re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', html, flags=re.DOTALL))


def sent_row(row, *, is_dropped=False, **cells):
    """Return a line as a service gets it: untouched without cells."""
    changed = {**row, **cells} if cells else None
    return SentRow(row["id"], mark_of_row(row), changed, is_dropped=is_dropped)


def number_of(sent, row_id):
    """Return the number under which a line is sent."""
    return next(
        re.search(r"-(\d+)-id$", name)[1] for name, value in sent.items() if name.endswith("-id") and value == row_id
    )
