"""The table of what was announced follows what everybody may see, forgets nothing, and changes no more than what changed."""

import pytest
from tests.programme.factories import LessonFactory, SchoolFactory
from tests.publishing.factories import CollectionFactory

from nastavnik.publishing import tasks
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.models import CatalogueEntry
from nastavnik.publishing.services.catalogues import renewing

pytestmark = pytest.mark.django_db


def entries():
    return list(CatalogueEntry.objects.order_by("pk").values_list("kind", "key", "is_deleted"))


def test_what_everybody_may_see_is_announced_once(film, book, idea, renew, lesson):
    assert renew() == 3
    assert entries() == [
        ("lesson", lesson.uid, False),
        ("collection", book.token, False),
        ("project", idea.application.token, False),
    ]
    assert renew() == 0


def test_what_is_not_public_is_not_announced(school, collection, renew, idea, lesson):
    LessonFactory(cycle=lesson.cycle, announced=True)
    LessonFactory(cycle=lesson.cycle)
    LessonFactory(cycle__programme__school=school, cycle__programme__is_public=False, held=True)
    idea.is_public = False
    idea.save()
    renew()
    assert entries() == [("lesson", lesson.uid, False)]


def test_what_says_something_else_gets_a_new_time(book, lesson, renew):
    renew()
    before = dict(CatalogueEntry.objects.values_list("kind", "changed_at"))
    book.subtitle = "сборник"
    book.save()
    assert renew() == 1
    after = dict(CatalogueEntry.objects.values_list("kind", "changed_at"))
    assert after["collection"] > before["collection"]
    assert after["lesson"] == before["lesson"]
    assert after["collection"].microsecond == 0


def test_what_goes_stays_as_deleted_and_can_come_back(book, renew):
    renew()
    book.state = CollectionState.PREPARED
    book.save()
    assert renew() == 1
    assert entries() == [("collection", book.token, True)]
    assert renew() == 0
    book.state = CollectionState.PUBLISHED
    book.save()
    assert renew() == 1
    assert entries() == [("collection", book.token, False)]


def test_row_that_was_erased_is_told_as_deleted(book, renew):
    renew()
    token = book.token
    book.delete()
    renew()
    assert entries() == [("collection", token, True)]
    assert str(CatalogueEntry.objects.get()) == f"collection/{token}"


def test_more_than_a_batch_is_announced(school, renew, monkeypatch, now):
    monkeypatch.setattr(renewing, "BATCH", 2)
    for _ in range(3):
        CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
    assert renew() == 3


def test_school_that_cannot_be_read_holds_up_no_other(school, book, renew, monkeypatch):
    broken, works_of = SchoolFactory(), renewing.works_of
    CollectionFactory(school=broken, state=CollectionState.PUBLISHED)

    def works(one, *words):
        if one == broken:
            raise ValueError
        return works_of(one, *words)

    monkeypatch.setattr(renewing, "works_of", works)
    assert renew() == 1
    assert CatalogueEntry.objects.get().school == school


def test_words_of_a_record_do_not_depend_on_who_asks(lesson, client, renew):
    renew()
    client.cookies["language"] = "en"
    text = client.get(f"/records/lesson/{lesson.uid}.xml").content.decode()
    assert "мастер-класс" in text


def test_it_is_done_in_the_background(book):
    assert tasks.renew_catalogues.func() == 1
