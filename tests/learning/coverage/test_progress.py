"""How far somebody is with a film, in numbers, on the bar and in words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.video.factories import VideoFactory

from nastavnik.core.sealing import key_for
from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.models import Completion, LessonRule
from nastavnik.learning.selectors.progress import PURPOSE, SHOWN_HOLES, Coverage, coverage_of, progress_of
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.seconds import bits_of
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video

pytestmark = pytest.mark.django_db


def test_coverage_tells_pieces_holes_and_percent():
    coverage = Coverage(100, bits_of([(0, 10), (50, 60)], 100))
    assert coverage.watched_seconds == coverage.percent == 20
    assert coverage.pieces == [(0, 10), (50, 60)]
    assert coverage.holes == [(10, 50), (60, 100)]


def test_percent_is_rounded_down():
    assert Coverage(3600, bits_of([(0, 3599)], 3600)).percent == 99


def test_coverage_of_is_by_films_and_leaves_out_what_lies_behind_the_end(learner, methodist, film):
    other = VideoFactory(ready=True, lesson=film.lesson)
    WatchCoverageFactory(user=learner, video=film, pieces=[(990, 1050)])
    WatchCoverageFactory(user=methodist, video=other, pieces=[(0, 5)])
    found = coverage_of(learner.pk, [film.pk, other.pk])
    assert {key: one.pieces for key, one in found.items()} == {film.pk: [(990, 1000)]}


def test_progress_names_the_largest_holes_first(learner, school, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(begin, begin + 5) for begin in range(0, 1000, 40)])
    progress = progress_of(learner, school, film.token, now)
    assert len(progress.holes) == SHOWN_HOLES
    assert (progress.holes[0].link, progress.holes[0].seconds) == ("?t=5-40", 35)
    assert progress.untold_holes == 25 - SHOWN_HOLES
    assert len(progress.drawn_holes) == 25
    assert [hole.begin for hole in progress.drawn_holes] == sorted(hole.begin for hole in progress.drawn_holes)


def test_progress_draws_what_was_played(learner, school, film, now):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 12), (40, 90)])
    progress = progress_of(learner, school, film.token, now)
    assert progress.path == "M0 0h12v1h-12zM40 0h50v1h-50z"
    assert progress.said_pieces == "0-12,40-90"
    assert progress.left_seconds == 938


def test_progress_gives_a_pass_for_this_person_and_film(learner, school, film, now):
    LessonRule.objects.create(lesson=film.lesson, percent=50)
    progress = progress_of(learner, school, film.token, now)
    allowed = passes.read(progress.pass_text, key_for(PURPOSE), now.timestamp())
    assert allowed == passes.Pass(learner.pk, film.pk, 1000, 500, int(now.timestamp()))
    assert (progress.counts_at, progress.missing_seconds) == (500, 500)


def test_lesson_that_counts_already_waits_for_nothing(learner, school, film, now):
    Completion.objects.create(
        user=learner, lesson=film.lesson, way=CompletionWay.WATCHED, hours=1, percent=80, completed_at=now
    )
    progress = progress_of(learner, school, film.token, now)
    assert (progress.counts_at, progress.missing_seconds) == (0, 0)


def test_film_without_a_lesson_waits_for_nothing(learner, school, now):
    shelf = VideoFactory(ready=True, school=school, access=Access.LINK)
    assert progress_of(learner, school, shelf.token, now).counts_at == 0


def test_broadcast_has_a_pass_that_grows_with_it(learner, school, lesson, now):
    on_air = VideoFactory(
        lesson=lesson, state=VideoState.RECORDING, build="live2345", created_at=now - timedelta(minutes=5)
    )
    progress = progress_of(learner, school, on_air.token, now)
    allowed = passes.read(progress.pass_text, key_for(PURPOSE), now.timestamp())
    assert progress.is_live
    assert allowed.length == 0
    assert allowed.on_air_since == int(now.timestamp()) - 300


def test_film_that_does_not_play_has_no_progress(learner, school, lesson, now):
    with pytest.raises(Video.DoesNotExist):
        progress_of(learner, school, VideoFactory(lesson=lesson).token, now)


def address_of(film):
    return reverse("learning:watched", args=[film.token])


def test_page_asks_and_gets_the_part_with_a_fresh_pass(client, learner, film):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 830)])
    client.force_login(learner)
    with override("ru"):
        answer = client.get(address_of(film))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Почему <span data-percent>83</span> %?" in text
    assert 'href="?t=830-1000"' in text
    assert 'data-pieces="0-830"' in text


def test_page_says_when_nothing_is_missing(client, learner, film):
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 1000)])
    client.force_login(learner)
    text = client.get(address_of(film)).content.decode()
    assert "Просмотрено всё, пропусков нет." in text
    assert "<rect" not in text


def test_guest_is_asked_to_sign_in(client, film):
    assert client.get(address_of(film)).status_code == 302


def test_film_that_one_may_not_know_of_is_not_there(client, learner, film):
    film.removed_at = film.created_at
    film.save()
    client.force_login(learner)
    assert client.get(address_of(film)).status_code == 404


def test_page_makes_the_same_number_of_queries_however_much_was_played(client, learner, film, assert_flat):
    client.force_login(learner)

    def grow():
        WatchCoverageFactory(user=learner, video=VideoFactory(ready=True, lesson=film.lesson), pieces=[(0, 5)])

    assert_flat(lambda: client.get(address_of(film)), grow)
