"""Where in the film the questions of a lesson are answered."""

from datetime import timedelta

import pytest
from tests.live.factories import BroadcastFactory, PartFactory
from tests.live.room.factories import QuestionFactory, RoomFactory

from nastavnik.live.enums import QuestionState
from nastavnik.live.selectors.room import AnswerInFilm, answers_of_lesson

pytestmark = pytest.mark.django_db
SECONDS = timedelta(seconds=1)


def test_answers_are_told_with_their_seconds_and_what_nobody_saw_is_not(lesson, now, django_assert_num_queries):
    broadcast = BroadcastFactory(lesson=lesson, ended=True, finished_at=now, head_seconds=10)
    PartFactory(broadcast=broadcast, number=1, started_at=now - 600 * SECONDS)
    room = RoomFactory(broadcast=broadcast)

    def answered(text, begin, end=None, state=QuestionState.ANSWERED):
        times = {"answering_at": now - (600 - begin) * SECONDS, "answered_at": end and now - (600 - end) * SECONDS}
        QuestionFactory(room=room, text=text, state=state, **times)

    answered("Второй", 200, state=QuestionState.ANSWERING)
    answered("Первый", 100, 150)
    answered("Отрезан", 5, 8)
    answered("Скрыт", 50, state=QuestionState.DECLINED)
    QuestionFactory(room=room, text="Без ответа")

    with django_assert_num_queries(2):
        found = answers_of_lesson(lesson.pk)

    film = broadcast.video_id
    assert found == [
        AnswerInFilm("Отрезан", film, None, None),
        AnswerInFilm("Первый", film, 90.0, 140.0),
        AnswerInFilm("Второй", film, 190.0, None),
    ]


def test_answers_of_a_broadcast_that_still_runs_have_no_seconds(lesson, now):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson))
    QuestionFactory(room=room, text="Когда?", state=QuestionState.ANSWERED, answering_at=now, answered_at=now)

    assert answers_of_lesson(lesson.pk) == [AnswerInFilm("Когда?", None, None, None)]
