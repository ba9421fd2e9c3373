"""Reviews by way of trial: begun on the application as it stands, marked as an expert of the fund would, finished, opened anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication, MockMark, MockReview
from nastavnik.grants.permissions import can_edit_review, can_review
from nastavnik.grants.selectors.talk.scored import score_of_review
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.locking import locked
from nastavnik.grants.services.talk.refusals import (
    MarksMissing,
    NotOnScale,
    ReviewChangedMeanwhile,
    ReviewIsFinished,
)
from nastavnik.grants.services.talk.telling import tell_of_review
from nastavnik.grants.services.writing.milestones import keep_milestone
from nastavnik.people.models import User

LONGEST_COMMENT, LONGEST_ADVICE = 2000, 4000


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What a page brings of a review: marks and comments by the keys of criteria. What is None stays as it is."""

    marks: Mapping[str, int | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    advice: str | None = None


@transaction.atomic
def begin_review(*, actor: User, grant_id: int, now: datetime) -> MockReview:
    """Begin to judge an application as it stands now; one that she has not finished yet goes on."""
    grant = locked(actor, grant_id, right=can_review)
    begun = MockReview.objects.filter(grant=grant, reviewer=actor, finished_at=None).first()
    if begun is not None:
        return begun
    milestone = keep_milestone(grant, MilestoneKind.REVIEWED, actor=actor, now=now)
    review = MockReview.objects.create(grant=grant, reviewer=actor, milestone=milestone, began_at=now)
    journal.record(actor=actor, verb="mock_review_begun", subject=grant, now=now, review=review.token)
    return review


@transaction.atomic
def save_review(*, actor: User, review_id: int, words: ReviewWords, version: int) -> MockReview:
    """Keep what a reviewer has marked and written; `version` is that of the page. What says nothing new is never too old.

    Raises `ReviewIsFinished`, `ReviewChangedMeanwhile`, `NotOnScale`.
    """
    review = _own(actor, review_id)
    if review.finished_at is not None:
        raise ReviewIsFinished
    _write(review, words, version)
    return review


@transaction.atomic
def finish_review(*, actor: User, review_id: int, now: datetime) -> MockReview:
    """Give a review to those who write the application. A finished one stays as it is. Raises `MarksMissing`."""
    review = _own(actor, review_id)
    if review.finished_at is not None:
        return review
    if missing := score_of_review(review, list(review.marks.all())).unmarked:
        raise MarksMissing(missing)
    review.finished_at = now
    review.save(update_fields=["finished_at"])
    journal.record(actor=actor, verb="mock_review_finished", subject=review.grant, now=now, review=review.token)
    tell_of_review(review, actor=actor, now=now)
    return review


@transaction.atomic
def reopen_review(*, actor: User, review_id: int, now: datetime) -> MockReview:
    """Change one's own finished review. Safe to repeat."""
    review = _own(actor, review_id)
    if review.finished_at is not None:
        review.finished_at = None
        review.save(update_fields=["finished_at"])
        journal.record(actor=actor, verb="mock_review_reopened", subject=review.grant, now=now, review=review.token)
    return review


@transaction.atomic
def drop_review(*, actor: User, review_id: int, now: datetime) -> None:
    """Remove one's own review that is not finished, with the version that was kept for it. Raises `ReviewIsFinished`."""
    review = _own(actor, review_id)
    if review.finished_at is not None:
        raise ReviewIsFinished
    journal.record(actor=actor, verb="mock_review_dropped", subject=review.grant, now=now, review=review.token)
    milestone = review.milestone
    review.delete()
    milestone.delete()


def _own(actor: User, review_id: int) -> MockReview:
    """Return a review of one's own, with its application locked. Raises `PermissionDenied`, `MockReview.DoesNotExist`."""
    grant: GrantApplication = locked(
        actor, MockReview.objects.values_list("grant_id", flat=True).get(pk=review_id), right=can_review
    )
    review = MockReview.objects.select_related("milestone").get(pk=review_id)
    review.grant = grant
    if not can_edit_review(actor, review):
        raise PermissionDenied
    return review


def _write(review: MockReview, words: ReviewWords, version: int) -> None:
    known = {mark.criterion: mark for mark in review.marks.all()}
    template = template_of(review.grant.template)
    changed = [
        mark for one in template.criteria if (mark := _changed(review, known.get(one.key), one.key, words)) is not None
    ]
    advice = review.advice if words.advice is None else words.advice.strip()[:LONGEST_ADVICE]
    if not changed and advice == review.advice:
        return
    if version != review.version:
        raise ReviewChangedMeanwhile
    _check_scale(template, changed)
    for mark in changed:
        mark.save()
    review.advice, review.version = advice, review.version + 1
    review.save(update_fields=["advice", "version"])


def _changed(review: MockReview, known: MockMark | None, key: str, words: ReviewWords) -> MockMark | None:
    """Return a mark as it is to be now, unsaved; None when it is that already."""
    was = (known.mark, known.comment) if known else (None, "")
    value = words.marks.get(key, was[0])
    comment = words.comments.get(key, was[1]).strip()[:LONGEST_COMMENT]
    if (value, comment) == was:
        return None
    mark = known or MockMark(review=review, criterion=key)
    mark.mark, mark.comment = value, comment
    return mark


def _check_scale(template: FundTemplate, marks: list[MockMark]) -> None:
    scale = template.scale
    if any(one.mark is not None and not scale.lowest <= one.mark <= scale.highest for one in marks):
        raise NotOnScale
