"""What the page of a room holds: for whom what is there, in which order, and how many queries it takes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, MessageFactory, PollFactory, QuestionFactory, RoomFactory
from tests.people.factories import UserFactory

from nastavnik.live.enums import PollKind, QuestionState, ReactionKind
from nastavnik.live.models import Broadcast, PollOption, RaisedHand, Room
from nastavnik.live.permissions import can_enter_room, can_lead_room, rooms_visible_to
from nastavnik.live.selectors import room as selectors
from nastavnik.live.selectors.room import page as pages
from nastavnik.live.selectors.room.hours import Hours, hours_of, opening_of
from nastavnik.live.selectors.room.lookup import guest_digest, guest_member_id, overlay_key, room_to_hear
from nastavnik.live.services import room as services
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import LessonState
from nastavnik.video.enums import Access

GUEST = AnonymousUser()
MINUTE = timedelta(minutes=1)


def view(actor, room, now, guest=""):
    return selectors.room_view(actor, Broadcast.objects.select_related("lesson", "school").get(room=room), now, guest)


# --- hours and moments -----------------------------------------------------------------------------------------------


def test_hours_open_half_an_hour_before_or_on_air(now, broadcast, lesson):
    planned = BroadcastFactory.build(lesson=lesson)
    lesson.starts_at = now + 30 * MINUTE
    assert hours_of(planned, now) is Hours.OPEN
    assert hours_of(planned, now - MINUTE) is Hours.BEFORE
    assert hours_of(broadcast, now - 60 * MINUTE) is Hours.OPEN
    lesson.starts_at = None
    assert (hours_of(planned, now), opening_of(planned)) == (Hours.BEFORE, None)


# --- rights ----------------------------------------------------------------------------------------------------------


def test_rooms_visible_are_those_that_can_be_entered(
    school, room, over, learner, methodist, director, speaker, outsider, lesson
):
    closed = RoomFactory(
        broadcast=BroadcastFactory(lesson__cycle__programme__school=school, live=True, access=Access.ENROLLED)
    )
    draft = RoomFactory(broadcast=BroadcastFactory(lesson__cycle__programme__school=school, lesson__announced=True))
    type(lesson).objects.filter(pk=draft.broadcast.lesson_id).update(state=LessonState.DRAFT)

    for actor in (GUEST, learner, methodist, director, speaker, outsider, SYSTEM):
        visible = set(rooms_visible_to(actor, school))
        entered = {one for one in Room.objects.all() if can_enter_room(actor, room_with_rights(one))}
        assert visible == entered, actor
    assert set(rooms_visible_to(learner, school)) == {room, over}
    assert set(rooms_visible_to(director, school)) == {room, over, closed, draft}
    assert {actor for actor in (learner, methodist, director, speaker, outsider) if can_lead_room(actor, room)} == {
        methodist,
        speaker,
    }


def room_with_rights(room):
    return Room.objects.select_related("broadcast__lesson__cycle__programme", "broadcast__school").get(pk=room.pk)


def test_rooms_are_found_in_their_school_by_those_who_may(room, learner, methodist, school, outsider):
    other = RoomFactory()

    assert selectors.room_id_in(school, room.token) == room.pk
    assert selectors.room_to_enter(learner, school, room.token) == room
    assert selectors.room_id_to_lead(methodist, school, room.token) == room.pk
    assert room_to_hear(GUEST, other.token) == other
    with pytest.raises(Room.DoesNotExist):
        selectors.room_id_in(school, other.token)
    with pytest.raises(Room.DoesNotExist):
        selectors.room_to_enter(learner, school, other.token)
    with pytest.raises(PermissionDenied):
        selectors.room_id_to_lead(learner, school, room.token)


def test_guest_is_known_by_her_session(room):
    member = MemberFactory(room=room, guest_digest=guest_digest("key"))

    assert guest_member_id(room, {selectors.GUEST_WORD: "key"}) == member.pk
    assert guest_member_id(room, {selectors.GUEST_WORD: "other"}) is None
    assert guest_member_id(room, {}) is None


# --- the page --------------------------------------------------------------------------------------------------------


def test_view_of_broadcast_without_room_is_none(broadcast, learner, now):
    assert selectors.room_view(learner, broadcast, now) is None


def test_view_holds_what_the_viewer_may_see(room, learner, methodist, now):
    shown, hidden = MessageFactory(room=room), MessageFactory(room=room, hidden_at=now)
    states = {state: QuestionFactory(room=room, state=state, **stamps(state, now)) for state in QuestionState}
    QuestionFactory(room=room, merged_into=states[QuestionState.OPEN])
    prepared, open_poll = PollFactory(room=room), PollFactory(room=room, state="open", opened_at=now)
    closed = PollFactory(room=room, state="closed", opened_at=now)

    seen, led = view(learner, room, now), view(methodist, room, now)

    assert tokens(seen.messages) == [shown.token]
    assert tokens(led.messages) == [shown.token, hidden.token]
    assert tokens(seen.questions) == [states["answering"].token, states["open"].token]
    assert tokens(seen.answered) == [states["answered"].token]
    assert tokens(seen.waiting + seen.declined + seen.prepared_polls) == []
    assert tokens(led.waiting + led.declined + led.prepared_polls) == [
        states["waiting"].token,
        states["declined"].token,
        prepared.token,
    ]
    assert (seen.poll.token, tokens(seen.closed_polls)) == (open_poll.token, [closed.token])
    assert (seen.is_leader, led.is_leader) == (False, True)


def stamps(state, now):
    return {"answering_at": now, "answered_at": now} if state in {"answering", "answered"} else {}


def tokens(items):
    return [item.token for item in items]


def test_view_orders_questions_by_answer_pin_votes_and_age(room, learner, now):
    old, new = (QuestionFactory(room=room, at=now - age * MINUTE) for age in (2, 1))
    wanted = QuestionFactory(room=room, votes=9)
    pinned = QuestionFactory(room=room, is_pinned=True)
    answering = QuestionFactory(room=room, state="answering", answering_at=now)

    page = view(learner, room, now)

    assert tokens(page.questions) == [one.token for one in (answering, pinned, wanted, old, new)]
    assert page.current.token == answering.token
    assert page.choices == page.questions


def test_view_knows_the_viewer(room, learner, now):
    question = services.ask(actor=learner, room_id=room.pk, text="Как?", now=now)
    merged = QuestionFactory(room=room)
    services.vote(actor=learner, room_id=room.pk, question_token=merged.token, now=now)
    into = QuestionFactory(room=room)
    type(into).objects.filter(pk=merged.pk).update(merged_into=into)
    poll = PollFactory(room=room, state="open", opened_at=now)
    services.vote_in_poll(actor=learner, room_id=room.pk, poll_token=poll.token, positions=[2], now=now)
    services.raise_hand(actor=learner, room_id=room.pk, now=now)

    mine, others = view(learner, room, now), view(UserFactory(full_name="Ирина"), room, now)

    assert (mine.me, mine.name, mine.is_hand_up) == (question.member.token, learner.full_name, True)
    assert (others.me, others.name, others.is_hand_up) == ("", "Ирина", False)
    assert {one.token: one.has_voted for one in mine.questions} == {question.token: True, into.token: True}
    assert not any(one.has_voted for one in others.questions)
    assert [option.is_chosen for option in mine.poll.options] == [False, True, False]
    assert not any(option.is_chosen for option in others.poll.options)


@pytest.mark.parametrize(
    ("actor", "guest", "rules", "expected"),
    [
        ("learner", "", {}, (True, False, False)),
        ("guest", "", {}, (False, False, True)),
        ("guest", "", {"are_guests_allowed": True}, (False, True, False)),
        ("guest", "key", {"are_guests_allowed": True}, (True, False, False)),
        ("guest", "key", {"are_guests_allowed": False}, (False, False, True)),
        ("muted", "", {}, (False, False, False)),
    ],
)
def test_view_tells_who_may_write(room, learner, now, actor, guest, rules, expected):
    Room.objects.filter(pk=room.pk).update(**rules)
    MemberFactory(room=room, guest_digest=guest_digest("key"))
    muted = MemberFactory(room=room, user=UserFactory(), muted_at=now).user

    page = view({"learner": learner, "guest": GUEST, "muted": muted}[actor], room, now, guest)

    assert (page.can_write, page.needs_name, page.needs_account) == expected
    assert page.is_muted == (actor == "muted")


def test_view_before_and_after(school, over, learner, now):
    planned = RoomFactory(broadcast=BroadcastFactory(lesson__cycle__programme__school=school))
    MessageFactory(room=over, at=over.broadcast.live_at + 2 * MINUTE)
    QuestionFactory(
        room=over,
        state="answered",
        at=over.broadcast.live_at,
        answering_at=over.broadcast.live_at + 5 * MINUTE,
        answered_at=now,
    )
    PollFactory(room=over, state="closed", opened_at=over.broadcast.live_at + 12 * MINUTE)

    before, after = view(learner, planned, now), view(learner, over, now)

    assert (before.is_before, before.is_open, before.can_write, before.is_empty) == (True, False, False, True)
    assert (after.is_over, after.can_write, after.is_empty, after.polls_matter) == (True, False, False, True)
    assert before.opens_at == planned.broadcast.lesson.starts_at - 30 * MINUTE
    moments = [after.messages[0].seconds, after.answered[0].seconds, after.closed_polls[0].seconds]
    assert moments == [120, 300, 660]
    assert before.title != after.title


def test_archive_has_answers_in_their_order_and_polls_closed_by_the_end(over, learner):
    begin = over.broadcast.live_at
    for text, asked, answered in (("Второй", 0, 9), ("Первый", 1, 3)):
        stamp = begin + answered * MINUTE
        QuestionFactory(
            room=over, text=text, at=begin + asked * MINUTE, state="answered", answering_at=stamp, answered_at=stamp
        )
    PollFactory(room=over, state="open", opened_at=begin, has_live_results=False)

    page = view(learner, over, over.broadcast.ended_at)

    assert [one.text for one in page.answered] == ["Первый", "Второй"]
    assert page.poll is None
    assert [poll.has_results for poll in page.closed_polls] == [True]


def test_view_shows_the_latest_messages(room, learner, now, monkeypatch):
    monkeypatch.setattr(pages, "MOST_MESSAGES", 2)
    messages = [MessageFactory(room=room, at=now - age * MINUTE) for age in (3, 2, 1)]

    page = view(learner, room, now)

    assert (tokens(page.messages), page.has_earlier) == ([one.token for one in messages[1:]], True)


def test_view_takes_as_many_queries_whatever_was_said(room, speaker, now, assert_flat):
    def grow():
        member = MemberFactory(room=room)
        MessageFactory(room=room, member=member)
        QuestionFactory(room=room, member=member)
        PollFactory(room=room, state="closed", opened_at=now)
        PollFactory(room=room)
        RaisedHand.objects.create(room=room, member=member, raised_at=now)

    services.say(actor=speaker, room_id=room.pk, text="Начнём", now=now)
    broadcast = Broadcast.objects.select_related("lesson__school", "school").get(pk=room.broadcast_id)
    assert_flat(lambda: selectors.room_view(speaker, broadcast, now), grow, ceiling=3)


def test_items_say_what_they_are(room, methodist, now):
    scale = PollFactory(room=room, kind=PollKind.SCALE, options=("1", "2", "3", "4", "5"), voters=3)
    PollOption.objects.filter(poll=scale, position=5).update(votes=2)
    PollOption.objects.filter(poll=scale, position=4).update(votes=1)
    PollFactory(room=room, kind=PollKind.SEVERAL)
    PollFactory(room=room, kind=PollKind.SCALE)

    unanswered, several, item = view(methodist, room, now).prepared_polls

    assert (item.average, several.average) == (4.7, None)
    assert [option.percent for option in item.options] == [0, 0, 0, 33, 67]
    assert (item.is_several, several.is_several, item.is_prepared) == (False, True, True)
    assert unanswered.average is None
    assert (item.has_results, item.is_open, item.is_closed) == (False, False, False)


def test_view_offers_its_words(room, methodist, now):
    page = view(methodist, room, now)

    assert [reaction.kind for reaction in page.reactions] == [kind.value for kind in ReactionKind]
    assert [kind for kind, _label in page.poll_kinds] == ["single", "several", "scale"]
    assert page.overlay_url == f"/live/rooms/{room.token}/overlay/{overlay_key(room.token)}/"
    assert page.sign_in_url.endswith(f"lessons%2F{room.broadcast.lesson.slug}%2F")
    assert page.crumbs[0]["url"] == page.lesson_url
    assert page.patterns.question.state_label
    assert page.current is None
