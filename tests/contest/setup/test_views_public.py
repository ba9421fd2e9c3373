"""What everybody sees of contests, and its preview."""

import pytest
from tests.contest.factories import (
    ApplicationFactory,
    ContestFactory,
    CriterionFactory,
    FormFieldFactory,
    FormSectionFactory,
    complete,
    days_from_now,
)
from tests.contest.setup.pages import text_of, url

from nastavnik.core.http import guests

pytestmark = pytest.mark.django_db


def test_list_without_a_contest_says_what_will_be_here(client, school, contest):
    page = text_of(client.get(url("contests")))

    assert "Конкурс ещё не объявлен" in page
    assert contest.title not in page


def test_list_shows_current_and_past_contests(client, school, whole):
    ContestFactory(school=school, released=True, title="Прошлый конкурс")
    page = text_of(client.get(url("contests")))

    assert page.index(whole.title) < page.index("Прошедшие конкурсы") < page.index("Прошлый конкурс")


def test_contest_shows_where_it_is_and_how_to_apply(client, whole):
    page = text_of(client.get(url("contest", whole.slug)))

    assert "вы здесь" in page
    assert url("apply", whole.slug) in page
    assert "Актуальность и социальная значимость" in page
    assert "вес 3" in page
    assert "более высокое среднее по главному критерию" in page
    assert "Диплом I степени" in page


def test_contest_that_is_over_offers_no_application(client, school):
    contest = complete(ContestFactory(school=school, released=True))
    page = text_of(client.get(url("contest", contest.slug)))

    assert url("apply", contest.slug) not in page
    assert "Итоги объявлены" in page


def test_contest_that_takes_late_ones_says_so(client, school):
    contest = complete(
        ContestFactory(
            school=school,
            intake=True,
            deadline_at=days_from_now(-1),
            late_policy="mark",
            late_until=days_from_now(2),
            is_blind=True,
            has_public_vote=True,
        )
    )
    page = text_of(client.get(url("contest", contest.slug)))

    assert "Срок прошёл" in page
    assert "Жюри не видит имён людей" in page
    assert "Читатели тоже голосуют" in page


def test_contest_before_it_is_announced_is_missing_but_for_the_desk(client, contest, methodist):
    assert client.get(url("contest", contest.slug)).status_code == 404
    client.force_login(methodist)
    page = text_of(client.get(url("contest", contest.slug)))

    assert "конкурс ещё не объявлен" in page
    assert url("desk_contest", contest.token) in page


def test_regulation_has_all_that_is_set_up_as_annexes(client, whole):
    page = text_of(client.get(url("regulation", whole.slug)))

    for words in (
        "<h2>1. Общие положения</h2>",
        "Приложение 1",
        "Приложение 5",
        "Проблема не названа",
        "до 3000 знаков",
    ):
        assert words in page


def test_pages_for_all_ask_no_more_with_more_rows(client, school, assert_flat):
    contest = complete(ContestFactory(school=school, intake=True))

    def grow():
        complete(contest)
        complete(ContestFactory(school=school, intake=True))

    for address in (url("contests"), url("contest", contest.slug), url("regulation", contest.slug)):
        assert_flat(lambda address=address: client.get(address), grow)


def test_pages_for_all_are_kept_for_guests(client, whole, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(guests, "FRESH_SECONDS", 3600.0)
    for address in (url("contests"), url("contest", whole.slug), url("regulation", whole.slug)):
        first = client.get(address)
        with django_assert_num_queries(0):
            assert client.get(address).content == first.content


def test_preview_shows_every_page_before_it_opens(client, contest, director):
    client.force_login(director)
    contest.is_blind = True
    contest.save()
    FormFieldFactory(section=FormSectionFactory(contest=contest), label="Команда", tells_who=True, kind="files")
    CriterionFactory(contest=contest, help="Что своё")
    pages = {
        "contest": url("preview", contest.token),
        **{view: url("preview_of", contest.token, view) for view in ("regulation", "application", "sheet")},
    }
    told = {view: text_of(client.get(address)) for view, address in pages.items()}

    assert "disabled" in told["contest"]
    assert "Приложение 5" in told["regulation"]
    assert 'type="file"' in told["application"]
    assert "Команда" in told["application"]
    assert "Команда" not in told["sheet"]
    assert "Что своё" in told["sheet"]
    assert all('aria-current="page"' in page for page in told.values())


def test_preview_is_the_jurors_and_the_authors_own_page_that_keeps_nothing(client, contest, director):
    client.force_login(director)
    section = FormSectionFactory(contest=contest, title="О проекте")
    FormFieldFactory(section=section, key="goal", label="Цель")
    FormFieldFactory(section=section, key="own_word", label="Девиз", example="Читаем вместе")
    asker = FormFieldFactory(section=FormSectionFactory(contest=contest), key="has_money", kind="choice")
    FormFieldFactory(section=section, key="own_sum", condition={"key": asker.key, "values": ["Да"]})
    CriterionFactory(contest=contest)
    application, sheet = (
        text_of(client.get(url("preview_of", contest.token, view))) for view in ("application", "sheet")
    )

    assert "Раздел 1 из" in application
    assert 'id="field-own_sum" data-field="own_sum" data-kind="text">' in application
    assert "не меньше 25 подростков раз в неделю" in sheet
    assert "Читаем вместе" in sheet
    assert 'name="mark-' in sheet
    for page in (application, sheet):
        assert 'method="dialog"' in page
        assert "data-save" not in page
        assert "/preview/save/" not in page


def test_pages_of_the_desk_ask_no_more_with_more_rows(desk, contest, assert_flat):
    def grow():
        complete(contest)
        complete(ContestFactory(school=contest.school))
        ApplicationFactory(contest=contest)

    names = ("desk_contest", "edit_words", "edit_form", "preview")
    addresses = [url(name, contest.token) for name in names]
    addresses += [url("part", contest.token, part) for part in ("directions", "criteria", "awards")]
    addresses += [url("preview_of", contest.token, view) for view in ("regulation", "application", "sheet")]
    addresses += [url("desk_contests")]
    for address in addresses:
        assert_flat(lambda address=address: desk.get(address), grow)
