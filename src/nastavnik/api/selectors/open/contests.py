"""Contests and their results."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.open import GUEST
from nastavnik.api.selectors.shapes import open as shapes
from nastavnik.contest.models import Contest
from nastavnik.contest.permissions import contests_visible_to
from nastavnik.contest.selectors.public import contest_page
from nastavnik.contest.selectors.results.public import WinnerRead, results_page
from nastavnik.contest.selectors.stages import stage_of
from nastavnik.programme.models import School
from nastavnik.publishing.selectors.reading.addresses import whole_address


def contest_shapes(asked: Asked, now: datetime) -> Piece[shapes.Contest]:
    """Return the contests that everybody sees."""
    piece = piece_of_rows(asked, contests_visible_to(GUEST, asked.school, now))
    return Piece([shapes.Contest(**_words(asked.school, row, now)) for row in piece.rows], piece.following)


def contest_shape(school: School, slug: str, now: datetime) -> shapes.ContestFull:
    """Return a contest with its regulation. Raises `Http404`."""
    page = contest_page(GUEST, school, slug, now)
    return shapes.ContestFull(
        **_words(school, page.contest, now),
        regulation=page.contest.regulation,
        directions=[one.title for one in page.directions],
        criteria=[
            shapes.Criterion(title=one.title, weight=float(one.weight), lowest=one.lowest, highest=one.highest)
            for one in page.criteria
        ],
    )


def _words(school: School, row: Contest, now: datetime) -> dict[str, Any]:
    days = ("announced_at", "intake_at", "deadline_at", "released_at")
    return {
        **{name: getattr(row, name) for name in ("slug", "title", "short", *days)},
        "url": whole_address(school, reverse("contest:contest", args=[row.slug])),
        "stage": stage_of(row, now),
    }


def results_shape(school: School, slug: str, now: datetime) -> shapes.Results:
    """Return the results of a contest. Raises `Http404`, also before they are released."""
    page = results_page(GUEST, school, slug, now)
    released_at = page.contest.released_at
    assert released_at is not None  # else there is no page
    return shapes.Results(
        contest=slug,
        url=whole_address(school, reverse("contest:results", args=[slug])),
        released_at=released_at,
        applications=page.applications,
        jurors=page.jurors,
        minutes_sha256=page.sha256 or None,
        winners=[_winner(one) for one in page.winners],
    )


def _winner(read: WinnerRead) -> shapes.Winner:
    names = ("award", "place", "title", "direction", "library", "authors")
    return shapes.Winner(**{name: getattr(read, name) for name in names})
