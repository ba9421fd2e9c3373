"""A real lecture: every sentence is found by three other forms of its words, and plays from its second."""

import json
from pathlib import Path

import pytest
from django.utils import timezone
from tests.search.factories import CueFactory

from nastavnik.search import services
from nastavnik.search.text.lemmas import FUNCTION_WORDS, dictionary
from nastavnik.search.text.words import fold, words_of

LECTURE = json.loads(Path(__file__).with_name("lecture.json").read_text(encoding="utf-8"))
FORMS = 3


def other_forms(text):
    """Return questions of other forms of the sentence's words: each word in a form that does not stand in the sentence."""
    words = [word for word in words_of(text) if word not in FUNCTION_WORDS and len(word) > 2]
    others = []
    for word in words:
        lexeme = dictionary().parse(word)[0].lexeme
        forms = dict.fromkeys(fold(form.word) for form in lexeme if fold(form.word) not in words)
        others.append([form for form in forms if form.isalpha()] or [word])
    return [" ".join(forms[turn * 7 % len(forms)] for forms in others[:4]) for turn in range(FORMS)]


@pytest.fixture
def lecture(film, transcript):
    for one in LECTURE:
        CueFactory(transcript=transcript, seconds=one["start"], end_seconds=one["end"], text=one["text"])
    services.index_video(video_id=film.pk, now=timezone.now())


def test_every_sentence_is_found_by_three_other_forms_at_the_right_second(lecture, hits_of):
    asked = [(question, one) for one in LECTURE for question in other_forms(one["text"])]
    wrong = [
        (question, one["text"])
        for question, one in asked
        if not any(hit.text == one["text"] and hit.seconds == one["start"] for hit in hits_of(question))
    ]

    assert wrong == []
    assert len(asked) == FORMS * len(LECTURE)


def test_every_sentence_is_found_by_itself_in_quotes_and_first(lecture, hits_of):
    assert all(hits_of(f"«{one['text']}»")[0].seconds == one["start"] for one in LECTURE)
