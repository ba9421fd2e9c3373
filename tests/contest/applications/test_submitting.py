"""Submitting and withdrawing: the deadline to the second, numbers, snapshots, letters."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.applications.conftest import draft_of, fill_in, head_of, over
from tests.contest.factories import ApplicationFactory, AuthorFactory
from tests.people.factories import LibraryFactory

from nastavnik.contest.enums import ApplicationState, FormalVerdict, LatePolicy
from nastavnik.contest.models import Application, Author, Contest, SectionText, Submission
from nastavnik.contest.selectors.stages import IntakeOver, NotOpenForWriting, ReturnOver
from nastavnik.contest.services import applications as services
from nastavnik.contest.services import snapshots
from nastavnik.contest.services.applications.refusals import (
    LibraryHasEnough,
    NotComplete,
    NotSubmitted,
    WithdrawalOver,
)
from nastavnik.people.models import Letter, Notice


def submit(actor, application, now):
    return services.submit_application(actor=actor, application_id=application.pk, now=now)


def test_submit_numbers_and_keeps_the_whole(head, whole, now):
    submission = submit(head, whole, now)

    whole.refresh_from_db()
    taken = submission.taken
    assert (whole.state, whole.number, whole.submitted_at, whole.is_late) == (ApplicationState.SUBMITTED, 1, now, False)
    assert (submission.turn, submission.submitted_by, submission.submitted_at) == (1, head, now)
    assert taken["values"]["plan"][0]["what"] == "Вечер"
    assert taken["application"] == {
        "token": whole.token,
        "number": 1,
        "title": "Читаем вместе",
        "submitted_at": now.isoformat(),
        "is_late": False,
    }
    assert taken["authors"] == [{"user": head.token, "is_head": True}]
    assert "partners" not in taken["values"]
    assert Contest.objects.get(pk=whole.contest_id).last_number == 1


def test_snapshot_has_a_hash_that_anybody_computes_anew(head, whole, now):
    submission = submit(head, whole, now)
    kept = Submission.objects.get(pk=submission.pk)

    assert snapshots.digest_of(kept.taken) == kept.sha256
    kept.taken["values"]["goal"] = "Другая"
    assert snapshots.digest_of(kept.taken) != kept.sha256


def test_snapshot_of_a_sample_has_neither_library_nor_direction(contest, now):
    sample = ApplicationFactory(contest=contest, library=None, direction=None, is_sample=True)

    taken, _sha256 = snapshots.take(sample)

    assert (taken["library"], taken["direction"], taken["application"]["submitted_at"]) == (None, None, "")


def test_submit_refuses_what_is_not_whole(head, draft, whole, now):
    whole.direction = None
    whole.save()
    with pytest.raises(NotComplete):
        submit(head, whole, now)
    SectionText.objects.filter(application=whole, key="about").delete()
    with pytest.raises(NotComplete):
        submit(head, whole, now)


def test_submit_refuses_who_does_not_head_the_library(colleague, whole, now):
    AuthorFactory(application=whole, user=colleague)
    with pytest.raises(PermissionDenied):
        submit(colleague, whole, now)


def test_submit_at_the_very_second_of_the_deadline_is_too_late(head, whole):
    zone = ZoneInfo("Asia/Vladivostok")
    deadline = datetime(2026, 12, 1, 18, 0, 0, tzinfo=zone)
    contest = whole.contest
    contest.intake_at, contest.deadline_at = deadline - timedelta(days=30), deadline
    contest.opened_at = deadline - timedelta(days=30)
    contest.save()

    with pytest.raises(IntakeOver):
        submit(head, whole, datetime(2026, 12, 1, 8, 0, 0, tzinfo=UTC))
    submission = submit(head, whole, datetime(2026, 12, 1, 7, 59, 59, 999_999, tzinfo=UTC))

    assert submission.is_late is False


def test_submit_late_is_marked_where_the_regulation_takes_late_ones(head, whole, now):
    contest = whole.contest
    over(contest, now)
    contest.late_policy, contest.late_until = LatePolicy.MARK, now + timedelta(seconds=1)
    contest.save()
    with pytest.raises(IntakeOver):
        submit(head, whole, now + timedelta(seconds=1))

    assert submit(head, whole, now).is_late is True
    assert Application.objects.get(pk=whole.pk).is_late is True


def test_submit_twice_changes_nothing(head, whole, now):
    submit(head, whole, now)
    with pytest.raises(NotOpenForWriting):
        submit(head, whole, now)


def test_numbers_have_no_gap_when_some_are_refused(school, contest, direction, library, now):
    heads = [head_of(LibraryFactory(organisation=library.organisation), school) for _ in range(3)]
    drafts = [draft_of(contest, direction, one.library, one) for one in heads]
    for application in (drafts[0], drafts[2]):
        fill_in(application, now)

    submit(heads[0], drafts[0], now)
    with pytest.raises(NotComplete):
        submit(heads[1], drafts[1], now)
    submit(heads[2], drafts[2], now)

    numbers = Application.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_submit_tells_all_authors(head, colleague, whole, now):
    AuthorFactory(application=whole, user=colleague)

    submission = submit(head, whole, now)

    assert {notice.user for notice in Notice.objects.all()} == {head, colleague}
    letter = Letter.objects.get(user=colleague)
    assert submission.sha256 in letter.text
    assert f"/applications/{whole.token}/" in letter.text


def test_withdraw_and_submit_again_keeps_the_number(head, whole, now):
    submit(head, whole, now)
    withdrawn = services.withdraw_application(actor=head, application_id=whole.pk, now=now)
    assert (withdrawn.state, withdrawn.number) == (ApplicationState.WITHDRAWN, 1)

    again = submit(head, whole, now)

    assert (again.turn, again.application.number) == (2, 1)
    assert Contest.objects.get().last_number == 1


def test_withdraw_makes_room_and_coming_back_needs_it(head, whole, contest, library, now):
    submit(head, whole, now)
    services.withdraw_application(actor=head, application_id=whole.pk, now=now)
    ApplicationFactory(contest=contest, library=library)

    with pytest.raises(LibraryHasEnough):
        submit(head, whole, now)


def test_withdraw_refuses_after_the_deadline_and_what_is_not_in(head, whole, now):
    with pytest.raises(NotSubmitted):
        services.withdraw_application(actor=head, application_id=whole.pk, now=now)
    submit(head, whole, now)
    over(whole.contest, now)
    with pytest.raises(WithdrawalOver):
        services.withdraw_application(actor=head, application_id=whole.pk, now=now)
    Application.objects.update(state=ApplicationState.REJECTED)
    with pytest.raises(NotSubmitted):
        services.withdraw_application(actor=head, application_id=whole.pk, now=now)


def check(actor, application, now, verdict=FormalVerdict.RETURN, **words):
    words = {"message": "Поправьте цель", "turn": 1, "until": now + timedelta(days=2), **words}
    return services.check_application(actor=actor, application_id=application.pk, verdict=verdict, now=now, **words)


def test_correction_is_taken_after_the_deadline_until_its_own_moment(head, methodist, whole, now):
    submit(head, whole, now)
    check(methodist, whole, now)
    over(whole.contest, now)
    with pytest.raises(ReturnOver):
        submit(head, whole, now + timedelta(days=2))
    Notice.objects.all().delete()

    again = submit(head, whole, now + timedelta(days=1))

    whole.refresh_from_db()
    assert (again.turn, again.is_late, whole.return_until) == (2, False, None)
    assert {notice.user for notice in Notice.objects.all()} == {head, methodist}


def test_correction_tells_nobody_when_who_returned_it_is_gone(head, methodist, whole, now):
    submit(head, whole, now)
    check(methodist, whole, now)
    methodist.delete()
    Notice.objects.all().delete()

    submit(head, whole, now + timedelta(days=1))

    assert {notice.user for notice in Notice.objects.all()} == {head}


def test_returned_by_hand_of_the_database_tells_the_authors_alone(head, whole, now):
    whole.state, whole.number, whole.return_until = ApplicationState.RETURNED, 1, now + timedelta(days=1)
    whole.save()

    submit(head, whole, now)

    assert {notice.user for notice in Notice.objects.all()} == {head}


def test_paper_is_submitted_as_it_is_and_keeps_the_moment_when_it_came(secretary, contest, library, now):
    came = now - timedelta(days=1)
    begun = services.begin_application(
        actor=secretary, contest_id=contest.pk, library_id=library.pk, direction_id=None, now=now, received_at=came
    )
    over(contest, now)

    submission = submit(secretary, begun, now)

    begun.refresh_from_db()
    assert (begun.number, begun.submitted_at, submission.submitted_at, submission.is_late) == (1, came, now, False)
    assert not Author.objects.exists()
