"""Moments made, changed and taken away: of films that one watches, within them, with the words said there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.people.factories import UserFactory
from tests.video.moments.factories import MomentFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.people.permissions import SYSTEM
from nastavnik.video.enums import Access, TranscriptState, VideoState
from nastavnik.video.models import Moment, Video
from nastavnik.video.services import (
    FilmOnAir,
    FilmRemoved,
    MomentOutside,
    MomentTooLong,
    MomentTooShort,
    change_moment,
    make_moment,
    remove_moment,
)


def make(film, actor, seconds, end_seconds, now, **options):
    return make_moment(actor=actor, video_id=film.pk, seconds=seconds, end_seconds=end_seconds, now=now, **options)


def test_make_moment_quotes_the_words_between_its_seconds(film, said, reader, now):
    moment = make(film, reader, 12.0, 24.0, now, note="  Сюда  ")

    moment.refresh_from_db()
    assert moment.quote == (
        "Цель отвечает на вопрос, что изменится к концу проекта. Задачи отвечают на вопрос, что мы для этого сделаем."
    )
    assert (moment.seconds, moment.end_seconds, moment.note, moment.language) == (12.0, 24.0, "Сюда", "ru")
    assert (moment.made_by, moment.collection, moment.source_mark) == (reader, None, film.source_mark)


def test_make_moment_within_a_phrase_quotes_the_words_of_these_seconds_alone(film, transcript, reader, now):
    words = [[10.0, 11.0, 0.9], [11.0, 12.0, 0.2], [12.0, 14.0, 0.8]]
    CueFactory(transcript=transcript, seconds=10.0, end_seconds=14.0, text="раз два три", words=words)

    assert make(film, reader, 11.0, 12.5, now).quote == "два"


def test_make_moment_where_nothing_is_said_has_no_quote(film, said, reader, now):
    moment = make(film, reader, 40.0, 50.0, now)

    assert (moment.quote, moment.language) == ("", "")


def test_make_moment_of_a_film_without_words_has_no_quote(film, reader, now):
    assert make(film, reader, 0.0, 50.0, now).quote == ""


def test_make_moment_quotes_the_language_that_is_asked_for(film, said, reader, now):
    english = TranscriptFactory(video=film, language="en")
    CueFactory(transcript=english, seconds=12.0, end_seconds=16.0, text="The aim says what changes.")

    assert make(film, reader, 12.0, 16.0, now, language="en").quote == "The aim says what changes."
    assert make(film, reader, 12.0, 16.0, now, language="tt").language == "ru"


def test_make_moment_quotes_nothing_that_is_being_recognised(film, said, transcript, methodist, now):
    transcript.state = TranscriptState.RECOGNISING
    transcript.save()

    assert make(film, methodist, 12.0, 16.0, now).quote == ""


def test_make_moment_by_the_school_itself_belongs_to_nobody(film, said, now):
    assert make(film, SYSTEM, 12.0, 16.0, now).made_by is None


@pytest.mark.parametrize(
    ("seconds", "end_seconds", "refusal"),
    [
        (10.0, 10.5, MomentTooShort),
        (10.0, 5.0, MomentTooShort),
        (0.0, 601.0, MomentTooLong),
        (-1.0, 5.0, MomentOutside),
        (690.0, 702.0, MomentOutside),
        (10.0, float("nan"), MomentOutside),
    ],
)
def test_make_moment_that_is_no_moment_is_refused(film, reader, now, seconds, end_seconds, refusal):
    Video.objects.update(duration_seconds=700.0)

    with pytest.raises(refusal):
        make(film, reader, seconds, end_seconds, now)


def test_make_moment_ends_with_the_film_when_its_whole_second_does_not(film, reader, now):
    Video.objects.update(duration_seconds=59.3)

    assert make(film, reader, 50.0, 60.0, now).end_seconds == 59.3


def test_make_moment_of_a_film_of_unknown_length_is_refused(film, reader, now):
    Video.objects.update(duration_seconds=None)

    with pytest.raises(MomentOutside):
        make(film, reader, 5.0, 10.0, now)


def test_make_moment_of_a_broadcast_on_air_is_refused(film, reader, now):
    Video.objects.update(state=VideoState.RECORDING)

    with pytest.raises(FilmOnAir):
        make(film, reader, 5.0, 10.0, now)


def test_make_moment_of_a_removed_film_is_refused_also_to_the_desk(film, methodist, now):
    Video.objects.update(removed_at=now)

    with pytest.raises(FilmRemoved):
        make(film, methodist, 5.0, 10.0, now)


def test_make_moment_of_a_film_one_may_not_watch_is_forbidden(film, reader, now):
    Video.objects.update(access=Access.ENROLLED)

    with pytest.raises(PermissionDenied):
        make(film, reader, 5.0, 10.0, now)


def test_make_moment_of_a_film_by_link_needs_the_link(film, reader, now):
    Video.objects.update(access=Access.LINK)

    with pytest.raises(PermissionDenied):
        make(film, reader, 5.0, 10.0, now)
    assert make(film, reader, 5.0, 10.0, now, has_link=True).pk


def change(moment, actor, now, seconds=20.0, end_seconds=24.0, note=""):
    where = {"seconds": seconds, "end_seconds": end_seconds}
    return change_moment(actor=actor, moment_id=moment.pk, **where, note=note, now=now)


def test_change_moment_quotes_anew_and_is_sure_again(moment, said, reader, now):
    Moment.objects.update(is_lost=True, source_mark="another")

    change(moment, reader, now, note="Вторая")

    moment.refresh_from_db()
    assert moment.quote == "Задачи отвечают на вопрос, что мы для этого сделаем."
    assert (moment.seconds, moment.note, moment.is_lost) == (20.0, "Вторая", False)
    assert (moment.source_mark, moment.checked_at) == (moment.video.source_mark, now)


def test_change_moment_of_a_film_that_closed_is_forbidden(moment, reader, now):
    Video.objects.update(access=Access.ENROLLED)

    with pytest.raises(PermissionDenied):
        change(moment, reader, now)


@pytest.mark.parametrize("who", [UserFactory, AnonymousUser])
def test_change_moment_of_another_person_is_forbidden(moment, now, who):
    with pytest.raises(PermissionDenied):
        change(moment, who(), now)


def test_change_moment_outside_lists_is_for_who_made_it(film, reader, now):
    moment = MomentFactory(video=film, made_by=reader)

    with pytest.raises(PermissionDenied):
        change(moment, UserFactory(), now)
    assert change(moment, reader, now).seconds == 20.0


def test_remove_moment_keeps_the_day_of_its_first_removal(moment, reader, now):
    remove_moment(actor=reader, moment_id=moment.pk, now=now)
    remove_moment(actor=reader, moment_id=moment.pk, now=now.replace(year=2027))

    moment.refresh_from_db()
    assert moment.removed_at == now
