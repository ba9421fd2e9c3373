"""The formal check: admit, return, reject; what is told, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.applications.test_submitting import check, submit
from tests.contest.factories import JurorFactory, SheetFactory

from nastavnik.contest.enums import ApplicationState, FormalVerdict
from nastavnik.contest.events import ApplicationAdmitted, ApplicationReturned
from nastavnik.contest.models import Application, FormalCheck
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications import checks
from nastavnik.contest.services.applications.refusals import AlreadyJudged, NotSubmitted, UntilIsPast
from nastavnik.people.models import Letter, Notice


@pytest.fixture
def submitted(head, whole, now):
    submit(head, whole, now)
    Notice.objects.all().delete()
    Letter.objects.all().delete()
    whole.refresh_from_db()
    return whole


@pytest.fixture
def told(monkeypatch):
    events = []
    monkeypatch.setattr(checks, "publish", events.append)
    return events


def test_admit_lets_it_go_to_the_jury(methodist, head, submitted, now, told):
    said = check(methodist, submitted, now, FormalVerdict.ADMIT, message="")

    submitted.refresh_from_db()
    assert (submitted.state, submitted.return_until, said.until) == (ApplicationState.ADMITTED, None, None)
    assert told == [ApplicationAdmitted(application_id=submitted.pk)]
    assert Notice.objects.get().user == head


def test_return_opens_it_until_a_moment(methodist, submitted, now, told):
    until = now + timedelta(days=1)

    check(methodist, submitted, now, FormalVerdict.RETURN, until=until, message="Назовите цель")

    submitted.refresh_from_db()
    assert (submitted.state, submitted.return_until) == (ApplicationState.RETURNED, until)
    assert told == [ApplicationReturned(application_id=submitted.pk)]
    assert "Назовите цель" in Letter.objects.get().text


def test_reject_says_why(secretary, submitted, now, told):
    check(secretary, submitted, now, FormalVerdict.REJECT, message="Не библиотека")

    submitted.refresh_from_db()
    assert submitted.state == ApplicationState.REJECTED
    assert told == []
    assert "Не библиотека" in Letter.objects.get().text


@pytest.mark.parametrize("until", [None, timedelta()])
def test_return_needs_a_moment_ahead(methodist, submitted, now, until):
    with pytest.raises(UntilIsPast):
        check(methodist, submitted, now, FormalVerdict.RETURN, until=until if until is None else now + until)


def test_decision_may_be_changed_until_the_jury_has_it(methodist, submitted, now):
    check(methodist, submitted, now, FormalVerdict.REJECT)
    check(methodist, submitted, now, FormalVerdict.ADMIT)
    SheetFactory(juror=JurorFactory(contest=submitted.contest), application=submitted)

    with pytest.raises(AlreadyJudged):
        check(methodist, submitted, now, FormalVerdict.RETURN)
    check(methodist, submitted, now, FormalVerdict.ADMIT)
    assert FormalCheck.objects.count() == 3


def test_check_of_what_was_corrected_meanwhile_is_refused(methodist, head, submitted, now):
    services.withdraw_application(actor=head, application_id=submitted.pk, now=now)
    with pytest.raises(NotSubmitted):
        check(methodist, submitted, now, FormalVerdict.ADMIT)
    submit(head, submitted, now)
    with pytest.raises(NotSubmitted):
        check(methodist, submitted, now, FormalVerdict.ADMIT, turn=1)

    check(methodist, submitted, now, FormalVerdict.ADMIT, turn=2)


def test_check_of_what_did_not_come_back_waits_for_its_moment(methodist, submitted, now):
    check(methodist, submitted, now, FormalVerdict.RETURN)
    with pytest.raises(NotSubmitted):
        check(methodist, submitted, now, FormalVerdict.REJECT)

    check(methodist, submitted, now + timedelta(days=2), FormalVerdict.REJECT)


def test_check_of_samples_and_after_the_results_is_refused(methodist, submitted, now):
    contest = submitted.contest
    contest.released_at = now
    contest.save()
    with pytest.raises(NotSubmitted):
        check(methodist, submitted, now, FormalVerdict.ADMIT)
    contest.released_at = None
    contest.save()
    Application.objects.update(is_sample=True)
    with pytest.raises(NotSubmitted):
        check(methodist, submitted, now, FormalVerdict.ADMIT)


def test_check_is_for_who_keeps_the_register(director, head, learner, submitted, now):
    for person in (director, head, learner):
        with pytest.raises(PermissionDenied):
            check(person, submitted, now, FormalVerdict.ADMIT)
