"""What follows from coverage: lessons that count, films that got another beginning or end."""

from datetime import timedelta

import pytest
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.events import publish
from nastavnik.learning import tasks
from nastavnik.learning.models import Completion, FollowedShift, LessonRule, WatchCoverage
from nastavnik.learning.services import coverage_sweeps
from nastavnik.learning.watching.seconds import pieces_of, unpacked
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoPlayable, VideoShifted
from nastavnik.video.models import SourceShift
from nastavnik.video.services import follow_source

pytestmark = pytest.mark.django_db


def played(row):
    row.refresh_from_db()
    return pieces_of(unpacked(row.seconds))


def test_sweep_counts_lessons_whose_film_was_played_far_enough(learner, methodist, film, now):
    LessonRule.objects.create(lesson=film.lesson, percent=60)
    enough = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 600)])
    less = WatchCoverageFactory(user=methodist, video=film, pieces=[(0, 599)])
    assert coverage_sweeps.settle_watched(now=now) == 2
    assert [row.user for row in Completion.objects.select_related("user")] == [learner]
    for row in (enough, less):
        row.refresh_from_db()
        assert row.settled_seconds == row.watched_seconds
    assert coverage_sweeps.settle_watched(now=now) == 0


def test_sweep_knows_the_rule_of_a_lesson_without_one(learner, film, now):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 799)])
    coverage_sweeps.settle_watched(now=now)
    assert not Completion.objects.exists()
    WatchCoverage.objects.filter(pk=row.pk).update(watched_seconds=800)
    coverage_sweeps.settle_watched(now=now)
    assert Completion.objects.exists()


def test_sweep_passes_films_without_a_lesson_and_without_a_length(learner, now, school):
    shelf = VideoFactory(ready=True, school=school)
    on_air = VideoFactory(lesson=LessonFactory(cycle__programme__school=school), duration_seconds=None)
    for film in (shelf, on_air):
        WatchCoverageFactory(user=learner, video=film, pieces=[(0, 50)])
    assert coverage_sweeps.settle_watched(now=now) == 2
    assert not Completion.objects.exists()


def test_sweep_leaves_what_has_grown_meanwhile(learner, film, now, monkeypatch):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 900)])

    def settle_people(**_words):
        WatchCoverage.objects.update(watched_seconds=950)

    monkeypatch.setattr(coverage_sweeps.completion, "settle_people", settle_people)
    coverage_sweeps.settle_watched(now=now)
    row.refresh_from_db()
    assert (row.settled_seconds, row.watched_seconds) == (900, 950)


def test_sweep_takes_the_longest_waiting_first(film, learner, methodist, now, monkeypatch):
    monkeypatch.setattr(coverage_sweeps, "SWEPT_AT_ONCE", 1)
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 5)], updated_at=now)
    old = WatchCoverageFactory(user=methodist, video=film, pieces=[(0, 5)], updated_at=now - timedelta(hours=1))
    coverage_sweeps.settle_watched(now=now)
    assert [row.pk for row in WatchCoverage.objects.filter(settled_seconds=5)] == [old.pk]


def test_task_of_one_film_counts_its_lesson(learner, film):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 900)])
    tasks.settle_film.call(learner.pk, film.pk)
    assert Completion.objects.get().user == learner


def test_task_of_a_film_without_a_lesson_does_nothing(learner, school):
    tasks.settle_film.call(learner.pk, VideoFactory(ready=True, school=school).pk)
    assert not Completion.objects.exists()


def test_periodic_task_sweeps(learner, film):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 900)])
    tasks.settle_watched.call()
    assert Completion.objects.exists()


def test_coverage_follows_a_trimmed_beginning(learner, film, now, django_capture_on_commit_callbacks):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 30), (100, 110), (990, 1005)])
    with django_capture_on_commit_callbacks(execute=True):
        follow_source(video_id=film.pk, by_seconds=-20.4, now=now)
    assert played(row) == [(0, 10), (80, 90), (970, 985)]
    assert row.watched_seconds == 35


def test_film_that_stays_where_it_is_tells_nothing(learner, film, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        follow_source(video_id=film.pk, by_seconds=0.0, now=now)
    assert callbacks == []


def test_coverage_follows_a_longer_beginning(learner, film, now, django_capture_on_commit_callbacks):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10), (980, 990)])
    with django_capture_on_commit_callbacks(execute=True):
        follow_source(video_id=film.pk, by_seconds=15.0, now=now)
    assert played(row) == [(15, 25), (995, 1005)]
    assert row.watched_seconds == 15


def test_shifts_that_nobody_heard_of_are_followed_by_the_sweep_once(learner, film, now):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(100, 110)])
    follow_source(video_id=film.pk, by_seconds=-20.0, now=now)
    follow_source(video_id=film.pk, by_seconds=5.0, now=now)
    tasks.follow_shifts.call()
    tasks.follow_shifts.call()
    assert played(row) == [(85, 95)]


def test_news_of_a_shift_that_was_followed_already_moves_nothing(
    learner, film, now, django_capture_on_commit_callbacks
):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(100, 110)])
    follow_source(video_id=film.pk, by_seconds=-20.0, now=now)
    coverage_sweeps.follow_shifts(now=now)
    with django_capture_on_commit_callbacks(execute=True):
        publish(VideoShifted(video_id=film.pk))
    assert played(row) == [(80, 90)]


def test_shift_that_another_process_follows_meanwhile_is_left_to_it(learner, film, now, monkeypatch):
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(100, 110)])
    follow_source(video_id=film.pk, by_seconds=-20.0, now=now)
    shift = SourceShift.objects.get()
    FollowedShift.objects.create(shift=shift, followed_at=now)
    assert not coverage_sweeps._follow(shift, now)
    assert played(row) == [(100, 110)]


def test_broadcast_that_ended_is_counted_by_its_length(learner, methodist, film, django_capture_on_commit_callbacks):
    beyond = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10), (990, 1050)])
    within = WatchCoverageFactory(user=methodist, video=film, pieces=[(0, 10)])
    with django_capture_on_commit_callbacks(execute=True):
        publish(VideoPlayable(video_id=film.pk))
    beyond.refresh_from_db()
    assert beyond.watched_seconds == 20
    assert played(within) == [(0, 10)]


def test_coverage_of_a_film_whose_length_nobody_knows_is_kept(learner, film, now):
    film.duration_seconds = None
    film.save()
    row = WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10)])
    coverage_sweeps.fit_coverage(video_id=film.pk, now=now)
    row.refresh_from_db()
    assert row.watched_seconds == 10


def test_erased_person_is_forgotten(learner, film, django_capture_on_commit_callbacks):
    WatchCoverageFactory(user=learner, video=film)
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=learner.pk))
    assert not WatchCoverage.objects.exists()
