"""A real lecture of 24 sentences, each a moment of a recommendation: cut, corrected, replaced, edited at random.

Whatever is done, a moment plays its own sentence, or its reader and its mentor are told that it may not.
"""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mentoring.answering.factories import RecommendedMomentFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.models import Recommendation, RecommendedMoment
from nastavnik.mentoring.selectors.recommendations import recommendation_cards
from nastavnik.mentoring.services.answering import flag_doubtful
from nastavnik.people.models import Notice
from nastavnik.video.models import Cue, Transcript
from nastavnik.video.services import follow_source, refind_moments

LECTURE = json.loads(Path("tests/search/lecture.json").read_text(encoding="utf-8"))
DURATION = 124.78
TRIMMED_SECONDS = 20.0
# PAL against film: the same lecture, faster by a twenty-fifth
SPEED = 25 / 24
CORRECTED_WORDS = 10


@dataclass(frozen=True)
class Sentence:
    """A sentence where it is truly spoken; `number` is the one it has in the lecture, None for what was put in."""

    number: int | None
    seconds: float
    end_seconds: float
    text: str


TRUTH = [Sentence(number, one["start"], one["end"], one["text"]) for number, one in enumerate(LECTURE)]


@pytest.fixture
def lecture(film):
    film.duration_seconds = DURATION
    film.save()
    transcript = Transcript.objects.create(
        video=film, language="ru", origin="file", version=1, created_at=film.created_at, changed_at=film.created_at
    )
    write(film, transcript, TRUTH)
    return transcript


@pytest.fixture
def answer(lecture, sent, film):
    """A recommendation with a moment of each sentence."""
    for number, one in enumerate(TRUTH):
        made = MomentFactory(
            video=film, seconds=one.seconds, end_seconds=one.end_seconds, quote=one.text, made_by=sent.mentor
        )
        RecommendedMomentFactory(recommendation=sent, moment=made, position=number)
    return sent


def write(film, transcript, sentences):
    """Let these be the film's words, of its present source."""
    Cue.objects.filter(transcript=transcript).delete()
    Cue.objects.bulk_create(
        Cue(transcript=transcript, seconds=one.seconds, end_seconds=one.end_seconds, text=one.text) for one in sentences
    )
    transcript.source_mark = film.source_mark
    transcript.save()


def give_source(film, name, duration=DURATION):
    film.source_path, film.duration_seconds = f"originals/lecture/{name}.mp4", duration
    film.save()


def cards_of(answer, now):
    (card,) = recommendation_cards(answer.consultation.asker, answer.consultation.school, [answer], now)
    return card.moments


def played(card, sentences):
    """Return the number of the sentence that is heard in a moment, and how much of the moment it is."""
    heard = {
        one.number: min(card.row.end_seconds, one.end_seconds) - max(card.row.seconds, one.seconds) for one in sentences
    }
    number = max(heard, key=heard.get)
    return number, heard[number] / (card.row.end_seconds - card.row.seconds)


def wrong_of(answer, sentences, now):
    """Return the moments that play something else than their own sentence, and do not say so.

    Of a sentence that was cut through, less than the shortest moment may be left.
    """
    lasts = {one.number: one.end_seconds - one.seconds for one in sentences}
    found = [
        (number, *played(card, sentences))
        for number, card in enumerate(cards_of(answer, now))
        if not card.row.is_doubtful
    ]
    return [
        (number, heard, share)
        for number, heard, share in found
        if heard != number or share < min(0.9, lasts[number] * 0.9)
    ]


def doubtful_of(answer, now):
    return [number for number, card in enumerate(cards_of(answer, now)) if card.row.is_doubtful]


def moved(sentences, by_seconds):
    return [
        replace(one, seconds=max(one.seconds + by_seconds, 0.0), end_seconds=one.end_seconds + by_seconds)
        for one in sentences
        if one.end_seconds + by_seconds > 0
    ]


def corrected(sentences, words=CORRECTED_WORDS):
    """Correct a word in each of ten sentences, as an editor does: another ending, another spelling."""
    changed = list(sentences)
    for place in range(0, 2 * words, 2):
        said = changed[place].text.split()
        longest = max(range(len(said)), key=lambda number: len(said[number]))
        said[longest] = f"{said[longest].strip('.,')[:-1]}ых"
        changed[place] = replace(changed[place], text=" ".join(said))
    return changed


# --- what must be shown ------------------------------------------------------------------------------------------------------


def test_trimming_twenty_seconds_moves_every_moment_or_flags_it(answer, film, now):
    give_source(film, "trimmed", DURATION - TRIMMED_SECONDS)
    follow_source(video_id=film.pk, by_seconds=-TRIMMED_SECONDS, now=now, duration_seconds=DURATION - TRIMMED_SECONDS)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, moved(TRUTH, -TRIMMED_SECONDS), now) == []
    gone = [one.number for one in TRUTH if one.end_seconds <= TRIMMED_SECONDS]
    assert doubtful_of(answer, now) == gone


def test_trimming_by_another_file_finds_every_moment_again_or_flags_it(answer, film, lecture, now):
    """Nobody knows how much was cut: the old seconds mean nothing until the new words are there."""
    give_source(film, "cut-elsewhere", DURATION - TRIMMED_SECONDS)
    refind_moments(video_id=film.pk, now=now)
    assert doubtful_of(answer, now) == list(range(len(TRUTH)))

    trimmed = moved(TRUTH, -TRIMMED_SECONDS)
    write(film, lecture, trimmed)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, trimmed, now) == []
    assert len(doubtful_of(answer, now)) <= len([one for one in TRUTH if one.seconds < TRIMMED_SECONDS]) + 1


