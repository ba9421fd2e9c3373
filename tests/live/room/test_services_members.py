"""Coming in, being muted, being forgotten, and the rules of the room."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, RoomFactory
from tests.people.factories import LibraryFactory, UserFactory

from nastavnik.core.events import publish
from nastavnik.core.journal import history_of
from nastavnik.live import tasks
from nastavnik.live.models import Listening, Room, RoomEvent, RoomMember
from nastavnik.live.selectors.room.lookup import guest_digest
from nastavnik.live.services import room as services
from nastavnik.live.services.room import members, refusals
from nastavnik.people.events import PersonErased
from nastavnik.video.enums import Access

GUEST = AnonymousUser()


def enter(room, actor, now, **words):
    return services.enter(**({"actor": actor, "room_id": room.pk, "name": "", "people": 1, "now": now} | words))


def test_enter_as_a_person_takes_name_and_library(room, now):
    library = LibraryFactory(name="Отрадненская библиотека", number=3)
    member = enter(room, UserFactory(full_name="Анна Лесная", library=library), now, people=4)

    assert (member.name, member.place, member.people) == ("Анна Лесная", "№ 3 · Отрадненская библиотека", 4)


def test_enter_again_is_the_same_member(room, learner, now):
    first = enter(room, learner, now)
    again = enter(room, learner, now, people=3)

    assert (again.pk, again.people) == (first.pk, 3)


def test_enter_as_guest_needs_permission_key_and_name(room, now):
    with pytest.raises(refusals.GuestsMayNotWrite):
        enter(room, GUEST, now, name="Ольга", guest="key")
    Room.objects.filter(pk=room.pk).update(are_guests_allowed=True)
    with pytest.raises(refusals.NameNeeded):
        enter(room, GUEST, now, name="", guest="key")
    with pytest.raises(refusals.NameNeeded):
        enter(room, GUEST, now, name="Ольга", guest="")

    member = enter(room, GUEST, now, name="Ольга", guest="key", people=2)
    renamed = enter(room, GUEST, now, name="Ольга Лесная", guest="key")

    assert (member.guest_digest, member.user, member.people) == (guest_digest("key"), None, 2)
    assert (renamed.pk, renamed.name) == (member.pk, "Ольга Лесная")


def test_enter_as_one_guest_too_many_is_refused(room, now, monkeypatch):
    monkeypatch.setattr(members, "MOST_GUESTS", 1)
    Room.objects.filter(pk=room.pk).update(are_guests_allowed=True)
    enter(room, GUEST, now, name="Ольга", guest="one")

    with pytest.raises(refusals.TooManyGuests):
        enter(room, GUEST, now, name="Ирина", guest="two")
    assert enter(room, GUEST, now, name="Ольга", guest="one").pk


def test_enter_room_for_others_or_closed_is_refused(lesson, school, learner, now):
    enrolled = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True, access=Access.ENROLLED))
    over = RoomFactory(broadcast=BroadcastFactory(lesson__cycle__programme__school=school, ended=True))

    with pytest.raises(Room.DoesNotExist):
        enter(enrolled, learner, now)
    with pytest.raises(refusals.RoomOver):
        enter(over, learner, now)


def test_guest_speaks_under_her_name(room, now):
    Room.objects.filter(pk=room.pk).update(are_guests_allowed=True)
    words = {"actor": GUEST, "room_id": room.pk, "text": "Здравствуйте", "now": now}
    for guest in ("", "unknown"):
        with pytest.raises(refusals.NameNeeded):
            services.say(**words, guest=guest)
    enter(room, GUEST, now, name="Ольга", guest="key")

    assert services.say(**words, guest="key").member.name == "Ольга"

    Room.objects.filter(pk=room.pk).update(are_guests_allowed=False)
    with pytest.raises(refusals.GuestsMayNotWrite):
        services.say(**words, guest="key")


def test_mute_person_and_let_her_speak_again(room, methodist, now, told):
    member = MemberFactory(room=room)
    words = {"actor": methodist, "room_id": room.pk, "member_token": member.token, "now": now}

    services.mute_person(**words, is_muted=True)
    services.mute_person(**words, is_muted=True)
    member.refresh_from_db()
    muted = (member.muted_at, member.muted_by)
    services.mute_person(**words, is_muted=False)
    member.refresh_from_db()

    assert muted == (now, methodist)
    assert (member.muted_at, member.muted_by) == (None, None)
    assert [(kind, audience, payload["muted"]) for _number, kind, audience, payload in told(room)] == [
        ("member", "leaders", True),
        ("member", "leaders", False),
    ]
    assert {entry.verb for entry in history_of(room)} == {"muted", "unmuted"}


def test_mute_person_is_for_leaders(room, learner, director, now):
    member = MemberFactory(room=room)

    for actor in (learner, director, GUEST):
        with pytest.raises(PermissionDenied):
            services.mute_person(actor=actor, room_id=room.pk, member_token=member.token, is_muted=True, now=now)


def test_mute_person_after_the_end_is_refused(school, methodist, now):
    member = MemberFactory(room__broadcast=BroadcastFactory(lesson__cycle__programme__school=school, ended=True))
    words = {"actor": methodist, "room_id": member.room_id, "member_token": member.token, "now": now}

    with pytest.raises(refusals.RoomOver):
        services.mute_person(**words, is_muted=True)


def test_erased_person_is_forgotten_but_what_she_said_stays(
    room, learner, methodist, now, told, django_capture_on_commit_callbacks
):
    message = services.say(actor=learner, room_id=room.pk, text="Здравствуйте", now=now)
    services.say(actor=methodist, room_id=room.pk, text="Добрый день", now=now)

    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=learner.pk))

    message.refresh_from_db()
    assert (message.member.name, message.member.place, message.text) == ("—", "", "Здравствуйте")
    assert [payload["name"] for _number, _kind, _audience, payload in told(room)] == ["—", methodist.full_name]


def test_change_room_tells_the_new_rules(room, methodist, now, told):
    rules = {
        "is_chat_open": False,
        "slow_seconds": 30,
        "are_links_allowed": True,
        "are_guests_allowed": True,
        "are_questions_moderated": False,
    }
    words = {"actor": methodist, "room_id": room.pk, "now": now}

    services.change_room(**words, **rules)
    services.change_room(**words, **rules)

    room.refresh_from_db()
    assert {name: getattr(room, name) for name in rules} == rules
    assert told(room) == [
        (1, "room", "all", {"chat": False, "slow": 30, "links": True, "guests": True, "moderated": False})
    ]
    assert history_of(room)[0].details == {"fields": ["is_chat_open", "slow_seconds", "are_guests_allowed"]}


def test_make_room_makes_one_for_a_broadcast(broadcast, now):
    first, again = (services.make_room(broadcast=broadcast, now=now) for _time in range(2))

    assert first == again
    assert RoomMember.objects.count() == 0


def test_logs_and_names_of_guests_go_when_their_time_is_over(room, school, learner, now):
    over = RoomFactory(broadcast=BroadcastFactory(lesson__cycle__programme__school=school, ended=True))
    guest = MemberFactory(room=over, name="Ольга", guest_digest="d" * 64)
    person = MemberFactory(room=over, name="Анна", user=learner)
    for each in (room, over):
        RoomEvent.objects.create(room=each, number=1, kind="said", subject="abc", at=now)
        Listening.objects.create(room=each, process="web-1", at=now)

    def forget_after(days):
        type(over.broadcast).objects.filter(pk=over.broadcast_id).update(ended_at=now - timedelta(days=days))
        tasks.forget_what_rooms_need_no_more.call()
        return RoomEvent.objects.count(), RoomMember.objects.filter(name="Ольга").count()

    assert [forget_after(days) for days in (6, 8, 364, 366)] == [(2, 1), (1, 1), (1, 1), (1, 0)]
    guest.refresh_from_db()
    person.refresh_from_db()
    assert (guest.name, guest.guest_digest, person.name) == ("—", "", "Анна")
    assert [entry.details for entry in history_of(over)] == [{"count": 1}]
    assert Listening.objects.get().room == room
    assert forget_after(400) == (1, 0)
