"""Reports become viewings, views and sums: nothing twice, nothing that nobody had time for."""

import random
from datetime import timedelta

import pytest
from tests.audience.viewing.words import pass_of, told, view
from tests.video.factories import VideoFactory

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DayViewer, DayViews, MinuteViews, MonthViews, Retention, Viewing
from nastavnik.audience.selectors.viewing.plays import unpacked
from nastavnik.audience.services.viewing.counting import Answer, Report, take_reports
from nastavnik.audience.services.viewing.passes import Pass

pytestmark = pytest.mark.django_db


def sums(**words):
    fields = ("views", "unique_viewers", "new_viewers", "seconds")
    return list(DayViews.objects.filter(**words).order_by("day", "kind", "is_live").values_list(*fields))


def test_player_that_stopped_before_ten_seconds_is_no_view(film, now):
    allowed = pass_of(film, now)
    assert told(allowed, (0, 9), now=now) is Answer.TAKEN
    assert sums() == []
    assert Viewing.objects.values_list("seconds", "is_view").get() == (9, False)
    told(allowed, (9, 12), number=2, now=now)
    assert sums() == [(1, 1, 1, 12)]


def test_half_of_a_short_film_is_a_view(film, now):
    view(film, now, (0, 4), length=9)
    assert sums() == []
    view(film, now, (0, 5), length=9)
    assert sums() == [(1, 1, 1, 5)]


def test_report_that_comes_twice_counts_once(film, now):
    allowed = pass_of(film, now)
    report = Report(allowed, 1, [(0, 20)])
    assert take_reports([report, report], now=now) == [Answer.TAKEN] * 2
    told(allowed, (0, 20), number=1, now=now)
    assert sums() == [(1, 1, 1, 20)]
    told(allowed, (0, 20), number=2, now=now)
    assert sums() == [(1, 1, 1, 40)]


def test_nobody_plays_an_hour_in_a_minute(film, now):
    allowed = pass_of(film, now, ago=60)
    assert told(allowed, (0, 181), now=now) is Answer.TOO_FAST
    assert sums() == []
    assert told(allowed, (0, 180), number=1, now=now) is Answer.TAKEN
    assert told(allowed, (180, 182), number=2, now=now) is Answer.TOO_FAST
    assert sums() == [(1, 1, 1, 180)]


def test_person_is_unique_once_and_a_guest_once_a_day(film, now):
    for day in (now, now, now + timedelta(days=1)):
        view(film, day, viewer=5)
        view(film, day, viewer=6, kind=ViewerKind.GUEST)
    guests, people = sums(kind=ViewerKind.GUEST), sums(kind=ViewerKind.PERSON)
    assert people == [(2, 1, 1, 40), (1, 1, 0, 20)]
    assert guests == [(2, 1, 1, 40), (1, 1, 1, 20)]
    assert DayViewer.objects.filter(viewer=6).count() == 2


def test_broadcast_and_recording_share_their_viewers(film, now):
    view(film, now, is_live=True)
    view(film, now)
    assert sums() == [(1, 0, 0, 20), (1, 1, 1, 20)]


def test_screen_counts_once_a_minute_of_a_broadcast(film, now):
    allowed = pass_of(film, now, is_live=True)
    for number in range(1, 7):
        told(allowed, (20 * number, 20 * number + 20), number=number, now=now + timedelta(seconds=20 * number - 20))
    view(film, now, is_live=True, viewer=2)
    view(film, now, is_live=True, viewer=3, kind=ViewerKind.STAFF)
    view(film, now, is_live=True, viewer=4, kind=ViewerKind.BOT)
    minute = int(now.timestamp()) // 60
    assert dict(MinuteViews.objects.values_list("minute", "screens")) == {minute: 2, minute + 1: 1}
    assert not Retention.objects.exists()


def test_curve_holds_what_guests_and_people_played(film, now):
    view(film, now, (0, 12), (500, 600))
    view(film, now, (500, 510), viewer=2, kind=ViewerKind.GUEST)
    view(film, now, (500, 600), viewer=3, kind=ViewerKind.STAFF)
    view(film, now, (500, 600), viewer=4, kind=ViewerKind.BOT)
    row = Retention.objects.get()
    numbers = unpacked(row.plays)
    assert (row.views, row.seconds, len(numbers)) == (2, 3, 334)
    assert (numbers[0], numbers[100], numbers[167], numbers[180]) == (1, 0, 2, 1)


def test_frames_of_other_sites_are_told_apart(film, now):
    view(film, now, is_embedded=1, kind=ViewerKind.GUEST)
    view(film, now, viewer=2, kind=ViewerKind.GUEST)
    assert DayViews.objects.values_list("views", "embedded_views").get() == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_film_that_is_gone_takes_no_other_report_along(film, now):
    gone = Pass(**pass_of(film, now)._asdict() | {"video_id": film.pk + 1000})
    there = pass_of(film, now)
    answers = take_reports([Report(gone, 1, [(0, 20)]), Report(there, 1, [(0, 20)])], now=now)
    assert answers == [Answer.GONE, Answer.TAKEN]
    assert sums() == [(1, 1, 1, 20)]


def test_sums_are_what_viewings_come_to_however_reports_are_batched(film, lesson, now):
    other = VideoFactory(ready=True, lesson=lesson, duration_seconds=50.0)
    chance = random.Random(11)
    reports = []
    for viewer in range(40):
        allowed = pass_of(chance.choice([film, other]), now, viewer=viewer % 15, kind=chance.choice([0, 1]), length=50)
        reports += [Report(allowed, n, [(0, chance.choice([4, 12, 30]))]) for n in range(1, 4)]
    chance.shuffle(reports)
    while reports:
        size = chance.randint(1, 30)
        take_reports(reports[:size], now=now)
        reports = reports[size:]
    views = Viewing.objects.filter(is_view=True)
    rows = DayViews.objects.values_list("views", "unique_viewers", "seconds")
    assert sum(row[0] for row in rows) == views.count()
    assert sum(row[1] for row in rows) == len(set(views.values_list("video", "viewer")))
    assert sum(row[2] for row in rows) == sum(views.values_list("seconds", flat=True))
    fields = ("video", "kind", "views", "new_viewers", "seconds")
    assert sorted(MonthViews.objects.values_list(*fields)) == sorted(DayViews.objects.values_list(*fields))
