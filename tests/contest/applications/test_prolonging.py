"""A deadline that is moved later: who has not submitted is told."""

from datetime import timedelta

import pytest
from tests.contest.factories import ApplicationFactory, AuthorFactory

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application
from nastavnik.contest.selectors.typed import days_typed
from nastavnik.contest.services import applications as services
from nastavnik.contest.services import setup
from nastavnik.people.models import Notice


@pytest.fixture
def move(contest, methodist, now):
    def move_days(**days):
        contest.refresh_from_db()
        known = days_typed(contest)
        version = known.pop("version")
        return setup.edit_days(actor=methodist, contest_id=contest.pk, version=version, days=known | days, now=now)

    return move_days


def test_move_of_a_deadline_tells_who_has_not_submitted(move, contest, draft, head, methodist, now):
    later = contest.deadline_at + timedelta(days=7)
    withdrawn = ApplicationFactory(contest=contest, state=ApplicationState.WITHDRAWN, reminded_at=now)
    author = AuthorFactory(application=withdrawn)
    for words in ({"submitted": True, "number": 8}, {"typed_by": methodist}, {"is_sample": True}):
        AuthorFactory(application=ApplicationFactory(contest=contest, **words))
    move(deadline_at=later, check_until=later + timedelta(days=5), review_until=later + timedelta(days=20))

    told = Notice.objects.order_by("pk")
    assert [notice.user for notice in told] == [head, author.user]
    assert "перенесён" in told[0].text
    withdrawn.refresh_from_db()
    assert withdrawn.reminded_at is None


def test_move_to_a_near_day_stands_in_place_of_the_reminder(move, contest, draft, now):
    contest.deadline_at = now + timedelta(hours=5)
    contest.save()
    Application.objects.update(changed_at=now - timedelta(days=1))
    move(deadline_at=now + timedelta(days=1))

    assert services.remind_of_drafts(now=now) == 0
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("days", [{"awarding_at": None}, {}])
def test_other_days_tell_nobody(move, draft, days):
    move(**days)

    assert not Notice.objects.exists()


def test_deadline_moved_before_the_intake_or_set_first_tells_nobody(move, contest, draft, now):
    contest.intake_at = now + timedelta(days=1)
    contest.save()
    move(deadline_at=contest.deadline_at + timedelta(days=1))
    contest.refresh_from_db()
    contest.intake_at, contest.deadline_at = now - timedelta(days=1), None
    contest.save()
    move(deadline_at=now + timedelta(days=9))

    assert not Notice.objects.exists()
