"""What was asked in the room of a lesson and answered on air."""

from nastavnik.live.selectors.room import answers_of_lesson
from nastavnik.programme.models import Lesson
from nastavnik.publishing.speech.questions import Asked
from nastavnik.video.models import Video


def questions_asked(lesson: Lesson, video: Video | None) -> list[Asked]:
    """Return the questions in the order of their answers, without the names of those who asked; two queries.

    Of an answer that is in the film it tells the seconds.
    """
    return [
        Asked(one.text, one.seconds, one.end_seconds) if video and one.video_id == video.pk else Asked(one.text)
        for one in answers_of_lesson(lesson.pk)
    ]
