"""The numbers of a room, who is here, the speaker's screen, the picture for OBS, the tables."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from tests.live.room.factories import MemberFactory, MessageFactory, PollFactory, QuestionFactory, RoomFactory

from nastavnik.live.models import Broadcast, PollOption, Presence, RaisedHand, ReactionCount, Room
from nastavnik.live.selectors import room as selectors
from nastavnik.live.selectors.room.counts import changed, counts_of
from nastavnik.live.selectors.room.lookup import guest_digest, overlay_key
from nastavnik.live.selectors.room.screens import overlay_view, speaker_view
from nastavnik.live.selectors.room.tables import TABLES, room_table

GUEST = AnonymousUser()
MINUTE = timedelta(minutes=1)


# --- counts ----------------------------------------------------------------------------------------------------------


def test_counts_tell_everybody_and_leaders_theirs(room, now):
    shown, waiting = QuestionFactory(room=room, votes=3), QuestionFactory(room=room, state="waiting", votes=1)
    quiet = PollFactory(room=room, state="open", opened_at=now, has_live_results=False, voters=4)
    PollOption.objects.filter(poll=quiet, position=1).update(votes=4)
    closed = PollFactory(room=room, state="closed", opened_at=now, voters=1)
    PollFactory(room=room)
    RaisedHand.objects.create(room=room, member=MemberFactory(room=room), raised_at=now)
    for minutes in (0, 1):
        ReactionCount.objects.create(room=room, kind="thanks", at=now + minutes * MINUTE, count=2)

    counts = counts_of(room.pk, now)

    assert counts.everybody == {
        "air": "live",
        "recording": False,
        "here": 0,
        "hands": 1,
        "reactions": {"thanks": 4},
        "votes": {shown.token: 3},
        "polls": {quiet.token: {"voters": 4}, closed.token: {"voters": 1, "votes": [0, 0, 0]}},
    }
    assert counts.leaders["votes"] == {shown.token: 3, waiting.token: 1}
    assert counts.leaders["polls"][quiet.token] == {"voters": 4, "votes": [4, 0, 0]}
    assert counts.leaders["waiting"] == 1


def test_changed_tells_only_what_differs():
    before = {"here": 5, "votes": {"a": 1, "b": 2}, "hands": 0}
    after = {"here": 6, "votes": {"a": 1, "b": 3, "c": 1}, "hands": 0, "air": "live"}

    assert changed(before, after) == {"here": 6, "votes": {"b": 3, "c": 1}, "air": "live"}
    assert changed({}, {"votes": {"a": 1}}) == {"votes": {"a": 1}}


# --- people, screens, tables -----------------------------------------------------------------------------------------


def test_people_are_named_to_those_who_have_a_name(room, school, learner, methodist, now):
    here = MemberFactory(room=room, name="Анна", people=3, seen_at=now, guest_digest=guest_digest("key"))
    MemberFactory(room=room, name="Ирина", seen_at=now - MINUTE)
    muted = MemberFactory(room=room, name="Шумный", muted_at=now)

    pages_of = {
        name: selectors.people_page(actor, school, room.token, guest, now)
        for name, actor, guest in (
            ("nameless", GUEST, ""),
            ("guest", GUEST, "key"),
            ("learner", learner, ""),
            ("methodist", methodist, ""),
        )
    }

    assert {name: page.total for name, page in pages_of.items()} == dict.fromkeys(pages_of, 3)
    assert [len(page.people) for page in pages_of.values()] == [0, 1, 1, 1]
    assert [len(page.muted) for page in pages_of.values()] == [0, 0, 0, 1]
    assert pages_of["methodist"].muted[0].by == muted.token
    person = pages_of["guest"].people[0]
    assert (person.by, person.people, person.is_guest, person.is_muted) == (here.token, 3, True, False)
    assert not pages_of["guest"].is_shortened


def test_speaker_view_is_for_those_who_hold_the_broadcast(room, school, speaker, learner, director, now):
    page = speaker_view(speaker, school, room.broadcast.token, now)

    assert (page.room.token, page.is_on_air, page.live_at) == (room.token, True, room.broadcast.live_at)
    for actor in (learner, director):
        with pytest.raises(Broadcast.DoesNotExist):
            speaker_view(actor, school, room.broadcast.token, now)


def test_overlay_shows_the_question_being_answered(room, school, now):
    key = overlay_key(room.token)
    assert overlay_view(school, room.token, key).text == ""
    question = QuestionFactory(room=room, state="answering", answering_at=now)

    shown = overlay_view(school, room.token, key)

    assert (shown.text, shown.name, shown.place) == (question.text, question.member.name, question.member.place)
    for token, wrong in ((room.token, "nonsense"), (room.token, "не ключ"), (RoomFactory().token, key)):
        with pytest.raises(Room.DoesNotExist):
            overlay_view(school, token, wrong)
    other = RoomFactory()
    with pytest.raises(Room.DoesNotExist):
        overlay_view(school, other.token, overlay_key(other.token))


def test_tables_hold_all_that_was_said(over, school, methodist):
    live_at = over.broadcast.live_at
    MessageFactory(room=over, at=live_at + MINUTE, text="Видно", member__name="Анна")
    MessageFactory(room=over, at=live_at, hidden_at=live_at)
    asked = QuestionFactory(
        room=over,
        at=live_at,
        text="Как?",
        votes=3,
        state="answered",
        answering_at=live_at + 2 * MINUTE,
        answered_at=live_at,
    )
    QuestionFactory(room=over, at=live_at, merged_into=asked)
    poll = PollFactory(room=over, state="closed", opened_at=live_at, voters=4, options=("Да", "Нет"))
    PollOption.objects.filter(poll=poll, position=1).update(votes=3)
    PollFactory(room=over)
    member = MemberFactory(room=over, name="Анна", guest_digest=guest_digest("key"))
    Presence.objects.create(room=over, member=member, came_at=live_at, until=live_at + 90 * MINUTE / 2, people=3)

    rows = {name: list(table(over, school, methodist, name).listing.values()) for name in TABLES}

    assert [row[0] for row in rows["chat"]][1] == "Видно"
    assert [row[2] for row in rows["chat"]] == ["0:00", "1:00"]
    assert [bool(row[5]) for row in rows["chat"]] == [True, False]
    asked_row = rows["questions"][0]
    assert (asked_row[0], asked_row[1], asked_row[4]) == ("Как?", 3, "2:00")
    assert rows["questions"][1][4] == "—"
    assert [row[1:5] for row in rows["polls"]] == [["Да", 3, 75, 4], ["Нет", 0, 0, 4]]
    assert rows["presence"][0][0] == "Анна"
    assert rows["presence"][0][4:] == [45.0, 3, True]


def table(room, school, actor, name, query=""):
    return room_table(actor, school, room.broadcast.token, name, QueryDict(query))


def test_tables_can_be_searched_and_are_for_the_desk(over, school, methodist, director, learner):
    MessageFactory(room=over, text="Ёлка в библиотеке")
    MessageFactory(room=over, text="Другое")
    PollFactory(room=over, state="closed", opened_at=over.broadcast.live_at)

    assert table(over, school, director, "chat", "q=елка").listing.total == 1
    assert table(over, school, methodist, "polls").listing.rows[0][3].text == "0"
    page = table(over, school, methodist, "questions")
    assert [link.is_current for link in page.links] == [False, True, False, False]
    with pytest.raises(Room.DoesNotExist):
        table(over, school, learner, "chat")
    with pytest.raises(Room.DoesNotExist):
        table(RoomFactory(), school, methodist, "chat")
