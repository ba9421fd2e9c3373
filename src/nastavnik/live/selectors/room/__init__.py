"""What pages, browsers and the recording read of rooms."""

from nastavnik.live.selectors.room.answers import AnsweredQuestion, answered_questions

__all__ = ["AnsweredQuestion", "answered_questions"]
