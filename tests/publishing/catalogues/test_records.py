"""Single records to take away: read back by a library's own reader of MARC, for what everybody may see."""

import io

import pytest
from django.urls import reverse
from lxml import etree
from pymarc import MARCReader, parse_xml_to_array

from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.views import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(client):
    return lambda kind, token, ending: client.get(reverse("publishing:record", args=[kind, token, ending]))


def test_record_is_read_by_a_library(take, book):
    response = take("collection", book.token, "mrc")
    (found,) = MARCReader(response.content)
    assert found.title == "Библиотека и её город /"
    assert found.isbn == "9785000000001"
    assert response.headers["Content-Type"] == "application/marc"
    assert f'filename="collection-{book.token}.mrc"' in response.headers["Content-Disposition"]


def test_record_as_xml_says_the_same(take, film, lesson):
    (found,) = parse_xml_to_array(io.BytesIO(take("lesson", lesson.uid, "xml").content))
    assert found["245"]["a"] == "Соседи :"
    assert found["100"]["a"] == "Иванова, Анна Петровна"


def test_printed_book_is_told_to_be_read_here_in_another_form(take, book):
    (found,) = MARCReader(take("collection", book.token, "mrc").content)
    assert tuple(found["856"].indicators) == ("4", "1")


def test_russian_format_is_read_by_a_library(take, book):
    (found,) = MARCReader(take("collection", book.token, "rusmarc.iso").content, force_utf8=True)
    assert found["200"]["a"] == "Библиотека и её город"
    assert found["700"]["g"] == "Анна Петровна"


@pytest.mark.parametrize("ending", ["rusmarc.iso", "rusmarc.xml", "dc.xml"])
def test_record_comes_in_other_formats(take, idea, ending):
    content = take("project", idea.application.token, ending).content
    assert "Двор читает" in content.decode()
    if ending.endswith("xml"):
        etree.fromstring(content)


def test_record_has_the_time_at_which_it_was_announced(take, book, renew):
    renew()
    stamp = f"{CatalogueEntry.objects.get().changed_at:%Y%m%d%H%M%S.0}"
    assert stamp in take("collection", book.token, "xml").content.decode()


@pytest.mark.parametrize(
    ("kind", "ending"), [("collection", "doc"), ("letter", "mrc"), ("lesson", "mrc"), ("project", "mrc")]
)
def test_record_that_there_is_not_is_missing(take, book, kind, ending):
    assert take(kind, book.token, ending).status_code == 404


def test_record_of_what_is_not_published_is_missing_for_the_desk_too(take, collection, client, methodist):
    client.force_login(methodist)
    assert take("collection", collection.token, "mrc").status_code == 404


def test_record_too_long_for_its_format_is_sent_as_xml(take, idea):
    idea.summary = "слово " * 2000
    idea.save()
    token = idea.application.token
    response = take("project", token, "mrc")
    assert response.headers["Location"] == reverse("publishing:record", args=["project", token, "xml"])
    assert set(records.ENDINGS) >= {one.otherwise for one in records.ENDINGS.values() if one.otherwise}
