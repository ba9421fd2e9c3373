"""What is written into the index, and that nothing of it is left behind."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.utils import timezone
from tests.programme.factories import HandoutFactory, LessonFactory, LessonSpeakerFactory, SchoolFactory
from tests.search.factories import ChapterFactory, CueFactory, DeckFactory, SlideFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.programme.enums import HandoutKind
from nastavnik.search import services
from nastavnik.search.enums import PassageKind
from nastavnik.search.models import IndexedSource, Misspelling, Passage, SearchMiss, Serial, Term
from nastavnik.search.services import misses, pace, sources
from nastavnik.search.services.sweeps import count_anew
from nastavnik.video.enums import TranscriptState

NOW = timezone.now()


def texts(**of):
    return list(Passage.objects.filter(**of).order_by("seconds", "pk").values_list("kind", "text"))


def counts(school):
    return dict(Term.objects.filter(school=school, count__gt=0).values_list("term", "count"))


def test_index_video_writes_title_chapters_slides_and_sentences(film, transcript):
    film.title = "Запись семинара"
    film.save()
    ChapterFactory(video=film, seconds=5.0, title="Бюджет")
    SlideFactory(video=film, seconds=7.0, title="План", text="План\nцель и задачи")
    CueFactory(transcript=transcript, seconds=8.0, end_seconds=9.0, text="Смета")
    CueFactory(transcript=transcript, seconds=9.0, end_seconds=9.5, text="готова.")

    services.index_video(video_id=film.pk, now=NOW)

    assert sorted(texts(video=film)) == [
        ("chapter", "Бюджет"),
        ("cue", "Смета готова."),
        ("slide", "План цель и задачи"),
        ("title", "Запись семинара"),
    ]
    cue = Passage.objects.get(kind="cue")
    assert (cue.seconds, cue.end_seconds, cue.starts) == (8.0, 9.5, [[0, 8.0], [6, 9.0]])
    assert Passage.objects.get(kind="chapter").end_seconds == 600.0
    assert Passage.objects.get(kind="slide").end_seconds == 600.0


def test_index_video_names_no_film_twice_that_is_called_like_its_lesson(film):
    services.index_video(video_id=film.pk, now=NOW)

    assert texts(video=film) == []


def test_index_video_reads_a_slide_once_however_often_it_is_shown(film):
    first = SlideFactory(video=film, seconds=1.0, title="План", text="цель")
    SlideFactory(video=film, seconds=2.0, title="", text="")
    SlideFactory(video=film, seconds=3.0, title="План", text="цель", repeats=first)

    services.index_video(video_id=film.pk, now=NOW)

    assert texts(video=film) == [("slide", "План. цель")]


def test_index_video_leaves_words_that_are_still_recognised(film):
    CueFactory(transcript=TranscriptFactory(video=film, state=TranscriptState.RECOGNISING), text="Полслова")

    services.index_video(video_id=film.pk, now=NOW)

    assert texts(video=film) == []


def test_index_video_writes_only_what_differs(say, film, transcript):
    say("Первое предложение.", "Второе предложение.")
    before = set(Passage.objects.values_list("pk", flat=True))
    cue = transcript.cues.first()
    cue.text = "Первая смета."
    cue.save()
    transcript.version += 1
    transcript.save()

    changed = services.index_video(video_id=film.pk, now=NOW)

    assert changed == 2
    assert len(before & set(Passage.objects.values_list("pk", flat=True))) == 1


def test_index_video_does_nothing_twice(say, film, django_assert_max_num_queries):
    say("Первое предложение.")

    with django_assert_max_num_queries(5):
        assert services.index_video(video_id=film.pk, now=NOW) == 0
    assert services.index_video(video_id=film.pk, now=NOW, is_anew=True) == 0


def test_index_video_forgets_a_removed_film(say, film, school):
    say("Первое предложение.")
    film.removed_at = NOW
    film.save()

    services.index_video(video_id=film.pk, now=NOW)

    assert texts(video=film) == []
    assert counts(school) == {}


def test_index_video_forgets_a_deleted_film(say, film):
    say("Первое предложение.")
    pk = film.pk
    film.delete()

    assert services.index_video(video_id=pk, now=NOW) == 0
    assert not IndexedSource.objects.filter(name=f"video/{pk}").exists()
    assert not Passage.objects.exists()


def test_index_video_of_the_shelf_is_as_old_as_itself(school):
    film = VideoFactory(school=school, ready=True, title="Без занятия")

    services.index_video(video_id=film.pk, now=NOW)

    assert texts(video=film) == [("title", "Без занятия")]


def test_fresher_lesson_has_the_smaller_number(school):
    for days in (9, 1, 5):
        lesson = LessonFactory(
            held=True, title=f"Смета {days}", starts_at=NOW - timedelta(days=days), cycle__programme__school=school
        )
        services.index_lesson(lesson_id=lesson.pk, now=NOW)

    assert [passage.text for passage in Passage.objects.order_by("pk")] == ["Смета 1", "Смета 5", "Смета 9"]


def test_terms_are_counted_by_passages(say, school):
    say("Смета и смета.", "Смета проекта.")

    assert counts(school) == {"смета": 2, "и": 1, "проект": 1}
    assert Misspelling.objects.filter(head="смета", variant="смта").exists()
    assert Misspelling.objects.filter(head="проек").exists()


def test_serial_gives_every_number_once(say):
    say("Смета и смета.", "Смета проекта.")

    assert Serial.objects.get().last == 2
    assert Passage.objects.count() == 2


def test_replace_passages_leaves_out_what_has_no_words(school):
    source = services.Source(school.pk, origin="tests/1")
    new = [services.NewPassage(PassageKind.ANSWER, text, NOW) for text in ("…", "", "Смета")]

    assert services.replace_passages(source=source, passages=new) == 1
    assert texts() == [("answer", "Смета")]


def test_replace_passages_keeps_two_that_say_the_same(school):
    source = services.Source(school.pk, origin="tests/1")
    twice = [services.NewPassage(PassageKind.ANSWER, "Смета", NOW)] * 2
    services.replace_passages(source=source, passages=twice)

    assert services.replace_passages(source=source, passages=twice) == 0
    assert services.replace_passages(source=source, passages=twice[:1]) == 1
    assert Passage.objects.count() == 1


# --- lessons and handouts --------------------------------------------------------------------------------------------


def test_index_lesson_writes_title_speakers_and_description(lesson):
    lesson.summary, lesson.description = "Коротко о смете", "Подробно. Ещё подробнее."
    lesson.save()
    LessonSpeakerFactory(lesson=lesson, speaker__name="Петрова Мария", speaker__position="")

    services.index_lesson(lesson_id=lesson.pk, now=NOW)

    assert sorted(texts(lesson=lesson)) == [
        ("about", "Коротко о смете"),
        ("about", "Петрова Мария"),
        ("about", "Подробно. Ещё подробнее."),
        ("title", "Мастерская"),
    ]
    assert services.index_lesson(lesson_id=lesson.pk, now=NOW) == 0


def test_index_lesson_forgets_one_that_was_taken_off_the_board(school):
    lesson = LessonFactory(cycle__programme__school=school)
    services.index_lesson(lesson_id=lesson.pk, now=NOW)
    lesson.removed_at = NOW
    lesson.save()

    services.index_lesson(lesson_id=lesson.pk, now=NOW)

    assert texts(lesson=lesson) == []
    assert services.index_lesson(lesson_id=0, now=NOW) == 0


def test_index_lesson_with_all_reads_its_films_and_handouts(film, lesson):
    HandoutFactory(lesson=lesson, title="Памятка")
    ChapterFactory(video=film, title="Бюджет")

    services.index_lesson_with_all(lesson_id=lesson.pk, now=NOW)

    assert sorted(text for _kind, text in texts()) == ["Бюджет", "Мастерская", "Памятка"]


def test_index_handout_reads_a_text_file(lesson):
    handout = HandoutFactory(
        lesson=lesson,
        url="",
        file=ContentFile("Смета проекта.".encode("cp1251"), "a.txt"),
        file_kind=HandoutKind.TXT,
        title="Памятка",
    )

    services.index_handout(handout_id=handout.pk, now=NOW)

    assert sorted(texts(handout=handout)) == [("handout", "Памятка"), ("page", "Смета проекта.")]
    assert services.index_handout(handout_id=handout.pk, now=NOW) == 0


def test_index_handout_whose_file_is_gone_keeps_its_title(lesson, caplog):
    handout = HandoutFactory(
        lesson=lesson, url="", file=ContentFile(b"memo", "a.txt"), file_kind=HandoutKind.TXT, title="Памятка"
    )
    handout.file.storage.delete(handout.file.name)

    services.index_handout(handout_id=handout.pk, now=NOW)

    assert texts(handout=handout) == [("handout", "Памятка")]
    assert "cannot be read" in caplog.text


def test_index_handout_that_is_gone_does_nothing(db):
    assert services.index_handout(handout_id=0, now=NOW) == 0


# --- answers of the apps above ---------------------------------------------------------------------------------------


def test_answer_is_found_and_forgotten(school, lesson, found):
    words = {"school": school, "origin": "mentoring.answer/1", "url": "/consultations/1/", "said_at": NOW}
    services.index_answer(**words, texts=["Как составить смету?", "Начните с цен."], lesson=lesson)

    assert found("цены") == ["Начните с цен."]

    services.forget_answer(school=school, origin="mentoring.answer/1")

    assert found("цены") == []


def test_answer_without_a_lesson_is_everybodys(school, hits_of):
    services.index_answer(school=school, origin="a/1", url="/consultations/1/", texts=["Начните с цен."], said_at=NOW)

    (hit,) = hits_of("цены")

    assert hit.url == "/consultations/1/"
    assert hit.seconds is None


# --- sweeps ----------------------------------------------------------------------------------------------------------


def test_sweep_finds_what_nobody_told(film, transcript, lesson):
    HandoutFactory(lesson=lesson)
    CueFactory(transcript=transcript, text="Смета.")

    assert services.index_missed(now=NOW) == 3
    assert services.index_missed(now=NOW) == 0

    transcript.version += 1
    transcript.save()
    DeckFactory(video=film, version=1)

    assert services.index_missed(now=NOW) == 1


def test_rebuild_writes_what_was_lost_and_counts_anew(say, film, school):
    say("Смета проекта.")
    Passage.objects.all().delete()

    assert services.rebuild(now=NOW) == 2
    assert [text for _kind, text in texts(video=film)] == ["Смета проекта."]
    assert counts(school)["смета"] == 1


def test_count_anew_forgets_words_that_went_with_their_film(say, film, school):
    say("Смета проекта.")
    film.delete()

    count_anew()

    assert not Term.objects.exists()


# --- misses and pace -------------------------------------------------------------------------------------------------


def test_miss_is_counted_by_day_without_the_person(school):
    for text in ("Ёлки  зелёные", "елки зеленые"):
        services.note_miss(school=school, text=text, now=NOW)
    services.note_miss(school=school, text="елки зеленые", now=NOW + timedelta(days=1))
    services.note_miss(school=school, text="  ", now=NOW)

    assert list(SearchMiss.objects.order_by("day").values_list("text", "count")) == [
        ("елки зеленые", 2),
        ("елки зеленые", 1),
    ]


def test_misses_of_a_day_are_bounded(school, monkeypatch):
    monkeypatch.setattr(misses, "MOST_A_DAY", 2)
    for text in ("раз", "два", "три", "раз"):
        services.note_miss(school=school, text=text, now=NOW)

    assert dict(SearchMiss.objects.values_list("text", "count")) == {"раз": 2, "два": 1}


def test_misses_belong_to_their_school(school):
    services.note_miss(school=school, text="раз", now=NOW)
    services.note_miss(school=SchoolFactory(), text="раз", now=NOW)

    assert SearchMiss.objects.count() == 2


def test_searches_of_one_address_are_bounded(monkeypatch):
    monkeypatch.setattr(pace, "MOST_SEARCHES", 2)
    monkeypatch.setattr(pace, "MOST_SUGGESTIONS", 1)
    services.note_search(address="192.0.2.1")
    services.note_search(address="192.0.2.1")

    with pytest.raises(services.SearchedTooOften):
        services.note_search(address="192.0.2.1")
    services.note_search(address="192.0.2.2")
    assert services.may_suggest(address="192.0.2.1")
    assert not services.may_suggest(address="192.0.2.1")


def test_sweep_goes_on_after_a_source_that_cannot_be_indexed(film, transcript, lesson, monkeypatch, caplog):
    Passage.objects.all().delete()
    IndexedSource.objects.all().delete()

    def broken(**_words):
        raise ValueError("a source that cannot be read")

    monkeypatch.setattr(sources, "index_video", broken)

    services.index_missed(now=NOW)

    assert Passage.objects.filter(lesson=lesson, kind=PassageKind.TITLE).exists()
    assert not IndexedSource.objects.filter(name=f"video/{film.pk}").exists()


def test_miss_that_the_database_does_not_take_keeps_nobody_waiting(school, monkeypatch):
    def locked(*_words):
        raise OperationalError("database is locked")

    monkeypatch.setattr(misses, "_note", locked)

    services.note_miss(school=school, text="чего нет", now=NOW)

    assert not SearchMiss.objects.exists()
