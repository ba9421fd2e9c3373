"""The stream of a room: who may listen, what she gets, nothing lost and nothing twice."""

import asyncio
from functools import partial

import pytest
from django.contrib.sessions.backends.db import SessionStore
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, MessageFactory, RoomFactory
from tests.live.room.listening import WAIT_SECONDS, Ear, cookies_of, has_heard, in_thread, listen, say, texts
from tests.people.factories import UserFactory

from nastavnik.core import clock
from nastavnik.live.asgi import feed as feeds
from nastavnik.live.asgi import hub as hubs
from nastavnik.live.models import Presence, RoomEvent, RoomMember
from nastavnik.live.selectors.room.lookup import GUEST_WORD, guest_digest
from nastavnik.live.services import room as services
from nastavnik.video.enums import Access

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("database_of_threads")]

POLL = {"kind": "single", "title": "Что?", "options": ["Да", "Нет"], "has_live_results": True}
RULES = {
    "is_chat_open": False,
    "slow_seconds": 0,
    "are_links_allowed": True,
    "are_guests_allowed": False,
    "are_questions_moderated": False,
}


@pytest.fixture
def address(room):
    return f"/live/events/{room.token}/"


def test_listener_hears_what_is_said(room, learner, methodist, address):
    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        await say(room, learner, "Добрый день")
        await ear.until(lambda ear: ear.events())
        await ear.leave()
        assert ear.status == 200
        assert ear.text.startswith("retry: ")
        assert [(number, said["text"], said["name"]) for number, said in ear.events()] == [
            (1, "Добрый день", learner.full_name)
        ]

    listen(scenario)


def test_listener_hears_of_each_kind_under_its_own_name(room, learner, methodist, address):
    """No word of a payload may hide what kind of event it is."""

    async def scenario():
        ear = Ear(address, cookies=cookies)
        await ear.until(lambda ear: ear.counts())
        words = {"room_id": room.pk, "now": clock.now()}
        for service, more in (
            (services.ask, {"actor": learner, "text": "Как?"}),
            (services.raise_hand, {"actor": learner}),
            (services.prepare_poll, POLL | {"actor": methodist}),
            (services.change_room, RULES | {"actor": methodist}),
        ):
            await in_thread(service, **words, **more)
        member = await in_thread(RoomMember.objects.get, user=learner)
        await in_thread(services.mute_person, **words, actor=methodist, member_token=member.token, is_muted=True)
        await ear.until(lambda ear: len(ear.events()) == 5)
        await ear.leave()
        assert [said["kind"] for _number, said in ear.events()] == ["question", "hand", "poll", "room", "member"]

    cookies = cookies_of(methodist)
    listen(scenario)


def test_listener_gets_what_it_missed_once(room, learner, address):
    async def scenario():
        for number in range(5):
            await in_thread(
                services.say, actor=learner, room_id=room.pk, text=f"Слово {number}", now=clock.now(), key=str(number)
            )
        ears = [Ear(address, last_id="2"), Ear(address, query="after=3"), Ear(address), Ear(address, query="after=x")]
        for ear in ears:
            await ear.until(lambda ear: ear.counts())
        ends = [[number for number, _said in ear.events()] for ear in ears]
        for ear in ears:
            await ear.leave()
        assert ends == [[3, 4, 5], [4, 5], [], []]

    listen(scenario)


def test_nothing_is_lost_or_doubled_while_browsers_come_and_go(room, address):
    """Many speak at once, and a browser breaks off and comes back after every few words: it has seen each number once."""
    speakers, words_each = [UserFactory() for _number in range(8)], 5
    most = len(speakers) * words_each

    async def speak(speaker):
        for number in range(words_each):
            await say(room, speaker, f"Слово {number}")

    async def follow():
        seen = [0]
        while seen[-1] < most:
            ear = Ear(address, last_id=str(seen[-1]))
            wanted = min(3, most - seen[-1])
            await ear.until(partial(has_heard, wanted))
            await ear.leave()
            seen += [number for number, _said in ear.events()]
        return seen

    async def scenario():
        followed = await asyncio.gather(*[follow() for _browser in range(3)], *[speak(one) for one in speakers])
        assert followed[:3] == [list(range(most + 1))] * 3

    listen(scenario)


