"""Themes and rules; rights and races of all pages."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from tests.mentoring.factories import ConsultationFactory, ThemeFactory
from tests.mentoring.routing.reading import give, words
from tests.people.factories import grant

from nastavnik.mentoring.models import CalendarDay, ConsultationSettings, Theme
from nastavnik.mentoring.selectors import mentors as mentor_pages
from nastavnik.mentoring.selectors import overview
from nastavnik.mentoring.selectors import routing as routing_pages
from nastavnik.mentoring.selectors import rules as rule_pages
from nastavnik.mentoring.selectors.terms import rules_of
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.services.routing_refusals import NothingToAnswer
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

HOUR = timedelta(hours=1)

# --- themes and rules ------------------------------------------------------------------------------------------


def test_themes_are_added_renamed_and_retired(school, at_desk, make_mentor):
    assert "Тем пока нет" in words(at_desk.get("/desk/consultations/themes/"))
    at_desk.post("/desk/consultations/themes/", {"title": "  Квесты   и игры "})
    theme = Theme.objects.get(title="Квесты и игры")
    make_mentor(themes=[theme])
    ConsultationFactory(school=school, waiting=True, theme=theme)
    assert "её назвал 1 наставник · 1 вопрос" in words(at_desk.get("/desk/consultations/themes/"))
    assert "Тема с таким названием уже есть" in words(
        at_desk.post("/desk/consultations/themes/", {"title": "Квесты и игры"})
    )

    url = reverse("mentoring:theme", args=[theme.token])
    other = ThemeFactory(school=school, title="Блоги")
    assert "уже есть" in words(at_desk.post(url, {"title": "Блоги"}))
    at_desk.post(url, {"title": "Квесты"})
    at_desk.post(reverse("mentoring:retire_theme", args=[theme.token]))
    assert "Больше не предлагаются" in words(at_desk.get("/desk/consultations/themes/"))
    assert "Больше не предлагать" not in words(at_desk.get(url))
    at_desk.post(reverse("mentoring:restore_theme", args=[theme.token]))

    theme.refresh_from_db()
    assert (theme.title, theme.retired_at) == ("Квесты", None)
    assert other.pk != theme.pk


def test_themes_are_put_in_order(school, at_desk):
    first, second = ThemeFactory(school=school, position=1), ThemeFactory(school=school, position=2)
    url = "/desk/consultations/themes/order/"

    step = at_desk.post(url, {"move": f"{second.token}:up"})
    assert step.headers["Location"] == "/desk/consultations/themes/"
    assert list(Theme.objects.filter(school=school)) == [second, first]

    whole = at_desk.post(url, {"order": [f"themes:{first.token}", f"themes:{second.token}"]})
    assert whole.status_code == 204
    assert list(Theme.objects.filter(school=school)) == [first, second]


def test_rules_are_shown_and_changed(school, at_desk):
    page = words(at_desk.get("/desk/consultations/rules/"))
    assert "На вопрос, заданный сейчас, ответят до:" in page
    typed = {"term_days": 5, "opens_at": "10:00", "closes_at": "09:00", "warn_hours": 4}
    assert "должен длиться не меньше часа" in words(at_desk.post("/desk/consultations/rules/", typed))
    assert at_desk.post("/desk/consultations/rules/", typed | {"opens_at": "x"}).status_code == 200

    at_desk.post("/desk/consultations/rules/", typed | {"closes_at": "19:00"})

    assert (rules_of(school).term_days, f"{rules_of(school).closes_at:%H:%M}") == (5, "19:00")
    outdated = at_desk.post("/desk/consultations/rules/", typed | {"closes_at": "20:00"})
    assert "Тем временем это изменил кто-то другой" in words(outdated)


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [
        ("09:00", "09:59"),
        ("09:00:00", "09:00:00.001"),
        ("09:00:00", "18:00:00"),
        ("23:30", "00:30"),
        ("18:00", "00:00"),
    ],
)
def test_rules_of_a_day_that_is_no_hour_long_or_not_of_whole_minutes_are_refused(school, at_desk, opens_at, closes_at):
    typed = {"term_days": 5, "warn_hours": 80, "opens_at": opens_at, "closes_at": closes_at}

    answer = at_desk.post("/desk/consultations/rules/", typed)

    assert answer.status_code == 200
    assert not ConsultationSettings.objects.filter(school=school).exists()


def test_rules_of_one_hour_after_midnight_are_taken(school, at_desk):
    typed = {"term_days": 5, "warn_hours": 80, "opens_at": "00:00", "closes_at": "01:00"}

    assert at_desk.post("/desk/consultations/rules/", typed).status_code == 302
    assert rules_of(school).opens_at == time(0)


def test_rules_name_the_decree_of_the_year_or_say_that_there_is_none(at_desk, monkeypatch, now):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: now)

    page = words(at_desk.get("/desk/consultations/rules/"))

    assert "2026 : Постановление Правительства Российской Федерации от 24 сентября 2025 г. № 1466" in page
    assert "2027 : постановление Правительства школе ещё не известно" in page


def test_days_of_the_schools_own_are_added_and_removed(school, at_desk):
    day = timezone.now().date() + timedelta(days=30)
    url = "/desk/consultations/rules/days/"
    assert "Выберите день не раньше сегодняшнего" in words(at_desk.post(url, {"day": "2020-01-01", "is_working": "no"}))

    added = at_desk.post(url, {"day": f"{day}", "is_working": "no", "note": "Санитарный день"})

    assert added.headers["Location"] == "/desk/consultations/rules/"
    assert CalendarDay.objects.get(school=school).is_working is False
    assert "Санитарный день" in words(at_desk.get("/desk/consultations/rules/"))
    at_desk.post(reverse("mentoring:remove_day", args=[f"{day}"]))
    assert not CalendarDay.objects.exists()
    assert at_desk.post(reverse("mentoring:remove_day", args=["2026-99-99"])).status_code == 404


def test_too_many_days_are_refused_beside_what_was_typed(school, at_desk, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.services.rules.MOST_DAYS", 0)
    day = timezone.now().date() + timedelta(days=30)

    refused = at_desk.post(
        "/desk/consultations/rules/days/", {"day": f"{day}", "is_working": "yes", "note": "Рабочая суббота"}
    )

    assert "Собственных дней больше не добавить" in words(refused)
    assert "Рабочая суббота" in refused.content.decode()


def test_mentor_of_one_school_is_nobody_in_another(client, make_mentor, question):
    stranger = make_mentor(of=ThemeFactory().school)
    grant(stranger, Role.LEARNER, place_of(question.school))
    client.force_login(stranger)

    assert client.get("/desk/mentor/").status_code == 403
    assert client.get(reverse("mentoring:hand_over", args=[question.token])).status_code == 403


# --- rights and races ------------------------------------------------------------------------------------------


def test_pages_of_the_desk_are_the_methodists(school, question, mentor, make_mentor, learner, director):
    now, other = timezone.now(), make_mentor()
    for actor in (mentor, learner, director):
        for read in (
            lambda actor=actor: mentor_pages.mentor_listing(actor, school, {}, now),
            lambda actor=actor: mentor_pages.profile_page(actor, school, other.token),
            lambda actor=actor: routing_pages.routing_page(actor, school, question.token, words="", now=now),
            lambda actor=actor: rule_pages.themes_page(actor, school),
        ):
            with pytest.raises(PermissionDenied):
                read()
    with pytest.raises(PermissionDenied):
        overview.overview(mentor, school, {}, now, is_all=False)
    with pytest.raises(PermissionDenied):
        mentor_pages.profile_page(learner, school)


def test_question_that_is_answered_a_moment_ago_is_given_to_nobody(
    question, client, methodist, mentor, make_mentor, monkeypatch
):
    def refuse(**_words):
        raise NothingToAnswer

    monkeypatch.setattr(routing, "assign", refuse)
    monkeypatch.setattr(routing, "hand_over", refuse)
    give(question, mentor)
    typed = {"mentor": make_mentor().token, "note": "Взгляните"}

    for person, name in ((methodist, "mentoring:routing"), (mentor, "mentoring:hand_over")):
        client.force_login(person)
        refused = client.post(reverse(name, args=[question.token]), typed)
        assert "На вопрос тем временем ответили" in words(refused)
        assert "Взгляните" in refused.content.decode()
