"""The rules of the form without a database's help: characters, numbers, conditions, what is missing."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.contest.applications.a_form import ABOUT, BUDGET, MONEY, PLAN

from nastavnik.contest.checking.characters import count, normal
from nastavnik.contest.checking.conditions import asked_keys
from nastavnik.contest.checking.gaps import faults_of, gaps_of, most_files, most_rows
from nastavnik.contest.checking.numbers import read_money, read_number, write_money
from nastavnik.contest.checking.told import form_told, tell_form
from nastavnik.contest.checking.values import (
    choices_of,
    is_empty,
    labels_of_rows,
    mark_of,
    row_label,
    rows_of,
    sums_of,
    text_of,
)
from nastavnik.contest.models import FormField
from nastavnik.contest.selectors.setup import form_of

WHOLE = {**ABOUT, **MONEY}


@pytest.fixture
def form(contest):
    return form_of(contest)


def words_of(form, values, files=None):
    with override("en"):
        return [f"{gap.field}: {gap.words}" for gap in gaps_of(form, values, files or {})]


def test_count_of_characters_is_what_the_browser_is_held_to():
    cases = json.loads((Path(__file__).parent / "characters.json").read_text(encoding="utf-8"))

    assert len(cases) > 8
    assert [count(case["text"]) for case in cases] == [case["count"] for case in cases]


def test_normal_keeps_tabs_and_breaks_and_drops_what_is_unseen():
    assert normal("а\r\nб\rв\t\x00\x07г") == "а\nб\nв\tг"


@pytest.mark.parametrize(
    ("typed", "number"), [("12", "12"), ("-1,5", "-1.5"), ("1 000", "1000"), ("12x", None), ("", None), ("1,2,3", None)]
)
def test_read_number_knows_how_people_write(typed, number):
    found = read_number(typed)

    assert (None if found is None else str(found)) == number


@pytest.mark.parametrize(
    ("typed", "kopecks"),
    [("12 500,50", 1_250_050), ("0", 0), ("7.5", 750), ("-3", None), ("1,234", None), ("сто", None), ("", None)],
)
def test_read_money_is_exact(typed, kopecks):
    assert read_money(typed) == kopecks


def test_write_money_groups_and_shows_kopecks_only_where_there_are_any():
    assert [write_money(one) for one in (5, 50_000, 1_250_050)] == ["0,05", "500", "12\u00a0500,50"]


def test_values_of_another_kind_count_as_nothing():
    values = {
        "text": ["a"],
        "one": "да",
        "none": "",
        "many": ["a", {"id": "x"}],
        "rows": "x",
        "table": [{"id": "a"}, "b"],
    }

    assert text_of(values, "text") == "" == text_of(values, "absent")
    assert choices_of(values, "one") == ["да"]
    assert choices_of(values, "none") == []
    assert choices_of(values, "many") == ["a"]
    assert rows_of(values, "rows") == []
    assert rows_of(values, "table") == [{"id": "a"}]


def test_empty_is_what_holds_no_letter():
    assert [is_empty(one) for one in (None, "", "  \n", [], "а", ["а"])] == [True] * 4 + [False] * 2
    assert mark_of(None) == mark_of("") == mark_of([]) != mark_of("а")


def test_sums_leave_out_what_is_no_sum(form):
    budget = form.field("budget")

    assert sums_of(budget, [*BUDGET, {"id": "ee", "asked": "много"}]) == {"asked": 1_280_050, "own": 50_000}
    assert sums_of(form.field("plan"), PLAN) == {}


def test_rows_are_named_by_what_stands_first(form):
    assert row_label(PLAN[0], form.field("plan").columns) == "Вечер"
    assert row_label({"id": "x"}, form.field("plan").columns) == ""
    assert labels_of_rows(form, WHOLE, "plan") == {"aa": "Вечер", "bb": "Прогулка"}
    assert labels_of_rows(form, WHOLE, "nothing") == {}


def test_whole_application_has_no_gap(form):
    assert words_of(form, WHOLE) == []


def test_empty_application_lacks_what_is_required_and_asked(form):
    missing = {gap.field for gap in gaps_of(form, {}, {})}

    assert missing == {"title", "goal", "groups", "has_partners", "plan", "budget", "begins", "share", "price"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"goal": "ж" * 41}, "goal: is longer by 1 character"),
        ({"goal": "ж" * 42}, "goal: is longer by 2 characters"),
        ({"share": "много"}, "share: is not a number"),
        ({"price": "сто"}, "price: is not a sum in roubles, for instance 12 500 or 12 500,50"),
        ({"begins": "завтра"}, "begins: is not a day"),
        ({"groups": ["дети", "рыбы"]}, "groups: choose one of the list"),
        ({"has_partners": "кто знает"}, "has_partners: choose one of the list"),
        ({"plan": [{**PLAN[0], "what": " "}, PLAN[1]]}, "plan: row 1: “Что” is empty"),
        ({"plan": [{**PLAN[0], "what": "д" * 21}, PLAN[1]]}, "plan: row 1: “Что” is longer by 1 character"),
        ({"plan": [{**PLAN[0], "starts": "2027-02-01"}, PLAN[1]]}, "plan: row 1: ends before it begins"),
        ({"plan": [{**PLAN[0], "manner": "в лесу"}, PLAN[1]]}, "plan: row 1: “Как” choose one of the list"),
        ({"budget": [{**BUDGET[0], "of": "zz"}]}, "budget: row 1: “Мероприятие” names a row that is no longer there"),
    ],
)
def test_faults_are_told_field_by_field(form, changed, expected):
    assert words_of(form, {**WHOLE, **changed}) == [expected]


def test_condition_asks_for_more_only_when_it_holds(form):
    assert "partners" not in asked_keys(form, {"has_partners": "нет"})
    assert "partners" in asked_keys(form, {"has_partners": "да"})
    assert words_of(form, {**WHOLE, "has_partners": "да"}) == ["partners: is not filled in"]


def test_condition_on_what_is_not_asked_holds_back_too(contest):
    FormField.objects.filter(key="letters").update(condition={"key": "partners", "values": ["Клуб"]})
    form = form_of(contest)

    assert "letters" not in asked_keys(form, {"has_partners": "нет", "partners": "Клуб"})
    assert "letters" in asked_keys(form, {"has_partners": "да", "partners": "Клуб"})


def test_condition_on_nothing_or_on_itself_holds_nothing_back(contest):
    FormField.objects.filter(key="letters").update(condition={"key": "gone", "values": ["x"]})
    FormField.objects.filter(key="goal").update(condition={"key": "goal", "values": ["x"]})
    form = form_of(contest)

    assert "letters" in asked_keys(form, {})
    assert "goal" in asked_keys(form, {"goal": "x"})


def test_files_are_counted(contest, form):
    FormField.objects.filter(key="letters").update(is_required=True)

    assert words_of(form_of(contest), WHOLE) == ["letters: no file is added"]
    assert words_of(form, WHOLE, {"letters": 3}) == ["letters: has too many files"]
    assert most_files(form.field("letters")) == 2
    assert most_files(form.field("photos")) == 5


def test_rows_are_counted(form):
    rows = [{**PLAN[1], "id": str(number)} for number in range(4)]

    assert len(list(faults_of(form, form.field("plan"), {"plan": rows}))) == 1
    assert most_rows(form.field("plan")) == 3
    assert most_rows(form.field("budget")) == 40


def test_form_is_told_and_read_again(form):
    told = json.loads(json.dumps(tell_form(form)))

    assert tell_form(form_told(told)) == tell_form(form)
    assert form_told(told).field("partners").condition == form.field("partners").condition
