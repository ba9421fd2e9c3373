"""A template is read whole, or refused with the line and the reason."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.grants.funds.a_template import RULES, TEMPLATE, line_of

from nastavnik.contest.enums import FieldKind
from nastavnik.grants.funds.reading import read_template
from nastavnik.grants.funds.template import ArticleKind, Confidence, Light
from nastavnik.grants.funds.tree import BrokenTemplate
from nastavnik.people.enums import LegalForm


def test_read_template_returns_all_that_stands_there():
    template = read_template(TEMPLATE, RULES)

    assert (template.key, template.version, template.margin_hours) == ("small-fund", 1, 12)
    assert (template.origin.confidence, template.origin.checked_on) == (Confidence.SECOND_HAND, date(2026, 11, 20))
    (intake,) = template.intakes
    assert intake.closes_at == datetime(2026, 12, 2, 23, 30, tzinfo=ZoneInfo("Europe/Moscow"))
    assert template.applicants.taken == {LegalForm.MBUK, LegalForm.ANO}
    assert list(template.applicants.refused) == [LegalForm.MKUK]
    assert [criterion.weights for criterion in template.criteria] == [
        {"small": Decimal(2), "large": Decimal("1.5")},
        {"small": Decimal(1), "large": Decimal(1)},
    ]
    assert [article.kind for article in template.articles] == [
        ArticleKind.STAFF,
        ArticleKind.PEOPLE,
        ArticleKind.OTHER,
    ]
    (rule,) = template.rules
    assert (rule.light, rule.limit) == (Light.RED, Decimal(2))
    partners = template.form.field("partners")
    assert partners is not None
    assert partners.condition is not None
    activities = template.form.field("activities")
    assert activities is not None
    assert (activities.kind, activities.is_required, activities.columns[1].of) == (FieldKind.ROWS, False, "objectives")


def test_template_knows_the_size_of_a_sum_and_the_rate_of_a_day():
    template = read_template(TEMPLATE, RULES)

    small, large = template.size_of(100_000_000), template.size_of(100_000_001)
    assert small is not None
    assert large is not None
    assert (small.key, large.key) == ("small", "large")
    assert template.rate_on(date(2022, 12, 31)) is None
    rate = template.rate_on(date(2023, 1, 1))
    assert rate is not None
    assert rate.staff == Decimal("30.2")


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ("version: 1", "version: one", "целое число"),
        ("fund: Малый фонд", "fund: ''", "должен быть текст"),
        ("fund: Малый фонд", "fund: [a]", "должен быть текст"),
        ("key: small-fund", "key: Малый", "не ключ"),
        ("about: Для примера", "colour: red", "about"),
        ("zone: Europe/Moscow", "zone: Europe/Belgorod", "часовой пояс"),
        ("address: https://example.org/rules", "address: javascript:alert(1)", "адрес"),
        ("checked_on: 2026-11-20", "checked_on: 2026-02-30", "день"),
        ("confidence: second_hand", "confidence: sure", "official"),
        ("opens_at: 2026-10-01 10:00", "opens_at: 2026-10-01", "время"),
        ("opens_at: 2026-10-01 10:00", "opens_at: 2026-10-01T10:00+03:00", "время"),
        ("opens_at: 2026-10-01 10:00", "opens_at: 2026-12-03 10:00", "раньше"),
        ("taken: [mbuk, ano]", "taken: [mbuk, oao]", "правовая форма"),
        ("taken: [mbuk, ano]", "taken: mbuk", "должен быть список"),
        ("mkuk: Казённые", "mbuk: Казённые", "и принимается"),
        ("mkuk: Казённые учреждения фонд не поддерживает.", "mkuk: [a]", "должен быть текст"),
        ("most: 1 000 000", "most: миллион", "сумма"),
        ("scale: {lowest: 0, highest: 10}", "scale: {lowest: 10, highest: 10}", "выше"),
        ("scale: {lowest: 0, highest: 10}", "scale: 10", "ключи"),
        ("weights: {small: 2, large: 1.5}", "weights: {small: 2}", "large"),
        ("weights: {small: 2, large: 1.5}", "weights: {small: 2, large: 1, huge: 3}", "huge"),
        ("weights: 1", "weights: much", "вес"),
        ("kind: staff", "kind: bribe", "staff"),
        ("staff: 30.2", "staff: -30.2", "число"),
        ("  - key: two_activities", "  - key: three_wishes", "правило"),
        ("  - алкоголь", "  - [a]", "нужен текст"),
        ("        most: 300", "        most: 300\n        column: 3", "column"),
        ("        kind: line", "        kind: colour", "line"),
        ("        kind: line", "        kind: rows", "столбцы"),
        ("        options: [Да, Нет]", "        options: []", "варианты"),
        ("            of: objectives", "            of: wishes", "wishes"),
        ("            of: objectives", "            of: Wishes", "не ключ"),
        ("            kind: text", "            kind: rows", "ячейк"),
        ("asked_if: {key: has_partners", "asked_if: {key: had_partners", "had_partners"),
        ("        is_required: no", "        is_required: maybe", "yes"),
        ("  - key: people", "  - key: pay", "дважды"),
        ("          - key: activity", "          - key: objective", "дважды"),
        ("      - key: partners", "      - key: title", "дважды"),
    ],
)
def test_read_template_refuses_a_mistake_with_its_line(was, becomes, why):
    assert TEMPLATE.count(was) >= 1
    broken = TEMPLATE.replace(was, becomes, 1)

    with pytest.raises(BrokenTemplate, match=why) as refused:
        read_template(broken, RULES)

    # the line itself, or the first line of the part that it belongs to
    place = line_of(was.splitlines()[0])
    assert place - 12 <= refused.value.line <= place + 4


def test_read_template_without_sections_is_refused():
    with pytest.raises(BrokenTemplate, match="раздел"):
        read_template(TEMPLATE[: TEMPLATE.index("sections:")] + "sections: []\n", RULES)
