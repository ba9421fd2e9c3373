"""The texts for the portal's forms. Without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.live.selectors.submissions.fields import (
    MOST_TITLE,
    Facts,
    Field,
    broadcast_fields,
    event_fields,
    plain,
)
from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.selectors import LessonCard, SpeakerRow

STARTS_AT = datetime(2026, 12, 15, 9, 0, tzinfo=UTC)


def facts(**changes):
    card = {
        "id": 1,
        "uid": "abc",
        "slug": "tales",
        "url": "/lessons/tales/",
        "title": "Сказки на ночь",
        "summary": "Как читать вслух.",
        "kind": LessonKind.MASTER_CLASS,
        "state": LessonState.ANNOUNCED,
        "mark": ("Цикл 1", "№ 1", "Мастер-класс"),
        "number": 1,
        "cycle_id": 1,
        "cycle_number": 1,
        "cycle_title": "Слово",
        "programme_id": 1,
        "is_public": True,
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + timedelta(minutes=90),
        "duration_minutes": 90,
        "zone": "Asia/Yekaterinburg",
        "place": "",
        "age_rating": "12+",
        "cancelled_because": "",
        "version": 1,
        "speakers": (SpeakerRow(1, "Анна Читаева", "библиотекарь", ""), SpeakerRow(2, "Иван Голосов", "", "")),
    }
    told = {
        "card": LessonCard(**(card | changes.pop("card", {}))),
        "description": "Читаем **вслух**.",
        "programme": "Год чтения",
        "zone": ZoneInfo("Asia/Yekaterinburg"),
        "lesson_url": "https://school.example/lessons/tales/",
        "film_url": "",
        "organiser": "Библиотека",
        "contact": "Мария, m@example.org",
    }
    return Facts(**(told | changes))


def texts(fields):
    return {field.key: field.text for field in fields}


def test_event_has_the_portals_fields_in_their_order():
    assert [field.label for field in event_fields(facts())] == [
        "Название",
        "Краткое описание",
        "Описание",
        "Категория",
        "Теги",
        "Возрастное ограничение",
        "Место проведения",
        "Начало сеанса",
        "Окончание сеанса",
        "Стоимость",
        "Ссылка",
        "Организатор",
    ]


def test_event_is_told_by_the_clock_of_the_lesson():
    told = texts(event_fields(facts()))

    assert told["begins"] == "15.12.2026 14:00"
    assert told["ends"] == "15.12.2026 15:30"
    assert told["place"] == "Онлайн"
    assert told["description"] == "Читаем вслух.\n\nВедущие: Анна Читаева, библиотекарь; Иван Голосов."
    assert told["tags"] == "библиотека, онлайн, мастер-класс, Год чтения"


@pytest.mark.parametrize(("kind", "category"), [(LessonKind.ROUND_TABLE, "Встречи"), (LessonKind.WEBINAR, "Обучение")])
def test_category_follows_the_kind_of_the_lesson(kind, category):
    assert texts(event_fields(facts(card={"kind": kind})))["category"] == category


def test_lesson_without_words_of_its_own_is_told_by_its_title():
    told = texts(event_fields(facts(card={"summary": "", "speakers": (), "place": "Зал"}, description="")))

    assert told["short"] == "Сказки на ночь"
    assert told["description"] == ""
    assert told["place"] == "Зал"


def test_lesson_without_a_time_leaves_its_moment_empty():
    assert texts(event_fields(facts(card={"starts_at": None, "ends_at": None})))["begins"] == ""


@pytest.mark.parametrize(
    ("film_url", "link"),
    [("", "https://school.example/lessons/tales/"), ("https://vk.com/video1", "https://vk.com/video1")],
)
def test_broadcast_leads_to_where_it_is_shown(film_url, link):
    told = texts(broadcast_fields(facts(film_url=film_url)))

    assert told["live_link"] == link
    assert told["live_minutes"] == "90 мин."
    assert told["live_contact"] == "Мария, m@example.org"


@pytest.mark.parametrize(("length", "over"), [(MOST_TITLE, 0), (MOST_TITLE + 3, 3)])
def test_field_counts_what_is_too_much(length, over):
    field = Field("name", "Название", "ы" * length, MOST_TITLE)

    assert (field.count, field.over) == (length, over)


def test_field_without_a_measure_is_never_too_long():
    assert Field("link", "Ссылка", "x" * 9000).over == 0


def test_plain_keeps_paragraphs_and_lists():
    text = plain("## О чём\n\nЧитаем **вслух** & тихо.\n\n- голос\n- пауза\n\n[Памятка](https://x.example)")

    assert text == "О чём\n\nЧитаем вслух & тихо.\n\n— голос\n— пауза\n\nПамятка"


@given(st.text(max_size=300))
def test_plain_leaves_no_gap(markdown):
    text = plain(markdown)

    assert text == text.strip()
    assert "\n\n\n" not in text
