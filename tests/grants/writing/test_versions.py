"""Bringing back: one revision, a text that was set aside, a whole version; what stood there is always kept."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.writing.typing import on, revisions_of, save, told, values_of

from nastavnik.core.models import JournalEntry
from nastavnik.grants.enums import GrantState, MilestoneKind
from nastavnik.grants.models import Milestone, Revision
from nastavnik.grants.services import writing as services
from nastavnik.grants.services.refusals import FieldGone, GrantClosed

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_texts(application, author, mentor, now):
    """Return an application in which two wrote one after the other."""
    save(author, application, now, title="Первое")
    save(mentor, application, now, title=on("Второе", "Первое"))
    return application


def restore(actor, application, number, now, key="title"):
    return services.restore_revision(actor=actor, grant_id=application.pk, key=key, number=number, now=now)


def test_restore_puts_a_revision_back_and_keeps_what_stood_there(two_texts, author, now):
    restore(author, two_texts, 1, now)

    assert values_of(two_texts)["title"] == "Первое"
    assert told(two_texts, "title") == [("Первое", False), ("Второе", False), ("Первое", False)]
    assert revisions_of(two_texts, "title")[2].note.startswith("как было")
    assert JournalEntry.objects.filter(verb="revision_restored").exists()


def test_restore_of_what_stands_there_changes_nothing(two_texts, author, now):
    restore(author, two_texts, 2, now)

    assert len(revisions_of(two_texts, "title")) == 2


def test_restore_of_an_aside_settles_it_whoever_does_it(application, author, mentor, now):
    save(author, application, now, title="Первое")
    save(mentor, application, now, title="Второе")

    restore(author, application, 2, now)

    assert values_of(application)["title"] == "Второе"
    assert revisions_of(application, "title")[1].settled_at == now


def test_restore_refuses_fields_of_files_strangers_and_what_was_submitted(two_texts, author, learner, now):
    with pytest.raises(FieldGone):
        restore(author, two_texts, 1, now, key="full_description")
    with pytest.raises(FieldGone):
        restore(author, two_texts, 1, now, key="nothing")
    with pytest.raises(Revision.DoesNotExist):
        restore(author, two_texts, 9, now)
    with pytest.raises(PermissionDenied):
        restore(learner, two_texts, 1, now)
    two_texts.state = GrantState.SUBMITTED
    two_texts.save()
    with pytest.raises(GrantClosed):
        restore(author, two_texts, 1, now)


def test_leave_aside_settles_once_and_keeps_the_text(application, author, mentor, now):
    save(author, application, now, title="Первое")
    save(mentor, application, now, title="Второе")
    for _ in range(2):
        services.leave_aside(actor=author, grant_id=application.pk, key="title", number=2, now=now)

    assert revisions_of(application, "title")[1].settled_at == now
    assert values_of(application)["title"] == "Первое"
    with pytest.raises(Revision.DoesNotExist):
        services.leave_aside(actor=author, grant_id=application.pk, key="title", number=1, now=now)


def test_name_version_keeps_the_whole(two_texts, mentor, learner, now):
    kept = services.name_version(actor=mentor, grant_id=two_texts.pk, name="  До  сокращения ", now=now)

    assert (kept.kind, kept.name, kept.made_by) == (MilestoneKind.NAMED, "До сокращения", mentor)
    assert kept.values == {"title": "Второе"}
    with pytest.raises(PermissionDenied):
        services.name_version(actor=learner, grant_id=two_texts.pk, name="Чужая", now=now)


def test_restore_milestone_puts_all_back_and_keeps_what_stood_before(two_texts, author, mentor, now):
    kept = services.name_version(actor=author, grant_id=two_texts.pk, name="Первая", now=now)
    save(mentor, two_texts, now, title=on("Третье", "Второе"), geography="Район")

    before = services.restore_milestone(actor=author, grant_id=two_texts.pk, milestone_token=kept.token, now=now)

    assert values_of(two_texts) == {"title": "Второе", "geography": ""}
    assert (before.kind, before.values) == (MilestoneKind.REPLACED, {"title": "Третье", "geography": "Район"})
    assert told(two_texts, "geography") == [("Район", False), ("", False)]
    assert all("Первая" in revisions_of(two_texts, key)[-1].note for key in ("title", "geography"))


def test_restore_milestone_without_a_name_says_its_kind(two_texts, author, now):
    kept = services.keep_milestone(two_texts, MilestoneKind.SUBMITTED, actor=author, now=now)
    save(author, two_texts, now, title=on("Третье", "Второе"))
    services.restore_milestone(actor=author, grant_id=two_texts.pk, milestone_token=kept.token, now=now)

    assert str(MilestoneKind.SUBMITTED.label) in revisions_of(two_texts, "title")[-1].note


def test_restore_milestone_refuses_others_and_what_was_submitted(two_texts, author, learner, now):
    kept = services.keep_milestone(two_texts, MilestoneKind.NAMED, actor=author, now=now)
    call = {"grant_id": two_texts.pk, "milestone_token": kept.token, "now": now}
    with pytest.raises(PermissionDenied):
        services.restore_milestone(actor=learner, **call)
    with pytest.raises(Milestone.DoesNotExist):
        services.restore_milestone(actor=author, **{**call, "milestone_token": "none"})
    two_texts.state = GrantState.WON
    two_texts.save()
    with pytest.raises(GrantClosed):
        services.restore_milestone(actor=author, **call)
    assert Milestone.objects.count() == 1
