"""Reminders of what was not submitted; people who asked to be forgotten; what a person may take along."""

from datetime import timedelta

import pytest
from tests.contest.applications.conftest import over
from tests.contest.factories import ApplicationFactory, AuthorFactory
from tests.people.factories import UserFactory

from nastavnik.contest import tasks
from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, ApplicationFile, Author, SectionText
from nastavnik.contest.receivers import forget_erased_person
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications import reminders
from nastavnik.people.events import PersonErased
from nastavnik.people.models import Notice
from nastavnik.people.selectors import own_data


@pytest.fixture
def waiting(draft, now):
    Application.objects.filter(pk=draft.pk).update(changed_at=now - timedelta(days=1))
    draft.contest.deadline_at = now + timedelta(days=2)
    draft.contest.save()
    return draft


def remind(now):
    return services.remind_of_drafts(now=now)


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
def test_remind_tells_of_a_draft_once(head, waiting, now, state):
    Application.objects.update(state=state, number=1)

    assert remind(now) == 1
    assert remind(now + timedelta(hours=1)) == 0
    assert Notice.objects.get().user == head


def test_remind_leaves_alone_who_is_writing(waiting, now):
    Application.objects.update(changed_at=now - timedelta(minutes=5))

    assert remind(now) == 0


def test_remind_waits_for_the_last_days_and_stops_at_the_deadline(waiting, now):
    contest = waiting.contest
    contest.deadline_at = now + timedelta(days=4)
    contest.save()
    assert remind(now) == 0
    over(contest, now)
    assert remind(now) == 0


def test_remind_tells_nobody_of_papers_samples_and_what_is_in(waiting, methodist, now):
    Application.objects.update(typed_by=methodist)
    assert remind(now) == 0
    Application.objects.update(typed_by=None, is_sample=True)
    assert remind(now) == 0
    Application.objects.update(is_sample=False, state=ApplicationState.SUBMITTED, number=1)
    assert remind(now) == 0


def test_remind_of_a_return_goes_by_its_own_moment(waiting, now):
    over(waiting.contest, now)
    Application.objects.update(state=ApplicationState.RETURNED, number=1, return_until=now + timedelta(hours=20))

    assert remind(now) == 1
    assert "вернули" in Notice.objects.get().text


def test_remind_says_nothing_when_it_was_submitted_meanwhile(waiting, now):
    Application.objects.update(state=ApplicationState.SUBMITTED, number=1)
    assert reminders._remind(waiting.pk, now) is False
    Application.objects.update(state=ApplicationState.DRAFT, reminded_at=now)
    assert reminders._remind(waiting.pk, now) is False
    Application.objects.update(reminded_at=None)
    waiting.contest.deadline_at = None
    waiting.contest.save()
    assert reminders._remind(waiting.pk, now) is False


def test_task_reminds_and_forgets(waiting, monkeypatch, now):
    monkeypatch.setattr("nastavnik.core.clock.now", lambda: now)
    gone = AuthorFactory(application=waiting, user=UserFactory(erased_at=now))

    assert tasks.remind_of_drafts.func() == 1
    assert not Author.objects.filter(pk=gone.pk).exists()


def test_forget_takes_drafts_of_her_own_and_leaves_the_rest(head, draft, now):
    shared = ApplicationFactory(contest=draft.contest)
    submitted = ApplicationFactory(contest=draft.contest, submitted=True, number=1)
    for application in (shared, submitted):
        AuthorFactory(application=application, user=head)
    AuthorFactory(application=shared)

    forget_erased_person(PersonErased(user_id=head.pk))

    assert set(Application.objects.all()) == {shared, submitted}
    assert not Author.objects.filter(user=head).exists()
    assert services.forget_who_was_missed() == 0


def test_own_data_has_what_she_wrote_and_not_what_she_typed(head, draft, methodist, now):
    text = SectionText.objects.create(
        application=draft, key="about", values={"goal": "Цель"}, changed_by=head, changed_at=now
    )
    ApplicationFile.objects.create(
        application=draft,
        field_key="letters",
        name="письмо.pdf",
        kind="pdf",
        file="x",
        bytes=1,
        added_by=head,
        added_at=now,
    )

    records = own_data(head, now=now)["records"]

    assert records["contest.sectiontext"][0]["values"] == {"goal": "Цель"}
    assert records["contest.applicationfile"][0]["name"] == "письмо.pdf"
    assert "file" not in records["contest.applicationfile"][0]
    assert records["contest.author"][0]["is_head"] is True
    draft.typed_by = methodist
    draft.save()
    text.changed_by = methodist
    text.save()
    assert "contest.sectiontext" not in own_data(methodist, now=now)["records"]
