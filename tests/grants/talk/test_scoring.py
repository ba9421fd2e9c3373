"""Marks are weighed as the fund weighs them at the sum that is asked for."""

from decimal import Decimal

import pytest
from tests.grants.factories import shipped_text

from nastavnik.grants.funds.scoring import plain, score_of
from nastavnik.grants.selectors.templates import read_text

MILLION = 1_000_000 * 100


@pytest.fixture
def fpg():
    return read_text(shipped_text("fpg"))


@pytest.mark.parametrize("millions", [0, 1, 3, 10, 400])
def test_best_marks_come_to_a_hundred_at_every_size(fpg, millions):
    best = {one.key: fpg.scale.highest for one in fpg.criteria}
    score = score_of(fpg, millions * MILLION, best)
    assert (score.total, score.most, score.percent, score.low) == (100, 100, 100, [])


def test_criterion_of_no_weight_is_not_judged(fpg):
    small = {row.criterion.key for row in score_of(fpg, MILLION // 2, {}).rows}
    large = {row.criterion.key for row in score_of(fpg, 3 * MILLION, {}).rows}
    assert large - small == {"scale"}


def test_score_counts_what_is_marked_so_far(fpg):
    score = score_of(fpg, MILLION // 2, {"relevance": 7, "novelty": 5})
    assert (score.total, score.marked) == (Decimal("16.5"), 2)
    assert "Актуальность и социальная значимость" not in score.unmarked
    assert score.words == {"total": "16,5", "most": "100"}


def test_low_marks_stand_by_what_can_be_won(fpg):
    marks = {one.key: 10 for one in fpg.criteria} | {"relevance": 6, "novelty": 0, "coherence": 7}
    low = score_of(fpg, MILLION // 2, marks).low
    assert [(row.criterion.key, row.percent) for row in low] == [("relevance", 60), ("novelty", 0)]
    assert low[0].words == {"weight": "2", "points": "12", "most": "20"}


def test_unmarked_criterion_has_no_share(fpg):
    row = score_of(fpg, 0, {}).rows[0]
    assert (row.share, row.percent, row.is_low) == (None, 0, False)


@pytest.mark.parametrize(
    ("number", "text"), [("10", "10"), ("1.50", "1,5"), ("100", "100"), ("0.5", "0,5"), ("0", "0")]
)
def test_numbers_are_written_plainly(number, text):
    assert plain(Decimal(number)) == text
