"""The desk: the form of applications."""

import pytest
from tests.contest.factories import (
    FormFieldFactory,
    FormSectionFactory,
)
from tests.contest.setup.pages import text_of, undo_of, url

from nastavnik.contest.models import FormField, FormSection
from nastavnik.contest.selectors.typed import field_typed, section_typed

pytestmark = pytest.mark.django_db


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
