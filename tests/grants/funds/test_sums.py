"""Sums of a line as they are typed, held to the same cases as the script of the sheet; the part that is one's own."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.grants.funds.test_budget import ARTICLES, RATE, line, lines
from tests.grants.funds.test_rules import found, project
from tests.grants.funds.test_rules import line as row_of

from nastavnik.contest.checking.numbers import write_money
from nastavnik.grants.funds.budget import contributions, contributions_due, sheet_of
from nastavnik.grants.funds.project import line_of

CASES = json.loads((Path(__file__).parents[1] / "check" / "sums.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['quantity']} x {case['price']}")
def test_line_comes_to_what_the_script_shows(case):
    read = line_of({"id": "a"} | {key: case[key] for key in ("quantity", "price", "own")})

    assert (read.cost, read.requested) == (case["cost"], case["requested"])


@given(st.lists(lines, max_size=20))
def test_own_part_and_what_is_asked_for_make_the_whole(budget):
    totals = sheet_of(budget, ARTICLES).totals

    assert totals.own + totals.requested == totals.cost
    assert totals.own_share == 0 or totals.cost > 0


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=100), st.integers(0, 100))
def test_rule_of_ones_own_part_holds_exactly_at_its_limit(kopecks, percent, least):
    own = kopecks * percent // 100
    budget = [row_of(price=write_money(kopecks), own=write_money(own))]

    checked = found("own_share", project(budget_lines=budget), Decimal(least))

    share = sheet_of([line_of(one) for one in budget], ARTICLES).totals.own_share
    assert bool(checked.findings) == (share < Decimal(least) / 100)


@given(st.lists(lines, max_size=20))
def test_contributions_of_ones_own_pay_are_a_part_of_all(budget):
    due = contributions_due(budget, ARTICLES, RATE)

    assert 0 <= due.own <= due.cost == contributions(budget, ARTICLES, RATE)


def test_contributions_of_pay_that_is_half_ones_own_are_half_ones_own():
    due = contributions_due([line("pay", price=100_000, own=50_000)], ARTICLES, RATE)

    assert (due.cost, due.own) == (30_200, 15_100)
