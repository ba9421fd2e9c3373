"""Pages of the desk of collections ask no more as there is more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.live.factories import BroadcastFactory
from tests.live.factories import PartFactory as BroadcastPartFactory
from tests.live.room.factories import QuestionFactory, RoomFactory
from tests.programme.factories import HandoutFactory
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory, PartFactory, picture

from nastavnik.live.enums import QuestionState
from nastavnik.publishing.models import ArticleRevision
from nastavnik.publishing.services import articles as services

pytestmark = pytest.mark.django_db


def test_list_asks_no_more_as_collections_grow(client, methodist, school, assert_flat):
    client.force_login(methodist)

    def grow():
        ArticleFactory(collection=CollectionFactory(school=school))

    assert_flat(lambda: client.get(reverse("publishing:collections")), grow)


def test_collection_asks_no_more_as_it_grows(client, methodist, collection, assert_flat):
    client.force_login(methodist)

    def grow():
        part = PartFactory(collection=collection)
        AuthorFactory(article=ArticleFactory(collection=collection, part=part))

    assert_flat(lambda: client.get(reverse("publishing:collection", args=[collection.token])), grow)


def test_editor_asks_no_more_as_an_article_grows(client, methodist, spoken, assert_flat, now):
    client.force_login(methodist)

    def grow():
        AuthorFactory(article=spoken)
        services.add_picture(actor=methodist, article_id=spoken.pk, content=picture(), alt="", now=now)
        number = ArticleRevision.objects.count() + 1
        ArticleRevision.objects.create(
            article=spoken,
            number=number,
            title="Т",
            text="Т",
            is_aside=True,
            written_by=methodist,
            began_at=now,
            written_at=now,
        )

    assert_flat(lambda: client.get(reverse("publishing:article", args=[spoken.token])), grow)
    assert_flat(lambda: client.get(reverse("publishing:article_history", args=[spoken.token])), grow)


def test_lesson_asks_no_more_as_it_grows(client, methodist, collection, film, assert_flat, now):
    client.force_login(methodist)
    begun = now - timedelta(minutes=10)
    broadcast = BroadcastFactory(lesson=film.lesson, video=film, ended=True, finished_at=now)
    room = RoomFactory(broadcast=broadcast)

    def grow():
        HandoutFactory(lesson=film.lesson)
        BroadcastPartFactory(broadcast=broadcast, started_at=begun)
        times = {"answering_at": begun + timedelta(seconds=5), "answered_at": begun + timedelta(seconds=20)}
        QuestionFactory(room=room, state=QuestionState.ANSWERED, **times)

    assert_flat(lambda: client.get(reverse("publishing:add_lesson", args=[collection.token, "sosedi"])), grow)
