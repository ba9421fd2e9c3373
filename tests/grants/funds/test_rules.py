"""Every rule of the checker with an application that keeps it and one that breaks it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.grants.funds.a_template import RULES as KNOWN
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.funds.checker import RULES, Checked, check
from nastavnik.grants.funds.findings import Other
from nastavnik.grants.funds.reading import read_template
from nastavnik.grants.funds.template import Article, ArticleKind, Light, Rate, RuleUse

ARTICLES = (
    Article("pay", "Оплата труда", ArticleKind.STAFF, ""),
    Article("people", "Договоры", ArticleKind.PEOPLE, ""),
    Article("contributions", "Взносы", ArticleKind.CONTRIBUTIONS, ""),
    Article("services", "Услуги", ArticleKind.CONTRACTORS, ""),
    Article("things", "Оборудование", ArticleKind.OTHER, ""),
)
WITH_TEXT = TEMPLATE + "      - {key: problem, kind: text, label: Проблема, is_required: no}\n"
COPIED = "Раз в неделю библиотека становится студией для подростков двух сёл района"


def activity(row="a1", **cells):
    told = {"objective": "o1", "starts_on": "2027-02-01", "ends_on": "2027-02-20", "place": "Ровеньки", "people": "20"}
    return {"id": row, "activity": f"Мероприятие {row}", **told, **cells}


def line(row="b1", **cells):
    told = {"article": "things", "name": "Микрофон", "activity": "a1", "quantity": "1", "price": "10 000", "own": "0"}
    return {"id": row, "comment": "цена магазина", **told, **cells}


def project(**values):
    """Return an application that keeps every rule, with some fields otherwise."""
    kept = {
        "title": "Мастерская",
        "starts_on": "2027-01-11",
        "ends_on": "2027-06-11",
        "geography": "Ровеньский район, посёлок Ровеньки",
        "people": "30",
        "problem": "Подросткам вечером негде быть вместе.",
        "objectives": [{"id": "o1", "objective": "Открыть студию"}],
        "activities": [activity(), activity("a2")],
        "team": [{"id": "t1", "name": "Мария Иванова", "role": "ведёт"}],
        "budget_lines": [
            line("b1", price="60 000", own="10 000"),
            line("b2", article="pay", name="Оклад Иванова Мария", price="20 000"),
            line("b3", article="contributions", name="Взносы", price="6 040"),
        ],
    }
    return kept | values


def found(rule, values, limit=None, others=(), **more) -> Checked:
    """Return what one rule says of an application."""
    use = RuleUse(rule, Light.AMBER, "Почему", "Откуда", limit)
    template = replace(
        read_template(WITH_TEXT, KNOWN),
        rules=(use,),
        articles=ARTICLES,
        rates=(Rate(date(2023, 1, 1), Decimal("30.2"), Decimal(30), "НК РФ"),),
        **more,
    )
    return check(template, values, {}, others)


OTHER = Other("Другая заявка", "/other/", {"problem": f"Мы узнали вот что. {COPIED}. И ещё."})
# rule, what breaks it, what is said, the field and the row
BROKEN = [
    ("two_activities", {"activities": [activity()]}, "«Открыть студию»", "objectives", "o1"),
    ("activity_has_objective", {"activities": [activity(objective="o9")]}, "не служит", "activities", "a1"),
    ("dates_inside", {"activities": [activity(ends_on="2027-06-12")]}, "вне срока", "activities", "a1"),
    ("dates_inside", {"activities": [activity(starts_on="2027-01-10")]}, "вне срока", "activities", "a1"),
    ("dates_inside", {"activities": [activity(starts_on="2027-03-01")]}, "вне срока", "activities", "a1"),
    (
        "not_the_whole_term",
        {"activities": [activity(starts_on="2027-01-11", ends_on="2027-06-11")]},
        "столько же",
        "activities",
        "a1",
    ),
    ("term", {"ends_on": "2028-08-11"}, "18 месяцев", "ends_on", ""),
    ("people", {"people": "41"}, "все мероприятия вместе — 40", "people", ""),
    ("people", {"people": "19"}, "одно мероприятие — 20", "people", ""),
    ("places", {"activities": [activity(place="Вейделевка")]}, "«Вейделевка»", "activities", "a1"),
    ("line_has_activity", {"budget_lines": [line(activity="")]}, "ни к одному", "budget_lines", "b1"),
    ("line_has_comment", {"budget_lines": [line(comment=" ")]}, "комментария", "budget_lines", "b1"),
    ("line_has_article", {"budget_lines": [line(article="yachts")]}, "статье", "budget_lines", "b1"),
    ("sums", {"budget_lines": [line(own="10 000,01"), line("b2")]}, "своих", "budget_lines", "b1"),
    ("sums", {"budget_lines": [line(own="10 000")]}, "ничего", "budget_lines", ""),
    ("contractors", {"budget_lines": [line(), line("b2", article="services")]}, "50 %", "budget_lines", "b2"),
    ("own_share", {"budget_lines": [line(own="999")]}, "9,99 %", "budget_lines", ""),
    ("contributions_paid", {"budget_lines": [line("b2", article="pay")]}, "3", "budget_lines", ""),
    ("team_is_paid", {"team": [{"id": "t2", "name": "Пётр Сидоров"}]}, "нет в бюджете", "team", "t2"),
    ("team_is_paid", {"team": []}, "никому из команды", "budget_lines", "b2"),
    ("forbidden", {"budget_lines": [line(name="Алкоголь для фуршета")]}, "«алкоголь»", "budget_lines", "b1"),
    ("alike", {"problem": f"{COPIED}."}, "100 % этого текста", "problem", ""),
]
LIMITS = {"contractors": Decimal(30), "own_share": Decimal(10), "term": None}


@pytest.mark.parametrize(("rule", "values", "words", "field", "row"), BROKEN)
def test_rule_finds_what_breaks_it(rule, values, words, field, row):
    checked = found(rule, project(**values), LIMITS.get(rule), [OTHER])

    places = [finding.found for finding in checked.findings]
    assert (field, row) in [(place.field, place.row) for place in places]
    assert words in " ".join(place.words for place in places)
    assert {(finding.rule, finding.light, finding.reason) for finding in checked.findings} == {
        (rule, Light.AMBER, "Почему")
    }


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_says_nothing_of_what_keeps_it(rule):
    assert found(rule, project(), LIMITS.get(rule), [OTHER]).findings == ()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_says_nothing_of_what_is_not_written_yet(rule):
    assert found(rule, {}, LIMITS.get(rule), [OTHER]).findings == ()


def test_every_rule_is_broken_somewhere():
    assert {rule for rule, *_rest in BROKEN} == set(RULES)


def test_sums_are_held_to_the_largest_grant():
    template = read_template(TEMPLATE, KNOWN)
    checked = found("sums", project(budget_lines=[line(price="1 000 000,01")]), sizes=template.sizes[:1])

    assert [finding.found.field for finding in checked.findings] == ["budget_lines"]


def test_check_tells_gaps_and_how_much_is_ready():
    checked = found("sums", project(title="Я" * 301))

    assert [gap.field for gap in checked.gaps] == ["title", "has_partners"]
    assert (checked.percent, checked.is_red, checked.is_green) == (66, True, False)
