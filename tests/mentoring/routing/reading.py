"""What tests of the queue read pages by."""

import re

from tests.mentoring.factories import AssignmentFactory


def give(question, mentor, **fields):
    return AssignmentFactory(consultation=question, mentor=mentor, **fields)


def words(response):
    """Return the text of a page as people read it, without the spaces between words that keep numbers together."""
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " ").split())


def columns(response):
    """Return the heads of a table's columns."""
    return re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', response.content.decode())
