"""Files of fields: told by their content, limits, their names in the history."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.grants.writing.typing import told

from nastavnik.contest.services.applications.refusals import FileNotKnown, TooManyFiles
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantFile
from nastavnik.grants.services import writing as services
from nastavnik.grants.services.refusals import FieldGone, GrantClosed
from nastavnik.grants.services.writing import files

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def add(actor, application, now, content=PDF, name="письмо.pdf", key="full_description"):
    file = ContentFile(content, name)
    return services.add_file(actor=actor, grant_id=application.pk, field_key=key, file=file, now=now)


def test_add_keeps_a_file_with_its_hash_and_its_name_in_the_history(application, author, now):
    application.state = GrantState.CHECKED
    application.save()
    added = add(author, application, now)

    application.refresh_from_db()
    assert (added.kind, added.name, added.bytes, added.project) == ("pdf", "письмо.pdf", len(PDF), application.project)
    assert added.sha256 == hashlib.sha256(PDF).hexdigest()
    assert default_storage.exists(added.file)
    assert told(application, "full_description") == [(["письмо.pdf"], False)]
    assert application.state == GrantState.DRAFT


def test_remove_takes_the_file_and_leaves_its_name_in_the_history(
    application, author, mentor, now, django_capture_on_commit_callbacks
):
    added = add(author, application, now)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_file(actor=mentor, grant_id=application.pk, file_token=added.token, now=now)

    assert not GrantFile.objects.exists()
    assert not default_storage.exists(added.file)
    assert told(application, "full_description") == [(["письмо.pdf"], False), ([], False)]


def test_add_refuses_what_is_none_of_the_kinds_fields_that_take_none_and_strangers(application, author, learner, now):
    with pytest.raises(FileNotKnown):
        add(author, application, now, b"MZ\x90\x00", "письмо.pdf")
    with pytest.raises(FieldGone):
        add(author, application, now, key="title")
    with pytest.raises(FieldGone):
        add(author, application, now, key="nothing")
    with pytest.raises(PermissionDenied):
        add(learner, application, now)
    application.state = GrantState.SUBMITTED
    application.save()
    with pytest.raises(GrantClosed):
        add(author, application, now)
    assert not GrantFile.objects.exists()


def test_add_refuses_more_than_the_field_or_the_application_takes(application, author, now, monkeypatch):
    for _ in range(5):
        add(author, application, now)
    with pytest.raises(TooManyFiles):
        add(author, application, now)
    monkeypatch.setattr(files, "MOST_BYTES_IN_ALL", 5 * len(PDF))
    with pytest.raises(TooManyFiles):
        add(author, application, now, key="support_letters")


def test_remove_of_another_applications_file_finds_none(application, author, now):
    with pytest.raises(GrantFile.DoesNotExist):
        services.remove_file(actor=author, grant_id=application.pk, file_token="none", now=now)
