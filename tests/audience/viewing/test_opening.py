"""A player gets a pass: who watches is a number, and a guest's is another one every day."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.video.factories import VideoFactory

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DaySalt
from nastavnik.audience.services.viewing import passes
from nastavnik.audience.services.viewing.opening import Visitor, open_viewing, viewer_of
from nastavnik.core.sealing import key_for
from nastavnik.video.enums import VideoState

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GUEST = AnonymousUser()


def opened(actor, film, now, *, address="192.0.2.1", browser=FIREFOX, languages="ru", is_embedded=False):
    visitor = Visitor(address, browser, languages)
    text = open_viewing(actor=actor, video=film, visitor=visitor, is_embedded=is_embedded, now=now)
    return passes.read(text, key_for(passes.PURPOSE), now.timestamp())


def test_pass_says_what_the_viewing_begins_with(learner, film, now):
    one = opened(learner, film, now, is_embedded=True)
    assert (one.school_id, one.video_id, one.kind, one.length) == (film.school_id, film.pk, ViewerKind.PERSON, 1000)
    assert (one.viewer, one.issued_at, one.on_air_since) == (viewer_of(learner.pk), int(now.timestamp()), 0)
    assert (one.is_embedded, one.day) == (1, "2026-11-24")
    assert opened(learner, film, now).key != one.key


def test_broadcast_has_no_length_yet(film, now):
    on_air = VideoFactory(lesson=film.lesson, state=VideoState.RECORDING, build="live1", created_at=now)
    one = opened(GUEST, on_air, now + timedelta(minutes=3))
    assert (one.length, one.on_air_since, one.is_live) == (0, int(now.timestamp()), True)


def test_evening_of_the_school_belongs_to_its_own_day(film, now):
    evening = now.replace(hour=22)
    assert opened(GUEST, film, evening).day == "2026-11-25"


def test_desk_is_staff_and_a_program_is_a_machine(methodist, director, learner, film, now):
    kinds = [opened(actor, film, now).kind for actor in (methodist, director, learner, GUEST)]
    assert kinds == [ViewerKind.STAFF, ViewerKind.STAFF, ViewerKind.PERSON, ViewerKind.GUEST]
    for odd in ({"browser": "Mozilla/5.0 (compatible; YandexBot/3.0)"}, {"browser": ""}, {"languages": ""}):
        assert opened(GUEST, film, now, **odd).kind == ViewerKind.BOT


def test_guest_is_the_same_for_a_day_and_another_the_next(film, now):
    first = opened(GUEST, film, now).viewer
    assert opened(GUEST, film, now + timedelta(hours=1)).viewer == first
    others = [opened(GUEST, film, now, address="192.0.2.2"), opened(GUEST, film, now, browser="Safari")]
    others.append(opened(GUEST, film, now + timedelta(days=1)))
    assert len({first, *(one.viewer for one in others)}) == 4
    assert DaySalt.objects.count() == 2
