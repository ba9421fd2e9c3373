"""The pages and forms of a room: with and without a script, as a guest, as a person, as somebody who leads."""

import json
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook
from tests.conftest import queries_of
from tests.live.room.factories import MemberFactory, MessageFactory, PollFactory, QuestionFactory, RoomFactory

from nastavnik.live.models import (
    ChatMessage,
    LiveQuestion,
    Poll,
    PollVote,
    QuestionVote,
    RaisedHand,
    ReactionCount,
    Room,
    RoomMember,
)
from nastavnik.live.selectors.room.lookup import overlay_key
from nastavnik.live.views import room_words

SCRIPT = {"Accept": "application/json"}
PAGE = {"Accept": "text/html"}


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return signed_in


@pytest.fixture
def guests(room):
    """The room is open for guests."""
    Room.objects.filter(pk=room.pk).update(are_guests_allowed=True)
    return room


def to(name, room, *things):
    return reverse(f"live:{name}", args=[room.token, *things])


def post(client, address, words=None, *, headers=SCRIPT):
    return client.post(address, words or {}, headers=headers)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_page_shows_what_was_said_to_guests_without_any_token(client, room):
    message, question = MessageFactory(room=room), QuestionFactory(room=room)

    response = client.get(to("room", room), headers=PAGE)

    text = response.content.decode()
    assert response.status_code == HTTPStatus.OK
    assert message.text in text
    assert question.text in text
    assert "csrfmiddlewaretoken" not in text
    assert not response.cookies


def test_page_of_guests_is_made_once_for_all(client, room):
    client.get(to("room", room), headers=PAGE)
    MessageFactory(room=room, text="Только что")

    assert "Только что" not in client.get(to("room", room), headers=PAGE).content.decode()
    assert "Только что" in client.get(to("room_part", room)).content.decode()


def test_page_of_person_has_forms_and_of_leader_has_deeds(sign_in, room, learner, methodist):
    question = QuestionFactory(room=room)
    answer = to("question_deed", room, question.token, "answer")

    learners = sign_in(learner).get(to("room", room), headers=PAGE).content.decode()
    leaders = sign_in(methodist).get(to("room", room), headers=PAGE).content.decode()

    assert to("ask", room) in learners
    assert answer not in learners
    assert answer in leaders
    assert to("rules", room) in leaders


def test_page_escapes_what_people_type(sign_in, room, learner):
    MessageFactory(room=room, text="<script>alert(1)</script> https://example.ru/?a=1&b=2")

    text = sign_in(learner).get(to("room", room), headers=PAGE).content.decode()

    assert "<script>alert" not in text
    assert '<a href="https://example.ru/?a=1&amp;b=2" rel="nofollow">' in text


def test_people_are_a_page_and_a_part(sign_in, room, learner, now):
    MemberFactory(room=room, name="Анна", seen_at=now, people=3)
    client = sign_in(learner)

    page = client.get(to("room_people", room), headers=PAGE).content.decode()
    part = client.get(to("room_people", room), headers=SCRIPT).content.decode()

    assert "Анна" in page
    assert "Анна" in part
    assert "<html" not in part


def test_speaker_screen_shows_the_next_question(sign_in, room, speaker):
    QuestionFactory(room=room, text="Первый вопрос", votes=5)

    text = sign_in(speaker).get(reverse("live:speaker", args=[room.broadcast.token])).content.decode()

    assert '<p class="speaker-question" data-word="text">Первый вопрос</p>' in text


def test_overlay_is_a_page_and_data(client, room, now):
    address = to("overlay", room, overlay_key(room.token))
    QuestionFactory(room=room, text="Как?", state="answering", answering_at=now, member__name="Анна")

    assert "Как?" in client.get(address, headers=PAGE).content.decode()
    assert client.get(address, headers=SCRIPT).json()["name"] == "Анна"


def test_table_is_a_page_and_a_workbook(sign_in, room, methodist, tmp_path):
    MessageFactory(room=room, text="=1+1")
    address = reverse("live:room_table", args=[room.broadcast.token, "chat"])
    client = sign_in(methodist)

    page = client.get(address, headers=PAGE)
    book = client.get(f"{address}?export=xlsx")
    text = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()

    assert "=1+1" in page.content.decode()
    (tmp_path / "chat.xlsx").write_bytes(b"".join(book.streaming_content))
    assert load_workbook(tmp_path / "chat.xlsx").active["A2"].value == "=1+1"
    assert "'=1+1" in text


# --- words -----------------------------------------------------------------------------------------------------------


