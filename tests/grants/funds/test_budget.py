"""Sums of a budget are right to the kopeck, whatever stands in it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.grants.funds.budget import Line, contributions, share_of, sheet_of
from nastavnik.grants.funds.template import Article, ArticleKind, Rate

ARTICLES = (
    Article("pay", "Оплата труда", ArticleKind.STAFF, ""),
    Article("people", "Договоры", ArticleKind.PEOPLE, ""),
    Article("things", "Оборудование", ArticleKind.OTHER, ""),
)
RATE = Rate(date(2023, 1, 1), Decimal("30.2"), Decimal(30), "НК РФ")

lines = st.builds(
    Line,
    id=st.text("abc", min_size=1, max_size=3),
    article=st.sampled_from([article.key for article in ARTICLES]),
    name=st.just("Строка"),
    quantity=st.decimals(min_value=0, max_value=1000, places=3),
    price=st.integers(min_value=0, max_value=10**9),
    own=st.integers(min_value=0, max_value=10**9),
    activity=st.just("a1"),
    comment=st.just("цена магазина"),
)


def line(article: str = "things", quantity: str = "1", price: int = 0, own: int = 0) -> Line:
    return Line("b1", article, "Строка", Decimal(quantity), price, own, "a1", "")


def half_up(value: Fraction) -> int:
    """Round by whole numbers alone, another way than the product does."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@given(st.lists(lines, max_size=30))
def test_totals_are_sums_of_what_is_printed(budget):
    sheet = sheet_of(budget, ARTICLES)

    assert sheet.totals.cost == sum(half_up(Fraction(one.quantity) * one.price) for one in budget)
    assert sheet.totals.cost == sheet.totals.own + sheet.totals.requested
    for name in ("cost", "own", "requested"):
        assert getattr(sheet.totals, name) == sum(getattr(sums, name) for sums in sheet.by_article.values())


@given(st.lists(lines, max_size=30))
def test_contributions_are_those_of_each_pay_and_of_nothing_else(budget):
    percents = {"pay": Fraction(302, 1000), "people": Fraction(30, 100), "things": Fraction(0)}

    assert contributions(budget, ARTICLES, RATE) == sum(half_up(one.cost * percents[one.article]) for one in budget)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_share_lies_between_nothing_and_the_whole(part, more):
    share = share_of(part, part + more)

    assert 0 <= share <= 1
    assert part == 0 or abs(Fraction(share) - Fraction(part, part + more)) <= Fraction(1, 20_000)


def test_line_rounds_half_a_kopeck_up():
    assert line(quantity="0.5", price=1).cost == 1
    assert line(quantity="0.499", price=1).cost == 0


def test_line_with_more_of_ones_own_than_it_costs_asks_for_less_than_nothing():
    assert line(price=100, own=150).requested == -50


def test_sheet_counts_a_line_of_an_unknown_article_in_the_whole():
    sheet = sheet_of([line("yachts", price=500)], ARTICLES)

    assert (sheet.totals.cost, sum(sums.cost for sums in sheet.by_article.values())) == (500, 0)
    assert sheet.totals.own_share == 0
