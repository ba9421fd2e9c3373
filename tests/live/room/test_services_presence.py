"""Hands, reactions, presence: what is counted, in which order, and for how long somebody was there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, RoomFactory
from tests.people.factories import UserFactory

from nastavnik.live.enums import ReactionKind
from nastavnik.live.models import Listening, Presence, RaisedHand, ReactionCount, RoomMember
from nastavnik.live.selectors.room import people_here
from nastavnik.live.services import room as services
from nastavnik.live.services.room import presence as presences
from nastavnik.live.services.room import refusals

SECOND = timedelta(seconds=1)


def hand(service, room, actor, now):
    return service(actor=actor, room_id=room.pk, now=now)


def note(room, now, *, users=(), members=(), guests=0, process="web-1"):
    services.note_presence(
        room_id=room.pk,
        process=process,
        user_ids={user.pk for user in users},
        member_ids={member.pk for member in members},
        guests=guests,
        now=now,
    )


def test_raise_hand_keeps_its_place(room, learner, now, told):
    first = hand(services.raise_hand, room, learner, now)
    again = hand(services.raise_hand, room, learner, now + SECOND)

    assert (again, again.raised_at) == (first, now)
    assert [(kind, payload["up"], payload["name"]) for _n, kind, _a, payload in told(room)] == [
        ("hand", True, learner.full_name)
    ]


def test_lower_hand_by_oneself_or_by_leader(room, learner, methodist, now, told):
    raised = hand(services.raise_hand, room, learner, now)
    hand(services.lower_hand, room, learner, now + SECOND)
    hand(services.lower_hand, room, learner, now + 2 * SECOND)
    hand(services.raise_hand, room, learner, now + 3 * SECOND)

    services.lower_hand_of(actor=methodist, room_id=room.pk, member_token=raised.member.token, now=now + 4 * SECOND)

    lowered = list(RaisedHand.objects.order_by("pk").values_list("lowered_at", flat=True))
    assert lowered == [now + SECOND, now + 4 * SECOND]
    assert [payload["up"] for _n, _k, _a, payload in told(room)] == [True, False, True, False]
    with pytest.raises(PermissionDenied):
        services.lower_hand_of(actor=learner, room_id=room.pk, member_token=raised.member.token, now=now)


def test_react_counts_by_stretches_of_ten_seconds(room):
    begin = datetime(2026, 11, 25, 12, 0, 10, tzinfo=UTC)
    for seconds in (0, 9.9, 10):
        for _person in range(2):
            assert services.react(
                actor=UserFactory(), room_id=room.pk, kind=ReactionKind.THANKS, now=begin + seconds * SECOND
            )

    counted = ReactionCount.objects.order_by("at").values_list("kind", "at", "count")
    assert list(counted) == [("thanks", begin, 4), ("thanks", begin + 10 * SECOND, 2)]


def test_react_again_at_once_is_not_counted(room, learner, now):
    words = {"actor": learner, "room_id": room.pk, "kind": ReactionKind.LOST, "now": now}

    assert [services.react(**words) for _time in range(2)] == [True, False]
    cache.clear()
    assert services.react(**words)


def test_react_after_the_end_is_refused(learner, now):
    with pytest.raises(refusals.RoomOver):
        services.react(
            actor=learner,
            room_id=RoomFactory(broadcast=BroadcastFactory(ended=True)).pk,
            kind=ReactionKind.THANKS,
            now=now,
        )


def test_presence_makes_members_and_stretches(room, learner, now):
    guest = MemberFactory(room=room, people=3)

    note(room, now, users=[learner], members=[guest], guests=2)
    note(room, now + 10 * SECOND, users=[learner], members=[guest], guests=2)

    member = RoomMember.objects.get(user=learner)
    stays = {stay.member_id: (stay.came_at, stay.until, stay.people) for stay in Presence.objects.all()}
    assert member.name == learner.full_name
    assert stays == {
        member.pk: (now, now + 10 * SECOND, 1),
        guest.pk: (now, now + 10 * SECOND, 3),
    }
    room.refresh_from_db()
    assert people_here(room.pk, now + 10 * SECOND) == room.most_people == 6


def test_presence_begins_anew_after_a_gap_or_when_others_sit_down(room, learner, now):
    note(room, now, users=[learner])
    note(room, now + presences.GAP, users=[learner])
    RoomMember.objects.update(people=4)
    note(room, now + presences.GAP + SECOND, users=[learner])

    stays = Presence.objects.order_by("pk").values_list("came_at", "until", "people")
    assert list(stays) == [
        (now, now, 1),
        (now + presences.GAP, now + presences.GAP, 1),
        (now + presences.GAP + SECOND, now + presences.GAP + SECOND, 4),
    ]


def test_presence_of_several_processes_adds_up_and_fades(room, learner, now):
    note(room, now, users=[learner], guests=2, process="web-1")
    note(room, now, users=[learner], guests=3, process="web-2")
    assert people_here(room.pk, now) == 6

    note(room, now + 29 * SECOND, guests=1, process="web-2")

    assert people_here(room.pk, now + 29 * SECOND) == 4
    assert people_here(room.pk, now + 31 * SECOND) == 1
    assert people_here(room.pk, now + 60 * SECOND) == 0
    assert Presence.objects.count() == 1
    room.refresh_from_db()
    assert room.most_people == 6


def test_presence_of_many_is_written_in_few_queries(room, now, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(presences, "BATCH", 10)
    users = UserFactory.create_batch(25)

    note(room, now, users=users)
    with django_assert_max_num_queries(40):
        note(room, now + 10 * SECOND, users=users)

    assert Presence.objects.count() == 25


def test_presence_is_not_written_when_the_broadcast_is_over(learner, now):
    room = RoomFactory(broadcast=BroadcastFactory(ended=True))

    note(room, now, users=[learner], guests=1)

    for rows in (Presence, Listening, RoomMember):
        assert not rows.objects.exists()
