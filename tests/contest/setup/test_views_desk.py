"""The desk: contests, their words, days, rules and lists."""

import pytest
from tests.contest.factories import (
    ApplicationFactory,
    AwardFactory,
    ContestFactory,
    DirectionFactory,
    JurorFactory,
    MarkFactory,
    SheetFactory,
)
from tests.contest.setup.pages import said, text_of, undo_of, url, version_in

from nastavnik.contest.models import Contest, Criterion, Direction
from nastavnik.contest.selectors.typed import criterion_typed, rules_typed, words_typed
from nastavnik.contest.services import setup as services

pytestmark = pytest.mark.django_db


def test_desk_without_a_contest_offers_to_make_one(desk, client, director):
    assert url("add_contest") in text_of(desk.get(url("desk_contests")))
    client.force_login(director)
    assert url("add_contest") not in text_of(client.get(url("desk_contests")))
    assert client.get(url("add_contest")).status_code == 403


def test_desk_lists_contests_for_methodist_and_secretary_only(client, contest, methodist, learner):
    ApplicationFactory(contest=contest, submitted=True)
    secretary = JurorFactory(contest=contest, is_secretary=True).user
    for person in (methodist, secretary):
        client.force_login(person)
        assert contest.title in text_of(client.get(url("desk_contests")))
    client.force_login(learner)
    assert client.get(url("desk_contests")).status_code == 403


def test_make_leads_to_the_new_contest(desk, school):
    response = desk.post(
        url("add_contest"), {"title": "Открытая библиотека", "blueprint": "district", "announced_on": "2027-03-01"}
    )
    contest = Contest.objects.get(school=school)

    assert response.url == url("desk_contest", contest.token)
    assert "8 критериев, сумма весов 20" in text_of(desk.get(response.url))


def test_make_without_a_title_keeps_what_was_typed(desk):
    page = text_of(desk.post(url("add_contest"), {"blueprint": "district", "announced_on": "2027-03-01"}))

    assert 'value="2027-03-01"' in page


def test_show_of_an_incomplete_contest_leads_to_what_is_missing(desk, school):
    contest = ContestFactory(school=school, short="")
    page = text_of(desk.get(url("desk_contest", contest.token)))

    assert f'<a href="{url("edit_words", contest.token)}">что это за конкурс' in page
    assert url("open", contest.token) not in page


def test_show_to_the_director_offers_no_change(client, contest, director):
    client.force_login(director)
    page = text_of(client.get(url("desk_contest", contest.token)))

    assert url("edit_days", contest.token) not in page
    assert url("remove_contest", contest.token) not in page
    assert client.get(url("edit_days", contest.token)).status_code == 403


def test_open_take_back_remove_and_bring_back_walk_in_a_circle(desk, contest):
    opened = desk.post(url("open", contest.token))
    assert undo_of(opened) == url("take_back", contest.token)
    back = desk.post(undo_of(opened))
    assert undo_of(back) == url("open", contest.token)
    removed = desk.post(url("remove_contest", contest.token))
    assert removed.url == url("desk_contests")
    assert desk.get(url("desk_contest", contest.token)).status_code == 404
    assert desk.post(undo_of(removed)).url == url("desk_contest", contest.token)
    assert "открытие конкурса" in text_of(desk.get(url("desk_contest", contest.token)))


def test_bring_back_by_others_is_missing(client, contest, director):
    client.force_login(director)

    assert client.post(url("bring_back_contest", contest.token)).status_code == 404
    assert client.post(url("bring_back_contest", "nothing")).status_code == 404


def test_open_of_an_incomplete_contest_says_what_is_missing(desk, school):
    contest = ContestFactory(school=school)
    response = desk.post(url("open", contest.token), headers={"Referer": "/"})

    assert any("направление" in words for words in said(response))


def test_edit_of_words_by_two_shows_both(desk, contest, methodist, now):
    seen = words_typed(contest)
    services.edit_words(actor=methodist, contest_id=contest.pk, now=now, **(seen | {"title": "Чужое имя"}))
    page = text_of(desk.post(url("edit_words", contest.token), seen | {"title": "Моё имя"}))

    assert 'value="Моё имя"' in page
    assert "Чужое имя" in page
    contest.refresh_from_db()
    newer = words_typed(contest)["version"]
    assert f'value="{newer}"' in page
    response = desk.post(url("edit_words", contest.token), seen | {"title": "Моё имя", "version": newer})
    assert response.url == url("desk_contest", contest.token)


def test_edit_of_days_is_by_the_school_s_clock(desk, contest):
    page = text_of(desk.get(url("edit_days", contest.token)))
    version = version_in(page)
    days = {"intake_at": "2027-04-01T09:00", "deadline_at": "2027-05-01T18:00", "check_until": "2027-05-05T18:00"}
    wrong = text_of(
        desk.post(url("edit_days", contest.token), days | {"version": version, "review_until": "2027-05-02T18:00"})
    )
    assert "Слишком рано" in wrong

    desk.post(url("edit_days", contest.token), days | {"version": version})
    contest.refresh_from_db()
    assert f"{contest.deadline_at:%Y-%m-%d %H:%M}" == "2027-05-01 15:00"


def test_edit_of_days_by_two_shows_both(desk, contest):
    page = text_of(desk.get(url("edit_days", contest.token)))
    seen = version_in(page)
    days = {"version": seen, "intake_at": "2027-04-01T09:00", "deadline_at": "2027-05-01T18:00"}
    desk.post(url("edit_days", contest.token), days)
    page = text_of(desk.post(url("edit_days", contest.token), days | {"deadline_at": "2027-06-01T18:00"}))

    assert "01.05.2027 18:00" in page
    assert 'value="2027-06-01T18:00"' in page


