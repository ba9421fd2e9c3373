"""Pages of trial reviews: all of an application, one as it is marked, one as it is read with what to learn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse

from nastavnik.grants.funds.scoring import CriterionScore, Score, score_of
from nastavnik.grants.models import GrantApplication, MockMark, MockReview
from nastavnik.grants.permissions import can_edit_review, can_review, reviews_visible_to
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.talk.moments import MomentRead, moments_for
from nastavnik.grants.selectors.talk.reading import SectionMarked, sections_marked
from nastavnik.grants.selectors.talk.scored import score_of_review
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in the list."""

    url: str
    # empty: she asked to be forgotten
    reviewer: str
    began_at: datetime
    finished_at: datetime | None
    score: Score


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """All reviews of an application, the newest first."""

    rows: list[ReviewRow]
    # the criteria of the fund with their weights at the sum that is asked for now; marks are empty
    criteria: Score
    begin_url: str
    can_begin: bool
    # of an own review that is not finished
    own_url: str


@dataclass(frozen=True, slots=True)
class MarkBox:
    """A criterion as it is marked."""

    number: int
    row: CriterionScore
    marks: range
    comment: str
    field: str
    comment_field: str
    # what another window has saved in the place of what was typed here; empty where it is the same
    stored: str

    @property
    def lowest(self) -> int:
        """Return the lowest mark."""
        return self.marks[0]

    @property
    def highest(self) -> int:
        """Return the highest mark."""
        return self.marks[-1]

    @property
    def weight(self) -> str:
        """Return the weight as a script reads it."""
        return str(self.row.weight)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A criterion to be worked on: the moments that teach it, and where more are found."""

    row: CriterionScore
    comment: str
    moments: list[MomentRead]
    more_url: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review."""

    review: MockReview
    reviewer: str
    score: Score
    boxes: list[MarkBox]
    lessons: list[Lesson]
    sections: list[SectionMarked]
    advice: str
    # what another window has saved as advice
    stored_advice: str
    can_edit: bool
    is_open: bool
    # the application has been changed since
    is_past: bool


@dataclass(frozen=True, slots=True)
class TypedReview:
    """What was typed and could not be saved."""

    marks: Mapping[str, int | None]
    comments: Mapping[str, str]
    advice: str


def review_for(actor: Actor, school: School, token: str, review: str) -> MockReview:
    """Return a review to whoever may read it. Raises `DoesNotExist` of what is missing."""
    grant = grant_for(actor, school, token)
    rows = reviews_visible_to(actor, grant).select_related("reviewer", "milestone")
    found = rows.get(token=review)
    found.grant = grant
    return found


def reviews_page(actor: Actor, grant: GrantApplication) -> ReviewsPage:
    """Return the list by three queries."""
    marks = Prefetch("marks", MockMark.objects.order_by("pk"))
    reviews = reviews_visible_to(actor, grant).select_related("reviewer", "milestone").prefetch_related(marks)
    rows = [_row(grant, one) for one in reviews.order_by("-pk")]
    own = next((one.url for one in rows if one.finished_at is None), "")
    return ReviewsPage(
        rows=rows,
        criteria=_criteria(grant),
        begin_url=reverse("grants:begin_review", args=[grant.token]),
        can_begin=can_review(actor, grant.project),
        own_url=own,
    )


def review_page(actor: Actor, review: MockReview, typed: TypedReview | None = None) -> ReviewPage:
    """Return a review as it is marked or read, by three queries."""
    grant = review.grant
    marks = {one.criterion: one for one in MockMark.objects.filter(review=review).order_by("pk")}
    score = score_of_review(review, marks.values())
    lessons = _lessons(actor, grant, score, marks) if review.finished_at else []
    return ReviewPage(
        review=review,
        reviewer=review.reviewer.full_name if review.reviewer else "",
        score=score,
        boxes=_boxes(grant, score, marks, typed),
        lessons=lessons,
        sections=sections_marked(template_of(grant.template).form, review.milestone.values),
        advice=typed.advice if typed else review.advice,
        stored_advice=review.advice if typed and typed.advice.strip() != review.advice else "",
        can_edit=can_edit_review(actor, review),
        is_open=review.finished_at is None,
        is_past=grant.changed_at > review.milestone.made_at,
    )


def _row(grant: GrantApplication, review: MockReview) -> ReviewRow:
    review.grant = grant
    return ReviewRow(
        url=reverse("grants:review", args=[grant.token, review.token]),
        reviewer=review.reviewer.full_name if review.reviewer else "",
        began_at=review.began_at,
        finished_at=review.finished_at,
        score=score_of_review(review, review.marks.all()),
    )


def _criteria(grant: GrantApplication) -> Score:
    return score_of(template_of(grant.template), grant.requested, {})


def _boxes(
    grant: GrantApplication, score: Score, marks: Mapping[str, MockMark], typed: TypedReview | None
) -> list[MarkBox]:
    scale = template_of(grant.template).scale
    possible = range(scale.lowest, scale.highest + 1)
    comments = {key: mark.comment for key, mark in marks.items()}
    return [
        _box(number, row, possible, comments.get(row.criterion.key, ""), typed)
        for number, row in enumerate(score.rows, start=1)
    ]


def _box(number: int, row: CriterionScore, marks: range, comment: str, typed: TypedReview | None) -> MarkBox:
    """Return a criterion as it is marked; what was typed and not saved stands in it, with what is saved beside."""
    key = row.criterion.key
    shown, words = row, comment
    if typed is not None:
        shown = replace(row, mark=typed.marks.get(key, row.mark))
        words = typed.comments.get(key, comment)
    is_same = (shown.mark, words.strip()) == (row.mark, comment)
    stored = "" if is_same else f"{'—' if row.mark is None else row.mark} {comment}".strip()
    return MarkBox(number, shown, marks, words, f"mark-{key}", f"comment-{key}", stored)


def _lessons(actor: Actor, grant: GrantApplication, score: Score, marks: Mapping[str, MockMark]) -> list[Lesson]:
    """Return what is to be worked on, by one query: where most is to be won stands first."""
    low = score.low
    moments = moments_for(actor, grant.project.school, (row.criterion.key for row in low))
    study = reverse("grants:study", args=[grant.token])
    return [
        Lesson(
            row=row,
            comment=marks[row.criterion.key].comment,
            moments=moments.get(row.criterion.key, []),
            more_url=f"{study}?subject={row.criterion.key}",
        )
        for row in low
    ]
