"""The pages of contests: what everybody sees, the desk, the preview."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from tests.contest.factories import (
    ApplicationFactory,
    AwardFactory,
    ContestFactory,
    CriterionFactory,
    DirectionFactory,
    FormFieldFactory,
    FormSectionFactory,
    JurorFactory,
    MarkFactory,
    SheetFactory,
    complete,
    days_from_now,
)

from nastavnik.contest.models import Contest, Criterion, Direction, FormField, FormSection
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.selectors.typed import criterion_typed, field_typed, rules_typed, section_typed, words_typed
from nastavnik.contest.services import setup as services
from nastavnik.core.http.flash import undo_url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist)
    return client


@pytest.fixture
def whole(school, methodist, now):
    """Made out of the arrangement, and open for applications."""
    contest = services.create_contest(
        actor=methodist,
        school_id=school.pk,
        blueprint=blueprint("district"),
        title="Открытая библиотека",
        announced_on=days_from_now(-20).date(),
        now=now,
    )
    return services.open_contest(actor=methodist, contest_id=contest.pk, now=now)


def url(name, *args):
    return reverse(f"contest:{name}", args=args)


def text_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def undo_of(response):
    return [undo_url_of(message) for message in get_messages(response.wsgi_request)][-1]


# --- what everybody sees ---------------------------------------------------------------------------------------------


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


# --- the desk --------------------------------------------------------------------------------------------------------


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
    version = page.split('name="version" value="')[1].split('"')[0]
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
    seen = page.split('name="version" value="')[1].split('"')[0]
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
    version = page.split('name="version" value="')[1].split('"')[0]
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
    version = form.split('name="version" value="')[1].split('"')[0]
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


# --- the form --------------------------------------------------------------------------------------------------------

COLUMNS = {"columns-TOTAL_FORMS": "2", "columns-INITIAL_FORMS": "0"}
FIELD = COLUMNS | {"label": "Кто помогает", "kind": "text", "most": "500", "choices": "", "is_required": "on"}


def test_sections_are_added_changed_moved_removed(desk, contest):
    desk.post(url("add_section", contest.token), {"title": "Риски", "help": ""})
    section = FormSection.objects.get(contest=contest, title="Риски")
    seen = section_typed(section)
    assert "Риски" in text_of(desk.get(url("edit_section", contest.token, section.key)))
    desk.post(url("edit_section", contest.token, section.key), seen | {"title": "Что может помешать"})
    desk.post(url("move_section", contest.token, section.key, "up"))
    assert FormSection.objects.filter(contest=contest).first() == section
    removed = desk.post(url("remove_section", contest.token, section.key))
    assert desk.post(undo_of(removed)).url == url("edit_form", contest.token)
    assert FormSection.objects.get(contest=contest, key=section.key).title == "Что может помешать"


def test_section_of_too_many_is_refused_in_words(desk, contest):
    FormSectionFactory.create_batch(19, contest=contest)

    assert "Список полон" in text_of(desk.post(url("add_section", contest.token), {"title": "Ещё", "help": ""}))


@pytest.fixture
def section(contest):
    return FormSectionFactory(contest=contest, key="plan")


def test_field_of_ones_own_is_added(desk, contest, section):
    page = text_of(desk.get(url("add_field", contest.token, section.key)))
    assert "?known=goal" in page
    desk.post(url("add_field", contest.token, section.key), FIELD)
    field = FormField.objects.get(section=section)

    assert (field.key, field.kind, field.most, field.is_required) == ("own_kto_pomogaet", "text", 500, True)


def test_field_that_funds_ask_for_comes_with_all(desk, contest, section):
    address = url("add_field", contest.token, section.key) + "?known=activities"
    FormFieldFactory(section=section, key="objectives", kind="rows")
    page = text_of(desk.get(address))
    assert "Для какой задачи" in page
    table = {
        "kind": "rows",
        "label": "Мероприятия",
        "columns-0-key": "activity",
        "columns-0-label": "Что",
        "columns-0-kind": "text",
        "columns-0-most": "300",
        "columns-1-label": "Задача",
        "columns-1-kind": "choice",
        "columns-1-of": "objectives",
        "columns-1-may_be_empty": "on",
    }
    desk.post(address, FIELD | table)
    field = FormField.objects.get(section=section, key="activities")

    assert field.options == [
        {"key": "activity", "label": "Что", "kind": "text", "most": 300},
        {"key": "own_zadacha", "label": "Задача", "kind": "choice", "of": "objectives", "is_required": False},
    ]
    assert "Задача" in text_of(desk.get(url("edit_field", contest.token, "activities")))
    assert "Такое поле в заявке уже есть" in text_of(desk.post(address, FIELD | table))


def test_field_that_no_arrangement_knows_is_missing(desk, contest, section):
    assert desk.get(url("add_field", contest.token, section.key) + "?known=nothing").status_code == 404


def test_field_is_asked_only_on_a_choice(desk, contest, section):
    FormFieldFactory(section=section, key="has", label="Есть?", kind="choice", options=["Да", "Нет"])
    FormFieldFactory(section=section, key="other", kind="choices", options=["А", "Б"])
    address = url("add_field", contest.token, section.key)
    both = FIELD | {"condition": ["has=Да", "other=А"]}
    assert "зависит только от одного" in text_of(desk.post(address, both))
    desk.post(address, FIELD | {"condition": ["has=Да"]})
    field = FormField.objects.get(section=section, label="Кто помогает")

    assert field.condition == {"key": "has", "values": ["Да"]}
    assert "только если" in text_of(desk.get(url("edit_form", contest.token)))
    assert "checked" in text_of(desk.get(url("edit_field", contest.token, field.key)))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "choice", "choices": "Одно"}, "хотя бы два варианта"),
        ({"kind": "choice", "choices": "\n".join(f"Вариант {n}" for n in range(51))}, "Не больше 50 вариантов"),
        ({"kind": "rows", "columns-0-label": "Что", "columns-0-kind": "choice"}, "одно из двух"),
    ],
)
def test_field_without_its_choices_is_refused(desk, contest, section, values, words):
    assert words in text_of(desk.post(url("add_field", contest.token, section.key), FIELD | values))


def test_field_is_changed_removed_and_brought_back(desk, contest, section):
    field = FormFieldFactory(section=section, key="has", kind="choice", options=["Да", "Нет"], most=0)
    seen = {"version": field_typed(field)["version"], "kind": "choice", "choices": "Да\nНет\nНе знаю", "most": ""}
    desk.post(url("edit_field", contest.token, "has"), FIELD | seen)
    field.refresh_from_db()
    assert (field.options, field.most) == (["Да", "Нет", "Не знаю"], 0)
    stale = text_of(desk.post(url("edit_field", contest.token, "has"), FIELD | seen))
    assert 'class="problems"' in stale
    removed = desk.post(url("remove_field", contest.token, "has"))
    assert removed.url.endswith("#section-plan")
    desk.post(undo_of(removed))
    assert FormField.objects.filter(section=section, key="has").exists()


def test_columns_with_a_strange_key_get_one_of_their_own(desk, contest, section):
    table = {
        "kind": "rows",
        "columns-0-label": "Что",
        "columns-0-key": "forged",
        "columns-1-label": "Что",
        "columns-1-kind": "choice",
        "columns-1-choices": "А; Б",
    }
    desk.post(url("add_field", contest.token, section.key), FIELD | table)

    assert [column["key"] for column in FormField.objects.get(section=section).options] == ["own_chto", "own_chto_2"]


def test_fields_are_put_in_order(desk, contest, section):
    field = FormFieldFactory(section=section)
    assert desk.post(url("order_form", contest.token), {"move": f"{field.pk}:up"}).status_code == 302
    field.refresh_from_db()
    assert field.section != section
    order = [f"{one.section.key}:{one.pk}" for one in FormField.objects.filter(section__contest=contest)]
    assert desk.post(url("order_form", contest.token), {"order": order}).status_code == 204


# --- the preview -----------------------------------------------------------------------------------------------------


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
    assert "скрыто от жюри" in told["sheet"]
    assert "Что своё" in told["sheet"]
    assert all('aria-current="page"' in page for page in told.values())


def test_pages_of_the_desk_ask_no_more_with_more_rows(desk, contest, assert_flat):
    def grow():
        complete(contest)
        complete(ContestFactory(school=contest.school))
        ApplicationFactory(contest=contest)

    names = ("desk_contest", "edit_words", "edit_form", "preview")
    addresses = [url(name, contest.token) for name in names]
    addresses += [url("part", contest.token, part) for part in ("directions", "criteria", "awards")]
    addresses += [url("preview_of", contest.token, "sheet"), url("desk_contests")]
    for address in addresses:
        assert_flat(lambda address=address: desk.get(address), grow)
