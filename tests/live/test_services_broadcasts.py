"""What the desk does with a broadcast: plan, change, begin, hand over, end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory, RelayFactory, SenderFactory, StreamKeyFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, LessonSpeakerFactory

from nastavnik.core.journal import history_of
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, RelayState, SenderState
from nastavnik.live.events import BroadcastEnded, BroadcastStarted
from nastavnik.live.models import Broadcast, DeskNote
from nastavnik.live.services.broadcasts import (
    AlreadyOver,
    LessonNotAnnounced,
    NoSignal,
    NotOnAir,
    SenderGone,
    change_broadcast,
    end_broadcast,
    go_live,
    hand_over,
    plan_broadcast,
)
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import LessonState
from nastavnik.video.enums import Access, VideoState


@pytest.fixture
def speaker(lesson):
    user = UserFactory()
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def live(broadcast, now):
    """On air for ten minutes."""
    Broadcast.objects.filter(pk=broadcast.pk).update(state=BroadcastState.LIVE, live_at=now - timedelta(minutes=10))
    broadcast.refresh_from_db()
    return broadcast


@pytest.fixture
def over(school):
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    return BroadcastFactory(lesson=lesson, ended=True)


@pytest.fixture
def signal(broadcast, now):
    """Somebody sends, and the node has just said so."""
    Broadcast.objects.filter(pk=broadcast.pk).update(health_at=now - timedelta(seconds=1))
    return SenderFactory(broadcast=broadcast, state=SenderState.WAITING)


def verbs_of(broadcast) -> list[str]:
    return [entry.verb for entry in history_of(broadcast)]


# --- planning and changing --------------------------------------------------------------------------------------------


def test_plan_makes_one_broadcast_of_a_lesson(lesson, methodist, now):
    first = plan_broadcast(actor=methodist, lesson_id=lesson.pk, now=now)
    again = plan_broadcast(actor=methodist, lesson_id=lesson.pk, now=now)

    assert first == again
    assert (first.school, first.state, first.created_by) == (lesson.school, BroadcastState.PLANNED, methodist)
    assert verbs_of(first) == ["broadcast planned"]


def test_plan_by_the_school_itself_has_no_author(lesson, now):
    assert plan_broadcast(actor=SYSTEM, lesson_id=lesson.pk, now=now).created_by is None


@pytest.mark.parametrize("role", ["director", "learner", "outsider", "speaker", "guest"])
def test_plan_is_refused_to_all_but_methodists(role, lesson, now, request):
    actor = AnonymousUser() if role == "guest" else request.getfixturevalue(role)

    with pytest.raises(PermissionDenied):
        plan_broadcast(actor=actor, lesson_id=lesson.pk, now=now)

    assert not Broadcast.objects.exists()


@pytest.fixture
def change(broadcast, methodist, now):
    def call(**changes):
        words = {
            "access": Access.OPEN,
            "is_low_latency": False,
            "wants_lower_quality": True,
            "abandon_minutes": 30,
        }
        words |= {"actor": methodist, "broadcast_id": broadcast.pk, "now": now}
        return change_broadcast(**(words | changes))

    return call


def test_change_writes_down_what_differs(change, broadcast):
    change(access=Access.ENROLLED, abandon_minutes=45)

    broadcast.refresh_from_db()
    assert (broadcast.access, broadcast.abandon_minutes) == (Access.ENROLLED, 45)
    (entry,) = history_of(broadcast)
    assert entry.details == {"fields": ["access", "abandon_minutes"]}


def test_change_on_air_is_one_of_its_film_too(change, broadcast, signal, methodist, now):
    video = go_live(actor=methodist, broadcast_id=broadcast.pk, now=now).video

    change(access=Access.ENROLLED, is_low_latency=True)

    video.refresh_from_db()
    assert (video.access, video.is_low_latency) == (Access.ENROLLED, True)


def test_change_of_nothing_is_not_journalled(change, broadcast):
    change()

    assert verbs_of(broadcast) == []


def test_change_is_refused_to_a_speaker(change, speaker):
    with pytest.raises(PermissionDenied):
        change(actor=speaker, abandon_minutes=45)


def test_change_is_refused_when_it_is_over(change, over):
    with pytest.raises(AlreadyOver):
        change(broadcast_id=over.pk, abandon_minutes=45)


# --- on air -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["methodist", "speaker"])
def test_go_live_begins_the_recording_and_tells_everybody(who, broadcast, signal, now, request, heard):
    actor = request.getfixturevalue(who)

    with heard() as news:
        go_live(actor=actor, broadcast_id=broadcast.pk, now=now)

    broadcast.refresh_from_db()
    assert (broadcast.state, broadcast.live_at) == (BroadcastState.LIVE, now)
    assert broadcast.video.state == VideoState.RECORDING
    assert broadcast.video.lesson == broadcast.lesson
    assert BroadcastStarted(broadcast.pk) in news
    assert verbs_of(broadcast) == ["broadcast began"]
    assert list(DeskNote.objects.values_list("code", flat=True)) == [NoteCode.WENT_LIVE]


def test_go_live_again_changes_nothing(broadcast, signal, methodist, now):
    first = go_live(actor=methodist, broadcast_id=broadcast.pk, now=now)

    again = go_live(actor=methodist, broadcast_id=broadcast.pk, now=now + timedelta(minutes=1))

    assert (again.live_at, again.video) == (now, first.video)
    assert verbs_of(broadcast) == ["broadcast began"]


def test_go_live_without_a_sender_is_refused(broadcast, methodist, now):
    Broadcast.objects.update(health_at=now)

    with pytest.raises(NoSignal):
        go_live(actor=methodist, broadcast_id=broadcast.pk, now=now)


@pytest.mark.parametrize("health_at", [None, timedelta(seconds=11)])
def test_go_live_is_refused_when_the_node_has_not_spoken(health_at, broadcast, signal, methodist, now):
    Broadcast.objects.update(health_at=None if health_at is None else now - health_at)

    with pytest.raises(NoSignal):
        go_live(actor=methodist, broadcast_id=broadcast.pk, now=now)


@pytest.mark.parametrize("state", [SenderState.LOST, SenderState.GONE])
def test_go_live_is_refused_when_the_sender_is_gone(state, broadcast, signal, methodist, now):
    signal.state = state
    signal.save()

    with pytest.raises(NoSignal):
        go_live(actor=methodist, broadcast_id=broadcast.pk, now=now)


@pytest.mark.parametrize("state", [LessonState.DRAFT, LessonState.CANCELLED, LessonState.HELD])
def test_go_live_of_a_lesson_that_is_not_announced_is_refused(state, broadcast, signal, methodist, now):
    type(broadcast.lesson).objects.filter(pk=broadcast.lesson_id).update(state=state)

    with pytest.raises(LessonNotAnnounced):
        go_live(actor=methodist, broadcast_id=broadcast.pk, now=now)


def test_go_live_is_refused_when_it_is_over(over, methodist, now):
    with pytest.raises(AlreadyOver):
        go_live(actor=methodist, broadcast_id=over.pk, now=now)


@pytest.mark.parametrize("role", ["director", "learner", "outsider"])
def test_go_live_is_refused_to_others(role, broadcast, signal, now, request):
    with pytest.raises(PermissionDenied):
        go_live(actor=request.getfixturevalue(role), broadcast_id=broadcast.pk, now=now)


# --- the end ----------------------------------------------------------------------------------------------------------


def test_end_takes_keys_away_and_holds_the_lesson(live, methodist, now, heard):
    key = StreamKeyFactory(broadcast=live)
    relay = RelayFactory(broadcast=live, sealed_key="sealed", state=RelayState.RETRYING, retry_at=now)

    with heard() as news:
        end_broadcast(actor=methodist, broadcast_id=live.pk, now=now)

    for row in (live, key, relay, live.lesson):
        row.refresh_from_db()
    assert (live.state, live.ended_at, live.ended_because) == (BroadcastState.ENDED, now, EndReason.DESK)
    assert key.revoked_at == now
    assert (relay.state, relay.sealed_key, relay.retry_at) == (RelayState.OVER, "", None)
    assert live.lesson.state == LessonState.HELD
    assert BroadcastEnded(live.pk) in news
    assert verbs_of(live) == ["broadcast ended"]
    assert list(DeskNote.objects.values_list("code", "details")) == [(NoteCode.ENDED, {"why": "desk"})]


def test_end_leaves_the_time_at_which_a_key_was_withdrawn(live, methodist, now):
    before = now - timedelta(minutes=5)
    key = StreamKeyFactory(broadcast=live, revoked_at=before)

    end_broadcast(actor=methodist, broadcast_id=live.pk, now=now)

    key.refresh_from_db()
    assert key.revoked_at == before


def test_end_again_changes_nothing(over, methodist, now):
    end_broadcast(actor=methodist, broadcast_id=over.pk, now=now)

    assert Broadcast.objects.get(pk=over.pk).ended_at == over.ended_at
    assert verbs_of(over) == []


@pytest.mark.parametrize(
    ("state", "starts_in"),
    [
        (LessonState.HELD, timedelta()),
        (LessonState.ANNOUNCED, timedelta(hours=1)),
        (LessonState.CANCELLED, timedelta()),
    ],
)
def test_end_holds_no_lesson_that_cannot_have_been_held(state, starts_in, live, methodist, now):
    lessons = type(live.lesson).objects.filter(pk=live.lesson_id)
    lessons.update(state=state, starts_at=now + starts_in)

    end_broadcast(actor=methodist, broadcast_id=live.pk, now=now)

    assert lessons.get().state == state


def test_end_before_it_began_is_refused(broadcast, methodist, now):
    with pytest.raises(NotOnAir):
        end_broadcast(actor=methodist, broadcast_id=broadcast.pk, now=now)


def test_end_is_refused_to_others(live, director, now):
    with pytest.raises(PermissionDenied):
        end_broadcast(actor=director, broadcast_id=live.pk, now=now)


# --- handing over -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [SenderState.WAITING, SenderState.ON_AIR])
def test_hand_over_wishes_another_sender(state, live, speaker, now):
    sender = SenderFactory(broadcast=live, state=state, label="Зал")

    hand_over(actor=speaker, broadcast_id=live.pk, sender_token=sender.token, now=now)

    live.refresh_from_db()
    assert live.wanted_sender == sender
    (entry,) = history_of(live)
    assert (entry.verb, entry.details) == ("broadcast handed over", {"sender": "Зал"})


@pytest.mark.parametrize("state", [SenderState.LOST, SenderState.GONE])
def test_hand_over_to_who_is_gone_is_refused(state, live, methodist, now):
    sender = SenderFactory(broadcast=live, state=state)

    with pytest.raises(SenderGone):
        hand_over(actor=methodist, broadcast_id=live.pk, sender_token=sender.token, now=now)


def test_hand_over_to_a_sender_of_another_broadcast_is_refused(live, methodist, now):
    sender = SenderFactory()

    with pytest.raises(SenderGone):
        hand_over(actor=methodist, broadcast_id=live.pk, sender_token=sender.token, now=now)


def test_hand_over_is_refused_when_it_is_over(over, methodist, now):
    with pytest.raises(AlreadyOver):
        hand_over(actor=methodist, broadcast_id=over.pk, sender_token="any", now=now)


def test_hand_over_is_refused_to_others(live, learner, now):
    with pytest.raises(PermissionDenied):
        hand_over(actor=learner, broadcast_id=live.pk, sender_token="any", now=now)


def test_every_refusal_says_a_sentence():
    refusals = [AlreadyOver, LessonNotAnnounced, NoSignal, NotOnAir, SenderGone]

    assert all(str(refusal.message).endswith(".") for refusal in refusals)
