"""Moments of an answer while a methodist replaces their film: it is taken in, processed and shown by the product itself.

Each sentence has a colour of its own in the picture, so that what a moment plays is seen in the files that a browser is given.
"""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import av
import pytest
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.programme.factories import LessonFactory
from tests.video.conftest import _own_store  # noqa: F401 -- the storage of films follows the folder of the test
from tests.video.films import AAC, H264, lavfi, made

from nastavnik.core import clock
from nastavnik.mentoring.models import RecommendedMoment
from nastavnik.mentoring.selectors.recommendations import recommendation_cards
from nastavnik.mentoring.services import answering
from nastavnik.people.models import Notice
from nastavnik.video import services
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Video
from nastavnik.video.services import store

LATER = timedelta(hours=1)
# a sentence is said half a second after its scene begins, until half a second before the next
EDGE = 0.5
SENTENCES = {
    "red": "Сегодня мы поговорим о том, как превратить идею в проект.",
    "lime": "Опишите, кому сейчас плохо, где именно и почему.",
    "blue": "Цель отвечает на вопрос, что изменится к концу проекта.",
    "white": "Задачи перечисляют всё, за что мы берёмся сами.",
}
SHADES = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255), "black": (0, 0, 0)}


@dataclass(frozen=True)
class Cut:
    """A film as it was cut: its scenes (colour, length in seconds) and how many pictures a second it has."""

    scenes: tuple[tuple[str, int], ...]
    rate: int

    def begins(self):
        """Return the colour of each scene with the seconds at which it begins and ends."""
        edges = [sum(length for _colour, length in self.scenes[:number]) for number in range(len(self.scenes) + 1)]
        return [(colour, *span) for (colour, _length), span in zip(self.scenes, pairwise(edges), strict=True)]

    def subtitles(self) -> bytes:
        """Return what is said, as WebVTT."""
        said = [
            f"{stamp(begin + EDGE)} --> {stamp(end - EDGE)}\n{SENTENCES[colour]}\n"
            for colour, begin, end in self.begins()
            if colour in SENTENCES
        ]
        return "\n".join(["WEBVTT\n", *said]).encode()

    def file(self):
        """Return the film."""
        pictures = [f"color=c={colour}:s=320x180:r={self.rate}:d={length}" for colour, length in self.scenes]
        joined = ";".join(f"{source},format=yuv420p[p{number}]" for number, source in enumerate(pictures))
        inputs = "".join(f"[p{number}]" for number in range(len(pictures)))
        length = sum(length for _colour, length in self.scenes)
        voice = f"aevalsrc=0.08*sin(2*PI*220*t)*lt(mod(t\\,2)\\,1.4):s=44100:d={length}"
        return made("talk.mp4", *lavfi(f"{joined};{inputs}concat=n={len(pictures)}", voice), *H264, *AAC)


FIRST = Cut((("red", 4), ("lime", 4), ("blue", 4), ("white", 4)), rate=25)
# with an opening, without what was said in green, the rest in another order, at another rate
SECOND = Cut((("black", 3), ("blue", 4), ("red", 5), ("white", 4)), rate=30)


