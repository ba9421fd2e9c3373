"""Who may apply: told by the legal form. The calendar: which intake comes next."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.grants.factories import shipped_text
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.funds.eligibility import Verdict, eligibility, forms_taken
from nastavnik.grants.funds.intakes import last_intake, next_intake, open_intakes
from nastavnik.grants.selectors.templates import read_text
from nastavnik.people.enums import LegalForm


@pytest.mark.parametrize(
    ("fund", "form", "verdict"),
    [
        ("fpg", LegalForm.MBUK, Verdict.REFUSED),
        ("fpg", LegalForm.MKUK, Verdict.REFUSED),
        ("fpg", LegalForm.ANO, Verdict.TAKEN),
        ("pfci", LegalForm.MBUK, Verdict.TAKEN),
        ("pfci", LegalForm.MKUK, Verdict.REFUSED),
        ("pfci", LegalForm.UNIVERSITY, Verdict.UNKNOWN),
        ("library-system", LegalForm.MKUK, Verdict.TAKEN),
        ("pfci", "", Verdict.UNKNOWN),
    ],
)
def test_tells_who_may_apply(fund, form, verdict):
    assert eligibility(read_text(shipped_text(fund)), form).verdict is verdict


def test_tells_why_not_and_the_way_round():
    said = eligibility(read_text(shipped_text("fpg")), LegalForm.MBUK)
    assert "орган местного самоуправления" in said.reason
    assert "партнёр" in said.way_round
    assert said.is_refused


def test_offers_the_forms_that_a_partner_may_have_those_that_are_taken_first():
    forms = forms_taken(read_text(shipped_text("fpg")))
    assert forms[:2] == [LegalForm.ANO, LegalForm.NGO]
    assert LegalForm.MBUK not in forms


def test_takes_the_nearest_intake_and_counts_its_last_moment_to_it():
    template = read_text(TEMPLATE)
    closes_at = template.intakes[0].closes_at
    assert next_intake(template, closes_at) == template.intakes[0]
    assert last_intake(template, closes_at) is None
    assert open_intakes(template, closes_at + timedelta(seconds=1)) == []
    assert next_intake(template, closes_at + timedelta(seconds=1)) is None
    assert last_intake(template, closes_at + timedelta(seconds=1)) == template.intakes[0]


def test_orders_intakes_by_their_ends():
    template = read_text(shipped_text("fpg"))
    ends = [one.closes_at for one in open_intakes(template, datetime(2025, 1, 1, tzinfo=UTC))]
    assert ends == sorted(ends)
    assert len(ends) == 2
