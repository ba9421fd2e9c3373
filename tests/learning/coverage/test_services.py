"""Writing reports: many at once, nothing lost, nothing twice, nobody faster than she can be."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.learning.coverage.factories import WatchCoverageFactory, report
from tests.people.factories import UserFactory
from tests.video.factories import VideoFactory

from nastavnik.learning import tasks
from nastavnik.learning.models import WatchCoverage, WatchPace
from nastavnik.learning.services import coverage
from nastavnik.learning.services.coverage import Gone, Later, Taken, forget_person, take_reports
from nastavnik.learning.watching.pace import FASTEST, SLACK_SECONDS
from nastavnik.learning.watching.seconds import bits_of, pieces_of, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(monkeypatch):
    """Whose lessons were to be looked at."""
    asked = []
    monkeypatch.setattr(
        tasks, "settle_film", type("Task", (), {"enqueue": staticmethod(lambda *ids: asked.append(ids))})
    )
    return asked


def kept(user, film):
    row = WatchCoverage.objects.get(user=user, video=film)
    return pieces_of(unpacked(row.seconds)), row.watched_seconds


def test_take_first_report_makes_a_row(learner, film, now):
    (answer,) = take_reports([report(learner, film, (0, 12), (40, 50), now=now)], now=now)
    assert answer == Taken(22)
    assert kept(learner, film) == ([(0, 12), (40, 50)], 22)
    row = WatchCoverage.objects.get()
    assert (row.first_at, row.updated_at, row.settled_seconds) == (now, now, 0)


def test_take_more_joins_it(learner, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10), (100, 110)])
    answers = take_reports(
        [report(learner, film, (5, 20), now=now), report(learner, film, (90, 100), now=now)], now=now
    )
    assert answers == [Taken(30), Taken(40)]
    assert kept(learner, film) == ([(0, 20), (90, 110)], 40)


def test_take_the_same_again_writes_nothing(learner, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10)])
    with CaptureQueriesContext(connection) as captured:
        assert take_reports([report(learner, film, (0, 10), now=now)] * 3, now=now) == [Taken(10)] * 3
    assert not [query for query in captured if query["sql"].lstrip().startswith(("UPDATE", "INSERT"))]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 900), st.integers(1, 99)),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_and_grouping_of_reports_ends_alike(
    learner, methodist, film, lesson, now, played, dice: random.Random
):
    WatchCoverage.objects.all().delete()
    films, people = [film, VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)], [learner, methodist]
    reports = [
        report(people[who], films[which], (begin, begin + length), now=now) for who, which, begin, length in played
    ]
    wanted = {}
    for one in reports:
        wanted[one.key] = wanted.get(one.key, 0) | one.bits
    sent = reports + dice.choices(reports, k=len(reports))
    dice.shuffle(sent)
    while sent:
        count = dice.randint(1, len(sent))
        take_reports(sent[:count], now=now)
        sent = sent[count:]
    rows = WatchCoverage.objects.all()
    assert {(row.user_id, row.video_id): unpacked(row.seconds) for row in rows} == wanted
    assert all(row.watched_seconds == unpacked(row.seconds).bit_count() for row in rows)


def test_batch_makes_the_same_queries_for_one_and_for_many(film, now):
    people = UserFactory.create_batch(6)
    take_reports([report(person, film, (0, 5), now=now) for person in people], now=now)
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as captured:
            take_reports(
                [report(person, film, (10 * len(some), 10 * len(some) + 5), now=now) for person in some], now=now
            )
        counts.append(len([query for query in captured if "SAVEPOINT" not in query["sql"]]))
    # executemany is one call, however many rows it has
    assert counts[0] <= counts[1] <= counts[0] + len(people)


def test_hour_in_a_minute_is_asked_for_later_and_nothing_of_it_is_taken(learner, film, now):
    since = now.timestamp() - 60
    (answer,) = take_reports([report(learner, film, (0, 1000), since=since)], now=now)
    assert isinstance(answer, Later)
    assert answer.wait_seconds == pytest.approx(1000 / FASTEST - 60 - SLACK_SECONDS)
    assert kept(learner, film) == ([], 0)
    then = now + timedelta(seconds=answer.wait_seconds + 1)
    assert take_reports([report(learner, film, (0, 1000), since=since)], now=then) == [Taken(1000)]


def test_time_is_used_up_by_what_was_taken_before(learner, film, now):
    since = now.timestamp() - 60
    most = int((60 + SLACK_SECONDS) * FASTEST)
    answers = take_reports(
        [report(learner, film, (0, most), since=since), report(learner, film, (500, 510), since=since)], now=now
    )
    assert answers[0] == Taken(most)
    assert isinstance(answers[1], Later)
    assert take_reports([report(learner, film, (0, most), since=since)], now=now) == [Taken(most)]


def test_many_pages_left_open_are_not_many_viewers(learner, film, lesson, now):
    """Six films opened half an hour ago: she can have played one and a bit, at the greatest speed."""
    since = now.timestamp() - 1800
    films = [film, *VideoFactory.create_batch(5, ready=True, lesson=lesson, duration_seconds=1000.0)]
    answers = [take_reports([report(learner, one, (0, 1000), since=since)], now=now)[0] for one in films]
    assert [isinstance(answer, Taken) for answer in answers] == [True] * 4 + [False] * 2
    assert answers[4].wait_seconds == pytest.approx(5 * 1000 / FASTEST - 1800 - SLACK_SECONDS)
    assert kept(learner, films[4]) == ([], 0)
    then = now + timedelta(seconds=answers[4].wait_seconds + 1)
    assert take_reports([report(learner, films[4], (0, 1000), since=since)], now=then) == [Taken(1000)]


def test_films_of_one_batch_share_the_time_of_their_viewer(learner, film, lesson, now):
    since = now.timestamp() - 500
    films = [film, VideoFactory(ready=True, lesson=lesson, duration_seconds=1000.0)]
    answers = take_reports([report(learner, one, (0, 1000), since=since) for one in films], now=now)
    assert answers[0] == Taken(1000)
    assert isinstance(answers[1], Later)


def test_evening_without_a_network_is_taken_at_once(learner, lesson, now):
    since = now.timestamp() - 3 * 24 * 3600
    films = VideoFactory.create_batch(4, ready=True, lesson=lesson, duration_seconds=3600.0)
    reports = [report(learner, one, (0, 3600), since=since, length=3600) for one in films]
    assert take_reports(reports, now=now) == [Taken(3600)] * 4


def test_time_of_one_person_is_not_anothers(learner, methodist, film, now):
    since = now.timestamp() - 500
    reports = [report(person, film, (0, 1000), since=since) for person in (learner, methodist)]
    assert take_reports(reports, now=now) == [Taken(1000)] * 2


def test_forgotten_person_leaves_no_pace(learner, film, now):
    take_reports([report(learner, film, (0, 5), now=now)], now=now)
    forget_person(user_id=learner.pk)
    assert not WatchPace.objects.exists()


def test_seconds_behind_the_end_are_kept_but_not_counted(learner, film, now):
    """A broadcast was watched a little longer than its recording is."""
    WatchCoverageFactory(user=learner, video=film, pieces=[(990, 1010)])
    assert take_reports([report(learner, film, (0, 10), now=now)], now=now) == [Taken(20)]


def test_pass_of_a_longer_film_counts_no_second_that_the_film_has_no_more(learner, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(1000, 1900)], watched_seconds=0)
    old = report(learner, film, (1, 2), (1500, 2000), now=now, length=2000)
    assert take_reports([old], now=now) == [Taken(1)]


def test_pass_of_a_shorter_film_takes_nothing_away(learner, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10), (900, 1000)])
    assert take_reports([report(learner, film, (10, 20), now=now, length=500)], now=now) == [Taken(120)]


def test_broadcast_whose_length_is_not_known_is_counted_by_its_pass(learner, film, now):
    film.duration_seconds = None
    film.save(update_fields=["duration_seconds"])
    assert take_reports([report(learner, film, (0, 30), now=now, length=60)], now=now) == [Taken(30)]


def test_reaching_the_seconds_that_count_asks_for_the_lesson_once(learner, film, now, settled):
    for pieces in ([(0, 799)], [(0, 800)], [(0, 900)]):
        take_reports([report(learner, film, *pieces, now=now, counts_at=800)], now=now)
    assert settled == [(learner.pk, film.pk)]


def test_film_that_no_lesson_waits_for_asks_for_nothing(learner, film, now, settled):
    take_reports([report(learner, film, (0, 1000), now=now, counts_at=0)], now=now)
    assert settled == []


def test_report_of_a_person_or_film_that_is_gone_harms_no_other(learner, film, now):
    gone_person, gone_film, removed_film = UserFactory(), VideoFactory(ready=True), VideoFactory(ready=True)
    reports = [report(*pair, (0, 5), now=now) for pair in ((gone_person, film), (learner, gone_film))]
    reports += [report(learner, removed_film, (0, 5), now=now), report(learner, film, (0, 5), now=now)]
    gone_person.delete()
    gone_film.delete()
    removed_film.removed_at = now
    removed_film.save()
    assert take_reports(reports, now=now) == [Gone(), Gone(), Gone(), Taken(5)]


def test_report_of_a_closed_account_makes_no_row(learner, film, now):
    learner.is_active = False
    learner.save()
    assert take_reports([report(learner, film, (0, 5), now=now)], now=now) == [Gone()]
    assert not WatchCoverage.objects.exists()


def test_account_that_was_closed_reports_no_more(learner, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 10)])
    learner.is_active = False
    learner.save(update_fields=["is_active"])
    assert take_reports([report(learner, film, (20, 30), now=now)], now=now) == [Gone()]
    assert kept(learner, film) == ([(0, 10)], 10)


def test_row_that_cannot_be_written_harms_no_other(learner, methodist, film, now, monkeypatch):
    """Somebody was deleted between the reading and the commit."""
    write = coverage._take

    def take(reports, moment):
        if any(one.user_id == methodist.pk for one in reports):
            raise IntegrityError
        return write(reports, moment)

    monkeypatch.setattr(coverage, "_take", take)
    reports = [report(person, film, (0, 5), now=now) for person in (methodist, learner)]
    assert take_reports(reports, now=now) == [Gone(), Taken(5)]


def test_forget_person_deletes_what_she_played(learner, methodist, film):
    for person in (learner, methodist):
        WatchCoverageFactory(user=person, video=film)
    forget_person(user_id=learner.pk)
    assert [row.user for row in WatchCoverage.objects.select_related("user")] == [methodist]


def test_bits_are_kept_as_documented(learner, film, now):
    take_reports([report(learner, film, (9, 10), now=now)], now=now)
    assert bytes(WatchCoverage.objects.get().seconds) == b"\x00\x02"
    assert bits_of([(9, 10)], 1000) == 1 << 9
