"""Reads of the jury. `sheets_for_ranking` is what results are computed of."""

from nastavnik.contest.selectors.jury.judged import JudgedSheet, sheets_for_ranking

__all__ = ["JudgedSheet", "sheets_for_ranking"]
