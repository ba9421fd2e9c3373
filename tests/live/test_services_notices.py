"""Those enrolled are told of broadcasts, recordings and answers: once, and not what they have seen themselves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.live.factories import BroadcastFactory, PartFactory
from tests.live.room.factories import MemberFactory, QuestionFactory, RoomFactory
from tests.people.factories import UserFactory
from tests.programme.factories import EnrolmentFactory, LessonSpeakerFactory
from tests.video.factories import VideoFactory

from nastavnik.core.events import publish
from nastavnik.live import tasks
from nastavnik.live.enums import BroadcastState, EndReason, QuestionState
from nastavnik.live.events import BroadcastEnded, BroadcastStarted, RecordingReady
from nastavnik.live.models import Broadcast, LiveQuestion
from nastavnik.live.selectors.room.answers import answer_address
from nastavnik.live.services import notices
from nastavnik.people.enums import MailManner, NoticeKind
from nastavnik.people.models import Letter, Notice
from nastavnik.people.services import set_notice_preferences
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, Programme
from nastavnik.video.enums import Access, VideoState

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def live(lesson, now):
    return BroadcastFactory(lesson=lesson, live=True, live_at=now)


@pytest.fixture
def recorded(lesson, now):
    """It lasted an hour, in one part."""
    video = VideoFactory(lesson=lesson, school=lesson.school, ready=True, duration_seconds=3600.0)
    broadcast = BroadcastFactory(
        lesson=lesson,
        state=BroadcastState.ENDED,
        live_at=now - HOUR,
        ended_at=now,
        finished_at=now,
        ended_because=EndReason.DESK,
        video=video,
    )
    PartFactory(broadcast=broadcast, started_at=now - HOUR, duration_seconds=3600.0)
    return broadcast


@pytest.fixture
def reader(lesson, now):
    return EnrolmentFactory(programme=lesson.cycle.programme, enrolled_at=now - 48 * HOUR).user


def told(*users):
    notices = Notice.objects.filter(user__in=users) if users else Notice.objects.all()
    return sorted(notices.values_list("kind", flat=True))


def asked(broadcast, user, at, **words):
    room = getattr(broadcast, "room", None) or RoomFactory(broadcast=broadcast)
    member = MemberFactory(room=room, user=user)
    words = {"state": QuestionState.ANSWERED, "answered_at": at} | words
    return QuestionFactory(room=room, member=member, answering_at=at, **words)


# --- on air ----------------------------------------------------------------------------------------------------------


def test_those_enrolled_are_told_that_it_has_begun_once(live, reader, now):
    assert [notices.tell_on_air(broadcast_id=live.pk, now=now) for _again in range(2)] == [1, 0]
    notice = Notice.objects.get(user=reader)
    assert (notice.kind, notice.title) == (NoticeKind.LIVE, f"Прямой эфир: {live.lesson.title}")
    assert notice.link == live.lesson.path


def test_whoever_is_there_or_speaks_is_left_alone(live, lesson, reader, now):
    room = RoomFactory(broadcast=live)
    MemberFactory(room=room, user=reader, seen_at=now)
    speaker = EnrolmentFactory(programme=lesson.cycle.programme).user
    LessonSpeakerFactory(lesson=lesson, speaker__user=speaker)
    earlier = EnrolmentFactory(programme=lesson.cycle.programme).user
    MemberFactory(room=room, user=earlier, seen_at=now - 10 * MINUTE)
    outsider = UserFactory()
    notices.tell_on_air(broadcast_id=live.pk, now=now)
    assert (told(reader, speaker, outsider), told(earlier)) == ([], [NoticeKind.LIVE])


def test_late_task_tells_no_old_news(live, reader, now):
    assert notices.tell_on_air(broadcast_id=live.pk, now=now + HOUR) == 0


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Broadcast, {"access": Access.LINK}),
        (Broadcast, {"state": BroadcastState.PLANNED, "live_at": None}),
        (Lesson, {"state": LessonState.CANCELLED}),
        (Programme, {"is_public": False}),
    ],
)
def test_what_one_may_not_watch_is_not_told(live, reader, now, model, changes):
    model.objects.update(**changes)
    assert notices.tell_on_air(broadcast_id=live.pk, now=now) == 0


def test_letter_that_waits_is_taken_back_with_the_end(live, reader, now):
    set_notice_preferences(
        actor=reader, mail={NoticeKind.LIVE: MailManner.AT_ONCE}, pushed=[], quiet=None, digest_hour=9
    )
    notices.tell_on_air(broadcast_id=live.pk, now=now)
    assert Letter.objects.get().expires_at == now + HOUR
    notices.forget_on_air(broadcast_id=live.pk)
    assert not Letter.objects.exists()


# --- the recording and the answers -----------------------------------------------------------------------------------


def test_those_enrolled_are_told_of_the_recording_once(recorded, reader, now):
    assert [notices.tell_recording(broadcast_id=recorded.pk, now=now) for _again in range(2)] == [1, 0]
    assert told(reader) == [NoticeKind.VIDEOS]


def test_whoever_saw_the_end_or_came_after_it_is_not_told_of_the_recording(recorded, reader, now):
    MemberFactory(room=RoomFactory(broadcast=recorded), user=reader, seen_at=now)
    EnrolmentFactory(programme=recorded.lesson.cycle.programme, enrolled_at=now + HOUR)
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now + HOUR) == 0


@pytest.mark.parametrize(
    "changes",
    [{"access": Access.LINK}, {"build": "", "state": VideoState.QUEUED}, {"removed_at": "now"}],
    ids=["link", "nothing", "removed"],
)
def test_recording_that_cannot_be_watched_is_not_told(recorded, reader, now, changes):
    for name, value in changes.items():
        setattr(recorded.video, name, now if value == "now" else value)
    recorded.video.save()
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 0


def test_broadcast_without_a_recording_is_not_told(recorded, reader, now):
    Broadcast.objects.update(video=None)
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 0
    assert notices.tell_recording(broadcast_id=0, now=now) == 0


def test_asker_is_led_to_the_moment_of_the_answer(recorded, now):
    asker = UserFactory()
    question = asked(recorded, asker, now - 30 * MINUTE)
    notices.tell_recording(broadcast_id=recorded.pk, now=now)
    notices.tell_recording(broadcast_id=recorded.pk, now=now)
    notice = Notice.objects.get(user=asker)
    assert (notice.kind, notice.link) == (NoticeKind.ANSWERS, reverse("live:answer", args=[question.token]))
    assert "на отметке 30:00 записи" in notice.text
    assert question.text in notice.text


def test_asker_who_was_told_is_not_looked_at_again(recorded, now, django_assert_num_queries):
    notices.tell_recording(broadcast_id=recorded.pk, now=now)
    with CaptureQueriesContext(connection) as nobody:
        notices.tell_recording(broadcast_id=recorded.pk, now=now)
    for _ in range(3):
        asked(recorded, UserFactory(), now - 30 * MINUTE)
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 3
    with django_assert_num_queries(len(nobody)):
        assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 0


def test_question_in_other_words_is_answered_with_the_other(recorded, now):
    first, second, silent = UserFactory(), UserFactory(), UserFactory()
    answered = asked(recorded, first, now - 30 * MINUTE)
    asked(recorded, second, None, state=QuestionState.OPEN, answered_at=None, merged_into=answered)
    asked(recorded, silent, None, state=QuestionState.OPEN, answered_at=None)
    notices.tell_recording(broadcast_id=recorded.pk, now=now)
    assert (told(first), told(second), told(silent)) == ([NoticeKind.ANSWERS], [NoticeKind.ANSWERS], [])


def test_answer_that_was_cut_off_and_guests_are_not_told(recorded, now):
    asker = UserFactory()
    asked(recorded, asker, now - 59 * MINUTE)
    asked(recorded, None, now - 30 * MINUTE)
    Broadcast.objects.update(head_seconds=300)
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 0


def test_answer_is_told_to_those_who_may_watch_it(recorded, reader, now):
    recorded.video.access = Access.ENROLLED
    recorded.video.save()
    stranger = UserFactory()
    for user in (reader, stranger):
        asked(recorded, user, now - 30 * MINUTE)
    notices.tell_recording(broadcast_id=recorded.pk, now=now)
    assert (NoticeKind.ANSWERS in told(reader), told(stranger)) == (True, [])


def test_link_of_an_answer_follows_the_recording(recorded, client, now):
    question = asked(recorded, UserFactory(), now - 30 * MINUTE)
    path = question.answer_path
    assert client.get(path)["Location"] == f"{recorded.lesson.path}?t=1800"
    Broadcast.objects.update(head_seconds=60)
    assert client.get(path)["Location"] == f"{recorded.lesson.path}?t=1740"
    LiveQuestion.objects.update(answering_at=None)
    assert client.get(path)["Location"] == recorded.lesson.path


def test_answer_in_a_closed_room_is_not_found(recorded, outsider, now):
    question = asked(recorded, UserFactory(), now - 30 * MINUTE)
    Broadcast.objects.update(access=Access.ENROLLED)
    with pytest.raises(LiveQuestion.DoesNotExist):
        answer_address(outsider, recorded.school, question.token)


# --- events and the sweep --------------------------------------------------------------------------------------------


def test_sweep_tells_what_was_left_untold_and_nothing_old(live, reader, now):
    assert notices.tell_what_was_missed(now=now + 5 * MINUTE) == 1
    Notice.objects.all().delete()
    assert notices.tell_what_was_missed(now=now + 2 * HOUR) == 0


def test_sweep_tells_of_recordings_of_the_last_day(recorded, reader, now):
    assert notices.tell_what_was_missed(now=now + 25 * HOUR) == 0
    assert notices.tell_what_was_missed(now=now + HOUR) == 1


def test_events_have_their_news_told(live, monkeypatch, django_capture_on_commit_callbacks):
    called = []
    for name in ("tell_on_air", "tell_recording", "forget_on_air", "tell_what_was_missed"):
        monkeypatch.setattr(notices, name, lambda name=name, **words: called.append((name, words.get("broadcast_id"))))
    for name in ("tell_on_air", "tell_recording"):
        task = getattr(tasks, name)
        monkeypatch.setattr(type(task), "enqueue", lambda task, *args: task.func(*args))
    with django_capture_on_commit_callbacks(execute=True):
        for event in (BroadcastStarted, BroadcastEnded, RecordingReady):
            publish(event(broadcast_id=live.pk))
    tasks.tell_what_was_missed.func()
    assert called == [
        ("tell_on_air", live.pk),
        ("forget_on_air", live.pk),
        ("tell_recording", live.pk),
        ("tell_what_was_missed", None),
    ]


def test_programme_that_was_hidden_tells_nothing_of_its_recordings(recorded, reader, now):
    Programme.objects.update(is_public=False)
    assert notices.tell_recording(broadcast_id=recorded.pk, now=now) == 0