def test_correcting_ten_words_keeps_every_moment(answer, film, lecture, now):
    changed = corrected(TRUTH)
    assert sum(one != other for one, other in zip(changed, TRUTH, strict=True)) == CORRECTED_WORDS
    write(film, lecture, changed)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, changed, now) == []
    assert doubtful_of(answer, now) == []
    assert [card.row.quote for card in cards_of(answer, now)] == [one.text for one in changed]


@pytest.mark.parametrize("speed", [1.0, SPEED, 1 / SPEED])
def test_replacing_by_another_frame_rate_finds_every_moment_again(answer, film, lecture, now, speed):
    faster = [replace(one, seconds=one.seconds / speed, end_seconds=one.end_seconds / speed) for one in TRUTH]
    give_source(film, "other-rate", DURATION / speed)
    refind_moments(video_id=film.pk, now=now)
    assert doubtful_of(answer, now) == list(range(len(TRUTH)))

    write(film, lecture, faster)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, faster, now) == []
    assert len(doubtful_of(answer, now)) <= 1  # one sentence has too few words to be known anywhere


def test_all_three_one_after_the_other_leave_none_silently_wrong(answer, film, lecture, mentor, now):
    give_source(film, "trimmed", DURATION - TRIMMED_SECONDS)
    follow_source(video_id=film.pk, by_seconds=-TRIMMED_SECONDS, now=now, duration_seconds=DURATION - TRIMMED_SECONDS)
    refind_moments(video_id=film.pk, now=now)
    trimmed = moved(TRUTH, -TRIMMED_SECONDS)
    changed = corrected(trimmed, words=len(trimmed) // 2)
    write(film, lecture, changed)
    refind_moments(video_id=film.pk, now=now)
    faster = [replace(one, seconds=one.seconds / SPEED, end_seconds=one.end_seconds / SPEED) for one in changed]
    give_source(film, "other-rate", DURATION / SPEED)
    write(film, lecture, faster)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, faster, now) == []
    assert flag_doubtful(now=now + timedelta(hours=1)) == len(doubtful_of(answer, now))
    assert Notice.objects.filter(user=mentor).count() == 1


# --- edits at random -----------------------------------------------------------------------------------------------------------

PUT_IN = ("Запишите это себе в тетрадь.", "Перейдём к следующему слайду.", "Есть ли вопросы в чате трансляции?")
numbers = st.integers(0, len(TRUTH) - 1)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), numbers),
        st.tuples(st.just("put in"), numbers, st.sampled_from(PUT_IN)),
        st.tuples(st.just("correct"), numbers, st.integers(0, 30)),
        st.tuples(st.just("shift"), st.floats(-60, 60)),
        st.tuples(st.just("speed"), st.sampled_from([SPEED, 1 / SPEED, 30 / 29.97])),
        st.tuples(st.just("swap"), numbers),
    ),
    max_size=8,
)


def edited(sentences, edit):
    """Return the lecture after an edit; what lies before the beginning is gone."""
    kind, *rest = edit
    place = min(rest[0], len(sentences) - 1) if isinstance(rest[0], int) else 0
    one = sentences[place]
    if kind == "drop":
        return sentences[:place] + sentences[place + 1 :] if len(sentences) > 1 else sentences
    if kind == "put in":
        new = Sentence(None, one.end_seconds + 0.1, one.end_seconds + 3.1, rest[1])
        return [*sentences[: place + 1], new, *moved(sentences[place + 1 :], 3.5)]
    if kind == "correct":
        said = one.text.split()
        word = rest[1] % len(said)
        said[word] = f"{said[word].strip('.,')}ами"
        return [*sentences[:place], replace(one, text=" ".join(said)), *sentences[place + 1 :]]
    if kind == "shift":
        return moved(sentences, rest[0]) or sentences
    if kind == "speed":
        return [replace(s, seconds=s.seconds / rest[0], end_seconds=s.end_seconds / rest[0]) for s in sentences]
    return swapped(sentences, place)


def swapped(sentences, place):
    """Let two sentences that follow each other change places: a part of the talk was cut in elsewhere."""
    if place + 1 >= len(sentences):
        return sentences
    first, second = sentences[place], sentences[place + 1]
    length = second.end_seconds - second.seconds
    earlier = replace(second, seconds=first.seconds, end_seconds=first.seconds + length)
    gap = second.end_seconds - (first.end_seconds - first.seconds)
    later = replace(first, seconds=gap, end_seconds=second.end_seconds)
    return [*sentences[:place], earlier, later, *sentences[place + 2 :]]


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=EDITS, is_other_source=st.booleans())
def test_edits_at_random_leave_no_moment_silently_wrong(answer, film, lecture, now, edits, is_other_source):
    put_back(answer, film, lecture)
    sentences = TRUTH
    for edit in edits:
        sentences = edited(sentences, edit)
    if is_other_source or any(edit[0] in {"shift", "speed"} for edit in edits):
        give_source(film, "edited", DURATION + 200)
    write(film, lecture, sentences)
    refind_moments(video_id=film.pk, now=now)

    assert wrong_of(answer, sentences, now) == []


def put_back(answer, film, lecture):
    """Let the lecture and the moments stand as at first."""
    give_source(film, "first")
    write(film, lecture, TRUTH)
    assert Recommendation.objects.get(pk=answer.pk).sent_at
    for link in RecommendedMoment.objects.filter(recommendation=answer).select_related("moment").order_by("position"):
        one, moment = TRUTH[link.position], link.moment
        moment.seconds, moment.end_seconds, moment.quote = one.seconds, one.end_seconds, one.text
        moment.is_lost, moment.source_mark, moment.language = False, film.source_mark, "ru"
        moment.save()
