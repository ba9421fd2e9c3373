"""A school that has something to tell: a held lesson with its film, a published book with its files, an idea of a contest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from tests.contest.factories import ApplicationFactory, ContestFactory
from tests.publishing.factories import ArticleFactory
from tests.publishing.pressed import pressed

from nastavnik.contest.models import GalleryEntry
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.services.catalogues import renew_catalogues

IMPRINT = {
    "publisher_name": "МУК ЦБ",
    "publisher_place": "Заречье",
    "year": 2026,
    "authors": "Иванова Анна Петровна",
    "keywords": "чтение, двор",
    "isbn": "978-5-00-000000-1",
}
PMH = "{http://www.openarchives.org/OAI/2.0/}"


@pytest.fixture
def book(collection, now):
    collection.state, collection.published_at, collection.imprint = CollectionState.PUBLISHED, now, IMPRINT
    collection.save()
    ArticleFactory(collection=collection, licence=Licence.OWN)
    pressed(collection, {}, epub=b"PK", screen=b"%PDF", front=b"\x89PNG")
    return collection


@pytest.fixture
def idea(school):
    contest = ContestFactory(school=school, released=True)
    application = ApplicationFactory(contest=contest, admitted=True, title="Двор читает")
    return GalleryEntry.objects.create(
        application=application, summary="Читальня во дворе.", is_public=True, changed_at=timezone.now()
    )


@pytest.fixture
def renew():
    """Renew what is announced, some minutes later each time; tell how many entries that changed."""
    times = iter(range(1, 99))

    def renewed():
        later = timedelta(minutes=next(times))
        return renew_catalogues(clock=lambda: timezone.now() + later)

    return renewed


@pytest.fixture
def ask(client):
    """Ask a verb of OAI-PMH; return the answer as a tree."""

    def asked(verb, **arguments):
        given = {name.rstrip("_"): text for name, text in arguments.items()}
        response = client.get(reverse("publishing:oai"), {"verb": verb, **given})
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        return etree.fromstring(response.content)

    return asked
