"""A real harvester takes everything through resumption tokens, and comes back for what changed; a reader takes a book by the feeds."""

import io
import urllib.request
import warnings
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from pymarc import parse_xml_to_array
from tests.programme.factories import CycleFactory
from tests.publishing.factories import ArticleFactory, CollectionFactory
from tests.publishing.pressed import pressed

from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.services.catalogues import renew_catalogues

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn of
    from sickle import Sickle

LESSONS = 250


@pytest.fixture
def served(live_server, settings):
    """A school with so many lessons and a book, and what it is asked at."""
    settings.BASE_URL = live_server.url
    cycle, now = CycleFactory(), timezone.now()
    school = cycle.programme.school
    words = {"cycle": cycle, "school": school, "state": LessonState.HELD, "starts_at": now}
    Lesson.objects.bulk_create(Lesson(slug=f"l-{n}", title=f"Занятие {n}", **words) for n in range(LESSONS))
    book = CollectionFactory(school=school, slug="gorod", state=CollectionState.PUBLISHED, published_at=now)
    ArticleFactory(collection=book, licence=Licence.OWN)
    pressed(book, epub=b"PK-book")
    renew_catalogues(clock=timezone.now)
    return f"{live_server.url}/oai/", f"{live_server.url}/opds/"


def test_everything_is_harvested_and_then_what_changed(served):
    harvester = Sickle(served[0], max_retries=2)
    assert harvester.Identify().deletedRecord == "persistent"
    assert [one.setSpec for one in harvester.ListSets()] == ["lessons", "collections", "projects"]
    first = {one.header.identifier: one for one in harvester.ListRecords(metadataPrefix="marc21")}
    assert len(first) == LESSONS + 1
    some = next(iter(first.values()))
    assert parse_xml_to_array(io.StringIO(some.raw))[0]["245"]["a"]
    newest = max(one.header.datestamp for one in first.values())

    gone = Lesson.objects.order_by("pk").first()
    Lesson.objects.filter(pk=gone.pk).update(state=LessonState.CANCELLED)
    Lesson.objects.filter(slug="l-1").update(title="Иначе")
    renew_catalogues(clock=lambda: timezone.now() + timedelta(minutes=1))
    again = list(
        harvester.ListRecords(**{"metadataPrefix": "oai_dc", "from": newest[:-3] + "59Z"}, ignore_deleted=False)
    )
    changed = {one.header.identifier.rpartition("/")[2]: one for one in again if one.header.datestamp > newest}
    assert changed[gone.uid].deleted
    assert {one.metadata["title"][0] for one in changed.values() if not one.deleted} == {"Иначе : семинар"}

    # the way of an e-reader: from the door to the books, from a book to its file
    door = feedparser.parse(served[1])
    books = feedparser.parse(door.entries[0].links[0].href)
    (file,) = [one for one in books.entries[0].links if "acquisition" in one.rel]
    with urllib.request.urlopen(file.href) as opened:
        assert opened.read() == b"PK-book"
