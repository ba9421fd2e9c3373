"""The one way in which applications are read: whole, or without what tells who applies; and their receipt."""

import json
from dataclasses import asdict

import pytest
from django.urls import reverse
from tests.contest.applications.a_form import ABOUT
from tests.contest.applications.test_files import add
from tests.contest.applications.test_submitting import submit

from nastavnik.contest.models import SectionText
from nastavnik.contest.papers.receipt import receipt_pdf, spaced, told_of
from nastavnik.contest.selectors.applications.reading import application_to_read
from nastavnik.contest.services import snapshots
from nastavnik.contest.services.applications.files import forget_files


@pytest.fixture
def submission(head, whole, now):
    SectionText.objects.filter(key="about").update(values={**ABOUT, "has_partners": "да", "partners": "Дом Анны"})
    for key in ("letters", "photos"):
        add(head, whole, now, name="Анна.pdf", key=key)
    return submit(head, whole, now)


def fields_of(reading):
    return {field.key: field for section in reading.sections for field in section.fields}


def test_reading_shows_everything(head, submission, library):
    reading = application_to_read(submission, is_blind=False)

    fields = fields_of(reading)
    assert (reading.number, reading.title, reading.library) == (1, "Читаем вместе", library.label)
    assert [(author.name, author.is_head) for author in reading.authors] == [(head.full_name, True)]
    assert fields["groups"].items == ("дети", "семьи")
    assert fields["partners"].text == "Дом Анны"
    assert [file.name for file in fields["letters"].files] == ["Анна.pdf"]
    assert fields["begins"].text == "9 января 2027 г."
    assert fields["price"].text == "100 ₽"


def test_reading_of_tables_has_sums_and_names_of_rows(submission):
    fields = fields_of(application_to_read(submission, is_blind=False))

    budget, plan = fields["budget"].table, fields["plan"].table
    assert [cell.text for cell in budget.rows[0]] == ["Книги", "Вечер", "12\u00a0500,50 ₽", "500 ₽"]
    assert [cell.text for cell in budget.foot] == ["Итого", "", "12\u00a0800,50 ₽", "500 ₽"]
    assert budget.heads[2].is_number
    assert plan.foot == ()
    assert [cell.text for cell in plan.rows[0][1:3]] == ["10.01.2027", "11.01.2027"]


def test_reading_blind_tells_nobody_who_applies(submission, head, library, django_assert_num_queries):
    with django_assert_num_queries(1):
        reading = application_to_read(submission, is_blind=True)

    written = json.dumps(asdict(reading), default=str, ensure_ascii=False)
    for word in ("Анн", library.name, library.organisation.name, head.full_name, head.token, "Дом"):
        assert word not in written
    assert {"partners", "photos"}.isdisjoint(fields_of(reading))
    assert [file.name for file in fields_of(reading)["letters"].files] == ["Приложение 1.pdf"]


def test_reading_leads_to_files_by_an_address(submission):
    (file,) = fields_of(application_to_read(submission, is_blind=True))["letters"].files

    token = submission.application.token
    assert file.url == reverse("contest:application_file", args=[token, file.token]) + "?blind=1"


def test_reading_leaves_out_whoever_has_no_account_any_more(submission, head):
    head.delete()

    assert application_to_read(submission, is_blind=False).authors == ()


def test_reading_of_what_is_typed_wrongly_shows_it_as_it_is(whole, now):
    SectionText.objects.filter(key="money").update(values={"begins": "скоро", "price": "сто"})

    fields = fields_of(application_to_read(snapshots.as_it_stands(whole, now=now), is_blind=False))

    assert (fields["begins"].text, fields["price"].text) == ("скоро", "сто")


def test_reading_survives_files_that_are_gone(submission):
    forget_files([])

    assert fields_of(application_to_read(submission, is_blind=False))["letters"].files


def test_receipt_is_a_pdf_with_number_moment_and_hash(submission, school):
    reading = application_to_read(submission, is_blind=False)

    told = told_of(reading, school=school.title, zone=school.zone)
    content = receipt_pdf(reading, school=school.title, zone=school.zone)

    local = submission.submitted_at.astimezone(school.zone)
    assert content.startswith(b"%PDF-")
    assert told["number"] == "1"
    assert told["digest"].replace(" ", "") == submission.sha256
    assert f"{local:%H:%M:%S}" in told["foot"]
    assert told["note"] == ""
    assert [file["name"] for file in told["files"]] == ["Анна.pdf", "Анна.pdf"]


def test_receipt_says_that_it_came_late(submission, school):
    submission.is_late = True

    told = told_of(application_to_read(submission, is_blind=False), school=school.title, zone=school.zone)

    assert told["note"]
    assert spaced("a" * 16) == "aaaaaaaa aaaaaaaa"
