"""Beginning, choosing a direction, co-authors, dropping a draft."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.contest.applications.conftest import head_of, over
from tests.contest.factories import ApplicationFactory, AuthorFactory, DirectionFactory
from tests.people.factories import LibraryFactory, UserFactory

from nastavnik.contest.enums import ApplicationState, LatePolicy
from nastavnik.contest.models import Application, ApplicationFile, Author, Direction
from nastavnik.contest.selectors.stages import IntakeNotBegun, IntakeOver, NotOpenForWriting
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications.refusals import (
    AuthorNotFound,
    CameLater,
    LastAuthor,
    LibraryHasEnough,
    NotSubmitted,
    TooManyAuthors,
)
from nastavnik.people.models import Notice


def begin(actor, contest, library, now, **words):
    words = {"direction_id": None, **words}
    return services.begin_application(actor=actor, contest_id=contest.pk, library_id=library.pk, now=now, **words)


def test_begin_makes_the_head_an_author(head, contest, direction, library, now):
    begun = begin(head, contest, library, now, direction_id=direction.pk)

    author = Author.objects.get(application=begun)
    assert (begun.state, begun.number, begun.direction, begun.typed_by) == (
        ApplicationState.DRAFT,
        None,
        direction,
        None,
    )
    assert (author.user, author.is_head) == (head, True)


def test_begin_refuses_a_direction_of_another_contest(head, contest, library, now):
    with pytest.raises(Direction.DoesNotExist):
        begin(head, contest, library, now, direction_id=DirectionFactory().pk)


def test_begin_refuses_more_than_the_regulation_allows(head, contest, library, now):
    first = begin(head, contest, library, now)
    with pytest.raises(LibraryHasEnough):
        begin(head, contest, library, now)
    first.state, first.number = ApplicationState.WITHDRAWN, 1
    first.save()

    assert begin(head, contest, library, now).pk != first.pk


def test_begin_refuses_before_and_after_the_intake(head, contest, library, now):
    contest.intake_at = now + timedelta(seconds=1)
    contest.save()
    with pytest.raises(IntakeNotBegun):
        begin(head, contest, library, now)
    contest.intake_at, contest.deadline_at = now - timedelta(days=2), now
    contest.save()
    with pytest.raises(IntakeOver):
        begin(head, contest, library, now)


def test_begin_refuses_who_heads_another_library(school, contest, library, colleague, methodist, now):
    other = head_of(LibraryFactory(organisation=library.organisation), school)
    for person in (other, colleague, methodist):
        with pytest.raises(PermissionDenied):
            begin(person, contest, library, now)


def test_begin_from_paper_is_for_who_keeps_the_register(methodist, secretary, head, contest, library, now):
    came = now - timedelta(hours=3)
    begun = begin(secretary, contest, library, now, received_at=came)

    assert (begun.typed_by, begun.submitted_at, begun.is_late) == (secretary, came, False)
    assert not Author.objects.filter(application=begun).exists()
    with pytest.raises(PermissionDenied):
        begin(head, contest, library, now, received_at=came)
    with pytest.raises(CameLater):
        begin(methodist, contest, library, now, received_at=now + timedelta(minutes=1))


def test_begin_from_paper_goes_by_the_day_on_which_it_came(methodist, contest, library, now):
    over(contest, now)
    in_time = begin(methodist, contest, library, now, received_at=now - timedelta(hours=2))
    assert in_time.is_late is False
    in_time.delete()

    with pytest.raises(IntakeOver):
        begin(methodist, contest, library, now, received_at=now)
    contest.late_policy, contest.late_until = LatePolicy.MARK, now + timedelta(days=1)
    contest.save()
    assert begin(methodist, contest, library, now, received_at=now).is_late is True


def test_choose_direction_changes_it_while_it_may_be_written(head, draft, now):
    other = DirectionFactory(contest=draft.contest)

    changed = services.choose_direction(actor=head, application_id=draft.pk, direction_id=other.pk, now=now)

    assert Application.objects.get(pk=draft.pk).direction == changed.direction == other


def test_drop_takes_a_draft_and_its_files(head, draft, now, django_capture_on_commit_callbacks):
    name = default_storage.save("applications/x.txt", ContentFile(b"x"))
    ApplicationFile.objects.create(
        application=draft, field_key="letters", name="x.txt", kind="txt", file=name, bytes=1, sha256="", added_at=now
    )

    with django_capture_on_commit_callbacks(execute=True):
        contest = services.drop_draft(actor=head, application_id=draft.pk, now=now)

    assert contest == draft.contest
    assert not Application.objects.exists()
    assert not default_storage.exists(name)


def test_drop_refuses_what_was_submitted_and_who_does_not_submit(head, colleague, draft, now):
    AuthorFactory(application=draft, user=colleague)
    with pytest.raises(PermissionDenied):
        services.drop_draft(actor=colleague, application_id=draft.pk, now=now)
    draft.state, draft.number = ApplicationState.WITHDRAWN, 1
    draft.save()
    with pytest.raises(NotSubmitted):
        services.drop_draft(actor=head, application_id=draft.pk, now=now)


def add(actor, application, email, now):
    return services.add_author(actor=actor, application_id=application.pk, email=email, now=now)


def test_add_author_tells_her_once(head, colleague, draft, now):
    author = add(head, draft, f" {colleague.email.upper()} ", now)

    assert add(head, draft, colleague.email, now) == author
    assert author.is_head is False
    assert Notice.objects.filter(user=colleague).count() == 1


def test_add_author_refuses_strangers_and_too_many(head, outsider, draft, colleague, now):
    for email in (outsider.email, "nobody@example.ru"):
        with pytest.raises(AuthorNotFound):
            add(head, draft, email, now)
    for _ in range(14):
        AuthorFactory(application=draft, user=UserFactory())
    with pytest.raises(TooManyAuthors):
        add(head, draft, colleague.email, now)


def test_add_author_is_for_the_head_while_it_may_be_written(head, colleague, draft, now):
    AuthorFactory(application=draft, user=colleague)
    with pytest.raises(PermissionDenied):
        add(colleague, draft, head.email, now)
    draft.state, draft.number = ApplicationState.SUBMITTED, 1
    draft.save()
    with pytest.raises(NotOpenForWriting):
        add(head, draft, colleague.email, now)


def remove(actor, application, person, now):
    return services.remove_author(actor=actor, application_id=application.pk, user_token=person.token, now=now)


def test_remove_author_is_for_the_head_and_for_oneself(head, colleague, draft, now):
    other = AuthorFactory(application=draft)
    AuthorFactory(application=draft, user=colleague)

    with pytest.raises(PermissionDenied):
        remove(colleague, draft, other.user, now)
    remove(head, draft, other.user, now)
    remove(colleague, draft, colleague, now)

    assert list(Author.objects.filter(application=draft).values_list("user", flat=True)) == [head.pk]


def test_remove_author_keeps_the_last_one(head, draft, now):
    with pytest.raises(LastAuthor):
        remove(head, draft, head, now)


def test_library_may_have_room_for_several(head, contest, library, now):
    contest.most_of_a_library = 2
    contest.save()
    ApplicationFactory(contest=contest, library=library)

    assert begin(head, contest, library, now).library == library