def stamp(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Do something as the product does it: what hears of it hears of it, and what waits in the queue is done."""

    def do(deed):
        with django_capture_on_commit_callbacks(execute=True):
            answer = deed()
        while row := DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at").first():
            words = row.args_kwargs
            row.delete()
            with django_capture_on_commit_callbacks(execute=True):
                import_string(row.task_path).func(*words["args"], **words["kwargs"])
        return answer

    return do


@pytest.fixture
def bring(school, methodist, tmp_path, done):
    """Bring a cut to the school as a methodist does, with its subtitles or without."""
    lesson = LessonFactory(held=True, cycle__programme__school=school)

    def do(cut, *, replaces="", has_subtitles=True):
        path = tmp_path / f"{cut.rate}.mp4"
        shutil.copyfile(cut.file(), path)
        where = {"replaces_token": replaces} if replaces else {"lesson_id": lesson.pk}
        who = {"actor": methodist, "school": school, "now": clock.now()}
        video = done(lambda: services.bring_whole(path=path, name=path.name, **who, **where))
        if has_subtitles:
            give_subtitles(video, cut)
        return Video.objects.get(pk=video.pk)

    def give_subtitles(video, cut):
        words = {"language": "ru", "name": "talk.vtt", "content": cut.subtitles()}
        done(lambda: services.import_subtitles(actor=methodist, video_id=video.pk, now=clock.now(), **words))

    do.subtitles = give_subtitles
    return do


@pytest.fixture
def answered(bring, question, mentor, done):
    """An answer that was sent, with a moment of each sentence."""
    film, now = bring(FIRST), clock.now()
    row = answering.draft_for(mentor, question, now=now)
    for _colour, begin, end in FIRST.begins():
        span = {"seconds": begin + EDGE, "end_seconds": end - EDGE}
        answering.add_moment(actor=mentor, recommendation_id=row.pk, video_id=film.pk, now=now, **span)
    row.refresh_from_db()
    return done(
        lambda: answering.send(
            actor=mentor, recommendation_id=row.pk, version=row.version, text="Смотрите по порядку.", now=now
        )
    )


def shown_at(video, seconds):
    """Return the colour that a player shows at a second of what was made of the film."""
    folder = store.media_root() / video.token / video.build
    with av.open(next(folder.glob("v*.m4s"))) as container:
        frames = container.decode(video=0)
        first = next(frames)
        frame = next(frame for frame in frames if frame.time - first.time >= seconds)
    pixel = frame.to_image().resize((1, 1)).getpixel((0, 0))
    return min(SHADES, key=lambda name: sum((a - b) ** 2 for a, b in zip(SHADES[name], pixel, strict=True)))


def cards_of(row, reader, school):
    """Return the moments of an answer as its reader sees them, by their quotes."""
    (card,) = recommendation_cards(reader, school, [row], clock.now())
    return {one.row.quote: one.row for one in card.moments}


def colour_of(quote):
    return next(colour for colour, text in SENTENCES.items() if text == quote)


def played(row, reader, school):
    """Return what each moment that is not doubtful really plays, by the colour of its sentence."""
    cards = cards_of(row, reader, school)
    video = RecommendedMoment.objects.select_related("moment__video").filter(recommendation=row)[0].moment.video
    return {
        colour_of(quote): shown_at(video, (one.seconds + one.end_seconds) / 2)
        for quote, one in cards.items()
        if not one.is_doubtful
    }


def test_moments_play_their_own_sentences_after_the_film_was_processed(answered, learner, school):
    assert played(answered, learner, school) == {colour: colour for colour in SENTENCES}


def test_moments_of_a_replaced_film_are_flagged_until_its_words_are_known_and_then_play_the_same(
    answered, bring, learner, mentor, school
):
    film = Video.objects.get()

    bring(SECOND, replaces=film.token, has_subtitles=False)

    replaced = Video.objects.get()
    assert (replaced.state, replaced.source_mark != film.source_mark) == (VideoState.READY, True)
    assert shown_at(replaced, 1.0) == "black"
    # the words of the new film are not known: nothing is said to be right, and whoever answered is told once
    cards = cards_of(answered, learner, school)
    assert all(one.is_doubtful for one in cards.values())
    assert {colour_of(quote) for quote in cards} == set(SENTENCES)
    assert answering.flag_doubtful(now=clock.now() + LATER) == len(SENTENCES)
    assert Notice.objects.filter(user=mentor, key__startswith="moment-doubtful").count() == 1

    bring.subtitles(replaced, SECOND)

    left = {"red", "blue", "white"}
    assert played(answered, learner, school) == {colour: colour for colour in left}
    spans = {colour: (begin + EDGE, end - EDGE) for colour, begin, end in SECOND.begins()}
    cards = {colour_of(quote): one for quote, one in cards_of(answered, learner, school).items()}
    assert {colour: (cards[colour].seconds, cards[colour].end_seconds) for colour in left} == {
        colour: pytest.approx(spans[colour], abs=0.1) for colour in left
    }
    # what is not said any more stays in doubt, with its words
    assert cards["lime"].is_doubtful
    assert answering.flag_doubtful(now=clock.now() + 2 * LATER) == 0
    assert [
        one.moment.quote for one in RecommendedMoment.objects.exclude(flagged_at=None).select_related("moment")
    ] == [SENTENCES["lime"]]