def test_log_of_another_process_is_found_without_a_bell(room, learner, address):
    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        member = await in_thread(MemberFactory, room=room)
        await in_thread(
            RoomEvent.objects.create,
            room=room,
            number=1,
            kind="said",
            subject="abc",
            member=member,
            payload={"text": "Из другого процесса"},
            at=clock.now(),
        )
        await ear.until(lambda ear: ear.events())
        await ear.leave()
        assert texts(ear) == ["Из другого процесса"]

    listen(scenario)


def test_page_that_is_ahead_of_this_process_loses_nothing(room, learner, address):
    async def scenario():
        first = Ear(address)
        await first.until(lambda ear: ear.counts())
        hub = hubs.hub()
        (feed,) = [task.result() for task in hub._feeds.values()]
        feed.look_seconds = 60
        await asyncio.sleep(0.3)
        member = await in_thread(MemberFactory, room=room)
        words = {"room": room, "kind": "said", "subject": "abc", "member": member, "at": clock.now()}
        await in_thread(RoomEvent.objects.create, number=1, payload={"text": "Раз"}, **words)
        ahead = Ear(address, query="after=1")
        await ahead.until(lambda ear: ear.counts())
        await in_thread(RoomEvent.objects.create, number=2, payload={"text": "Два"}, **words)
        feed.bell.set()
        await ahead.until(lambda ear: ear.events())
        await first.until(lambda ear: len(ear.events()) == 2)
        assert texts(ahead) == ["Два"]
        assert texts(first) == ["Раз", "Два"]
        await ahead.leave()
        await first.leave()

    listen(scenario)


def test_browser_of_another_log_loads_the_page_anew(room, learner, address):
    async def scenario():
        ear = Ear(address, last_id="7")
        await ear.until(lambda ear: ear.events())
        await ear.leave()
        assert [said["kind"] for _number, said in ear.events()] == ["reset"]

    listen(scenario)


def test_browser_that_missed_too_much_loads_the_page_anew(room, learner, address, monkeypatch):
    monkeypatch.setattr(feeds, "PRELOADED_EVENTS", 1)
    monkeypatch.setattr(feeds, "MOST_REPLAYED", 3)

    async def scenario():
        for number in range(5):
            await in_thread(
                services.say, actor=learner, room_id=room.pk, text=f"Слово {number}", now=clock.now(), key=str(number)
            )
        much, little = Ear(address, last_id="0"), Ear(address, last_id="2")
        for ear in (much, little):
            await ear.until(lambda ear: ear.events())
            await ear.leave()
        assert [said["kind"] for _number, said in much.events()] == ["reset"]
        assert [number for number, _said in little.events()] == [3, 4, 5]

    listen(scenario)


def test_browser_whose_part_of_the_log_was_deleted_loads_the_page_anew(room, learner, address, monkeypatch):
    monkeypatch.setattr(feeds, "PRELOADED_EVENTS", 1)

    async def scenario():
        for number in range(4):
            await in_thread(
                services.say, actor=learner, room_id=room.pk, text=f"Слово {number}", now=clock.now(), key=str(number)
            )
        await in_thread(RoomEvent.objects.filter(number__lt=3).delete)
        ear = Ear(address, last_id="1")
        await ear.until(lambda ear: ear.events())
        await ear.leave()
        assert [said["kind"] for _number, said in ear.events()] == ["reset"]

    listen(scenario)


def test_slow_browser_is_let_go(room, learner, address, monkeypatch):
    monkeypatch.setattr(feeds, "KEPT_PIECES", 3)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        (feed,) = [task.result() for task in hubs.hub()._feeds.values()]
        (client,) = feed.clients
        client.place = feed.backlog.begin - 1
        client.wake()
        await ear.until(lambda ear: ear.is_over)
        await asyncio.sleep(0)
        assert not feed.clients

    listen(scenario)