def test_say_by_script_and_by_form(sign_in, room, learner):
    client = sign_in(learner)

    by_script = post(client, to("say", room), {"text": "Раз", "key": "k1"})
    by_form = post(client, to("say", room), {"text": "Два"}, headers=PAGE | {"Referer": "http://testserver/lessons/a/"})
    by_form_alone = post(client, to("say", room), {"text": "Три"}, headers=PAGE | {"Referer": "http://evil.example/"})

    assert by_script.json() == {"token": ChatMessage.objects.get(text="Раз").token}
    assert by_form.headers["Location"] == "http://testserver/lessons/a/#room"
    assert by_form_alone.headers["Location"] == f"{to('room', room)}#room"
    assert ChatMessage.objects.count() == 3


def test_refused_words_stay_in_their_field(sign_in, room, learner):
    Room.objects.filter(pk=room.pk).update(is_chat_open=False, are_links_allowed=False)
    client = sign_in(learner)

    said = post(client, to("say", room), {"text": "Здравствуйте"}, headers=PAGE)
    asked = post(client, to("ask", room), {"text": "Что на example.ru?"}, headers=PAGE)
    by_script = post(client, to("say", room), {"text": "Здравствуйте"})

    assert (said.status_code, asked.status_code) == (HTTPStatus.CONFLICT, HTTPStatus.CONFLICT)
    assert 'value="Здравствуйте"' in said.content.decode()
    assert ">Что на example.ru?</textarea>" in asked.content.decode()
    assert by_script.status_code == HTTPStatus.CONFLICT
    assert by_script.headers["Content-Type"].startswith("text/plain")


def test_empty_and_endless_words_are_refused_with_a_reason(sign_in, room, learner):
    client = sign_in(learner)

    answers = [
        post(client, to("say", room), {"text": ""}),
        post(client, to("say", room), {"text": "я" * 1001}),
        post(client, to("ask", room), {"text": "я" * 501}),
        post(client, to("say", room), {"text": "Раз", "key": "не ключ"}),
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.CONFLICT] * 4
    assert all(answer.content.decode() for answer in answers)
    assert not ChatMessage.objects.exists()


def test_ask_vote_and_take_the_vote_back(sign_in, room, learner, methodist):
    asked = post(sign_in(learner), to("ask", room), {"text": "Как?", "key": "k1"}).json()
    question = LiveQuestion.objects.get(token=asked["token"])
    client = sign_in(methodist)

    assert asked["state"] == "open"
    assert post(client, to("vote", room, question.token), {"is_wanted": "1"}).json() == {"votes": 2}
    assert post(client, to("vote", room, question.token), {"is_wanted": ""}).json() == {"votes": 1}
    assert QuestionVote.objects.count() == 1


def test_choose_raise_and_react(sign_in, room, learner, now):
    poll = PollFactory(room=room, state="open", opened_at=now)
    client = sign_in(learner)

    answers = [
        post(client, to("choose", room, poll.token), {"choice": ["2"]}),
        post(client, to("hand", room), {"is_wanted": "1"}),
        post(client, to("react", room), {"kind": "thanks"}),
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.NO_CONTENT] * 3
    assert PollVote.objects.get().option.position == 2
    assert RaisedHand.objects.get().member.user == learner
    assert ReactionCount.objects.get().count == 1
    post(client, to("hand", room), {"is_wanted": ""})
    assert RaisedHand.objects.get().lowered_at is not None
    for address, words in (("choose", {"choice": ["x"]}), ("react", {"kind": "shout"})):
        things = [poll.token] if address == "choose" else []
        assert post(client, to(address, room, *things), words).status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize("name", ["say", "ask", "vote", "hand", "enter"])
def test_words_take_few_queries(sign_in, room, learner, name):
    question = QuestionFactory(room=room)
    client = sign_in(learner)
    post(client, to("enter", room), {"people": "2"})
    address = to(name, room, question.token) if name == "vote" else to(name, room)

    count = queries_of(lambda: post(client, address, {"text": "Как?", "is_wanted": "1", "people": "3"}))

    assert count <= 12 + 1, "one finds the schools, which is remembered otherwise"


# --- guests ----------------------------------------------------------------------------------------------------------


def test_guest_gives_a_name_and_writes(client, guests):
    entered = post(client, to("enter", guests), {"name": "Ольга", "people": "3"}).json()
    said = post(client, to("say", guests), {"text": "Здравствуйте"})
    page = client.get(to("room", guests), headers=PAGE).content.decode()

    member = RoomMember.objects.get()
    assert (entered["me"], entered["name"], member.people) == (member.token, "Ольга", 3)
    assert said.status_code == HTTPStatus.OK
    assert ChatMessage.objects.get().member == member
    assert "csrfmiddlewaretoken" in page
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_guest_of_one_browser_is_not_another(client, guests):
    post(client, to("enter", guests), {"name": "Ольга"})
    other = type(client)()

    assert post(other, to("say", guests), {"text": "Здравствуйте"}).status_code == HTTPStatus.CONFLICT
    assert "Ольга" not in other.get(to("room", guests), headers=PAGE).content.decode()


def test_enter_from_another_site_is_refused(client, guests):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = post(client, to("enter", guests), {"name": "Ольга"}, headers=SCRIPT | headers)
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not RoomMember.objects.exists()


