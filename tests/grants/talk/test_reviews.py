"""Trial reviews: on the version that was read, saved mark by mark, given to the authors when every criterion has a mark."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.factories import GrantMemberFactory
from tests.people.factories import UserFactory

from nastavnik.grants.enums import MemberRole, MilestoneKind
from nastavnik.grants.models import Milestone, MockReview
from nastavnik.grants.selectors.talk.reviews import TypedReview, review_for, review_page, reviews_page
from nastavnik.grants.selectors.templates import template_of
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.talk import reviews as services
from nastavnik.grants.services.talk.refusals import (
    MarksMissing,
    NotOnScale,
    ReviewChangedMeanwhile,
    ReviewIsFinished,
)
from nastavnik.grants.services.talk.reviews import ReviewWords
from nastavnik.people.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(written, mentor, now):
    return services.begin_review(actor=mentor, grant_id=written.pk, now=now)


def marks(grant, mark=8, **others):
    return {one.key: mark for one in template_of(grant.template).criteria} | others


def save(review, actor, version=0, **words):
    return services.save_review(actor=actor, review_id=review.pk, words=ReviewWords(**words), version=version)


@pytest.fixture
def finished(written, review, mentor, now):
    save(
        review, mentor, marks=marks(written, relevance=3), comments={"relevance": "Нет опроса."}, advice="Сильный план."
    )
    return services.finish_review(actor=mentor, review_id=review.pk, now=now)


def test_review_keeps_the_version_that_was_read(written, author, review, now):
    assert review.milestone.kind == MilestoneKind.REVIEWED
    put_values(written, {"problem": "Иначе."}, actor=author, now=now)
    assert review.milestone.values["problem"].startswith("Дети района")


def test_review_that_is_not_finished_goes_on(written, mentor, review, now):
    assert services.begin_review(actor=mentor, grant_id=written.pk, now=now) == review


@pytest.mark.parametrize("role", ["author", "head", "director"])
def test_review_is_begun_by_mentors_and_methodists_alone(written, role, now, request):
    with pytest.raises(PermissionDenied):
        services.begin_review(actor=request.getfixturevalue(role), grant_id=written.pk, now=now)


def test_review_is_saved_mark_by_mark(written, mentor, review):
    saved = save(review, mentor, marks={"relevance": 7})
    saved = save(review, mentor, saved.version, marks={"relevance": 8}, comments={"relevance": " Хорошо. "})
    saved = save(review, mentor, saved.version, advice="Дерзайте.")
    assert (saved.version, saved.advice) == (3, "Дерзайте.")
    [mark] = saved.marks.all()
    assert (mark.mark, mark.comment) == (8, "Хорошо.")


def test_page_that_says_nothing_new_is_never_too_old(mentor, review):
    save(review, mentor, marks={"relevance": 7})
    assert save(review, mentor, 0, marks={"relevance": 7}).version == 1


def test_older_page_does_not_write_over_a_newer_one(mentor, review):
    save(review, mentor, marks={"relevance": 7})
    with pytest.raises(ReviewChangedMeanwhile):
        save(review, mentor, 0, marks={"relevance": 2})


def test_mark_outside_the_scale_is_refused(mentor, review):
    with pytest.raises(NotOnScale):
        save(review, mentor, marks={"relevance": 11})


def test_review_is_not_finished_without_all_marks(mentor, review, now):
    save(review, mentor, marks={"relevance": 7})
    with pytest.raises(MarksMissing) as told:
        services.finish_review(actor=mentor, review_id=review.pk, now=now)
    assert "Логика и реализуемость" in str(told.value.message)


def test_finished_review_is_told_and_stays(written, mentor, author, finished, now):
    services.finish_review(actor=mentor, review_id=finished.pk, now=now)
    assert list(Notice.objects.filter(user=author).values_list("title", flat=True)) == [
        "Пробная экспертиза заявки «Читаем вместе» готова"
    ]
    with pytest.raises(ReviewIsFinished):
        save(finished, mentor, 1, advice="Иначе")
    with pytest.raises(ReviewIsFinished):
        services.drop_review(actor=mentor, review_id=finished.pk, now=now)


def test_finished_review_is_opened_anew_by_its_reviewer(mentor, author, finished, now):
    with pytest.raises(PermissionDenied):
        services.reopen_review(actor=author, review_id=finished.pk, now=now)
    services.reopen_review(actor=mentor, review_id=finished.pk, now=now)
    services.reopen_review(actor=mentor, review_id=finished.pk, now=now)
    finished.refresh_from_db()
    assert finished.finished_at is None


def test_review_of_another_mentor_is_not_hers(project, written, review):
    other = UserFactory()
    GrantMemberFactory(project=project, user=other, role=MemberRole.MENTOR)
    with pytest.raises(PermissionDenied):
        save(review, other, marks={"relevance": 1})


def test_dropped_review_takes_its_version_along(mentor, review, now):
    services.drop_review(actor=mentor, review_id=review.pk, now=now)
    assert (MockReview.objects.count(), Milestone.objects.count()) == (0, 0)


def test_unfinished_review_is_shown_to_its_reviewer_alone(school, written, mentor, author, review):
    assert len(reviews_page(mentor, written).rows) == 1
    assert reviews_page(mentor, written).own_url
    assert reviews_page(author, written).rows == []
    with pytest.raises(MockReview.DoesNotExist):
        review_for(author, school, written.token, review.token)


def test_list_tells_the_sum_and_what_to_work_on(written, author, finished):
    page = reviews_page(author, written)
    [row] = page.rows
    assert (row.reviewer, [one.criterion.key for one in row.score.low]) == ("Наставница Вера", ["relevance"])
    assert (page.can_begin, page.own_url, page.criteria.marked) == (False, "", 0)


def test_finished_review_makes_a_list_to_study(school, written, author, finished, now):
    put_values(written, {"problem": "Иначе."}, actor=author, now=now)
    written.refresh_from_db()
    finished.grant = written
    page = review_page(author, review_for(author, school, written.token, finished.token))
    assert [(one.row.criterion.key, one.comment) for one in page.lessons] == [("relevance", "Нет опроса.")]
    assert (page.is_open, page.can_edit, page.advice) == (False, False, "Сильный план.")
    assert page.sections[1].fields[0].pieces[0].text.startswith("Дети района")


def test_page_shows_what_was_typed_beside_what_is_saved(school, written, mentor, review):
    save(review, mentor, marks={"relevance": 7}, comments={"relevance": "Хорошо."}, advice="Так.")
    typed = TypedReview({"relevance": 2, "novelty": 5}, {"relevance": "Плохо."}, "Иначе.")
    page = review_page(mentor, review_for(mentor, school, written.token, review.token), typed)
    boxes = {box.row.criterion.key: box for box in page.boxes}
    assert (boxes["relevance"].row.mark, boxes["relevance"].comment) == (2, "Плохо.")
    assert (boxes["relevance"].stored, boxes["novelty"].stored, boxes["coherence"].stored) == ("7 Хорошо.", "—", "")
    assert (page.advice, page.stored_advice) == ("Иначе.", "Так.")
    assert (boxes["relevance"].lowest, boxes["relevance"].highest, boxes["relevance"].weight) == (0, 10, "2")


def test_review_of_who_asked_to_be_forgotten_stays(school, written, author, finished):
    MockReview.objects.update(reviewer=None)
    assert reviews_page(author, written).rows[0].reviewer == ""
    assert review_page(author, review_for(author, school, written.token, finished.token)).reviewer == ""
