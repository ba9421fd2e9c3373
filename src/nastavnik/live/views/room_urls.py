"""Addresses of the room. What is new in it (`/live/events/`) is answered before Django: see `asgi/`."""

from collections.abc import Iterable

from django.urls import URLPattern, path, re_path

from nastavnik.live.selectors.room.tables import TABLES
from nastavnik.live.views import room, room_lead, room_screens, room_words

ONE = "live/rooms/<slug:token>/"
TOKEN = "[a-z0-9]+"  # noqa: S105 -- the letters of a token
TABLE = rf"^desk/broadcasts/(?P<token>{TOKEN})/room/(?P<name>{'|'.join(TABLES)})/$"


def deed(kind: str, deeds: Iterable[str]) -> str:
    """Return the pattern of an address for one of `deeds` with a thing of a room."""
    thing = kind.removesuffix("s")
    return rf"^live/rooms/(?P<token>{TOKEN})/{kind}/(?P<{thing}>{TOKEN})/(?P<deed>{'|'.join(deeds)})/$"


urlpatterns: list[URLPattern] = [
    path(ONE, room.show, name="room"),
    path(f"{ONE}part/", room.part, name="room_part"),
    path(f"{ONE}people/", room.people, name="room_people"),
    path(f"{ONE}enter/", room_words.enter, name="enter"),
    path(f"{ONE}say/", room_words.say, name="say"),
    path(f"{ONE}ask/", room_words.ask, name="ask"),
    path(f"{ONE}hand/", room_words.hand, name="hand"),
    path(f"{ONE}react/", room_words.react, name="react"),
    path(f"{ONE}questions/<slug:question>/vote/", room_words.vote, name="vote"),
    path(f"{ONE}questions/<slug:question>/merge/", room_lead.merge, name="merge"),
    path(f"{ONE}polls/<slug:poll>/choose/", room_words.choose, name="choose"),
    path(f"{ONE}rules/", room_lead.rules, name="rules"),
    path(f"{ONE}polls/", room_lead.add_poll, name="add_poll"),
    path(f"{ONE}overlay/<slug:key>/", room_screens.overlay, name="overlay"),
    path("desk/broadcasts/<slug:token>/speaker/", room_screens.speaker, name="speaker"),
    re_path(TABLE, room_screens.table, name="room_table"),
    re_path(deed("questions", room_lead.QUESTION_DEEDS), room_lead.question, name="question_deed"),
    re_path(deed("messages", room_lead.MESSAGE_DEEDS), room_lead.message, name="message_deed"),
    re_path(deed("members", room_lead.MEMBER_DEEDS), room_lead.member, name="member_deed"),
    re_path(deed("polls", room_lead.POLL_DEEDS), room_lead.poll, name="poll_deed"),
]
