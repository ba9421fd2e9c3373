"""What the marks of a trial review come to: by the sum that the reviewed version asks for."""

from collections.abc import Iterable

from nastavnik.grants.funds.project import project_of
from nastavnik.grants.funds.scoring import Score, score_of
from nastavnik.grants.models import MockMark, MockReview
from nastavnik.grants.selectors.templates import template_of


def score_of_review(review: MockReview, marks: Iterable[MockMark]) -> Score:
    """Return what the marks of a review come to; its milestone, grant and template are read already."""
    template = template_of(review.grant.template)
    requested = project_of(template, review.milestone.values).sheet.totals.requested
    return score_of(template, requested, {one.criterion: one.mark for one in marks})
