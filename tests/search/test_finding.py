"""What answers a question: the same on both databases, because the expected lists stand here."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.search.conftest import GUEST
from tests.search.factories import ChapterFactory, CueFactory, GlossaryTermFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.search import selectors, services
from nastavnik.search.models import Passage
from nastavnik.search.selectors import finding, index, terms
from nastavnik.search.text.questions import read

NOW = timezone.now()
SENTENCES = (
    "Сегодня мы поговорим о том, как превратить идею в социокультурный проект.",
    "Проект начинается не с гранта, а с проблемы жителей.",
    "Мастер-класс ведёт методический отдел центральной районной библиотеки.",
    "Проект и его бюджет защищает библиотека района.",
    "Библиотеки района пишут проекты.",
    "Ёлка стояла в зале.",
    "Фонды ГПНТБ и расстановка по ББК.",
)


@pytest.fixture
def spoken(say):
    say(*SENTENCES)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("идеями", [0]),
        ("елки", [5]),
        ("ЁЛКЕ", [5]),
        ("мастер-классы", [2]),
        ("мастеркласс", [2]),
        ("гпнтб", [6]),
        ("ББК", [6]),
        ("«районная библиотека»", [2]),
        ("«библиотека района»", [4, 3]),
        ("библиотеки района", [4, 3]),
        ("проект", [4, 3, 1, 0]),
        ("как начинаются проекты", [1]),
        ("проекты и гранты", [1]),
        ("в", [5, 0]),
        ("слон", []),
        ("«проект идея»", []),
    ],
)
def test_question_is_answered_in_this_order(asked, answers, found):
    assert found(asked) == [SENTENCES[number] for number in answers]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("asked", "right", "answers"),
    [
        ("соцокультурный", "социокультурный", [0]),
        ("гарнт", "грант", [1]),
        ("библеотека раона", "библиотека район", [4, 3]),
        ("методеческий отдел", "методический отдел", [2]),
        ("ёлак", "елка", [5]),
    ],
)
def test_mistyped_word_is_set_right(asked, right, answers, school):
    results = selectors.search(guest(), school, asked, NOW)

    assert results.instead == right
    assert results.text == asked
    assert [hit.text for group in results.groups for hit in group.hits] == [SENTENCES[number] for number in answers]


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("идею в социо", 0),
        ("библ", 4),
        ("библеот", 4),
        ("гар", None),
        ("метод", 2),
        ("зал", 5),
        ("пр", None),
        ("", None),
    ],
)
def test_half_a_word_suggests_moments(typed, first, school):
    suggested = selectors.suggestions(guest(), school, typed, NOW)

    assert [one.hit.text for one in suggested[:1]] == ([SENTENCES[first]] if first is not None else [])
    assert all(one.title == "Мастерская" for one in suggested)


@pytest.mark.usefixtures("spoken")
def test_half_a_word_is_marked_where_it_goes_on(school):
    (first, *_others) = selectors.suggestions(guest(), school, "социок", NOW)

    assert [piece.text for piece in first.hit.pieces if piece.is_marked] == ["социокультурный"]


@pytest.mark.usefixtures("spoken")
def test_all_but_one_word_is_shown_when_nothing_has_all(school):
    results = selectors.search(guest(), school, "бюджет проекта жителей Сибири", NOW)

    assert results.is_partial is False
    assert results.groups == []

    results = selectors.search(guest(), school, "бюджет проекта Сибири", NOW)

    assert results.is_partial
    assert [hit.text for group in results.groups for hit in group.hits] == [SENTENCES[3]]


def test_other_names_of_the_glossary_are_found(say, school, found):
    GlossaryTermFactory(school=school, term="центральная районная библиотека", synonyms=["ЦРБ"], variants=["црп"])
    say(SENTENCES[2], "Наша ЦРБ пишет новый проект.", "Сегодня в црп снова тихо.")

    assert found("ЦРБ") == ["Наша ЦРБ пишет новый проект.", "Сегодня в црп снова тихо.", SENTENCES[2]]
    assert found("центральной районной библиотекой") == found("ЦРБ")


def test_words_side_by_side_come_before_words_apart(say, found):
    apart = "Бюджет мы считаем долго и вместе, а потом уже пишем проект."
    beside = "На прошлой неделе мы очень долго говорили о том, что такое бюджет проекта и кто его считает."
    say("Проект. Бюджет.", apart, beside)

    assert found("бюджет проекта") == [beside, "Проект. Бюджет.", apart]


def test_title_and_chapter_come_before_what_is_said(say, film, lesson, found):
    lesson.title = "Смета проекта"
    lesson.save()
    ChapterFactory(video=film, seconds=300.0, title="Смета")
    say("Смета готова.")
    services.index_lesson(lesson_id=lesson.pk, now=NOW)

    assert found("смета") == ["Смета проекта", "Смета", "Смета готова."]


def test_fresher_lesson_comes_first_among_equals(school, found):
    for days in (5, 1, 9):
        lesson = LessonFactory(
            held=True, cycle__programme__school=school, starts_at=NOW - timedelta(days=days), title=f"Урок {days}"
        )
        video = VideoFactory(lesson=lesson, ready=True, title=lesson.title)
        CueFactory(transcript=TranscriptFactory(video=video), text=f"Составим смету {days} раз.")
        services.index_video(video_id=video.pk, now=NOW)

    assert found("смета") == [f"Составим смету {days} раз." for days in (1, 5, 9)]


def test_hit_of_a_sentence_of_two_phrases_plays_from_the_right_one(film, transcript, hits_of):
    CueFactory(transcript=transcript, seconds=10.0, end_seconds=14.0, text="Проект начинается")
    CueFactory(transcript=transcript, seconds=14.0, end_seconds=18.0, text="с проблемы жителей.")
    services.index_video(video_id=film.pk, now=NOW)

    assert [hit.seconds for hit in hits_of("проект")] == [10.0]
    assert [hit.seconds for hit in hits_of("жители")] == [14.0]
    assert hits_of("жители")[0].url.endswith("?t=14")


def test_words_of_another_school_are_not_found(say, found):
    other = LessonFactory(held=True)
    video = VideoFactory(lesson=other, ready=True)
    CueFactory(transcript=TranscriptFactory(video=video), text="Смета чужой школы.")
    services.index_video(video_id=video.pk, now=NOW)
    say("Проект нашей школы.")

    assert found("смета") == []
    assert found("сметы") == []


def test_index_is_asked_for_more_while_little_of_it_may_be_shown(school, monkeypatch, found):
    monkeypatch.setattr(finding, "ASKED", (2, 40))
    lessons = [LessonFactory(cycle__programme__school=school) for _ in range(4)]
    lessons.append(LessonFactory(held=True, cycle__programme__school=school))
    for lesson in lessons:
        lesson.starts_at = NOW
        lesson.save()
        video = VideoFactory(lesson=lesson, ready=True)
        CueFactory(transcript=TranscriptFactory(video=video), text=f"Смета {lesson.slug} готова.")
        services.index_video(video_id=video.pk, now=NOW)

    assert found("смета") == [f"Смета {lessons[-1].slug} готова."]


def test_phrase_is_found_among_more_than_is_looked_at(say, monkeypatch, found):
    say(
        *[f"Проект номер {number} и бюджет." for number in range(5)],
        "Очень и очень длинное предложение о том, каков бюджет проекта.",
    )
    monkeypatch.setattr(finding, "CANDIDATES", 5)
    monkeypatch.setattr(finding, "ASKED", (5,))

    assert found("бюджет проекта")[0].startswith("Очень")


def test_index_returns_passages_in_the_order_of_their_numbers(say, school):
    say(*SENTENCES)
    asked = read("проект")

    ids = [one.id for one in index.first_with_all(school.pk, asked.clauses, 10)]

    assert ids == sorted(ids)
    assert ids[:2] == [one.id for one in index.first_with_all(school.pk, asked.clauses, 2)]
    assert {one.tier for one in index.first_with_all(school.pk, asked.clauses, 10)} == {4, 5, 6, 7}


@pytest.mark.parametrize("most", [1, 3, 40])
@pytest.mark.parametrize("asked", ["смета", "готова", "бюджет", "слон", "«смета готова»"])
def test_index_finds_the_same_however_it_is_told_to_look(asked, most, say, school):
    """On PostgreSQL what stands nearly everywhere is looked for passage by passage, and what that leaves by the index."""
    say(*[f"Смета {number}." for number in range(60)], *["Смета готова."] * 3, *["Бюджет."] * 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_passage")
    clauses = read(asked).clauses

    rare = index.first_with_all(school.pk, clauses, most)
    common = index.first_with_all(school.pk, clauses, most, standing=60)

    assert rare == common
    assert len(rare) == min(most, Passage.objects.filter(lemmas__contains=clauses[0].ways[0][-1]).count())


def test_row_of_words_is_found_among_words_that_have_its_pairs(say, school):
    say("Смета проекта готова, смета и план.", "План смета проект.", "Проект, план, смета, проект.")
    (clause,) = read("«план смета проект»").clauses

    assert len(index.first_with_all(school.pk, [clause], 10)) == 2
    assert len(index.first_with_row(school.pk, clause.ways, 0, 1)) == 1


def test_row_of_words_is_looked_for_after_what_was_found(say, school):
    say("План сметы.", "План сметы готов.", "План сметы готов, и отчет о проекте тоже готов.")
    ways = read("план сметы").row
    ids = [one.id for one in index.first_with_row(school.pk, ways, 0, 10)]

    assert len(ids) == 3
    assert [[one.id for one in index.first_with_row(school.pk, ways, pk, 10)] for pk in ids] == [ids[1:], ids[2:], []]


def test_words_that_occur_nowhere_are_not_asked_for(say, school, found):
    say("Смета готова.", "Проект готов.")

    assert terms.counts_of(school.pk, ["смета", "проект", "слон"]) == {"смета": 1, "проект": 1}
    assert terms.counts_of(school.pk, []) == {}
    assert found("«смета слона»") == []
    assert found("смета слона") == ["Смета готова."]


def test_changed_passage_is_found_by_its_new_words_only(say, school):
    say("Смета.")
    passage = Passage.objects.get()
    passage.lemmas = "проект"
    passage.save()

    assert index.first_with_all(school.pk, read("смета").clauses, 10) == []
    assert len(index.first_with_all(school.pk, read("проект").clauses, 10)) == 1


def test_endings_are_the_commonest_words(say, school):
    say("Проект. Проект!", "Проект.", "Проекция.", "Прогулка.")

    assert terms.endings_of(school.pk, "проек") == ["проект", "проекция"]
    assert terms.endings_of(school.pk, "проекция") == []


def test_corrections_of_short_words_are_none(say, school):
    say("Смета.")

    assert terms.corrections_of(school.pk, ["сме"]) == {}
    assert terms.corrections_of(school.pk, ["ъъъъъ"]) == {}


def test_short_known_words_are_offered_for_longer_typed_ones(say, school):
    say("План готов.")

    assert terms.corrections_of(school.pk, ["планн"]) == {"план": 1}


def guest():
    forget_all()
    return GUEST
