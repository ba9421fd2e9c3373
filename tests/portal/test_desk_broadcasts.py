"""The desk's first page leads to the broadcasts of the week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.live.factories import BroadcastFactory
from tests.programme.factories import LessonFactory

from nastavnik.live.models import Broadcast

SIGNED_IN_BY = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def lesson_in(school):
    """Make an announced lesson in so many hours: `lesson_in(3, title="…")`."""

    def make(hours, **changes):
        words = {"announced": True, "cycle__programme__school": school} | changes
        return LessonFactory(starts_at=timezone.now() + timedelta(hours=hours), **words)

    return make


def page_of(client, user):
    client.force_login(user, backend=SIGNED_IN_BY)
    return client.get(reverse("portal:desk")).content.decode()


def test_desk_leads_to_the_broadcasts_of_the_week(client, methodist, lesson_in):
    planned = BroadcastFactory(lesson=lesson_in(3, title="Запланирован"))
    without = lesson_in(5, title="Без эфира")
    lesson_in(24 * 9, title="Не скоро")
    live = BroadcastFactory(lesson=lesson_in(-1, title="Идёт сейчас"), live=True)
    BroadcastFactory(lesson=lesson_in(-3, title="Прошёл", announced=False, held=True), ended=True)

    page = page_of(client, methodist)

    for broadcast in (planned, live):
        assert reverse("live:broadcast", args=[broadcast.token]) in page
    assert page.index("Пульт эфира: Идёт сейчас") < page.index("Пульт эфира: Запланирован")
    assert "Провести эфир: Без эфира" in page
    assert page.count('name="lesson"') == 1
    for absent in ("эфира: Не скоро", "эфир: Не скоро", "эфира: Прошёл"):
        assert absent not in page

    response = client.post(reverse("live:plan"), {"lesson": without.uid})
    assert response.headers["Location"] == reverse("live:broadcast", args=[Broadcast.objects.get(lesson=without).token])


def test_desk_of_the_director_begins_no_broadcasts(client, director, lesson_in):
    lesson_in(5)

    assert 'name="lesson"' not in page_of(client, director)


def test_desk_of_a_quiet_week_says_nothing_of_broadcasts(client, methodist, school):
    assert "light-deeds" not in page_of(client, methodist)
    assert reverse("live:plan") not in page_of(client, methodist)
