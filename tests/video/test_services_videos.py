import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.journal import history_of
from nastavnik.video import services
from nastavnik.video.enums import Access, RefusalCode, VideoState
from nastavnik.video.models import WatchPosition

NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def video(lesson):
    return VideoFactory(lesson=lesson, ready=True, title="Было")


def verbs(video):
    return [entry.verb for entry in history_of(video)]


def test_rename_video_keeps_the_old_title_in_the_history(video, methodist):
    services.rename_video(actor=methodist, video_id=video.pk, title="Стало", now=NOW)

    video.refresh_from_db()
    assert video.title == "Стало"
    assert history_of(video)[0].details == {"before": "Было", "after": "Стало"}


def test_change_access_takes_effect(video, methodist):
    services.change_access(actor=methodist, video_id=video.pk, access=Access.LINK, now=NOW)

    video.refresh_from_db()
    assert video.access == Access.LINK
    assert verbs(video) == ["access changed"]


def test_move_video_to_the_shelf_and_back(video, lesson, methodist):
    services.move_video(actor=methodist, video_id=video.pk, lesson=None, now=NOW)
    video.refresh_from_db()
    assert video.lesson is None

    services.move_video(actor=methodist, video_id=video.pk, lesson=lesson, now=NOW)

    video.refresh_from_db()
    assert video.lesson == lesson
    assert history_of(video)[0].details == {"before": "", "after": lesson.slug}


def test_move_video_to_another_school_is_refused(video, methodist):
    with pytest.raises(PermissionDenied):
        services.move_video(actor=methodist, video_id=video.pk, lesson=LessonFactory(), now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda **words: services.rename_video(title="Стало", **words),
        lambda **words: services.change_access(access=Access.LINK, **words),
        lambda **words: services.move_video(lesson=None, **words),
        services.retry_processing,
        services.remove_video,
        services.restore_video,
    ],
)
def test_change_by_anybody_but_the_methodist_is_refused(change, video, director):
    with pytest.raises(PermissionDenied):
        change(actor=director, video_id=video.pk, now=NOW)


@pytest.mark.parametrize(("state", "refusal"), [("failed", ""), ("refused", RefusalCode.UNREADABLE)])
def test_retry_processing_begins_anew(school, methodist, state, refusal):
    video = VideoFactory(school=school, state=state, refusal=refusal, failures=3)

    services.retry_processing(actor=methodist, video_id=video.pk, now=NOW)

    video.refresh_from_db()
    assert (video.state, video.refusal, video.failures) == (VideoState.QUEUED, "", 0)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [video.pk]
    assert verbs(video) == ["tried again"]


def test_retry_processing_of_a_film_that_is_ready_is_refused(video, methodist):
    with pytest.raises(services.NotToRetry):
        services.retry_processing(actor=methodist, video_id=video.pk, now=NOW)


def test_retry_processing_of_a_removed_film_is_refused(school, methodist):
    video = VideoFactory(school=school, state=VideoState.FAILED, removed_at=NOW)

    with pytest.raises(services.FilmRemoved):
        services.retry_processing(actor=methodist, video_id=video.pk, now=NOW)


def test_remove_video_can_be_undone(video, methodist):
    services.remove_video(actor=methodist, video_id=video.pk, now=NOW)
    video.refresh_from_db()
    assert video.removed_at == NOW

    services.restore_video(actor=methodist, video_id=video.pk, now=NOW)

    video.refresh_from_db()
    assert video.removed_at is None
    assert verbs(video) == ["restored", "removed"]
    assert not DBTaskResult.objects.exists()


def test_remove_video_twice_is_removed_once(video, methodist):
    services.remove_video(actor=methodist, video_id=video.pk, now=NOW)
    services.remove_video(actor=methodist, video_id=video.pk, now=NOW)

    assert verbs(video) == ["removed"]


def test_restore_video_that_was_not_removed_changes_nothing(video, methodist):
    services.restore_video(actor=methodist, video_id=video.pk, now=NOW)

    assert verbs(video) == []


def test_restore_video_that_was_in_work_goes_on(school, methodist):
    video = VideoFactory(school=school, removed_at=NOW)

    services.restore_video(actor=methodist, video_id=video.pk, now=NOW)

    assert DBTaskResult.objects.get().args_kwargs["args"] == [video.pk]


@pytest.mark.parametrize(("asked", "kept"), [(12.5, 12.5), (-3.0, 0.0), (1000.0, 60.0)])
def test_remember_position_stays_within_the_film(video, learner, asked, kept):
    services.remember_position(actor=learner, video_id=video.pk, seconds=30.0, now=NOW)
    services.remember_position(actor=learner, video_id=video.pk, seconds=asked, now=NOW)

    assert WatchPosition.objects.get(user=learner, video=video).seconds == kept


def test_remember_position_in_a_film_that_may_not_be_watched_is_refused(video, learner):
    video.access = Access.ENROLLED
    video.save()

    with pytest.raises(PermissionDenied):
        services.remember_position(actor=learner, video_id=video.pk, seconds=1.0, now=NOW)


def test_remember_position_in_a_film_by_link_needs_the_link(video, learner):
    video.access = Access.LINK
    video.save()

    services.remember_position(actor=learner, video_id=video.pk, seconds=1.0, now=NOW, has_link=True)

    assert WatchPosition.objects.filter(user=learner).exists()
