"""What pages, browsers and the recording read of rooms."""

from nastavnik.live.selectors.room.answers import AnsweredQuestion, AnswerInFilm, answered_questions, answers_of_lesson
from nastavnik.live.selectors.room.here import PersonHere, names_here, people_here
from nastavnik.live.selectors.room.hours import Hours
from nastavnik.live.selectors.room.lookup import GUEST_WORD, guest_of, room_id_in, room_id_to_lead, room_to_enter
from nastavnik.live.selectors.room.page import RoomView, room_view, view_of_room
from nastavnik.live.selectors.room.people import PeoplePage, people_page

__all__ = [
    "GUEST_WORD",
    "AnswerInFilm",
    "AnsweredQuestion",
    "Hours",
    "PeoplePage",
    "PersonHere",
    "RoomView",
    "answered_questions",
    "answers_of_lesson",
    "guest_of",
    "names_here",
    "people_here",
    "people_page",
    "room_id_in",
    "room_id_to_lead",
    "room_to_enter",
    "room_view",
    "view_of_room",
]
