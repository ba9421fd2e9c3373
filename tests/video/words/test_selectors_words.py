import pytest
from django.contrib.auth.models import AnonymousUser
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.video import services
from nastavnik.video.enums import Access, TranscriptState
from nastavnik.video.models import Transcript, Video
from nastavnik.video.selectors.words import (
    cues_of,
    editor_state,
    language_name,
    paragraphs_of,
    transcripts_of,
    versions_of,
)
from nastavnik.video.services.recognition import BROKE_OFF


def test_transcripts_of_are_russian_first_and_for_who_may_watch(film, transcript, cue, learner):
    CueFactory(transcript=TranscriptFactory(video=film, language="en"))

    assert [(one.language, one.language_name) for one in transcripts_of(learner, film)] == [
        ("ru", "Русский"),
        ("en", "English"),
    ]
    Video.objects.update(access=Access.LINK)
    film.refresh_from_db()
    assert transcripts_of(AnonymousUser(), film) == ()
    assert len(transcripts_of(AnonymousUser(), film, has_link=True)) == 2


def test_transcripts_of_shows_those_in_work_to_the_desk_only(film, methodist, learner):
    state = TranscriptState.RECOGNISING
    CueFactory(transcript=TranscriptFactory(video=film, state=state, done_seconds=30.0))

    assert transcripts_of(learner, film) == ()
    row = transcripts_of(methodist, film)[0]
    assert (row.is_in_work, row.percent, row.cues) == (True, 50, 1)


@pytest.mark.parametrize(("length", "percent"), [(None, 0), (60.0, 99), (120.0, 50)])
def test_percent_of_a_recognition_is_below_the_whole(film, methodist, length, percent):
    TranscriptFactory(video=film, state=TranscriptState.FAILED, done_seconds=60.0, problem=BROKE_OFF)
    film.duration_seconds = length

    row = transcripts_of(methodist, film)[0]

    assert (row.percent, bool(row.problem)) == (percent, True)


def test_transcripts_of_another_source_are_doubtful(film, transcript, methodist):
    assert not transcripts_of(methodist, film)[0].is_doubtful

    film.source_path = "originals/x/another.mp4"
    assert transcripts_of(methodist, film)[0].is_doubtful


def test_cues_of_name_the_doubtful_words(film, transcript, cue, methodist):
    row = cues_of(transcripts_of(methodist, film)[0])[0]

    assert (row.doubtful, row.moment, row.words[1]) == ((1,), "10", (11.0, 12.0, 0.2))


def test_paragraphs_of_have_their_times(film, transcript, cue, following, learner):
    CueFactory(transcript=transcript, seconds=40.0, text="- После\n- паузы")

    paragraphs = paragraphs_of(transcripts_of(learner, film)[0])

    assert [(one.seconds, one.end_seconds, one.text) for one in paragraphs] == [
        (10.0, 17.0, "раз два три четыре пять"),
        (40.0, 41.0, "- После - паузы"),
    ]


def test_editor_state_is_what_changed_since(film, transcript, cue, following, methodist, now):
    whole = editor_state(methodist, film, "ru")
    services.save_cue(actor=methodist, cue_id=cue.pk, version=1, text="раз", now=now)

    changed = editor_state(methodist, film, "ru", since_version=whole.transcript.version)
    same = editor_state(methodist, film, "ru", since_version=changed.transcript.version)
    beyond = editor_state(methodist, film, "ru", since_version=99)

    assert (whole.is_whole, len(whole.cues)) == (True, 2)
    assert (changed.is_whole, [one.text for one in changed.cues]) == (False, ["раз"])
    assert (same.is_whole, same.cues, same.removed) == (False, (), ())
    assert (beyond.is_whole, len(beyond.cues)) == (True, 2)


def test_editor_state_and_versions_are_for_who_may_edit(film, transcript, learner, director):
    for actor in (learner, director, AnonymousUser()):
        with pytest.raises(Video.DoesNotExist):
            editor_state(actor, film, "ru")
        with pytest.raises(Video.DoesNotExist):
            versions_of(actor, film, "ru")


def test_editor_state_in_a_language_without_words_is_missing(film, methodist):
    with pytest.raises(Transcript.DoesNotExist):
        editor_state(methodist, film, "ru")


def test_versions_of_are_newest_first(film, transcript, cue, methodist, now):
    services.save_cue(actor=methodist, cue_id=cue.pk, version=1, text="раз", now=now)
    services.shift_cues(actor=methodist, transcript_id=transcript.pk, from_seconds=0, by_seconds=1, now=now)

    rows = versions_of(methodist, film, "ru")

    assert [(row.number, row.verb, row.author) for row in rows] == [
        (2, "words shifted", str(methodist)),
        (1, "words edited", str(methodist)),
    ]


def test_reading_words_takes_as_many_queries_for_many(film, transcript, methodist, assert_flat):
    def read():
        rows = transcripts_of(methodist, film)
        cues_of(rows[0])
        editor_state(methodist, film, "ru")

    assert_flat(read, lambda: CueFactory(transcript=transcript))


def test_language_name_of_a_rare_one_is_its_code():
    assert (language_name("ru-RU"), language_name("xx")) == ("Русский", "xx")
