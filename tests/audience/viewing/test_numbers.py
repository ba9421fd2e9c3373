"""What is told of lessons: from sums, with the staff apart, as of a day; and what of it goes into the ledger."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.viewing.words import view
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, ViewerKind
from nastavnik.audience.models import CountedChannel, MinuteViews, ViewCount
from nastavnik.audience.selectors.viewing.numbers import Numbers, Screens, viewing_of
from nastavnik.audience.selectors.viewing.page import LABELS
from nastavnik.audience.selectors.viewing.rules import RULES
from nastavnik.audience.services.viewing import ledger
from nastavnik.people.permissions import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(film, broadcast, now):
    """Three watched the broadcast, one of them the recording too, and so did another, in a frame; staff and a machine looked in."""
    for viewer in (1, 2, 3):
        view(film, now, viewer=viewer, is_live=True)
    view(film, now, viewer=3)
    view(film, now, viewer=4, kind=ViewerKind.GUEST, is_embedded=1)
    view(film, now, viewer=5, kind=ViewerKind.STAFF)
    view(film, now, viewer=6, kind=ViewerKind.BOT)
    MinuteViews.objects.all().delete()
    first = int(broadcast.live_at.timestamp()) // 60
    MinuteViews.objects.bulk_create(
        [
            MinuteViews(video=film, minute=first + at, screens=screens)
            for at, screens in ((-1, 90), (0, 4), (3, 16), (10, 80))
        ]
    )


def test_lesson_has_its_numbers_with_staff_and_machines_apart(lesson, film, watched, now):
    found = viewing_of([lesson], now)[lesson.pk]
    assert found.numbers == Numbers(live_views=3, recording_views=2, unique=4, seconds=100, embedded=1, staff=1, bots=1)
    assert found.numbers.views == 5
    assert [(film.video_id, film.numbers) for film in found.films] == [(film.pk, found.numbers)]


def test_most_at_once_is_of_the_minutes_of_the_broadcast_and_minutes_without_anybody_are_minutes(lesson, watched, now):
    assert viewing_of([lesson], now)[lesson.pk].screens == Screens(peak=16, average=2.0)


def test_number_of_an_earlier_day_does_not_hear_of_later_ones(lesson, film, watched, now):
    view(film, now + timedelta(days=1), viewer=9)
    assert viewing_of([lesson], now)[lesson.pk].numbers.views == 5
    assert viewing_of([lesson], now + timedelta(days=1))[lesson.pk].numbers.views == 6
    before = viewing_of([lesson], now - timedelta(days=1))[lesson.pk]
    assert (before.numbers, before.screens) == (Numbers(), None)


def test_lesson_without_anything_has_noughts(lesson, now):
    assert viewing_of([], now) == {}
    assert viewing_of([lesson], now)[lesson.pk].numbers == Numbers()


def test_lesson_adds_up_its_films(lesson, film, now):
    view(film, now)
    view(VideoFactory(ready=True, lesson=lesson), now)
    found = viewing_of([lesson], now)[lesson.pk]
    assert (found.numbers.views, len(found.films)) == (2, 2)


def test_number_of_queries_does_not_grow_with_lessons(lesson, school, watched, now, django_assert_num_queries):
    lessons = [lesson, *(LessonFactory(cycle=lesson.cycle, held=True) for _ in range(5))]
    for one in lessons[1:]:
        view(VideoFactory(ready=True, lesson=one), now)
    with django_assert_num_queries(4):
        viewing_of(lessons, now)


def test_every_number_has_its_rule():
    assert LABELS.keys() == RULES.keys()


# --- the ledger --------------------------------------------------------------------------------------------------------


def numbers_of(lesson):
    return dict(ViewCount.objects.filter(lesson=lesson).order_by("pk").values_list("metric", "value"))


def test_night_writes_what_changed_into_the_ledger(lesson, film, watched, school, now):
    assert ledger.record_everywhere(now=now) == 4
    assert numbers_of(lesson) == {
        Metric.TOTAL_VIEWS: 5,
        Metric.UNIQUE_VIEWERS: 4,
        Metric.LIVE_VIEWS: 3,
        Metric.PEAK: 16,
    }
    own = CountedChannel.objects.get(school=school, kind=PlaceKind.OWN)
    assert set(ViewCount.objects.values_list("channel", "method", "as_of")) == {(own.pk, CountMethod.OWN, now)}
    assert ledger.record_everywhere(now=now + timedelta(days=1)) == 0
    view(film, now + timedelta(days=1), viewer=4, kind=ViewerKind.GUEST)
    assert ledger.record_everywhere(now=now + timedelta(days=2)) == 2
    assert numbers_of(lesson)[Metric.TOTAL_VIEWS] == 6


def test_lesson_that_was_not_broadcast_has_no_numbers_of_one(lesson, film, now):
    view(film, now)
    ledger.record_everywhere(now=now)
    assert numbers_of(lesson) == {Metric.TOTAL_VIEWS: 1, Metric.UNIQUE_VIEWERS: 1}


def test_film_that_was_moved_takes_its_views_along(lesson, film, now):
    view(film, now)
    ledger.record_everywhere(now=now)
    film.lesson = other = LessonFactory(cycle=lesson.cycle, held=True)
    film.save(update_fields=["lesson"])
    ledger.record_own(
        actor=System(), school=lesson.school, lesson_ids=[lesson.pk, other.pk], now=now + timedelta(days=1)
    )
    assert numbers_of(lesson)[Metric.TOTAL_VIEWS] == 0
    assert numbers_of(other)[Metric.TOTAL_VIEWS] == 1


def test_school_that_took_its_own_page_out_of_the_count_gets_no_numbers(lesson, film, now):
    view(film, now)
    ledger.record_own(actor=System(), school=lesson.school, lesson_ids=[], now=now)
    CountedChannel.objects.filter(kind=PlaceKind.OWN).update(removed_at=now)
    assert ledger.record_own(actor=System(), school=lesson.school, now=now) == 0


def test_director_does_not_write_into_the_ledger(director, school, now):
    with pytest.raises(PermissionDenied):
        ledger.record_own(actor=director, school=school, now=now)
