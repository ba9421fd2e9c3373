"""The application as it is read: words are marked in fields, in rows, and across the cells of a table."""

import pytest

from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.talk.reading import sections_marked
from nastavnik.grants.selectors.talk.remarks_page import remarks_page
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.talk.remarks import Spot, add_remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(written, mentor, now):
    return lambda spot: add_remark(actor=mentor, grant_id=written.pk, spot=spot, body=f"Что? {spot}", now=now).token


def field(grant, actor, key):
    page = remarks_page(actor, grant)
    return next(one for section in page.sections for one in section.fields if one.key == key)


def covered(pieces):
    return [piece.text for piece in pieces if piece.names]


def test_words_of_a_field_are_marked(written, author, say):
    say(Spot("problem", quote="43 % школьников"))
    say(Spot("problem"))
    shown = field(written, author, "problem")
    assert (covered(shown.pieces), shown.said, shown.is_text) == (["43 % школьников"], 2, True)


def test_words_of_a_row_are_marked_in_their_cell(written, author, say):
    say(Spot("activities", row_id="bbbb3333", quote="Парк"))
    rows = field(written, author, "activities").rows
    assert [[covered(cell.pieces) for cell in row.cells if covered(cell.pieces)] for row in rows] == [[], [["Парк"]]]
    assert [cell.begin for cell in rows[1].cells if cell.begin is not None] == [0, 12, 17]


def test_words_of_a_whole_table_are_marked_where_they_stand(written, author, say):
    token = say(Spot("activities", quote="Детский зал\nПоход в лес"))
    rows = field(written, author, "activities").rows
    assert [covered(cell.pieces) for row in rows for cell in row.cells if covered(cell.pieces)] == [
        ["Детский зал"],
        ["Поход в лес"],
    ]
    begun = [piece.begins for row in rows for cell in row.cells for piece in cell.pieces if piece.begins]
    assert begun == [(token,)]


def test_days_numbers_and_choices_are_shown_as_they_are_read(written, author, now):
    put_values(written, {"starts_on": "2027-02-01", "people": "120"}, actor=author, now=now)
    assert field(written, author, "starts_on").pieces[0].text == "1 февраля 2027 г."
    assert not field(written, author, "people").is_text


def test_what_is_empty_says_so(written):
    sections = sections_marked(template_of(written.template).form, {})
    assert all(section.is_empty for section in sections)
    filled = sections_marked(template_of(written.template).form, content_of(written).values)
    assert not filled[0].is_empty