def test_leaders_hear_what_is_hidden_and_viewers_that_it_is_gone(room, learner, methodist, address):
    async def scenario():
        leader, viewer = Ear(address, cookies=cookies), Ear(address)
        await leader.until(lambda ear: ear.counts())
        await viewer.until(lambda ear: ear.counts())
        said = await say(room, learner, "Позвоните мне: 8 900 000-00-00")
        words = {"actor": methodist, "room_id": room.pk, "message_token": said.token, "now": clock.now()}
        await in_thread(services.hide_message, **words)
        await leader.until(lambda ear: len(ear.events()) == 2)
        await viewer.until(lambda ear: len(ear.events()) == 2)
        back = Ear(address, last_id="0")
        await back.until(lambda ear: ear.counts())
        assert [said["kind"] for _number, said in back.events()] == ["unsaid"]
        assert [(said["kind"], said.get("hidden")) for _n, said in leader.events()] == [("said", False), ("said", True)]
        assert [said["kind"] for _number, said in viewer.events()] == ["said", "unsaid"]
        assert "8 900" not in back.text
        for ear in (leader, viewer, back):
            await ear.leave()

    cookies = cookies_of(methodist)
    listen(scenario)


def test_listeners_are_present(room, learner, address, now):
    guest = RoomMember.objects.create(room=room, name="Гость", guest_digest=guest_digest("key"), people=3, came_at=now)
    session = SessionStore()
    session[GUEST_WORD] = "key"
    session.create()
    cookies = [cookies_of(learner), f"sessionid={session.session_key}", ""]

    async def scenario():
        ears = [Ear(address, cookies=text) for text in cookies]
        await ears[2].until(lambda ear: ear.counts().get("here") == 5)
        for ear in ears:
            await ear.leave()

    listen(scenario)

    present = {presence.member.name: presence.people for presence in Presence.objects.select_related("member")}
    assert present == {learner.full_name: 1, "Гость": 3}
    assert guest.presences.count() == 1
    room.refresh_from_db()
    assert room.most_people == 5


def test_stranger_does_not_hear(learner, methodist, lesson):
    closed = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True, access=Access.ENROLLED))
    MessageFactory(room=closed)
    mine = cookies_of(methodist), cookies_of(learner)

    async def scenario():
        answers = {}
        for name, text in {"methodist": mine[0], "learner": mine[1], "guest": "", "nonsense": "a=;;\x00"}.items():
            ear = Ear(f"/live/events/{closed.token}/", cookies=text)
            await ear.until(lambda ear: ear.status)
            answers[name] = ear.status
            await ear.leave()
        assert answers == {"methodist": 200, "learner": 404, "guest": 404, "nonsense": 404}

    listen(scenario)


def test_unknown_rooms_and_methods_are_refused(room, address):
    async def scenario():
        for path in ("/live/events/", "/live/events/no-such", "/live/events/nosuchroom/", "/live/events/a/b"):
            ear = Ear(path)
            await ear.until(lambda ear: ear.is_over)
            assert ear.status == 404
            await ear.leave()
        ear = Ear(address)
        ear.scope["method"] = "POST"
        await ear.until(lambda ear: ear.is_over)
        assert ear.status == 405

    listen(scenario)


def test_full_process_takes_nobody_more(room, address, monkeypatch):
    monkeypatch.setattr(hubs, "MOST_CLIENTS", 1)

    async def scenario():
        first = Ear(address)
        await first.until(lambda ear: ear.counts())
        second = Ear(address)
        await second.until(lambda ear: ear.is_over)
        assert second.status == 503
        await first.leave()
        third = Ear(address)
        await third.until(lambda ear: ear.counts())
        await third.leave()

    listen(scenario)


def test_feed_ends_when_nobody_listens_and_begins_anew(room, learner, address, monkeypatch):
    monkeypatch.setattr(feeds, "LINGER_SECONDS", 0.5)

    async def scenario():
        ear = Ear(address)
        await ear.until(lambda ear: ear.counts())
        await ear.leave()
        hub = hubs.hub()
        await asyncio.wait_for(asyncio.gather(*hub._running.values()), WAIT_SECONDS)
        assert not hub._feeds
        await say(room, learner, "Никто не слышит")
        again = Ear(address, last_id="0")
        await again.until(lambda ear: ear.events())
        await again.leave()
        assert texts(again) == ["Никто не слышит"]

    listen(scenario)
