"""OAI-PMH: six verbs over what everybody may see; what a page shows and what is announced do not differ."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import etree
from tests.contest.factories import AuthorFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory
from tests.publishing.catalogues.conftest import PMH
from tests.publishing.factories import CollectionFactory

from nastavnik.people.enums import ConsentKind
from nastavnik.people.models import Consent, ConsentText
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.selectors.catalogues import oai
from nastavnik.video.enums import Access

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(film, book, idea, renew):
    renew()


def names(tree):
    return [one.text for one in tree.iter(f"{PMH}identifier")]


def error_of(tree):
    (error,) = tree.iter(f"{PMH}error")
    assert error.text
    return error.get("code")


def test_school_tells_who_it_is(ask, school, settings):
    settings.BASE_URL = "https://school.example.ru"
    found = ask("Identify").find(f"{PMH}Identify")
    said = {etree.QName(one).localname: one.text for one in found}
    assert (said["repositoryName"], said["baseURL"]) == (school.title, "https://school.example.ru/oai/")
    assert (said["deletedRecord"], said["granularity"]) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert "oai:school.example.ru:lesson/" in etree.tostring(found).decode()


def test_machine_without_a_domain_describes_no_identifiers(ask, school, settings):
    settings.BASE_URL = "http://localhost:8000"
    assert ask("Identify").find(f".//{PMH}description") is None


def test_sets_and_formats_are_listed(ask, told):
    assert [one.text for one in ask("ListSets").iter(f"{PMH}setSpec")] == ["lessons", "collections", "projects"]
    formats = [one.text for one in ask("ListMetadataFormats").iter(f"{PMH}metadataPrefix")]
    assert formats == ["oai_dc", "marc21", "rusmarc"]
    one = names(ask("ListIdentifiers", metadataPrefix="oai_dc"))[0]
    assert len(list(ask("ListMetadataFormats", identifier=one).iter(f"{PMH}metadataPrefix"))) == 3
    assert error_of(ask("ListMetadataFormats", identifier="oai:x:lesson/abc")) == "idDoesNotExist"


@pytest.mark.parametrize(
    ("name", "word"), [("lessons", "lesson"), ("collections", "collection"), ("projects", "project")]
)
def test_each_set_has_its_things(ask, told, name, word):
    (identifier,) = names(ask("ListIdentifiers", metadataPrefix="oai_dc", set=name))
    assert re.fullmatch(rf"oai:[\w.]+:{word}/\w+", identifier)


def test_lesson_is_told_as_a_film_with_who_spoke(ask, told, lesson):
    text = etree.tostring(ask("ListRecords", metadataPrefix="oai_dc", set="lessons"), encoding="unicode")
    for words in ("Соседи : мастер-класс", "Иванова, Анна Петровна", "MovingImage", f"/lessons/{lesson.slug}/"):
        assert words in text


def test_film_that_not_everybody_may_watch_is_not_told_of(ask, film, renew):
    film.access = Access.ENROLLED
    film.save()
    renew()
    text = etree.tostring(ask("ListRecords", metadataPrefix="oai_dc"), encoding="unicode")
    assert "MovingImage" not in text
    assert "Соседи" in text


def test_book_is_told_by_its_imprint(ask, told):
    text = etree.tostring(ask("ListRecords", metadataPrefix="marc21", set="collections"), encoding="unicode")
    assert "Библиотека и её город" in text
    assert "978-5-00-000000-1" in text


def test_project_names_those_authors_who_let_it(ask, idea, school, renew, now):
    author = UserFactory(full_name="Сидорова Ольга")
    AuthorFactory(application=idea.application, user=author)
    place = place_of(school)
    words = {"kind": ConsentKind.PUBLICATION, "version": 1, "text": "Да", "sha256": "0" * 64, "published_at": now}
    text = ConsentText.objects.create(place_kind=place.kind, place_id=place.id, **words)
    Consent.objects.create(user=author, text=text, given_at=now)
    renew()
    assert "Сидорова" not in etree.tostring(ask("ListRecords", metadataPrefix="rusmarc"), encoding="unicode")
    idea.names_authors = True
    idea.save()
    assert renew() == 1
    assert "Сидорова" in etree.tostring(ask("ListRecords", metadataPrefix="rusmarc"), encoding="unicode")


def test_record_is_had_by_its_name_in_every_format(ask, told):
    (one,) = names(ask("ListIdentifiers", metadataPrefix="oai_dc", set="lessons"))
    for prefix in ("oai_dc", "marc21", "rusmarc"):
        assert "Соседи" in etree.tostring(ask("GetRecord", identifier=one, metadataPrefix=prefix), encoding="unicode")
    assert error_of(ask("GetRecord", identifier=one, metadataPrefix="mods")) == "cannotDisseminateFormat"
    assert error_of(ask("GetRecord", identifier=f"{one}x", metadataPrefix="oai_dc")) == "idDoesNotExist"


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("Steal", {}, "badVerb"),
        ("ListRecords", {}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "mods"}, "cannotDisseminateFormat"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "set": "letters"}, "noRecordsMatch"),
        ("ListRecords", {"metadataPrefix": "oai_dc", "until": "2001-01-01"}, "noRecordsMatch"),
        ("ListRecords", {"resumptionToken": "x"}, "badResumptionToken"),
        ("ListSets", {"resumptionToken": "x"}, "badResumptionToken"),
    ],
)
def test_error_of_the_protocol_is_an_answer(ask, told, verb, arguments, code):
    tree = ask(verb, **arguments)
    assert error_of(tree) == code
    repeated = tree.find(f"{PMH}request").attrib
    assert bool(repeated) == (code not in {"badVerb", "badArgument"})


def test_harvester_may_ask_by_post(client, told):
    response = client.post(reverse("publishing:oai"), {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert response.content.count(b"<record>") == 3
    assert client.put(reverse("publishing:oai")).status_code == 405


def test_repeated_argument_is_an_error(client, school):
    response = client.get(reverse("publishing:oai") + "?verb=Identify&verb=Identify")
    assert error_of(etree.fromstring(response.content)) == "badVerb"


def test_what_is_hidden_is_deleted_at_once_and_harvested_as_such_later(ask, told, lesson, renew):
    Programme.objects.update(is_public=False)
    tree = ask("ListRecords", metadataPrefix="oai_dc", set="lessons")
    assert tree.find(f".//{PMH}header").get("status") == "deleted"
    assert "Соседи" not in etree.tostring(tree, encoding="unicode")
    before = tree.findtext(f".//{PMH}datestamp")
    assert renew() == 1
    since = (CatalogueEntry.objects.get(kind="lesson").changed_at - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    (header,) = ask("ListIdentifiers", metadataPrefix="oai_dc", from_=since).iter(f"{PMH}header")
    assert header.get("status") == "deleted"
    assert header.findtext(f"{PMH}datestamp") > before


def test_list_comes_in_pieces_that_miss_nothing(ask, school, now, renew, monkeypatch):
    monkeypatch.setattr(oai, "PIECE", 2)
    for _ in range(5):
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
    renew()
    found, tree, cursors = [], ask("ListIdentifiers", metadataPrefix="oai_dc"), []
    while (token := tree.find(f".//{PMH}resumptionToken")) is not None:
        found += names(tree)
        cursors.append((token.get("cursor"), token.get("completeListSize")))
        if not token.text:
            break
        assert token.get("expirationDate")
        tree = ask("ListIdentifiers", resumptionToken=token.text)
    assert len(set(found)) == len(found) == 5
    assert cursors == [("0", "5"), ("2", "5"), ("4", "5")]


def test_list_whose_rest_has_moved_on_is_asked_anew(ask, school, now, renew, monkeypatch):
    monkeypatch.setattr(oai, "PIECE", 1)
    for _ in range(2):
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
    renew()
    until = CatalogueEntry.objects.first().changed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    token = ask("ListIdentifiers", metadataPrefix="oai_dc", until=until).findtext(f".//{PMH}resumptionToken")
    CatalogueEntry.objects.update(changed_at=now + timedelta(days=1))
    assert error_of(ask("ListIdentifiers", resumptionToken=token)) == "badResumptionToken"


def test_school_tells_of_itself_only(ask, told):
    CollectionFactory(state=CollectionState.PUBLISHED)
    LessonFactory(held=True)
    assert len(names(ask("ListIdentifiers", metadataPrefix="oai_dc"))) == 3


def test_piece_asks_no_more_the_more_there_is(ask, told, school, lesson, assert_flat, renew, now):
    def grow():
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
        LessonFactory(cycle=lesson.cycle, held=True)
        renew()

    assert_flat(lambda: ask("ListRecords", metadataPrefix="marc21"), grow)
