"""The chat: who may say what and how quickly, what is hidden from whom, and how the log tells it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, MessageFactory, RoomFactory
from tests.programme.factories import LessonFactory

from nastavnik.core.journal import history_of
from nastavnik.live.models import ChatMessage, Room
from nastavnik.live.services import room as services
from nastavnik.live.services.room import refusals
from nastavnik.video.enums import Access

SECOND = timedelta(seconds=1)


def say(room, actor, now, text="Здравствуйте", **words):
    return services.say(actor=actor, room_id=room.pk, text=text, now=now, **words)


def test_say_writes_message_and_event(room, learner, now, told):
    message = say(room, learner, now, key="k1")

    assert (message.member.user, message.member.name, message.text, message.at) == (
        learner,
        learner.full_name,
        "Здравствуйте",
        now,
    )
    assert told(room) == [
        (
            1,
            "said",
            "all",
            {
                "token": message.token,
                "by": message.member.token,
                "name": learner.full_name,
                "place": "",
                "text": "Здравствуйте",
                "at": now.isoformat(),
                "hidden": False,
                "key": "k1",
            },
        )
    ]


def test_say_numbers_events_of_each_room_by_itself(room, learner, now, told):
    other = RoomFactory()
    say(room, learner, now)
    say(other, learner, now)
    say(room, learner, now + SECOND)

    assert [number for number, *_rest in told(room)] == [1, 2]
    assert [number for number, *_rest in told(other)] == [1]


def test_say_twice_with_one_key_is_said_once(room, learner, now, told):
    first = say(room, learner, now, key="k1")
    again = say(room, learner, now + SECOND, key="k1")

    assert again == first
    assert len(told(room)) == 1


@pytest.mark.parametrize(
    ("starts_in", "state", "refusal"),
    [
        (timedelta(minutes=31), {}, refusals.NotOpenYet),
        (timedelta(minutes=29), {}, None),
        (timedelta(minutes=31), {"live": True}, None),
        (timedelta(0), {"ended": True}, refusals.RoomOver),
    ],
)
def test_say_outside_the_hours_of_the_room_is_refused(school, learner, now, starts_in, state, refusal):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, starts_at=now + starts_in)
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, **state))

    if refusal is None:
        assert say(room, learner, now).pk
    else:
        with pytest.raises(refusal):
            say(room, learner, now)
        assert not ChatMessage.objects.exists()


def test_say_in_room_for_others_finds_no_room(lesson, learner, now):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True, access=Access.ENROLLED))

    with pytest.raises(Room.DoesNotExist):
        say(room, learner, now)


def test_say_when_muted_is_refused(room, learner, now):
    MemberFactory(room=room, user=learner, muted_at=now)

    with pytest.raises(refusals.PersonMuted):
        say(room, learner, now)


def test_say_as_leader_is_never_muted(room, methodist, now):
    MemberFactory(room=room, user=methodist, muted_at=now)

    assert say(room, methodist, now).pk


@pytest.mark.parametrize(
    ("rules", "text", "refusal"),
    [
        ({"is_chat_open": False}, "Здравствуйте", refusals.ChatClosed),
        ({"are_links_allowed": False}, "Смотрите: https://example.ru/", refusals.LinksOff),
        ({"are_links_allowed": False}, "смотрите WWW.example.ru", refusals.LinksOff),
        ({"are_links_allowed": False}, "наш сайт библиотека.рф", refusals.LinksOff),
        ({"are_links_allowed": False}, "И т.д., конец.Начало", None),
        ({"are_links_allowed": True}, "https://example.ru/", None),
    ],
)
def test_say_against_the_rules_is_refused_but_for_leaders(room, learner, speaker, now, rules, text, refusal):
    Room.objects.filter(pk=room.pk).update(**rules)

    if refusal is None:
        assert say(room, learner, now, text).pk
    else:
        with pytest.raises(refusal):
            say(room, learner, now, text)
    assert say(room, speaker, now, text).pk


def test_say_in_slow_mode_waits_for_its_time(room, learner, speaker, now):
    Room.objects.filter(pk=room.pk).update(slow_seconds=30)
    say(room, learner, now)
    say(room, speaker, now)

    with pytest.raises(refusals.TooQuick) as refused:
        say(room, learner, now + timedelta(seconds=29, milliseconds=500))
    assert say(room, speaker, now).pk
    assert say(room, learner, now + timedelta(seconds=30)).pk
    assert "1 second." in str(refused.value) or "1 секунду" in str(refused.value)


def test_say_too_much_at_once_is_refused(room, learner, now):
    for number in range(5):
        say(room, learner, now + number * SECOND)

    with pytest.raises(refusals.TooQuick):
        say(room, learner, now + 5 * SECOND)
    assert say(room, learner, now + 10 * SECOND).pk


def test_hide_message_takes_its_words_out_of_the_log(room, methodist, learner, now, told):
    message = say(room, learner, now)

    services.hide_message(actor=methodist, room_id=room.pk, message_token=message.token, now=now)
    services.hide_message(actor=methodist, room_id=room.pk, message_token=message.token, now=now)

    message.refresh_from_db()
    first, second, third = told(room)
    assert (message.hidden_at, message.hidden_by) == (now, methodist)
    assert first[3] == second[3] == {"token": message.token, "gone": True}
    assert (second[1], second[2]) == ("unsaid", "viewers")
    assert (third[1], third[2], third[3]["hidden"], third[3]["text"]) == ("said", "leaders", True, "Здравствуйте")
    assert [entry.verb for entry in history_of(room)] == ["message hidden"]


def test_show_message_brings_it_back(room, methodist, learner, now, told):
    message = say(room, learner, now)
    words = {"actor": methodist, "room_id": room.pk, "message_token": message.token, "now": now}
    services.show_message(**words)
    services.hide_message(**words)

    services.show_message(**words)

    message.refresh_from_db()
    last = told(room)[-1]
    assert (message.hidden_at, message.hidden_by) == (None, None)
    assert (last[1], last[2], last[3]["text"], last[3]["hidden"]) == ("said", "all", "Здравствуйте", False)


def test_hide_message_after_the_end_is_possible(school, methodist, now):
    message = MessageFactory(room__broadcast=BroadcastFactory(lesson__cycle__programme__school=school, ended=True))

    services.hide_message(actor=methodist, room_id=message.room_id, message_token=message.token, now=now)

    message.refresh_from_db()
    assert message.hidden_at == now


def test_hide_message_of_others_is_for_leaders(room, learner, director, outsider, now):
    message = MessageFactory(room=room)

    for actor in (learner, director, outsider):
        for service in (services.hide_message, services.show_message):
            with pytest.raises(PermissionDenied):
                service(actor=actor, room_id=room.pk, message_token=message.token, now=now)


def test_hide_message_of_another_room_finds_none(room, methodist, now):
    with pytest.raises(ChatMessage.DoesNotExist):
        services.hide_message(actor=methodist, room_id=room.pk, message_token=MessageFactory().token, now=now)


def test_hide_messages_of_member_hides_all_of_hers(room, methodist, now):
    member = MemberFactory(room=room)
    mine = [MessageFactory(room=room, member=member) for _number in range(2)]
    other = MessageFactory(room=room)
    words = {"actor": methodist, "room_id": room.pk, "member_token": member.token, "now": now}

    assert services.hide_messages_of(**words) == 2
    assert services.hide_messages_of(**words) == 0

    hidden = set(ChatMessage.objects.filter(hidden_at__isnull=False))
    assert hidden == set(mine)
    assert other not in hidden
    assert [entry.details["count"] for entry in history_of(room)] == [2]
