"""Two write one budget: only a line that both changed is a conflict, and nothing that was typed vanishes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.check.full import LINES
from tests.grants.check.sheet import asides, lines_in, names_in, sent_row
from tests.grants.factories import GrantFactory, text_row
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.rows import SentRow
from nastavnik.grants.models import Revision
from nastavnik.grants.selectors.check.refusals import NoBudget
from nastavnik.grants.services import budget as services
from nastavnik.grants.services.budget.refusals import TooManyLines

pytestmark = pytest.mark.django_db
NEW = {"id": "n1", "article": "other", "name": "Чай", "quantity": "1", "price": "500"}


def save(user, grant, now, *lines):
    return services.save_lines(actor=user, grant_id=grant.pk, lines=list(lines), now=now)


def test_save_keeps_what_was_typed_and_reckons_anew(full, author, now):
    saved = save(author, full, now, sent_row(LINES[3], price="10 000"), SentRow("n1", "", NEW))

    full.refresh_from_db()
    assert saved.theirs == {}
    assert names_in(full)[0] == "Микрофон студийный"
    assert {row["name"] for row in lines_in(full)} >= {"Чай", "Афиши"}
    assert full.requested == 21_399_400 - 1_000_200 + 50_000
    revision = Revision.objects.get(grant=full, key="budget_lines")
    assert (revision.written_by, revision.is_aside) == (author, False)


def test_save_of_an_untouched_page_changes_nothing(full, author, now):
    before = full.changed_at

    save(author, full, now, *(sent_row(line) for line in LINES))

    full.refresh_from_db()
    assert full.changed_at == before
    assert not Revision.objects.filter(grant=full).exists()


def test_save_lets_two_write_in_different_lines(full, author, mentor, now):
    save(author, full, now, sent_row(LINES[0], name="Руководитель Иванова"), *(sent_row(line) for line in LINES[1:]))
    saved = save(mentor, full, now, sent_row(LINES[0]), sent_row(LINES[1], price="3 500"))

    assert saved.theirs == {}
    assert names_in(full)[0] == "Руководитель Иванова"
    assert lines_in(full)[1]["price"] == "3 500"
    assert asides(full) == []


def test_save_of_a_line_that_both_changed_keeps_both(full, author, mentor, now):
    save(author, full, now, sent_row(LINES[3], name="Микрофон петличный"))

    saved = save(mentor, full, now, sent_row(LINES[3], name="Микрофон репортёрский"))
    again = save(mentor, full, now, sent_row(LINES[3], name="Микрофон репортёрский"))

    assert saved.theirs["b4"]["name"] == again.theirs["b4"]["name"] == "Микрофон петличный"
    assert "Микрофон петличный" in names_in(full)
    (aside,) = asides(full)
    assert aside.written_by == mentor
    assert "Микрофон репортёрский" in [row["name"] for row in aside.value]


def test_save_with_open_eyes_puts_ones_own_line_in_its_place(full, author, mentor, now):
    save(author, full, now, sent_row(LINES[3], name="Микрофон петличный"))
    theirs = save(mentor, full, now, sent_row(LINES[3], name="Микрофон репортёрский")).theirs["b4"]

    save(mentor, full, now + timedelta(minutes=1), sent_row(theirs, name="Микрофон репортёрский"))

    assert "Микрофон репортёрский" in names_in(full)
    written = Revision.objects.filter(grant=full, key="budget_lines", written_by=author)
    assert any("Микрофон петличный" in [row["name"] for row in one.value] for one in written)


def test_save_removes_a_line(full, author, now):
    save(author, full, now, sent_row(LINES[4], is_dropped=True))

    assert "Афиши" not in names_in(full)


def test_save_refuses_more_lines_than_a_budget_holds(full, author, now):
    many = [SentRow(f"n{number}", "", NEW | {"id": f"n{number}"}) for number in range(96)]

    with pytest.raises(TooManyLines):
        save(author, full, now, *many)

    assert len(lines_in(full)) == 5


def test_save_into_what_was_submitted_meanwhile_sets_it_aside(full, author, now):
    full.state = GrantState.SUBMITTED
    full.save()

    untouched = save(author, full, now, sent_row(LINES[0]))
    assert (untouched.is_closed, asides(full)) == (True, [])

    assert save(author, full, now, SentRow("n1", "", NEW)).is_closed
    assert names_in(full) == [line["name"] for line in LINES]
    (aside,) = asides(full)
    assert aside.value[0] == NEW


def test_save_refuses_who_only_reads(full, director, now):
    with pytest.raises(PermissionDenied):
        save(director, full, now, SentRow("n1", "", NEW))


def test_save_refuses_a_fund_without_a_budget(project, author, now):
    grant = GrantFactory(project=project, template=text_row(TEMPLATE, project.school))

    with pytest.raises(NoBudget):
        save(author, grant, now, SentRow("n1", "", NEW))