def test_enter_as_crowd_from_one_address_is_refused(client, guests, monkeypatch):
    monkeypatch.setattr(room_words, "MOST_ENTRIES_A_MINUTE", 2)

    answers = [post(type(client)(), to("enter", guests), {"name": f"Гость {number}"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, HTTPStatus.CONFLICT]


def test_enter_as_the_minute_ends_is_let_in(client, guests, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_words: False)  # there is nothing to count on by then

    assert post(client, to("enter", guests), {"name": "Ольга"}).status_code == HTTPStatus.OK


def test_enter_as_a_person_keeps_her_session(sign_in, room, learner):
    client = sign_in(learner)
    before = client.session.get_expiry_age()

    post(client, to("enter", room), {"people": ""})

    assert RoomMember.objects.get().people == 1
    assert client.session.get_expiry_age() >= before - 5


# --- leading ---------------------------------------------------------------------------------------------------------


def test_leader_does_her_deeds(sign_in, room, speaker):
    question, other = QuestionFactory(room=room), QuestionFactory(room=room)
    message, poll = MessageFactory(room=room), PollFactory(room=room)
    client = sign_in(speaker)

    answers = [
        post(client, to("question_deed", room, question.token, "answer")),
        post(client, to("merge", room, other.token), {"into": question.token}),
        post(client, to("message_deed", room, message.token, "hide")),
        post(client, to("member_deed", room, message.member.token, "mute")),
        post(client, to("poll_deed", room, poll.token, "open")),
        post(client, to("rules", room), {"slow_seconds": "15", "is_chat_open": "on"}),
    ]

    assert [answer.status_code for answer in answers] == [HTTPStatus.NO_CONTENT] * 6
    for row in (question, other, message, poll, room):
        row.refresh_from_db()
    assert (question.state, other.merged_into, poll.state) == ("answering", question, "open")
    assert message.hidden_at is not None
    assert RoomMember.objects.get(pk=message.member_id).muted_at is not None
    assert (room.slow_seconds, room.is_chat_open, room.are_links_allowed) == (15, True, False)


def test_leader_prepares_polls_and_asks_at_once(sign_in, room, speaker):
    client = sign_in(speaker)
    words = {"title": "Что вы ведёте?", "kind": "single", "options": "Блог\n\n Канал \n", "has_live_results": "on"}

    prepared = post(client, to("add_poll", room), words).json()
    post(client, to("add_poll", room), words | {"is_asked_now": "1"})
    refused = post(client, to("add_poll", room), words | {"options": "я" * 151})

    poll = Poll.objects.get(token=prepared["token"])
    assert [option.title for option in poll.options.order_by("position")] == ["Блог", "Канал"]
    assert sorted(Poll.objects.values_list("state", flat=True)) == ["open", "prepared"]
    assert refused.status_code == HTTPStatus.CONFLICT


def test_deeds_are_refused_to_others_before_their_forms_are_read(sign_in, room, learner):
    question = QuestionFactory(room=room)
    client = sign_in(learner)

    for address in (to("rules", room), to("add_poll", room), to("merge", room, question.token)):
        assert post(client, address).status_code == HTTPStatus.FORBIDDEN


def test_rooms_of_other_schools_are_not_found(sign_in, methodist):
    other = RoomFactory()
    client = sign_in(methodist)

    for name in ("room", "room_part", "room_people"):
        assert client.get(to(name, other)).status_code == HTTPStatus.NOT_FOUND
    for name in ("say", "ask", "enter", "hand", "react", "rules", "add_poll"):
        assert post(client, to(name, other)).status_code == HTTPStatus.NOT_FOUND


def test_state_of_the_page_is_where_its_news_begin(sign_in, room, learner):
    client = sign_in(learner)
    post(client, to("say", room), {"text": "Раз"})

    text = client.get(to("room_part", room)).content.decode()

    assert 'data-number="1"' in text
    assert json.dumps(RoomMember.objects.get().token)[1:-1] in text


def test_archive_leads_to_the_recording(sign_in, school, learner, now):
    from tests.live.factories import BroadcastFactory, PartFactory  # noqa: PLC0415 -- of this test alone

    broadcast = BroadcastFactory(lesson__cycle__programme__school=school, ended=True)
    PartFactory(broadcast=broadcast, started_at=broadcast.live_at)
    room = RoomFactory(broadcast=broadcast)
    QuestionFactory(
        room=room, state="answered", answering_at=broadcast.live_at + timedelta(seconds=125), answered_at=now
    )

    text = sign_in(learner).get(to("room", room), headers=PAGE).content.decode()

    assert f'href="/lessons/{broadcast.lesson.slug}/?t=125" data-seek="125"' in text
    assert "csrfmiddlewaretoken" not in text.partition('id="room"')[2].partition("</section>")[0]