def test_edit_of_rules_by_two_shows_both_in_words(desk, contest, methodist, now):
    seen = rules_typed(contest)
    newer = seen | {"jury_size": 5, "is_blind": True, "feedback": "marks"}
    services.edit_rules(actor=methodist, contest_id=contest.pk, now=now, **newer)
    page = text_of(desk.post(url("edit_rules", contest.token), seen | {"is_blind": ""}))

    assert "сохранено другим человеком: да" in page
    assert "сохранено другим человеком: Советы и средний балл" in page


def test_edit_of_rules_keeps_the_order_of_tie_rules(desk, contest):
    page = text_of(desk.get(url("edit_rules", contest.token)))
    version = version_in(page)
    rules = {
        "version": version,
        "most_of_a_library": "1",
        "late_policy": "refuse",
        "jury_size": "5",
        "sheets_each": "3",
        "feedback": "advice",
        "tie_rules_0": "median",
        "tie_rules_1": "",
        "tie_rules_2": "shared",
    }
    assert "указано дважды" in text_of(desk.post(url("edit_rules", contest.token), rules | {"tie_rules_1": "median"}))
    assert "решать нечего" in text_of(
        desk.post(url("edit_rules", contest.token), rules | {"tie_rules_0": "shared", "tie_rules_2": "chair"})
    )
    assert "нечётное число" in text_of(desk.post(url("edit_rules", contest.token), rules | {"jury_size": "4"}))

    assert desk.post(url("edit_rules", contest.token), rules).status_code == 302
    contest.refresh_from_db()
    assert contest.tie_rules == ["median", "shared"]


def test_clone_leads_to_the_copy(desk, contest, school):
    assert "Новый конкурс из" in text_of(desk.get(url("clone_contest", contest.token)))
    desk.post(url("clone_contest", contest.token), {"title": "Ещё раз", "announced_on": "2028-03-06"})

    assert Contest.objects.get(school=school, cloned_from=contest).title == "Ещё раз"


@pytest.mark.parametrize(
    ("part", "values", "factory"),
    [
        ("directions", {"title": "Инклюзия", "target": "other"}, DirectionFactory),
        ("awards", {"title": "Приз", "prize": "Игра", "place": "1"}, AwardFactory),
    ],
)
def test_rows_of_a_list_are_added_changed_moved_removed(desk, contest, part, values, factory):
    desk.post(url("add_row", contest.token, part), values)
    page = text_of(desk.get(url("part", contest.token, part)))
    assert values["title"] in page
    row = factory(contest=contest)
    form = text_of(desk.get(url("edit_row", contest.token, part, row.pk)))
    version = version_in(form)
    desk.post(url("edit_row", contest.token, part, row.pk), values | {"title": "Иначе", "version": version})
    row.refresh_from_db()
    assert row.title == "Иначе"
    assert desk.post(url("order_part", contest.token, part), {"move": f"{row.pk}:up"}).status_code == 302
    removed = desk.post(url("remove_row", contest.token, part, row.pk))
    assert desk.post(undo_of(removed)).url == url("part", contest.token, part)
    assert type(row).objects.filter(contest=contest, title="Иначе").exists()


def test_order_by_script_answers_nothing(desk, contest):
    rows = [DirectionFactory(contest=contest).pk, Direction.objects.filter(contest=contest).first().pk]
    response = desk.post(
        url("order_part", contest.token, "directions"), {"order": [f"directions:{row}" for row in rows]}
    )

    assert response.status_code == 204
    assert list(Direction.objects.filter(contest=contest).values_list("pk", flat=True)) == rows


def test_criterion_has_words_for_each_mark(desk, contest):
    typed = {"title": "Новизна", "weight": "2", "lowest": "0", "highest": "5", "level_5": "Своё", "needs_comment": "on"}
    assert "Высший балл должен быть больше" in text_of(
        desk.post(url("add_row", contest.token, "criteria"), typed | {"highest": "2", "lowest": "3"})
    )
    assert desk.post(url("add_row", contest.token, "criteria"), typed).status_code == 302
    row = Criterion.objects.get(contest=contest, title="Новизна")

    assert row.levels == {"5": "Своё"}
    assert "Своё" in text_of(desk.get(url("edit_row", contest.token, "criteria", row.pk)))
    changed = typed | {"version": criterion_typed(row)["version"], "title": "Точнее", "weight": "", "help": ""}
    assert "Точнее" in text_of(desk.post(url("edit_row", contest.token, "criteria", row.pk), changed))
    stale = typed | {"version": "1", "title": "Точнее"}
    assert "Тем временем" in text_of(desk.post(url("edit_row", contest.token, "criteria", row.pk), stale))


def test_criteria_after_a_mark_are_shown_as_they_stay(desk, contest):
    MarkFactory(sheet=SheetFactory(juror__contest=contest))
    page = text_of(desk.get(url("part", contest.token, "criteria")))

    assert "Жюри уже выставило баллы" in page
    assert url("add_row", contest.token, "criteria") not in page


def test_list_says_what_is_in_use_and_teaches_when_it_is_empty(desk, contest, school):
    direction = ApplicationFactory(contest=contest, direction=DirectionFactory(contest=contest)).direction
    page = text_of(desk.get(url("part", contest.token, "directions")))
    assert "используется" in page
    assert url("remove_row", contest.token, "directions", direction.pk) not in page
    empty = ContestFactory(school=school)
    for part in ("directions", "criteria", "awards"):
        assert "Список пуст" in text_of(desk.get(url("part", empty.token, part)))
    assert "Форма пуста" in text_of(desk.get(url("edit_form", empty.token)))
